-- Takes out a row of registers that another replaces; row_history has it.
-- Parameters: :source_id, :row.
DELETE FROM register WHERE source_id = :source_id AND row = :row;
