-- Parameters: an episode of the period; :found_s NULL where no time is known.
INSERT INTO found_episode (episode_id, child_id, subject, shown, type, gone_s, found_s,
	ref, source_id, row)
VALUES (:episode_id, :child_id, :subject, :shown, :type, :gone_s, :found_s, :ref,
	:source_id, :row)
