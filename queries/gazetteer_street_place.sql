-- A street's middle and radius.
-- Parameters: :street_id; :easting, :northing, :precision_m (metres); :addresses.
UPDATE street
SET easting = :easting, northing = :northing, precision_m = :precision_m,
	addresses = :addresses
WHERE street_id = :street_id
