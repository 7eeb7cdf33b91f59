-- The streets of a name in a district, or in a town or locality.
-- Parameters: :name, in normal form; :district, a key, 0 for any; :town and :locality, in
-- normal form, both '' for any; :most rows. Units: EPSG:27700 metres. Order: by
-- street_id.
SELECT street_id, name, district, locality, town, easting, northing, precision_m,
	addresses
FROM street
WHERE name = :name
	AND (:district = 0 OR district = :district)
	AND ((:town = '' AND :locality = '')
		OR (town <> '' AND town IN (:town, :locality))
		OR (locality <> '' AND locality IN (:town, :locality)))
ORDER BY street_id
LIMIT :most
