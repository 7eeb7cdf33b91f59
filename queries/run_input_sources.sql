-- Purpose: what the hash of a run's input takes of the sources.
-- Parameters: none
-- Order: source_id
SELECT kind, sha256, sheet, mapping_sha256
FROM source
ORDER BY source_id
