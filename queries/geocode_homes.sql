-- Where the buildings of each home are.
-- Parameters: none. Units: EPSG:27700 metres. Order: URN, then home_id.
SELECT h.urn, h.name, l.easting, l.northing, l.precision_m, l.kind, l.method, l.confidence,
	l.match, a.key, a.label
FROM home AS h
	JOIN place AS p ON p.home_id = h.home_id
	JOIN located AS l ON l.place_id = p.place_id
	LEFT JOIN address AS a ON a.address_id = l.address_id
WHERE l.kind <> 'none'
ORDER BY h.urn, h.home_id
