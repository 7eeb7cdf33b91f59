-- Takes out the remarks on a row that another replaces.
-- Parameters: :source_id, :row.
DELETE FROM row_note WHERE source_id = :source_id AND row = :row;
