-- The episodes of a period with their child.
-- Parameters: :from_s, :to_s UTC seconds [from, to) of the time reported; :type an
-- episode type or NULL for all.
-- Units: seconds. Order: time reported, episode_id.
SELECT e.episode_id, e.source_id, e.row, e.episode_ref, e.child_id, e.type, e.child_age,
	e.looked_after, e.responsible_authority, e.risk, e.from_kind, e.from_home_urn,
	e.found_kind, e.found_by, e.harm, e.reasons, e.vulnerabilities,
	e.last_seen_s, e.last_seen_span_s, e.last_seen_precision,
	e.reported_s, e.reported_span_s, e.reported_precision,
	e.found_s, e.found_span_s, e.found_precision,
	e.closed_s, e.closed_span_s, e.closed_precision,
	e.prevention_check_s, e.prevention_check_span_s, e.prevention_check_precision
FROM episode AS e
WHERE e.reported_s >= :from_s AND e.reported_s < :to_s
	AND (:type IS NULL OR e.type = :type)
ORDER BY e.reported_s, e.episode_id
