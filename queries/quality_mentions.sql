-- Purpose: which columns each row of mentions fills, for counts by source and month.
-- Parameters: none
-- Units: UTC seconds of its day; 1 filled, 0 not
-- Order: source_id, that moment
SELECT s.source_id, s.file, unixepoch(substr(t.date || '-01-01', 1, 10)) AS moment_s,
	t.mention_ref IS NOT NULL AS mention_ref,
	t.episode_ref IS NOT NULL AS episode_ref,
	t.child_ref IS NOT NULL AS child_ref,
	t.aliases IS NOT NULL AS aliases,
	t.dob IS NOT NULL AS dob,
	t.phone IS NOT NULL AS phone,
	t.vehicle IS NOT NULL AS vehicle,
	t.handle IS NOT NULL AS handle,
	t.role IS NOT NULL AS role,
	t.date IS NOT NULL AS date,
	t.source IS NOT NULL AS source,
	t.grade IS NOT NULL AS grade,
	t.handling IS NOT NULL AS handling,
	t.text IS NOT NULL AS text,
	EXISTS (SELECT 1 FROM place AS w WHERE w.mention_id = t.mention_id) AS place
FROM mention AS t
	JOIN source AS s ON s.source_id = t.source_id
ORDER BY s.source_id, moment_s, t.mention_id;
