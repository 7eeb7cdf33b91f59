-- Gives a row of interviews the number of the one it replaces: results break ties by it.
-- Parameters: :old_id, :new_id.
UPDATE interview SET interview_id = :old_id WHERE interview_id = :new_id;
