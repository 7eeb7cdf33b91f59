-- Purpose: the result of a run.
-- Parameters: :run_id; :name of the result; :json its text
INSERT INTO result (run_id, name, json)
VALUES (:run_id, :name, :json)
