-- Rule: a child with three or more missing episodes within 90 days.
-- The latest such three are the evidence. Medium: the third came in the last 28 days of
-- the period; else low.
-- Parameters: none; reads found_episode, found_period. Order: child_id, time.
WITH
numbered AS (
	SELECT e.*, row_number() OVER own AS number,
		lag(gone_s, 2) OVER own AS before_last_s
	FROM found_episode AS e
	WHERE type IN ('missing', 'away')
	WINDOW own AS (PARTITION BY child_id ORDER BY gone_s, episode_id)
),
latest AS (
	SELECT child_id, max(number) AS number, count(*) AS times
	FROM numbered
	WHERE gone_s - before_last_s <= 90 * 86400
	GROUP BY child_id
)
SELECT n.subject,
	CASE WHEN t.gone_s >= p.to_s - 28 * 86400 THEN 'medium' ELSE 'low' END AS severity,
	printf('Child %s went missing a third time within 90 days', n.shown) AS title,
	json_object('episodes_in_period', (SELECT count(*) FROM numbered AS a
		WHERE a.child_id = n.child_id), 'days_for_the_latest_three',
		(t.gone_s - t.before_last_s) / 86400) AS figures,
	'Some children are reported at every late return, others only after hours.'
		AS caveats,
	'episode' AS kind, n.ref, n.source_id, n.row
FROM latest AS l
	JOIN numbered AS t ON t.child_id = l.child_id AND t.number = l.number
	JOIN numbered AS n ON n.child_id = l.child_id
		AND n.number BETWEEN l.number - 2 AND l.number
	CROSS JOIN found_period AS p
ORDER BY n.child_id, n.number
