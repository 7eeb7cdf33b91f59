-- Purpose: which columns each row of people fills, for counts by source and month.
-- Parameters: none
-- Units: UTC seconds of none; 1 filled, 0 not
-- Order: source_id, that moment
SELECT s.source_id, s.file, NULL AS moment_s,
	t.name IS NOT NULL AS name,
	t.aliases IS NOT NULL AS aliases,
	t.dob IS NOT NULL AS dob,
	t.sex IS NOT NULL AS sex,
	t.phones IS NOT NULL AS phones,
	t.vehicles IS NOT NULL AS vehicles,
	t.handles IS NOT NULL AS handles,
	t.orders IS NOT NULL AS orders,
	t.grade IS NOT NULL AS grade,
	t.source IS NOT NULL AS source,
	EXISTS (SELECT 1 FROM place AS w WHERE w.person_id = t.person_id) AS place
FROM person AS t
	JOIN source AS s ON s.source_id = t.source_id
ORDER BY s.source_id, moment_s, t.person_id;
