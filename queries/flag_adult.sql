-- Rule: an adult who is named with two or more children.
-- High: three or more children by sure links; medium: two by sure links; low: only where mentions that share no more than a name are one person.
-- Parameters: none; reads found_adult, found_evidence. Order: adult_id, ordinal.
SELECT a.subject,
	CASE WHEN a.children_strong >= 3 THEN 'high'
		WHEN a.children_strong >= 2 THEN 'medium' ELSE 'low' END AS severity,
	printf('%s is named with %d different children', a.shown, a.children) AS title,
	json_object('children', a.children, 'children_by_sure_links', a.children_strong,
		'episodes', a.episodes, 'homes', a.homes, 'as_many_by_chance',
		round(a.by_chance, 3), 'q_value', round(a.q_value, 4)) AS figures,
	'A lead, not a verdict: being named with children is no offence, and a carer, a relative or a worker is named often.'
		|| char(10) || 'Mentions are joined by stated rules; read them before acting on the number.'
		|| CASE WHEN a.children_strong < a.children THEN char(10)
			|| 'Some mentions share nothing but a name.' ELSE '' END AS caveats,
	e.kind, e.ref, e.source_id, e.row
FROM found_adult AS a
	LEFT JOIN found_evidence AS e ON e.subject = a.subject
ORDER BY a.adult_id, e.ordinal
