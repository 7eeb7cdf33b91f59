-- Takes out a row of interviews that another replaces; row_history has it.
-- Parameters: :source_id, :row.
DELETE FROM interview WHERE source_id = :source_id AND row = :row;
