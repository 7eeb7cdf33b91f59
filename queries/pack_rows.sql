-- Purpose: the rows other than episodes and mentions that concern the subject of a pack.
-- Parameters: :child_id, :urn, :address_id of the subject, all but one NULL
-- Order: kind as below, then the row's number
SELECT 1 AS ordinal, 'home' AS kind, h.home_id AS id
FROM home AS h
WHERE h.urn = :urn OR h.home_id IN (
	SELECT p.home_id
	FROM place AS p JOIN located AS l ON l.place_id = p.place_id
	WHERE l.address_id = :address_id)
UNION ALL
SELECT 2, 'placement', placement_id
FROM placement
WHERE urn = :urn OR child_id = :child_id
UNION ALL
SELECT 3, 'person', p.person_id
FROM place AS p JOIN located AS l ON l.place_id = p.place_id
WHERE l.address_id = :address_id AND p.person_id IS NOT NULL
UNION ALL
SELECT 4, 'interview', i.interview_id
FROM interview AS i JOIN episode AS e ON e.episode_ref = i.episode_ref
WHERE e.child_id = :child_id
UNION ALL
SELECT 5, 'assessment', assessment_id
FROM assessment
WHERE child_id = :child_id
UNION ALL
SELECT 6, 'register', register_id
FROM register
WHERE child_id = :child_id
ORDER BY ordinal, id
