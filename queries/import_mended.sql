-- A row was taken that an earlier file of the same name had in the same place and that
-- was set aside then: it is the same row where its raw text has the same reference as a
-- cell. A file of another month has other references there.
-- Parameters: :kind, :file, :source_id (the file being read), :row, :ref, :now.
UPDATE set_aside
SET resolved_utc = :now
WHERE row = :row AND whole = 1 AND resolved_utc IS NULL
	AND instr(',' || raw || ',', ',' || :ref || ',') > 0
	AND source_id IN (SELECT source_id FROM source
		WHERE kind = :kind AND file = :file AND source_id <> :source_id);
