-- Purpose: a row of registers as it stands, before another replaces it.
-- Parameters: :source_id, :row
-- Order: its number
SELECT * FROM register WHERE source_id = :source_id AND row = :row ORDER BY register_id;
