-- What is in the gazetteer.
-- Parameters: none. Order: one row.
SELECT (SELECT count(*) FROM postcode), (SELECT count(*) FROM postcode WHERE easting IS NULL),
	(SELECT count(*) FROM area), (SELECT count(*) FROM street),
	(SELECT count(*) FROM address), (SELECT count(*) FROM place),
	(SELECT count(*) FROM uprn_point)
