-- Streets whose last address moved to another, but for those that a list names.
-- Parameters: none.
DELETE FROM street
WHERE source_id IS NULL
	AND street_id NOT IN (SELECT street_id FROM address WHERE street_id IS NOT NULL)
