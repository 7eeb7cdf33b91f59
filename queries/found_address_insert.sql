-- Parameters: a recurring address; counts, and work/recurrence.h.
INSERT INTO found_address (address_id, subject, shown, children, episodes, homes,
	top_child_episodes, by_chance, q_value)
VALUES (:address_id, :subject, :shown, :children, :episodes, :homes,
	:top_child_episodes, :by_chance, :q_value)
