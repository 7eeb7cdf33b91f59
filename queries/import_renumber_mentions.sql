-- Gives a row of mentions the number of the one it replaces: results break ties by it.
-- Parameters: :old_id, :new_id.
UPDATE mention SET mention_id = :old_id WHERE mention_id = :new_id;
