-- Takes out a row of benchmarks that another replaces; row_history has it.
-- Parameters: :source_id, :row.
DELETE FROM benchmark WHERE source_id = :source_id AND row = :row;
