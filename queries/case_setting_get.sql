-- Purpose: the value of a setting of the case.
-- Parameters: :key
-- Order: one row at most
SELECT value
FROM setting
WHERE key = :key
ORDER BY key
