-- Purpose: a row of episodes as it stands, before another replaces it.
-- Parameters: :source_id, :row
-- Order: its number
SELECT * FROM episode WHERE source_id = :source_id AND row = :row ORDER BY episode_id;
