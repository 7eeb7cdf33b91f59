-- Adds an entry on a register. What is there already is left alone: store_changes() is 0 then.
-- Parameters: the columns.
INSERT INTO register (
	source_id, row, row_hash, extra, child_id, register, start_day, end_day,
	detail)
VALUES (
	:source_id, :row, :row_hash, :extra, :child_id, :register, :start_day,
	:end_day, :detail)
ON CONFLICT DO NOTHING;
