-- What else a place could be.
-- Parameters: the columns; :rank from 1, best first.
INSERT INTO candidate (place_id, rank, kind, match, easting, northing, precision_m,
	confidence, reason)
VALUES (:place_id, :rank, :kind, :match, :easting, :northing, :precision_m, :confidence,
	:reason)
