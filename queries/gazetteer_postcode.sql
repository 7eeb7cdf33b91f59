-- A unit postcode's point.
-- Parameters: :postcode, a key. Units: EPSG:27700 metres. Order: at most one row.
SELECT easting, northing, precision_m, quality, terminated
FROM postcode
WHERE postcode = :postcode
