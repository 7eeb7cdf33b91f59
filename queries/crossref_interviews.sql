-- Interviews of episodes that the case knows.
-- Parameters: none. Units: UTC seconds. Order: episode_id, interview_id.
SELECT e.episode_id, i.offered_s, i.offered_span_s, i.accepted, i.held_s, i.held_span_s,
	i.independent, i.interviewer_role
FROM interview AS i
	JOIN episode AS e ON e.episode_ref = i.episode_ref
ORDER BY e.episode_id, i.interview_id
