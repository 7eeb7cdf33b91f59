-- Rule 576 of the SSDA903 return: an episode was open in an earlier return, and the
-- child's first episode in this one is another. Both were read with the same mapping.
-- An open episode that this return has again, now with its end, has been set aside as
-- another version of the same reference: it corresponds, and is left out here.
-- Parameters: :source_id, the return that was just read.
INSERT INTO row_note (source_id, row, column, rule, note)
SELECT here.source_id, here.row, 'child_ref', '576',
	'an episode that was open in an earlier return is not in this one'
FROM (
	SELECT child_id, source_id, row, min(reported_s) AS first_s
	FROM episode
	WHERE source_id = :source_id
	GROUP BY child_id
) AS here
JOIN source AS now ON now.source_id = here.source_id
JOIN episode AS e ON e.child_id = here.child_id AND e.found_s IS NULL
	AND e.source_id < here.source_id AND e.reported_s < here.first_s
JOIN source AS earlier ON earlier.source_id = e.source_id
	AND earlier.mapping = now.mapping
WHERE now.mapping LIKE 'ssda903-%'
	AND NOT EXISTS (SELECT 1 FROM set_aside AS a
		WHERE a.source_id = :source_id AND a.rule = 'reference_twice'
			AND instr(a.reason, 'that of row ' || e.row || ' of ' || earlier.file
				|| ',') > 0)
ON CONFLICT DO NOTHING;
