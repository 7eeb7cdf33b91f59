-- Purpose: the places that a row mentions, as written and as located.
-- Parameters: :source_id, :row of the row
-- Units: metres, EPSG:27700
-- Order: role
SELECT p.role, p.address, p.postcode, p.easting, p.northing, p.lat, p.lon, p.uprn, p.home_urn,
	l.kind, l.method, l.precision_m, l.confidence, l.match, l.easting, l.northing,
	l.address_id
FROM place AS p
	LEFT JOIN located AS l ON l.place_id = p.place_id
WHERE p.source_id = :source_id AND p.row = :row
ORDER BY p.role
