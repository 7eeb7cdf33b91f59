-- Where homes are, as exactly as a building; agencies that place children elsewhere are
-- none.
-- Parameters: none. Units: EPSG:27700 metres. Order: urn, home_id.
SELECT h.urn, l.easting, l.northing
FROM home AS h
	JOIN place AS p ON p.home_id = h.home_id
	JOIN located AS l ON l.place_id = p.place_id
WHERE l.precision_m <= 50
	AND lower(coalesce(h.kind, '')) NOT LIKE '%foster%'
	AND lower(coalesce(h.kind, '')) NOT LIKE '%adoption%'
ORDER BY h.urn, h.home_id
