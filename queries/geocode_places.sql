-- Place mentions of one kind of row with what is known of where they are, a batch at a
-- time.
-- Parameters: :source_kind; :source_id, :row, the last row of the batch before; :most.
-- Units: EPSG:27700 metres, UTC seconds.
-- Order: source_id, row, then from, last_seen, found.
SELECT p.place_id, p.source_id, p.row, p.role, p.address, p.postcode, p.easting,
	p.northing, p.lat, p.lon, p.uprn, p.home_urn, e.child_id, e.from_kind,
	e.found_kind, e.reported_s, l.place_id IS NOT NULL, l.easting, l.northing, l.precision_m, l.kind,
	l.method, l.confidence, l.match, l.address_id, l.conflict_m, l.conflict,
	l.accuracy_m, l.gazetteer_sha256
FROM place AS p
	LEFT JOIN episode AS e ON e.episode_id = p.episode_id
	LEFT JOIN located AS l ON l.place_id = p.place_id
WHERE p.source_kind = :source_kind AND (p.source_id, p.row) > (:source_id, :row)
ORDER BY p.source_id, p.row,
	CASE p.role WHEN 'from' THEN 1 WHEN 'last_seen' THEN 2 ELSE 3 END
LIMIT :most
