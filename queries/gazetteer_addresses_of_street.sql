-- The addresses of a street.
-- Parameters: :street_id. Units: EPSG:27700 metres. Order: by UPRN.
SELECT a.uprn, a.postcode, a.street_id, coalesce(s.name, ''), a.sub_building, a.building,
	a.number, a.text, a.easting, a.northing, coalesce(s.locality, ''),
	coalesce(s.town, '')
FROM address AS a
	LEFT JOIN street AS s ON s.street_id = a.street_id
WHERE a.street_id = :street_id
ORDER BY a.uprn
