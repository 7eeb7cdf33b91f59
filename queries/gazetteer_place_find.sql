-- An own place that is there already.
-- Parameters: :name as written; :easting, :northing (metres). Order: at most one row.
SELECT place_id
FROM place
WHERE name = :name AND easting = :easting AND northing = :northing
