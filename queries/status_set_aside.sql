-- Purpose: the rows and cells that were set aside and not brought in since.
-- Parameters: none
-- Order: source_id, row, column, reason: that of an index, so that millions need no sort
SELECT s.kind, s.file, a.column, a.reason, a.whole, a.row, a.rule, a.source_id
FROM set_aside AS a
	JOIN source AS s ON s.source_id = a.source_id
WHERE a.resolved_utc IS NULL
ORDER BY a.source_id, a.row, a.column, a.reason
