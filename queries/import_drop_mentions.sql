-- Takes out a row of mentions that another replaces; row_history has it.
-- Parameters: :source_id, :row.
DELETE FROM mention WHERE source_id = :source_id AND row = :row;
