-- Whether a file of these bytes is in already.
-- Parameters: :kind, :sha256. Order: at most one row.
SELECT source_id, file, rows, added, set_aside, without_position
FROM source
WHERE kind = :kind AND sha256 = :sha256
