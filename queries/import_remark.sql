-- Keeps a remark on a row that was taken. The same again is left alone.
INSERT INTO row_note (source_id, row, column, rule, note)
VALUES (:source_id, :row, :column, :rule, :note)
ON CONFLICT DO NOTHING;
