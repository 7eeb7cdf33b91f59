-- The counts of a source after its rows were read (again).
-- Parameters: :source_id, :encoding, :rows, :added (now; adds up), :set_aside (whole
-- rows). What is neither added nor set aside was there before: unchanged.
UPDATE source
SET encoding = :encoding, rows = :rows, added = added + :added,
	unchanged = :rows - :set_aside - added - :added, set_aside = :set_aside
WHERE source_id = :source_id;
