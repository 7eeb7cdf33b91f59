-- The unit postcodes of a range of keys: a sector or a district.
-- Parameters: :first, :last (both in). Units: EPSG:27700 metres. Order: by key.
SELECT postcode, easting, northing, precision_m
FROM postcode
WHERE postcode BETWEEN :first AND :last
ORDER BY postcode
