-- A file that is being added.
-- Parameters: :kind, :file, :sha256, :bytes, :release, :added_utc, :version.
INSERT INTO source (kind, file, sha256, bytes, release, added_utc, version)
VALUES (:kind, :file, :sha256, :bytes, :release, :added_utc, :version)
