-- Every URN of the case: those of a list of homes by their first row, then those that
-- only an episode or a placement names.
-- Parameters: none. Order: first home_id, then URN.
SELECT urn
FROM (
	SELECT urn, min(home_id) AS first_id
	FROM home
	GROUP BY urn
	UNION ALL
	SELECT named.urn, 9223372036854775807
	FROM (
		SELECT from_home_urn AS urn FROM episode
		UNION
		SELECT urn FROM placement
	) AS named
	WHERE named.urn IS NOT NULL AND named.urn NOT IN (SELECT urn FROM home)
)
ORDER BY first_id, urn
