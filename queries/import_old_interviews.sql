-- Purpose: a row of interviews as it stands, before another replaces it.
-- Parameters: :source_id, :row
-- Order: its number
SELECT * FROM interview WHERE source_id = :source_id AND row = :row ORDER BY interview_id;
