-- Purpose: which columns each row of registers fills, for counts by source and month.
-- Parameters: none
-- Units: UTC seconds of its first day; 1 filled, 0 not
-- Order: source_id, that moment
SELECT s.source_id, s.file, unixepoch(substr(t.start_day || '-01-01', 1, 10)) AS moment_s,
	t.start_day IS NOT NULL AS start,
	t.end_day IS NOT NULL AS end,
	t.detail IS NOT NULL AS detail
FROM register AS t
	JOIN source AS s ON s.source_id = t.source_id
ORDER BY s.source_id, moment_s, t.register_id;
