-- Parameters: a recurring phone, vehicle or handle; :mention_id the smallest.
INSERT INTO found_identifier (mention_id, subject, shown, kind, children, episodes,
	adults)
VALUES (:mention_id, :subject, :shown, :kind, :children, :episodes, :adults)
