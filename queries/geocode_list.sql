-- Every place mention with where it is.
-- Parameters: none. Units: EPSG:27700 metres.
-- Order: kind of row, source_id, row, then from, last_seen, found.
SELECT p.source_kind, s.file, p.ref, p.row, p.role, l.input, l.easting, l.northing,
	l.precision_m, l.kind, l.method, l.confidence, l.match, l.conflict_m, l.conflict,
	coalesce(e.child_id, t.child_id), p.person_id, l.accuracy_m
FROM place AS p
	JOIN located AS l ON l.place_id = p.place_id
	JOIN source AS s ON s.source_id = p.source_id
	LEFT JOIN episode AS e ON e.episode_id = p.episode_id
	LEFT JOIN placement AS t ON t.placement_id = p.placement_id
ORDER BY CASE p.source_kind WHEN 'episodes' THEN 1 WHEN 'homes' THEN 2
		WHEN 'placements' THEN 3 WHEN 'people' THEN 4 ELSE 5 END,
	p.source_id, p.row,
	CASE p.role WHEN 'from' THEN 1 WHEN 'last_seen' THEN 2 ELSE 3 END
