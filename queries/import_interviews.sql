-- Adds an interview. What is there already is left alone: store_changes() is 0 then.
-- Parameters: the columns; times are UTC seconds (x_s) with their length (x_span_s).
INSERT INTO interview (
	source_id, row, row_hash, extra, episode_ref, child_ref, offered_s,
	offered_span_s, offered_precision, offered_text, accepted, held_s,
	held_span_s, held_precision, held_text, independent, interviewer_role,
	where_held, summary)
VALUES (
	:source_id, :row, :row_hash, :extra, :episode_ref, :child_ref, :offered_s,
	:offered_span_s, :offered_precision, :offered_text, :accepted, :held_s,
	:held_span_s, :held_precision, :held_text, :independent, :interviewer_role,
	:where_held, :summary)
ON CONFLICT DO NOTHING;
