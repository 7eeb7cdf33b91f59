-- Gives a row of placements the number of the one it replaces: results break ties by it.
-- Parameters: :old_id, :new_id.
UPDATE placement SET placement_id = :old_id WHERE placement_id = :new_id;
