-- Mentions of people, phones, vehicles, handles and addresses, with the episode and the
-- child they speak of and where their address is.
-- Parameters: none. Units: EPSG:27700 metres. Order: mention_id.
SELECT m.mention_id, m.source_id, m.row, m.mention_ref, m.kind, m.value, m.aliases,
	m.dob, m.phone, m.vehicle, m.handle, m.role, m.date, m.source, m.grade,
	m.episode_ref, e.episode_id, coalesce(c.child_id, e.child_id),
	coalesce(c.child_ref, o.child_ref),
	p.place_id, l.easting, l.northing, l.precision_m, l.confidence, l.address_id,
	l.kind, l.match
FROM mention AS m
	LEFT JOIN episode AS e ON e.episode_ref = m.episode_ref
	LEFT JOIN child AS c ON c.child_ref = m.child_ref
	LEFT JOIN child AS o ON o.child_id = e.child_id
	LEFT JOIN place AS p ON p.mention_id = m.mention_id
	LEFT JOIN located AS l ON l.place_id = p.place_id
ORDER BY m.mention_id
