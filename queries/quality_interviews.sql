-- Purpose: which columns each row of interviews fills, for counts by source and month.
-- Parameters: none
-- Units: UTC seconds of when it was held, else offered; 1 filled, 0 not
-- Order: source_id, that moment
SELECT s.source_id, s.file, coalesce(t.held_s, t.offered_s) AS moment_s,
	t.child_ref IS NOT NULL AS child_ref,
	t.offered_s IS NOT NULL AS offered_time,
	t.accepted IS NOT NULL AS accepted,
	t.held_s IS NOT NULL AS held_time,
	t.independent IS NOT NULL AS independent,
	t.interviewer_role IS NOT NULL AS interviewer_role,
	t.where_held IS NOT NULL AS where_held,
	t.summary IS NOT NULL AS summary
FROM interview AS t
	JOIN source AS s ON s.source_id = t.source_id
ORDER BY s.source_id, moment_s, t.interview_id;
