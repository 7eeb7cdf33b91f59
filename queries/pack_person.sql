-- Purpose: one person as it is stored, for an exhibit of a pack. The first ten columns say
-- where it is from and whose it is; the others are called as in the canonical file.
-- Parameters: :id the row's own number
-- Order: one row
SELECT s.kind, s.file, s.sha256, s.sheet, s.mapping, s.source_id, x.row, NULL AS child_id,
	x.person_id AS own_id, NULL AS child_reference,
	x.person_ref, x.name, x.aliases, x.dob, x.sex, x.phones,
	x.vehicles, x.handles, x.orders, x.grade, x.source,
	x.extra
FROM person AS x
	JOIN source AS s ON s.source_id = x.source_id
WHERE x.person_id = :id
ORDER BY x.person_id
