-- The decision in force about a text is withdrawn.
-- Parameters: :key; :withdrawn_utc, :withdrawn_by, :withdrawn_why.
UPDATE place_decision
SET withdrawn_utc = :withdrawn_utc, withdrawn_by = :withdrawn_by,
	withdrawn_why = :withdrawn_why
WHERE key = :key AND withdrawn_utc IS NULL
