-- Parameters: :first_day, :last_day ISO days, both in; :from_s, :to_s UTC seconds.
INSERT INTO found_period (first_day, last_day, from_s, to_s)
VALUES (:first_day, :last_day, :from_s, :to_s)
