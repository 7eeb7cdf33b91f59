-- Purpose: a row of people as it stands, before another replaces it.
-- Parameters: :source_id, :row
-- Order: its number
SELECT * FROM person WHERE source_id = :source_id AND row = :row ORDER BY person_id;
