-- A decision about a place.
-- Parameters: the columns; :account is the one that ran the program.
INSERT INTO place_decision (key, input, decision, kind, match, easting, northing,
	precision_m, why, who, decided_utc, account)
VALUES (:key, :input, :decision, :kind, :match, :easting, :northing, :precision_m, :why,
	:who, :decided_utc, :account)
