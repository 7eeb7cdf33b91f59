-- Purpose: the remarks on rows that were kept.
-- Parameters: none
-- Order: source_id, column, note, row: those alike come together
SELECT s.kind, s.file, n.column, n.note, 0, n.row, n.rule
FROM row_note AS n
	JOIN source AS s ON s.source_id = n.source_id
ORDER BY n.source_id, n.column, n.note, n.row, n.row_note_id
