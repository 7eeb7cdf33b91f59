-- Placements with a URN that touch a period.
-- Parameters: :first, :last ISO days, both in. Order: urn, child_id, start, end.
SELECT urn, child_id, start_day, end_day
FROM placement
WHERE urn IS NOT NULL AND start_day <= :last
	AND (end_day IS NULL OR end_day >= :first)
ORDER BY urn, child_id, start_day, end_day IS NULL, end_day
