-- Purpose: places whose columns contradict each other, by kind of row.
-- Parameters: none
-- Units: metres
-- Order: kind of row
SELECT p.source_kind, count(*) AS places, max(l.conflict_m) AS largest_m
FROM located AS l
	JOIN place AS p ON p.place_id = l.place_id
WHERE l.conflict_m IS NOT NULL
GROUP BY p.source_kind
ORDER BY p.source_kind
