-- Purpose: what the hash of a run's input takes of the located places.
-- Parameters: none
-- Units: metres, EPSG:27700
-- Order: place_id
SELECT place_id, kind, coalesce(address_id, 0), easting, northing, precision_m, confidence
FROM located
ORDER BY place_id
