-- Adds a placement. What is there already is left alone: store_changes() is 0 then.
-- Parameters: the columns.
INSERT INTO placement (
	source_id, row, row_hash, extra, child_id, urn, kind, start_day, end_day,
	responsible_authority, host_authority, authority_notified, police_notified)
VALUES (
	:source_id, :row, :row_hash, :extra, :child_id, :urn, :kind, :start_day,
	:end_day, :responsible_authority, :host_authority, :authority_notified,
	:police_notified)
ON CONFLICT DO NOTHING;
