-- Parameters: a row that a found thing rests on; :ordinal from 1 within the subject.
INSERT INTO found_evidence (subject, ordinal, kind, ref, source_id, row)
VALUES (:subject, :ordinal, :kind, :ref, :source_id, :row)
