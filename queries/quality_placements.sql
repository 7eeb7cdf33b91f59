-- Purpose: which columns each row of placements fills, for counts by source and month.
-- Parameters: none
-- Units: UTC seconds of its first day; 1 filled, 0 not
-- Order: source_id, that moment
SELECT s.source_id, s.file, unixepoch(substr(t.start_day || '-01-01', 1, 10)) AS moment_s,
	t.urn IS NOT NULL AS urn,
	t.kind IS NOT NULL AS kind,
	t.end_day IS NOT NULL AS end,
	t.responsible_authority IS NOT NULL AS responsible_authority,
	t.host_authority IS NOT NULL AS host_authority,
	t.authority_notified IS NOT NULL AS authority_notified,
	t.police_notified IS NOT NULL AS police_notified,
	EXISTS (SELECT 1 FROM place AS w WHERE w.placement_id = t.placement_id) AS place
FROM placement AS t
	JOIN source AS s ON s.source_id = t.source_id
ORDER BY s.source_id, moment_s, t.placement_id;
