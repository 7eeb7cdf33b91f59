-- Rule 575 of the SSDA903 return: the placement from which the child went has ended, the
-- episode has not. Days are ISO text; a moment near midnight may count to either day.
-- Parameters: :source_id, a source of episodes or placements.
INSERT INTO row_note (source_id, row, column, rule, note)
SELECT e.source_id, e.row, 'found_time', '575',
	'the placement that the child went from has ended, the episode has no end'
FROM episode AS e
WHERE e.found_s IS NULL
	AND e.child_id IN (SELECT child_id FROM episode WHERE source_id = :source_id
		UNION SELECT child_id FROM placement WHERE source_id = :source_id)
	AND EXISTS (SELECT 1 FROM placement AS p
		WHERE p.child_id = e.child_id AND p.end_day IS NOT NULL
			AND date(e.reported_s + 3600, 'unixepoch') >= p.start_day
			AND date(e.reported_s, 'unixepoch') <= p.end_day)
ON CONFLICT DO NOTHING;
