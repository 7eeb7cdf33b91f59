-- Purpose: which columns each row of assessments fills, for counts by source and month.
-- Parameters: none
-- Units: UTC seconds of its first day; 1 filled, 0 not
-- Order: source_id, that moment
SELECT s.source_id, s.file, unixepoch(substr(t.start_day || '-01-01', 1, 10)) AS moment_s,
	t.end_day IS NOT NULL AS end,
	t.outcome IS NOT NULL AS outcome,
	t.episode_ref IS NOT NULL AS episode_ref
FROM assessment AS t
	JOIN source AS s ON s.source_id = t.source_id
ORDER BY s.source_id, moment_s, t.assessment_id;
