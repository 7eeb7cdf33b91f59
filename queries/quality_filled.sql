-- Purpose: which columns each episode fills, for counts by source and month. The columns'
-- names are those of the file; a place counts where any of its columns is filled.
-- Parameters: none
-- Units: UTC seconds; 1 filled, 0 not
-- Order: source_id, when it was reported
SELECT s.source_id, s.file, e.reported_s,
	c.name IS NOT NULL AS child_name,
	c.dob IS NOT NULL AS child_dob,
	e.child_age IS NOT NULL AS child_age,
	c.sex IS NOT NULL AS sex,
	c.ethnicity IS NOT NULL AS ethnicity,
	e.responsible_authority IS NOT NULL AS responsible_authority,
	e.looked_after IS NOT NULL AS looked_after,
	e.risk IS NOT NULL AS risk,
	e.last_seen_s IS NOT NULL AS last_seen_time,
	e.reported_s IS NOT NULL AS reported_time,
	e.found_s IS NOT NULL AS found_time,
	e.closed_s IS NOT NULL AS closed_time,
	e.from_kind IS NOT NULL AS from_kind,
	e.from_home_urn IS NOT NULL AS from_home_urn,
	f.place_id IS NOT NULL AS from_place,
	l.place_id IS NOT NULL AS last_seen_place,
	e.found_kind IS NOT NULL AS found_kind,
	d.place_id IS NOT NULL AS found_place,
	e.found_by IS NOT NULL AS found_by,
	e.harm IS NOT NULL AS harm,
	e.reasons IS NOT NULL AS reasons,
	e.vulnerabilities IS NOT NULL AS vulnerabilities,
	e.prevention_check_s IS NOT NULL AS prevention_check_time,
	e.notes IS NOT NULL AS notes
FROM episode AS e
	JOIN source AS s ON s.source_id = e.source_id
	JOIN child AS c ON c.child_id = e.child_id
	LEFT JOIN place AS f ON f.episode_id = e.episode_id AND f.role = 'from'
	LEFT JOIN place AS l ON l.episode_id = e.episode_id AND l.role = 'last_seen'
	LEFT JOIN place AS d ON d.episode_id = e.episode_id AND d.role = 'found'
ORDER BY s.source_id, e.reported_s, e.episode_id;
