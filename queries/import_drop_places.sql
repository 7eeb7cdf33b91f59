-- Takes out the places of a row that another replaces.
-- Parameters: :source_id, :row.
DELETE FROM place WHERE source_id = :source_id AND row = :row;
