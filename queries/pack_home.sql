-- Purpose: one home as it is stored, for an exhibit of a pack. The first ten columns say
-- where it is from and whose it is; the others are called as in the canonical file.
-- Parameters: :id the row's own number
-- Order: one row
SELECT s.kind, s.file, s.sha256, s.sheet, s.mapping, s.source_id, x.row, NULL AS child_id,
	NULL AS own_id, NULL AS child_reference,
	x.urn, x.name, x.provider, x.sector, x.kind, x.authority,
	x.status, x.registered_places, x.opened, x.closed, x.rating, x.rating_date, x.building,
	x.extra
FROM home AS x
	JOIN source AS s ON s.source_id = x.source_id
WHERE x.home_id = :id
ORDER BY x.home_id
