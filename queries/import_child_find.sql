-- A child by reference. Columns: child_id, name, dob, sex, ethnicity.
SELECT child_id, name, dob, sex, ethnicity
FROM child
WHERE child_ref = :child_ref;
