-- Every assessment with the episode it names.
-- Parameters: none. Days as ISO text. Order: child_id, start, assessment_id.
SELECT a.child_id, a.kind, a.start_day, a.episode_ref
FROM assessment AS a
ORDER BY a.child_id, a.start_day, a.assessment_id
