-- Takes out a row of assessments that another replaces; row_history has it.
-- Parameters: :source_id, :row.
DELETE FROM assessment WHERE source_id = :source_id AND row = :row;
