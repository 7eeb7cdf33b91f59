-- What came of a file.
-- Parameters: :source_id, :rows, :added, :set_aside, :without_position (counts).
UPDATE source
SET rows = :rows, added = :added, set_aside = :set_aside,
	without_position = :without_position
WHERE source_id = :source_id
