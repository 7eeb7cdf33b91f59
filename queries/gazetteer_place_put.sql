-- An own place.
-- Parameters: :name as written; :kind; :easting, :northing, :radius_m (metres);
-- :source_id.
INSERT INTO place (name, kind, easting, northing, radius_m, source_id)
VALUES (:name, :kind, :easting, :northing, :radius_m, :source_id)
ON CONFLICT (name, easting, northing) DO UPDATE
SET kind = excluded.kind, radius_m = excluded.radius_m, source_id = excluded.source_id
