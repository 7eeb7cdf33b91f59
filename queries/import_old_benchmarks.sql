-- Purpose: a row of benchmarks as it stands, before another replaces it.
-- Parameters: :source_id, :row
-- Order: its number
SELECT * FROM benchmark WHERE source_id = :source_id AND row = :row ORDER BY benchmark_id;
