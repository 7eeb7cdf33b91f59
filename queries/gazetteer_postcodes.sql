-- Every unit postcode, to be held in memory.
-- Parameters: none. Units: EPSG:27700 metres. Order: by key.
SELECT postcode, easting, northing, precision_m, quality, terminated
FROM postcode
ORDER BY postcode
