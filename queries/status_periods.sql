-- Purpose: what stretch of time the rows of each source speak of.
-- Parameters: none
-- Units: ISO days; or, where moments are known, UTC seconds, whose day is the caller's
-- business: it is London's. An episode counts by when it was reported.
-- Order: source_id
SELECT s.source_id, s.kind, s.file, t.n, t.first_day, t.last_day, t.first_s, t.last_s
FROM source AS s
	JOIN (
		SELECT source_id, count(*) AS n, NULL AS first_day, NULL AS last_day,
			min(reported_s) AS first_s, max(reported_s) AS last_s
		FROM episode GROUP BY source_id
		UNION ALL
		SELECT source_id, count(*), NULL, NULL,
			min(coalesce(offered_s, held_s)), max(coalesce(held_s, offered_s))
		FROM interview GROUP BY source_id
		UNION ALL
		SELECT source_id, count(*), min(start_day),
			max(coalesce(end_day, start_day)), NULL, NULL
		FROM placement GROUP BY source_id
		UNION ALL
		SELECT source_id, count(*), min(start_day),
			max(coalesce(end_day, start_day)), NULL, NULL
		FROM assessment GROUP BY source_id
		UNION ALL
		SELECT source_id, count(*), min(start_day),
			max(coalesce(end_day, start_day)), NULL, NULL
		FROM register GROUP BY source_id
		UNION ALL
		SELECT source_id, count(*), min(date), max(date), NULL, NULL
		FROM mention GROUP BY source_id
	) AS t ON t.source_id = s.source_id
ORDER BY s.source_id
