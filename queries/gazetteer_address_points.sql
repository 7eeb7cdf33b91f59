-- Where the addresses of each postcode are.
-- Parameters: none. Units: EPSG:27700 metres. Order: by postcode, then UPRN.
SELECT postcode, easting, northing, source_id
FROM address
WHERE postcode > 0
ORDER BY postcode, uprn
