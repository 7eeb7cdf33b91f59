-- Purpose: what was wrong with a row that was set aside, and its cells as they were.
-- Parameters: :source_id, :row
-- Order: the whole row before its cells, the earliest first
SELECT a.column, a.row_text
FROM set_aside AS a
WHERE a.source_id = :source_id AND a.row = :row
ORDER BY a.whole DESC, a.set_aside_id;
