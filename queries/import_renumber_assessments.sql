-- Gives a row of assessments the number of the one it replaces: results break ties by it.
-- Parameters: :old_id, :new_id.
UPDATE assessment SET assessment_id = :old_id WHERE assessment_id = :new_id;
