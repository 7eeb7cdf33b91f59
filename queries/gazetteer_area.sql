-- A sector's or a district's middle and radius.
-- Parameters: :area, a key. Units: EPSG:27700 metres. Order: at most one row.
SELECT easting, northing, precision_m, postcodes
FROM area
WHERE area = :area
