-- Takes out where the places of a row were located; their candidates go with them.
-- Parameters: :source_id, :row.
DELETE FROM located
WHERE place_id IN (SELECT place_id FROM place WHERE source_id = :source_id AND row = :row);
