-- A name of an own place.
-- Parameters: :name in normal form; :place_id; :alias as written.
INSERT INTO place_name (name, place_id, alias)
VALUES (:name, :place_id, :alias)
ON CONFLICT (name, place_id) DO NOTHING
