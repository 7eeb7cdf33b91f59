-- A unit postcode. What is there from an older release, from an address list or without
-- a position is replaced; what a newer release has stays.
-- Parameters: :postcode, a key; :easting, :northing, :precision_m (metres, NULL without
-- a position); :quality; :source_id; :newest, 1 where no newer release is in.
INSERT INTO postcode (postcode, easting, northing, precision_m, quality, source_id)
VALUES (:postcode, :easting, :northing, :precision_m, :quality, :source_id)
ON CONFLICT (postcode) DO UPDATE
SET easting = excluded.easting, northing = excluded.northing,
	precision_m = excluded.precision_m, quality = excluded.quality,
	source_id = excluded.source_id
WHERE :newest = 1 OR postcode.quality = 0 OR postcode.easting IS NULL
