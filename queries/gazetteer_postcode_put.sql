-- A unit postcode. What is there from an older release, from a list of names or of
-- addresses, or without a position, is replaced; what a newer release has stays. A list
-- of names only fills what is not there.
-- Parameters: :postcode, a key; :easting, :northing, :precision_m (metres, NULL without
-- a position); :quality; :terminated, year and month, or NULL; :source_id; :newest, 1
-- where no newer release is in; :weak, 1 for a list of names.
INSERT INTO postcode (postcode, easting, northing, precision_m, quality, terminated,
	source_id)
VALUES (:postcode, :easting, :northing, :precision_m, :quality, :terminated, :source_id)
ON CONFLICT (postcode) DO UPDATE
SET easting = excluded.easting, northing = excluded.northing,
	precision_m = excluded.precision_m, quality = excluded.quality,
	terminated = excluded.terminated, source_id = excluded.source_id
WHERE postcode.quality = 0 OR postcode.easting IS NULL
	OR (:newest = 1 AND :weak = 0)
	OR (SELECT kind FROM source WHERE source_id = postcode.source_id) = 'opennames'
