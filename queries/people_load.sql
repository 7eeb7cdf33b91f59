-- People known by record.
-- Parameters: none. Order: person_id.
SELECT person_id, source_id, row, person_ref, name, aliases, dob, phones, vehicles,
	handles
FROM person
ORDER BY person_id
