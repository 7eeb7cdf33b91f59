-- A street that was not there yet.
-- Parameters: :name, :locality, :town, in normal form; :district, a key.
INSERT INTO street (name, district, locality, town)
VALUES (:name, :district, :locality, :town)
