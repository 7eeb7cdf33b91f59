-- Takes out a row of episodes that another replaces; row_history has it.
-- Parameters: :source_id, :row.
DELETE FROM episode WHERE source_id = :source_id AND row = :row;
