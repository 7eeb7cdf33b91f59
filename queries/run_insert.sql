-- Purpose: a run of a command, with all that is needed to repeat it.
-- Parameters: :command; :parameters JSON; :seed; :audience; :version of lastseen;
-- :libraries JSON; :input_sha256 what it read; :run_utc ISO text; :run_by account
INSERT INTO run (command, parameters, seed, audience, version, libraries, input_sha256,
	run_utc, run_by)
VALUES (:command, :parameters, :seed, :audience, :version, :libraries, :input_sha256,
	:run_utc, :run_by)
