-- What became known of a child.
UPDATE child
SET name = :name, dob = :dob, sex = :sex, ethnicity = :ethnicity
WHERE child_id = :child_id;
