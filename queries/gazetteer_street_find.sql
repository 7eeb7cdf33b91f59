-- The number of a street.
-- Parameters: :name, :locality, :town, in normal form; :district, a key. Order: at most
-- one row.
SELECT street_id
FROM street
WHERE name = :name AND district = :district AND locality = :locality AND town = :town
