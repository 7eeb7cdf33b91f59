-- Takes out a row of people that another replaces; row_history has it.
-- Parameters: :source_id, :row.
DELETE FROM person WHERE source_id = :source_id AND row = :row;
