-- Purpose: whether a row of a kind was set aside, in whole or in cells.
-- Parameters: :kind, :source_id, :row
-- Order: one row
SELECT count(*)
FROM set_aside AS a
	JOIN source AS s ON s.source_id = a.source_id
WHERE s.kind = :kind AND a.source_id = :source_id AND a.row = :row
ORDER BY 1;
