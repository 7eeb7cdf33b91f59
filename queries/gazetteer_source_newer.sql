-- How many sources of a kind have a later release.
-- Parameters: :kind; :release (ISO date). Order: one row.
SELECT count(*)
FROM source
WHERE kind = :kind AND release > :release
