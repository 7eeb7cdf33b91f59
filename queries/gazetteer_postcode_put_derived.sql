-- A unit postcode's point from its addresses, where no other source has one.
-- Parameters: :postcode, a key; :easting, :northing, :precision_m (metres); :source_id.
INSERT INTO postcode (postcode, easting, northing, precision_m, quality, source_id)
VALUES (:postcode, :easting, :northing, :precision_m, 0, :source_id)
ON CONFLICT (postcode) DO UPDATE
SET easting = excluded.easting, northing = excluded.northing,
	precision_m = excluded.precision_m, quality = 0, source_id = excluded.source_id
WHERE postcode.easting IS NULL OR postcode.quality = 0
