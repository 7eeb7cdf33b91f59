-- What was set aside of a row is brought in, or will be told anew.
-- Parameters: :source_id, :row, :now.
UPDATE set_aside SET resolved_utc = :now
WHERE source_id = :source_id AND row = :row AND resolved_utc IS NULL;
