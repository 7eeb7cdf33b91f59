-- Where a child went from when it went from home: the last time before an episode, else
-- the first after it. What was itself taken from another time doesn't count, so that the
-- order in which rows are located doesn't matter.
-- Parameters: :child_id; :reported_s, of the episode (UTC seconds). Units: EPSG:27700
-- metres. Order: before it and nearest in time first; at most one row.
SELECT l.easting, l.northing, l.precision_m, l.kind, l.method, l.confidence, l.match,
	a.key, a.label
FROM episode AS e
	JOIN place AS p ON p.episode_id = e.episode_id AND p.role = 'from'
	JOIN located AS l ON l.place_id = p.place_id
	LEFT JOIN address AS a ON a.address_id = l.address_id
WHERE e.child_id = :child_id AND e.from_kind = 'home' AND l.kind <> 'none'
	AND e.reported_s <> :reported_s AND l.method NOT LIKE '%another time%'
ORDER BY e.reported_s > :reported_s, abs(e.reported_s - :reported_s), e.episode_id
LIMIT 1
