-- The streets of a name.
-- Parameters: :name, in normal form; :most rows. Units: EPSG:27700 metres. Order: by
-- street_id.
SELECT street_id, name, district, locality, town, easting, northing, precision_m,
	addresses
FROM street
WHERE name = :name
ORDER BY street_id
LIMIT :most
