-- Rule: a phone, vehicle or handle that comes up with two or more children.
-- High: four or more children; medium: three; low: two.
-- Parameters: none; reads found_identifier, found_evidence. Order: mention_id, ordinal.
SELECT i.subject,
	CASE WHEN i.children >= 4 THEN 'high' WHEN i.children = 3 THEN 'medium'
		ELSE 'low' END AS severity,
	printf('The same %s comes up with %d different children: %s', i.kind, i.children,
		i.shown) AS title,
	json_object('children', i.children, 'episodes', i.episodes, 'adults', i.adults)
		AS figures,
	'It may be the number of a home, a school, a taxi firm or a friend.' || char(10)
		|| 'Who used it at the time is not known.' AS caveats,
	e.kind, e.ref, e.source_id, e.row
FROM found_identifier AS i
	LEFT JOIN found_evidence AS e ON e.subject = i.subject
ORDER BY i.mention_id, e.ordinal
