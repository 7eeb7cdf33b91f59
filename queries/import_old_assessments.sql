-- Purpose: a row of assessments as it stands, before another replaces it.
-- Parameters: :source_id, :row
-- Order: its number
SELECT * FROM assessment WHERE source_id = :source_id AND row = :row ORDER BY assessment_id;
