-- Every placement; where no host authority is given, that of the home.
-- Parameters: none. Days as ISO text. Order: child_id, start, placement_id.
SELECT p.child_id, p.start_day, p.end_day, p.responsible_authority,
	coalesce(p.host_authority, (
		SELECT max(h.authority)
		FROM home AS h
		WHERE h.urn = p.urn)),
	p.authority_notified, p.police_notified
FROM placement AS p
ORDER BY p.child_id, p.start_day, p.placement_id
