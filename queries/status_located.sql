-- Purpose: how well the places of each kind of row and role were located.
-- Parameters: none
-- Units: band is the upper end of a precision in metres, 0 for coarser than the last
-- and -1 for not located
-- Order: kind of row, role, band from fine to coarse, kind of place, method
SELECT p.source_kind, p.role,
	CASE
		WHEN l.place_id IS NULL OR l.kind = 'none' THEN -1
		WHEN l.precision_m <= 25 THEN 25
		WHEN l.precision_m <= 100 THEN 100
		WHEN l.precision_m <= 250 THEN 250
		WHEN l.precision_m <= 1000 THEN 1000
		ELSE 0
	END AS band,
	coalesce(l.kind, 'not geocoded yet') AS kind,
	coalesce(l.method, '') AS method,
	count(*) AS places
FROM place AS p
	LEFT JOIN located AS l ON l.place_id = p.place_id
GROUP BY p.source_kind, p.role, band, kind, method
ORDER BY
	CASE p.source_kind WHEN 'episodes' THEN 1 WHEN 'homes' THEN 2
		WHEN 'placements' THEN 3 WHEN 'people' THEN 4 ELSE 5 END,
	CASE p.role WHEN 'from' THEN 1 WHEN 'last_seen' THEN 2 WHEN 'found' THEN 3
		ELSE 4 END,
	CASE band WHEN 0 THEN 9998 WHEN -1 THEN 9999 ELSE band END,
	kind, method
