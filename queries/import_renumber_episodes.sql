-- Gives a row of episodes the number of the one it replaces: results break ties by it.
-- Parameters: :old_id, :new_id.
UPDATE episode SET episode_id = :old_id WHERE episode_id = :new_id;
