-- How the places were located.
-- Parameters: none. Order: by kind.
SELECT l.kind, count(*), count(l.conflict_m),
	count(*) FILTER (WHERE l.place_id IN (SELECT place_id FROM candidate))
FROM located AS l
GROUP BY l.kind
ORDER BY l.kind
