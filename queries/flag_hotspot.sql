-- Rule: a place where children are found together more than chance gives (p 0.05).
-- High: new or intensifying; medium: persistent, diminishing or sporadic; low:
-- historical.
-- Parameters: none; reads found_hotspot, found_evidence. Order: hotspot_id, ordinal.
SELECT h.subject,
	CASE WHEN h.state IN ('new', 'intensifying') THEN 'high'
		WHEN h.state = 'historical' THEN 'low' ELSE 'medium' END AS severity,
	printf('%d different children were found within %d m of %d, %d between %s and %s (%s)',
		h.children, max(10, CAST(round(h.radius_m, -1) AS INTEGER)),
		CAST(h.easting AS INTEGER), CAST(h.northing AS INTEGER), h.first_day,
		h.last_day, h.state) AS title,
	json_object('children', h.children, 'episodes', h.episodes, 'p_value',
		round(h.p_value, 4), 'radius_m', round(h.radius_m, 0), 'state', h.state)
		AS figures,
	'p is how often children who know nothing of each other would give as strong a gathering anywhere in the case.'
		|| char(10) || 'Places known less exactly than the radius are left out.'
		AS caveats,
	e.kind, e.ref, e.source_id, e.row
FROM found_hotspot AS h
	LEFT JOIN found_evidence AS e ON e.subject = h.subject
WHERE h.p_value <= 0.05
ORDER BY h.hotspot_id, e.ordinal
