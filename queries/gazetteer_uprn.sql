-- The address of a UPRN.
-- Parameters: :uprn. Units: EPSG:27700 metres. Order: at most one row.
SELECT a.uprn, a.postcode, a.street_id, coalesce(s.name, ''), a.sub_building, a.building,
	a.number, a.text, a.easting, a.northing, coalesce(s.locality, ''),
	coalesce(s.town, '')
FROM address AS a
	LEFT JOIN street AS s ON s.street_id = a.street_id
WHERE a.uprn = :uprn
