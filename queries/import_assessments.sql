-- Adds an assessment. What is there already is left alone: store_changes() is 0 then.
-- Parameters: the columns.
INSERT INTO assessment (
	source_id, row, row_hash, extra, child_id, kind, start_day, end_day, outcome,
	episode_ref)
VALUES (
	:source_id, :row, :row_hash, :extra, :child_id, :kind, :start_day, :end_day,
	:outcome, :episode_ref)
ON CONFLICT DO NOTHING;
