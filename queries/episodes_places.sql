-- The places that episodes mention, located or not.
-- Parameters: none. Units: EPSG:27700 metres. Order: episode_id, role.
SELECT p.episode_id, p.role, l.easting, l.northing, l.precision_m, l.confidence,
	l.address_id, l.kind, l.match
FROM place AS p
	LEFT JOIN located AS l ON l.place_id = p.place_id
WHERE p.episode_id IS NOT NULL
ORDER BY p.episode_id, p.role
