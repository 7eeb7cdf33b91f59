-- Rows that were set aside whole from earlier files of the same name and kind, and not
-- brought in since: they may come again, mended.
-- Parameters: :kind, :file, :source_id (the file being read). Column: row. Order: row.
SELECT DISTINCT a.row
FROM set_aside AS a
JOIN source AS s USING (source_id)
WHERE s.kind = :kind AND s.file = :file AND s.source_id <> :source_id
	AND a.whole = 1 AND a.resolved_utc IS NULL
ORDER BY a.row;
