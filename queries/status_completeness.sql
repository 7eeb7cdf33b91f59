-- Purpose: how many episodes of each source say something in each column. The columns'
-- names are those of the file; a place counts where any of its columns is filled.
-- Parameters: none
-- Order: source_id
SELECT s.source_id, s.file, count(*) AS episodes,
	count(c.name) AS child_name,
	count(c.dob) AS child_dob,
	count(e.child_age) AS child_age,
	count(c.sex) AS sex,
	count(c.ethnicity) AS ethnicity,
	count(e.responsible_authority) AS responsible_authority,
	count(e.looked_after) AS looked_after,
	count(e.risk) AS risk,
	count(e.last_seen_s) AS last_seen_time,
	count(e.reported_s) AS reported_time,
	count(e.found_s) AS found_time,
	count(e.closed_s) AS closed_time,
	count(e.from_kind) AS from_kind,
	count(e.from_home_urn) AS from_home_urn,
	count(f.place_id) AS from_place,
	count(l.place_id) AS last_seen_place,
	count(e.found_kind) AS found_kind,
	count(d.place_id) AS found_place,
	count(e.found_by) AS found_by,
	count(e.harm) AS harm,
	count(e.reasons) AS reasons,
	count(e.vulnerabilities) AS vulnerabilities,
	count(e.prevention_check_s) AS prevention_check_time,
	count(e.notes) AS notes
FROM episode AS e
	JOIN source AS s ON s.source_id = e.source_id
	JOIN child AS c ON c.child_id = e.child_id
	LEFT JOIN place AS f ON f.episode_id = e.episode_id AND f.role = 'from'
	LEFT JOIN place AS l ON l.episode_id = e.episode_id AND l.role = 'last_seen'
	LEFT JOIN place AS d ON d.episode_id = e.episode_id AND d.role = 'found'
GROUP BY s.source_id
ORDER BY s.source_id
