-- Purpose: the rows that were set aside, in whole or in cells, and not brought in since,
-- a line for each cell of their file (one without key where the cells are not known).
-- Parameters: :source_id (0: all), :kind (NULL: all)
-- Order: source_id, row, the whole row before its cells; then as the file has its columns
SELECT a.set_aside_id, a.source_id, s.file, s.kind, a.row, a.column, a.reason, a.raw,
	s.mapping, c.key, c.value
FROM set_aside AS a
	JOIN source AS s ON s.source_id = a.source_id
	LEFT JOIN json_each(a.row_text) AS c
WHERE a.resolved_utc IS NULL
	AND (:source_id = 0 OR a.source_id = :source_id)
	AND (:kind IS NULL OR s.kind = :kind)
ORDER BY a.source_id, a.row, a.whole DESC, a.set_aside_id, c.id;
