-- Purpose: a row of mentions as it stands, before another replaces it.
-- Parameters: :source_id, :row
-- Order: its number
SELECT * FROM mention WHERE source_id = :source_id AND row = :row ORDER BY mention_id;
