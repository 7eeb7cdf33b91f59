-- Every located place with what its row says of it, and the episode it belongs to: that
-- of the row, or the one that a mention names.
-- Parameters: none. Units: EPSG:27700 metres. Order: place_id.
SELECT p.place_id, p.address, p.postcode, p.easting, p.northing, p.lat, p.lon, p.uprn,
	p.home_urn, coalesce(p.episode_id, e.episode_id), l.kind, l.method, l.match,
	l.easting, l.northing, l.precision_m, l.confidence, l.conflict_m, l.conflict, l.input
FROM place AS p
	JOIN located AS l ON l.place_id = p.place_id
	LEFT JOIN mention AS m ON m.mention_id = p.mention_id
	LEFT JOIN episode AS e ON e.episode_ref = m.episode_ref
ORDER BY p.place_id
