-- Purpose: whether rows were set aside whole from earlier files of the same name and kind,
-- and not brought in since: they may come again, mended.
-- Parameters: :kind, :file, :source_id (the file being read)
-- Order: none is needed: one row at most
SELECT 1
FROM source AS s
WHERE s.kind = :kind AND s.file = :file AND s.source_id <> :source_id
	AND EXISTS (SELECT 1 FROM set_aside AS a
		WHERE a.source_id = s.source_id AND a.whole = 1 AND a.resolved_utc IS NULL)
ORDER BY s.source_id
LIMIT 1;
