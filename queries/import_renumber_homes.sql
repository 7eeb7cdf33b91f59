-- Gives a row of homes the number of the one it replaces: results break ties by it.
-- Parameters: :old_id, :new_id.
UPDATE home SET home_id = :old_id WHERE home_id = :new_id;
