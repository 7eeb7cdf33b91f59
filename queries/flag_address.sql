-- Rule: an address where several children were who do not belong there.
-- Three or more children; or two, where chance would not give as many (q 0.1 or less).
-- High: q 0.05 or less and three or more children; medium: q 0.2 or less; else low.
-- Parameters: none; reads found_address, found_evidence. Order: address_id, ordinal.
SELECT a.subject,
	CASE WHEN a.q_value <= 0.05 AND a.children >= 3 THEN 'high'
		WHEN a.q_value <= 0.2 THEN 'medium' ELSE 'low' END AS severity,
	printf('%d different children were at %s', a.children, a.shown) AS title,
	json_object('children', a.children, 'episodes', a.episodes, 'homes', a.homes,
		'most_by_one_child', a.top_child_episodes, 'as_many_by_chance',
		round(a.by_chance, 3), 'q_value', round(a.q_value, 4)) AS figures,
	'Chance takes all addresses to be alike: a station, a shop or a hospital is busy for reasons of its own.'
		|| char(10) || 'Who else was there, and why, is not known.' AS caveats,
	e.kind, e.ref, e.source_id, e.row
FROM found_address AS a
	LEFT JOIN found_evidence AS e ON e.subject = a.subject
WHERE a.children >= 3 OR a.q_value <= 0.1
ORDER BY a.address_id, e.ordinal
