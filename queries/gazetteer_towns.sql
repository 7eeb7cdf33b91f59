-- Names of towns and localities, each with the points of its streets, and settlements
-- that a list names.
-- Parameters: none. Units: EPSG:27700 metres. Order: by name, then point.
SELECT town AS name, easting, northing
FROM street
WHERE town <> '' AND easting IS NOT NULL
UNION
SELECT locality, easting, northing
FROM street
WHERE locality <> '' AND easting IS NOT NULL
UNION
SELECT n.name, p.easting, p.northing
FROM place AS p
	JOIN place_name AS n ON n.place_id = p.place_id
WHERE p.kind IN ('City', 'Town', 'Village', 'Hamlet', 'Suburban Area', 'Other Settlement')
ORDER BY name, easting, northing
