-- Purpose: one mention as it is stored, for an exhibit of a pack. The first ten columns say
-- where it is from and whose it is; the others are called as in the canonical file.
-- Parameters: :id the row's own number
-- Order: one row
SELECT s.kind, s.file, s.sha256, s.sheet, s.mapping, s.source_id, x.row, c.child_id,
	x.mention_id AS own_id, c.child_ref AS child_reference,
	x.mention_ref, x.episode_ref, x.child_ref, x.kind, x.value, x.aliases,
	x.dob, x.phone, x.vehicle, x.handle, x.role, x.date, x.source, x.grade,
	x.handling, x.text,
	x.extra
FROM mention AS x
	JOIN source AS s ON s.source_id = x.source_id
	LEFT JOIN episode AS e ON e.episode_ref = x.episode_ref
	LEFT JOIN child AS n ON n.child_ref = x.child_ref
	LEFT JOIN child AS c ON c.child_id = coalesce(n.child_id, e.child_id)
WHERE x.mention_id = :id
ORDER BY x.mention_id
