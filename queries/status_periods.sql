-- Purpose: what stretch of time the rows of each source speak of.
-- Parameters: none
-- Units: ISO days; an episode counts by when it was reported
-- Order: source_id
SELECT s.source_id, s.kind, s.file, t.n, t.first_day, t.last_day
FROM source AS s
	JOIN (
		SELECT source_id, count(*) AS n,
			date(min(reported_s), 'unixepoch') AS first_day,
			date(max(reported_s), 'unixepoch') AS last_day
		FROM episode GROUP BY source_id
		UNION ALL
		SELECT source_id, count(*),
			date(min(coalesce(offered_s, held_s)), 'unixepoch'),
			date(max(coalesce(held_s, offered_s)), 'unixepoch')
		FROM interview GROUP BY source_id
		UNION ALL
		SELECT source_id, count(*), min(start_day), max(coalesce(end_day, start_day))
		FROM placement GROUP BY source_id
		UNION ALL
		SELECT source_id, count(*), min(start_day), max(coalesce(end_day, start_day))
		FROM assessment GROUP BY source_id
		UNION ALL
		SELECT source_id, count(*), min(start_day), max(coalesce(end_day, start_day))
		FROM register GROUP BY source_id
		UNION ALL
		SELECT source_id, count(*), min(date), max(date)
		FROM mention GROUP BY source_id
	) AS t ON t.source_id = s.source_id
ORDER BY s.source_id
