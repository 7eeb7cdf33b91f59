-- Gives a row of people the number of the one it replaces: results break ties by it.
-- Parameters: :old_id, :new_id.
UPDATE person SET person_id = :old_id WHERE person_id = :new_id;
