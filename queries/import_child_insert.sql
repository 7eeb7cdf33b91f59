-- Adds a child.
INSERT INTO child (child_ref, name, dob, sex, ethnicity)
VALUES (:child_ref, :name, :dob, :sex, :ethnicity);
