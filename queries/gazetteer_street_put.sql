-- A street that a list of names gives. Where the list gives it twice (its sections, or
-- two streets of one name in one town), the circle lies midway and covers both; what
-- addresses say of a street stays.
-- Parameters: :name, :town, in normal form; :district, a key or 0; :easting, :northing,
-- :precision_m (metres); :source_id.
INSERT INTO street (name, district, locality, town, easting, northing, precision_m,
	source_id)
VALUES (:name, :district, '', :town, :easting, :northing, :precision_m, :source_id)
ON CONFLICT (name, district, locality, town) DO UPDATE
SET source_id = :source_id,
	easting = CASE WHEN street.addresses > 0 THEN street.easting
		WHEN street.source_id <> :source_id THEN :easting
		ELSE (street.easting + :easting) / 2 END,
	northing = CASE WHEN street.addresses > 0 THEN street.northing
		WHEN street.source_id <> :source_id THEN :northing
		ELSE (street.northing + :northing) / 2 END,
	precision_m = CASE WHEN street.addresses > 0 THEN street.precision_m
		WHEN street.source_id <> :source_id THEN :precision_m
		ELSE ceil(sqrt(pow(street.easting - :easting, 2)
			+ pow(street.northing - :northing, 2)) / 2
			+ max(street.precision_m, :precision_m)) END
