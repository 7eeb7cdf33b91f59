-- Purpose: how well the places of each source were located.
-- Parameters: none
-- Units: band as in status_located
-- Order: source_id, role, band from fine to coarse
SELECT s.source_id, s.file, s.kind, p.role,
	CASE
		WHEN l.place_id IS NULL OR l.kind = 'none' THEN -1
		WHEN l.precision_m <= 25 THEN 25
		WHEN l.precision_m <= 100 THEN 100
		WHEN l.precision_m <= 250 THEN 250
		WHEN l.precision_m <= 1000 THEN 1000
		ELSE 0
	END AS band,
	count(*) AS places,
	sum(count(*)) OVER (PARTITION BY s.source_id, p.role) AS all_places
FROM place AS p
	JOIN source AS s ON s.source_id = p.source_id
	LEFT JOIN located AS l ON l.place_id = p.place_id
GROUP BY s.source_id, p.role, band
ORDER BY s.source_id,
	CASE p.role WHEN 'from' THEN 1 WHEN 'last_seen' THEN 2 WHEN 'found' THEN 3
		ELSE 4 END,
	CASE band WHEN 0 THEN 9998 WHEN -1 THEN 9999 ELSE band END;
