-- The places of a name or an alias, and whether they are own places.
-- Parameters: :name, in normal form; :most rows. Units: EPSG:27700 metres. Order: by
-- place_id.
SELECT p.place_id, p.name, p.kind, p.easting, p.northing, p.radius_m,
	s.kind = 'places'
FROM place_name AS n
	JOIN place AS p ON p.place_id = n.place_id
	JOIN source AS s ON s.source_id = p.source_id
WHERE n.name = :name
ORDER BY p.place_id
LIMIT :most
