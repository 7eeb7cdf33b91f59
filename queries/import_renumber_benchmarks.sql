-- Gives a row of benchmarks the number of the one it replaces: results break ties by it.
-- Parameters: :old_id, :new_id.
UPDATE benchmark SET benchmark_id = :old_id WHERE benchmark_id = :new_id;
