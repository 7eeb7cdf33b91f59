-- Gives a row of registers the number of the one it replaces: results break ties by it.
-- Parameters: :old_id, :new_id.
UPDATE register SET register_id = :old_id WHERE register_id = :new_id;
