-- Streets whose last address moved to another.
-- Parameters: none.
DELETE FROM street
WHERE street_id NOT IN (SELECT street_id FROM address WHERE street_id IS NOT NULL)
