-- The row that a reference stands for already, if any.
-- Parameters: :ref. Columns: row_hash, file, row, id, source_id.
SELECT t.row_hash, s.file, t.row, t.mention_id, t.source_id
FROM mention AS t
JOIN source AS s USING (source_id)
WHERE t.mention_ref = :ref;
