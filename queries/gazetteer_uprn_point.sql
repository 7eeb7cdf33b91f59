-- The point of a UPRN.
-- Parameters: :uprn. Order: at most one row.
SELECT at
FROM uprn_point
WHERE uprn = :uprn
