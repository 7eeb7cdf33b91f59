-- How many unit postcodes there are, and how many of them without a position.
-- Parameters: none. Order: one row.
SELECT count(*), count(*) - count(easting)
FROM postcode
