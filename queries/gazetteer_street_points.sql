-- Where the addresses of each street are.
-- Parameters: none. Units: EPSG:27700 metres. Order: by street, then UPRN.
SELECT street_id, easting, northing
FROM address
WHERE street_id IS NOT NULL
ORDER BY street_id, uprn
