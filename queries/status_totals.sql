-- Purpose: episodes, the children who have any, and when the first and last was reported.
-- Parameters: none
-- Units: UTC seconds
-- Order: one row
SELECT count(*) AS episodes, count(DISTINCT child_id) AS children,
	min(reported_s) AS first_s, max(reported_s) AS last_s
FROM episode
