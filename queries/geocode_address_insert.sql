-- A recognised address that is new: it keeps its number for good.
-- Parameters: :key, :label; :easting, :northing (metres).
INSERT INTO address (key, label, easting, northing)
VALUES (:key, :label, :easting, :northing)
