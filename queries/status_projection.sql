-- Purpose: the places that went through a projection, by how exact that was.
-- Parameters: none
-- Units: metres
-- Order: accuracy_m
SELECT accuracy_m, count(*) AS places
FROM located
WHERE accuracy_m IS NOT NULL AND kind <> 'none'
GROUP BY accuracy_m
ORDER BY accuracy_m
