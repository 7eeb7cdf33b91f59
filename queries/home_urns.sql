-- The URNs of the case in order of their first building.
-- Parameters: none. Order: first home_id.
SELECT urn
FROM home
GROUP BY urn
ORDER BY min(home_id)
