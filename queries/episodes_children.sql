-- Every child of the case; names are not read.
-- Parameters: none. Order: child_id.
SELECT child_id, child_ref, dob, sex, ethnicity
FROM child
ORDER BY child_id
