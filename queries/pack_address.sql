-- Purpose: an address by its number.
-- Parameters: :address_id
-- Units: metres, EPSG:27700
-- Order: one row at most
SELECT label, key, easting, northing
FROM address
WHERE address_id = :address_id
ORDER BY address_id
