-- Adds a known adult. What is there already is left alone: store_changes() is 0 then.
-- Parameters: the columns.
INSERT INTO person (
	source_id, row, row_hash, extra, person_ref, name, aliases, dob, sex, phones,
	vehicles, handles, orders, grade, source)
VALUES (
	:source_id, :row, :row_hash, :extra, :person_ref, :name, :aliases, :dob,
	:sex, :phones, :vehicles, :handles, :orders, :grade, :source)
ON CONFLICT DO NOTHING;
