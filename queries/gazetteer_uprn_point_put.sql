-- The point of a UPRN; a later file replaces it.
-- Parameters: :uprn; :at, packed (engine/locate/uprn_point.h).
INSERT INTO uprn_point (uprn, at)
VALUES (:uprn, :at)
ON CONFLICT (uprn) DO UPDATE
SET at = excluded.at
