-- Rule: a child found three or more times without a return home interview within 72
-- hours, in a case that has interviews. Episodes found in the last 72 hours of the
-- period are not counted. Medium: six or more; low: three to five.
-- Parameters: none; reads found_episode, found_period, interview. Order: child_id, time.
WITH
due AS (
	SELECT e.*, EXISTS (
		SELECT 1
		FROM interview AS i
		WHERE i.episode_ref = e.ref AND i.held_s IS NOT NULL
			AND i.held_s <= e.found_s + 72 * 3600
		) AS held
	FROM found_episode AS e
		CROSS JOIN found_period AS p
	WHERE e.type IN ('missing', 'away') AND e.found_s IS NOT NULL
		AND e.found_s + 72 * 3600 <= p.to_s
		AND EXISTS (SELECT 1 FROM interview)
),
counted AS (
	SELECT child_id, count(*) AS found, sum(held) AS held
	FROM due
	GROUP BY child_id
	HAVING count(*) - sum(held) >= 3
)
SELECT d.subject,
	CASE WHEN c.found - c.held >= 6 THEN 'medium' ELSE 'low' END AS severity,
	printf('Child %s was found %d times without an interview within 72 hours', d.shown,
		c.found - c.held) AS title,
	json_object('found', c.found, 'interviewed_within_72_hours', c.held) AS figures,
	'An interview that was held but not recorded, or refused, counts as none.'
		AS caveats,
	'episode' AS kind, d.ref, d.source_id, d.row
FROM counted AS c
	JOIN due AS d ON d.child_id = c.child_id AND NOT d.held
ORDER BY d.child_id, d.gone_s, d.episode_id
