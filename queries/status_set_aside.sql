-- Purpose: the rows and cells that were set aside and not brought in since.
-- Parameters: none
-- Order: source_id, column, reason, whole, row: those alike come together
SELECT s.kind, s.file, a.column, a.reason, a.whole, a.row, a.rule
FROM set_aside AS a
	JOIN source AS s ON s.source_id = a.source_id
WHERE a.resolved_utc IS NULL
ORDER BY a.source_id, a.whole DESC, a.column, a.reason, a.row, a.set_aside_id
