-- Keeps a flag of a run.
-- Parameters: :run_id, :rule, :subject, :severity, :title, :figures JSON object,
-- :caveats lines.
INSERT INTO flag (run_id, rule, subject, severity, title, figures, caveats)
VALUES (:run_id, :rule, :subject, :severity, :title, :figures,
	(SELECT json_group_array(value)
	FROM json_each('["' || replace(replace(replace(:caveats, '\', '\\'), '"', '\"'),
		char(10), '","') || '"]')))
