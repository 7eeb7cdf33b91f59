-- The source that a file is already, if it was read before in the same way.
-- Parameters: :kind, :sha256, :sheet, :mapping_sha256. Column: source_id.
SELECT source_id
FROM source
WHERE kind = :kind AND sha256 = :sha256 AND sheet = :sheet
	AND mapping_sha256 = :mapping_sha256;
