-- The number of a recognised address.
-- Parameters: :key. Order: at most one row.
SELECT address_id
FROM address
WHERE key = :key
