-- Keeps what a row said before it is replaced.
-- Parameters: the columns; :content and :places are JSON.
INSERT INTO row_history (kind, source_id, row, row_hash, content, places, replaced_utc,
	by_source_id, by_row)
VALUES (:kind, :source_id, :row, :row_hash, :content, :places, :now,
	:by_source_id, :by_row);
