-- Keeps a row or a cell that could not be taken. The same again is left alone, unless a
-- person tried to mend it (:again 1): then it is open again, as they wrote it.
-- Parameters: the columns, :again.
INSERT INTO set_aside (source_id, row, column, reason, raw, whole, rule, row_text)
VALUES (:source_id, :row, :column, :reason, :raw, :whole, :rule, :row_text)
ON CONFLICT (source_id, row, column, reason) DO UPDATE
SET resolved_utc = CASE WHEN :again THEN NULL ELSE resolved_utc END,
	raw = CASE WHEN :again THEN excluded.raw ELSE raw END,
	row_text = CASE WHEN :again OR row_text = '{}' THEN excluded.row_text
		ELSE row_text END;
