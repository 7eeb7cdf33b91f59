-- Purpose: a row of homes as it stands, before another replaces it.
-- Parameters: :source_id, :row
-- Order: its number
SELECT * FROM home WHERE source_id = :source_id AND row = :row ORDER BY home_id;
