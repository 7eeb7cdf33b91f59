-- The file of each source, its base name.
-- Parameters: none. Order: source_id.
SELECT source_id, file
FROM source
ORDER BY source_id
