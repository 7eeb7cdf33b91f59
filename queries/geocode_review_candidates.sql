-- What else a place could be.
-- Parameters: :place_id; :most rows. Units: EPSG:27700 metres. Order: best first.
SELECT kind, match, easting, northing, precision_m, confidence, reason
FROM candidate
WHERE place_id = :place_id
ORDER BY rank
LIMIT :most
