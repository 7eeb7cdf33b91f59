-- Purpose: a row of placements as it stands, before another replaces it.
-- Parameters: :source_id, :row
-- Order: its number
SELECT * FROM placement WHERE source_id = :source_id AND row = :row ORDER BY placement_id;
