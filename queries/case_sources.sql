-- Purpose: the files that a case was made from.
-- Parameters: none
-- Order: source_id
SELECT source_id, kind, file, sheet, mapping, sha256, mapping_sha256, encoding, bytes,
	rows, added, unchanged, set_aside
FROM source
ORDER BY source_id
