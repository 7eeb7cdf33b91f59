-- A sector or a district.
-- Parameters: :area, a key; :easting, :northing, :precision_m (metres); :postcodes, how
-- many it was made from.
INSERT INTO area (area, easting, northing, precision_m, postcodes)
VALUES (:area, :easting, :northing, :precision_m, :postcodes)
