-- Purpose: the places that a row mentions, as they stand, before another replaces them.
-- Parameters: :source_id, :row
-- Order: role
SELECT * FROM place WHERE source_id = :source_id AND row = :row ORDER BY role;
