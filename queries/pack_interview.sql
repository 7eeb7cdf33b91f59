-- Purpose: one interview as it is stored, for an exhibit of a pack. The first ten columns say
-- where it is from and whose it is; the others are called as in the canonical file.
-- Parameters: :id the row's own number
-- Units: times as UTC and the seconds they span
-- Order: one row
SELECT s.kind, s.file, s.sha256, s.sheet, s.mapping, s.source_id, x.row, c.child_id,
	NULL AS own_id, c.child_ref AS child_reference,
	x.episode_ref, c.child_ref,
	strftime('%Y-%m-%dT%H:%M:%SZ', x.offered_s, 'unixepoch') AS offered_time_utc,
	x.offered_span_s AS offered_time_span_s, x.offered_precision AS offered_time_precision,
	x.offered_text AS offered_time_written,
	x.accepted,
	strftime('%Y-%m-%dT%H:%M:%SZ', x.held_s, 'unixepoch') AS held_time_utc,
	x.held_span_s AS held_time_span_s, x.held_precision AS held_time_precision,
	x.held_text AS held_time_written,
	x.independent, x.interviewer_role, x.where_held, x.summary,
	x.extra
FROM interview AS x
	JOIN source AS s ON s.source_id = x.source_id
	LEFT JOIN episode AS e ON e.episode_ref = x.episode_ref
	LEFT JOIN child AS c ON c.child_id = e.child_id
WHERE x.interview_id = :id
ORDER BY x.interview_id
