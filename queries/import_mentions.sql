-- Adds a mention. What is there already is left alone: store_changes() is 0 then.
-- Parameters: the columns.
INSERT INTO mention (
	source_id, row, row_hash, extra, mention_ref, episode_ref, child_ref, kind,
	value, aliases, dob, phone, vehicle, handle, role, date, source, grade,
	handling, text)
VALUES (
	:source_id, :row, :row_hash, :extra, :mention_ref, :episode_ref, :child_ref,
	:kind, :value, :aliases, :dob, :phone, :vehicle, :handle, :role, :date,
	:source, :grade, :handling, :text)
ON CONFLICT DO NOTHING;
