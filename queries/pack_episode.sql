-- Purpose: one episode as it is stored, for an exhibit of a pack. The first ten columns say
-- where it is from and whose it is; the others are called as in the canonical file.
-- Parameters: :id the row's own number
-- Units: times as UTC and the seconds they span
-- Order: one row
SELECT s.kind, s.file, s.sha256, s.sheet, s.mapping, s.source_id, x.row, x.child_id,
	NULL AS own_id, c.child_ref AS child_reference,
	x.episode_ref, c.child_ref, c.name AS child_name, c.dob AS child_dob, x.child_age, c.sex,
	c.ethnicity, x.responsible_authority, x.looked_after, x.type, x.risk,
	strftime('%Y-%m-%dT%H:%M:%SZ', x.last_seen_s, 'unixepoch') AS last_seen_time_utc,
	x.last_seen_span_s AS last_seen_time_span_s,
	x.last_seen_precision AS last_seen_time_precision,
	x.last_seen_text AS last_seen_time_written,
	strftime('%Y-%m-%dT%H:%M:%SZ', x.reported_s, 'unixepoch') AS reported_time_utc,
	x.reported_span_s AS reported_time_span_s,
	x.reported_precision AS reported_time_precision,
	x.reported_text AS reported_time_written,
	strftime('%Y-%m-%dT%H:%M:%SZ', x.found_s, 'unixepoch') AS found_time_utc,
	x.found_span_s AS found_time_span_s, x.found_precision AS found_time_precision,
	x.found_text AS found_time_written,
	strftime('%Y-%m-%dT%H:%M:%SZ', x.closed_s, 'unixepoch') AS closed_time_utc,
	x.closed_span_s AS closed_time_span_s, x.closed_precision AS closed_time_precision,
	x.closed_text AS closed_time_written,
	x.from_kind, x.from_home_urn, x.found_kind, x.found_by, x.harm, x.reasons,
	x.vulnerabilities,
	strftime('%Y-%m-%dT%H:%M:%SZ', x.prevention_check_s, 'unixepoch')
		AS prevention_check_time_utc,
	x.prevention_check_span_s AS prevention_check_time_span_s,
	x.prevention_check_precision AS prevention_check_time_precision,
	x.prevention_check_text AS prevention_check_time_written,
	x.notes,
	x.extra
FROM episode AS x
	JOIN source AS s ON s.source_id = x.source_id
	LEFT JOIN child AS c ON c.child_id = x.child_id
WHERE x.episode_id = :id
ORDER BY x.episode_id
