-- Where a child was placed on a day: the latest placement that covers it.
-- Parameters: :child_id; :day, ISO. Units: EPSG:27700 metres. Order: latest start, then
-- the later record; at most one row.
SELECT l.easting, l.northing, l.precision_m, l.kind, l.method, l.confidence, l.match,
	a.key, a.label
FROM placement AS t
	JOIN place AS p ON p.placement_id = t.placement_id
	JOIN located AS l ON l.place_id = p.place_id
	LEFT JOIN address AS a ON a.address_id = l.address_id
WHERE t.child_id = :child_id AND t.start_day <= :day
	AND (t.end_day IS NULL OR t.end_day >= :day) AND l.kind <> 'none'
ORDER BY t.start_day DESC, t.placement_id DESC
LIMIT 1
