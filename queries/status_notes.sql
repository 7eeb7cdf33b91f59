-- Purpose: the remarks on rows that were kept.
-- Parameters: none
-- Order: source_id, row, column, note: that of an index, so that millions need no sort
SELECT s.kind, s.file, n.column, n.note, 0, n.row, n.rule, n.source_id
FROM row_note AS n
	JOIN source AS s ON s.source_id = n.source_id
ORDER BY n.source_id, n.row, n.column, n.note
