-- Parameters: a recurring adult; counts, and work/recurrence.h.
INSERT INTO found_adult (adult_id, subject, shown, children, children_strong, episodes,
	homes, by_chance, q_value)
VALUES (:adult_id, :subject, :shown, :children, :children_strong, :episodes, :homes,
	:by_chance, :q_value)
