-- The candidates of a place that is located anew.
-- Parameters: :place_id.
DELETE FROM candidate
WHERE place_id = :place_id
