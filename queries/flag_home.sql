-- Rule: a children's home above its funnel limit.
-- High: raised, and also where children and not episodes come by chance (z by children
-- 1.96 or more); medium: raised; low: raised by one child alone.
-- Parameters: none; reads found_home, found_evidence. Order: home_number, ordinal.
SELECT h.subject,
	CASE WHEN h.state = 'one_child' THEN 'low' WHEN h.z_children >= 1.96 THEN 'high'
		ELSE 'medium' END AS severity,
	CASE h.state WHEN 'raised'
		THEN printf('Home %s has more episodes than its nights lead to expect', h.shown)
		ELSE printf('Home %s is above its limit because of one child', h.shown)
		END AS title,
	json_object('episodes', h.episodes, 'children', h.children, 'nights', h.nights,
		'nights_from', h.nights_from, 'rate_per_1000_nights', round(h.rate, 2),
		'expected_rate', round(h.expected, 2), 'upper_limit_998',
		round(h.upper_998, 2), 'rate_without_top_child',
		round(h.without_top_child, 2), 'z_by_children', round(h.z_children, 2))
		AS figures,
	'Homes take different children, and those that report every absence look worse.'
		|| char(10) || CASE h.nights_from WHEN 'places'
		THEN 'Nights are registered places: the true rate is at least as high.'
		ELSE 'Nights are those of the placements in the case.' END AS caveats,
	e.kind, e.ref, e.source_id, e.row
FROM found_home AS h
	LEFT JOIN found_evidence AS e ON e.subject = h.subject
WHERE h.state IN ('raised', 'one_child')
ORDER BY h.home_number, e.ordinal
