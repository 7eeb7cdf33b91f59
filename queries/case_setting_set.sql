-- Purpose: sets a setting of the case, new or not.
-- Parameters: :key; :value
INSERT INTO setting (key, value)
VALUES (:key, :value)
ON CONFLICT (key) DO UPDATE SET value = excluded.value
