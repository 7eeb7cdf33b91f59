-- Every recognised address.
-- Parameters: none. Units: EPSG:27700 metres. Order: address_id.
SELECT address_id, label, easting, northing
FROM address
ORDER BY address_id
