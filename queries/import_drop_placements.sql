-- Takes out a row of placements that another replaces; row_history has it.
-- Parameters: :source_id, :row.
DELETE FROM placement WHERE source_id = :source_id AND row = :row;
