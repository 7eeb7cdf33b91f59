-- Facts of each home, the newest list's word where several have one; several buildings
-- of one URN repeat the places of the registration, so the largest number is taken.
-- Parameters: none. Days as ISO text. Order: urn.
SELECT h.urn, max(h.name), max(h.provider), max(h.kind), max(h.authority),
	max(h.registered_places), min(h.opened), max(h.closed)
FROM home AS h
WHERE h.source_id = (SELECT max(n.source_id) FROM home AS n WHERE n.urn = h.urn)
GROUP BY h.urn
ORDER BY h.urn
