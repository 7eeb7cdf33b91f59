-- Rule: a placement outside of the responsible authority without a recorded
-- notification of the host authority, of a child with an episode in the period.
-- Medium: recorded as not notified; low: nothing recorded.
-- Parameters: none; reads placement, found_episode, found_period. Order: child_id, start,
-- placement_id.
SELECT e.subject,
	CASE WHEN upper(trim(p.authority_notified)) IN ('N', 'NO') THEN 'medium'
		ELSE 'low' END AS severity,
	printf('Child %s is placed out of area, and no notification is recorded', e.shown)
		AS title,
	json_object('responsible_authority', p.responsible_authority, 'host_authority',
		p.host_authority, 'placed_on', p.start_day) AS figures,
	'A notification may have been given and not written down.' AS caveats,
	'placement' AS kind, e.shown AS ref, p.source_id, p.row
FROM (SELECT DISTINCT child_id, subject, shown FROM found_episode) AS e
	JOIN placement AS p ON p.child_id = e.child_id
	CROSS JOIN found_period AS d
WHERE p.start_day <= d.last_day AND (p.end_day IS NULL OR p.end_day >= d.first_day)
	AND p.responsible_authority IS NOT NULL AND p.host_authority IS NOT NULL
	AND lower(trim(p.responsible_authority)) <> lower(trim(p.host_authority))
	AND (p.authority_notified IS NULL
		OR upper(trim(p.authority_notified)) IN ('N', 'NO', ''))
ORDER BY e.child_id, p.start_day, p.placement_id
