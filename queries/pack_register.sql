-- Purpose: one register as it is stored, for an exhibit of a pack. The first ten columns say
-- where it is from and whose it is; the others are called as in the canonical file.
-- Parameters: :id the row's own number
-- Order: one row
SELECT s.kind, s.file, s.sha256, s.sheet, s.mapping, s.source_id, x.row, x.child_id,
	NULL AS own_id, c.child_ref AS child_reference,
	c.child_ref, x.register, x.start_day AS start, x.end_day AS end, x.detail,
	x.extra
FROM register AS x
	JOIN source AS s ON s.source_id = x.source_id
	LEFT JOIN child AS c ON c.child_id = x.child_id
WHERE x.register_id = :id
ORDER BY x.register_id
