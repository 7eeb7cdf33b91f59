-- Rule 574 of the SSDA903 return: an episode that begins while an earlier one of the
-- same child is still open, or has surely not ended. The spell that began before is the
-- one that reaches furthest; days that touch do not overlap.
-- Parameters: :source_id, the source whose children are looked at.
WITH spell AS (
	SELECT e.source_id, e.row, e.reported_s + e.reported_span_s AS begun_s,
		lag(e.found_s IS NULL) OVER earlier AS open_before,
		max(e.found_s) OVER (
			PARTITION BY e.child_id ORDER BY e.reported_s, e.episode_id
			ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS ended_s
	FROM episode AS e
	WHERE e.child_id IN (SELECT child_id FROM episode WHERE source_id = :source_id)
	WINDOW earlier AS (PARTITION BY e.child_id ORDER BY e.reported_s, e.episode_id)
)
INSERT INTO row_note (source_id, row, column, rule, note)
SELECT source_id, row, 'reported_time', '574',
	CASE WHEN open_before THEN 'the child''s episode before this one has no end'
		ELSE 'overlaps an earlier episode of the same child' END
FROM spell
WHERE open_before OR ended_s >= begun_s
ON CONFLICT DO NOTHING;
