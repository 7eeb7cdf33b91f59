-- Keeps a row or a cell that could not be taken. The same again is left alone.
INSERT INTO set_aside (source_id, row, column, reason, raw, whole, rule)
VALUES (:source_id, :row, :column, :reason, :raw, :whole, :rule)
ON CONFLICT DO NOTHING;
