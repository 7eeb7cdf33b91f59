-- Takes out a row of homes that another replaces; row_history has it.
-- Parameters: :source_id, :row.
DELETE FROM home WHERE source_id = :source_id AND row = :row;
