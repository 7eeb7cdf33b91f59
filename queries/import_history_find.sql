-- Purpose: whether a row said this once, before it was replaced.
-- Parameters: :kind, :row_hash
-- Order: one row
SELECT count(*) FROM row_history WHERE kind = :kind AND row_hash = :row_hash
ORDER BY 1;
