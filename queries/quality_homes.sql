-- Purpose: which columns each row of homes fills, for counts by source and month.
-- Parameters: none
-- Units: UTC seconds of none: a list of homes is of one day; 1 filled, 0 not
-- Order: source_id, that moment
SELECT s.source_id, s.file, NULL AS moment_s,
	t.name IS NOT NULL AS name,
	t.provider IS NOT NULL AS provider,
	t.sector IS NOT NULL AS sector,
	t.kind IS NOT NULL AS kind,
	t.authority IS NOT NULL AS authority,
	t.status IS NOT NULL AS status,
	t.registered_places IS NOT NULL AS registered_places,
	t.opened IS NOT NULL AS opened,
	t.closed IS NOT NULL AS closed,
	t.rating IS NOT NULL AS rating,
	t.rating_date IS NOT NULL AS rating_date,
	EXISTS (SELECT 1 FROM place AS w WHERE w.home_id = t.home_id) AS place
FROM home AS t
	JOIN source AS s ON s.source_id = t.source_id
ORDER BY s.source_id, moment_s, t.home_id;
