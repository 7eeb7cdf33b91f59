-- Purpose: the rows that were set aside, in whole or in cells, and not brought in since.
-- Parameters: :source_id (0: all), :kind (NULL: all)
-- Order: source_id, row, the whole row before its cells: those of one row together. The
-- index gives the first two, so that only the entries of one row are sorted in memory.
SELECT a.set_aside_id, a.source_id, s.file, s.kind, a.row, a.column, a.reason, s.mapping,
	a.row_text
FROM set_aside AS a
	JOIN source AS s ON s.source_id = a.source_id
WHERE a.resolved_utc IS NULL
	AND (:source_id = 0 OR a.source_id = :source_id)
	AND (:kind IS NULL OR s.kind = :kind)
ORDER BY a.source_id, a.row, a.whole DESC, a.set_aside_id;
