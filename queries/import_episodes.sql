-- Adds an episode. What is there already is left alone: store_changes() is 0 then.
-- Parameters: the columns; times are UTC seconds (x_s) with their length (x_span_s).
INSERT INTO episode (
	source_id, row, row_hash, extra, episode_ref, child_id, child_age,
	responsible_authority, looked_after, type, risk, last_seen_s,
	last_seen_span_s, last_seen_precision, last_seen_text, reported_s,
	reported_span_s, reported_precision, reported_text, found_s, found_span_s,
	found_precision, found_text, closed_s, closed_span_s, closed_precision,
	closed_text, from_kind, from_home_urn, found_kind, found_by, harm, reasons,
	vulnerabilities, prevention_check_s, prevention_check_span_s,
	prevention_check_precision, prevention_check_text, notes)
VALUES (
	:source_id, :row, :row_hash, :extra, :episode_ref, :child_id, :child_age,
	:responsible_authority, :looked_after, :type, :risk, :last_seen_s,
	:last_seen_span_s, :last_seen_precision, :last_seen_text, :reported_s,
	:reported_span_s, :reported_precision, :reported_text, :found_s,
	:found_span_s, :found_precision, :found_text, :closed_s, :closed_span_s,
	:closed_precision, :closed_text, :from_kind, :from_home_urn, :found_kind,
	:found_by, :harm, :reasons, :vulnerabilities, :prevention_check_s,
	:prevention_check_span_s, :prevention_check_precision,
	:prevention_check_text, :notes)
ON CONFLICT DO NOTHING;
