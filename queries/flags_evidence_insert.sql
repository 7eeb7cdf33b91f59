-- Keeps a piece of evidence of a flag.
-- Parameters: :flag_id, :ordinal from 1, :kind, :ref, :source_id, :row.
INSERT INTO flag_evidence (flag_id, ordinal, kind, ref, source_id, row)
VALUES (:flag_id, :ordinal, :kind, :ref, :source_id, :row)
