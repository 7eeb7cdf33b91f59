-- Every entry of a register.
-- Parameters: none. Days as ISO text. Order: register, child_id, start, register_id.
SELECT lower(trim(register)) AS name, child_id, start_day, end_day
FROM register
ORDER BY name, child_id, start_day, register_id
