-- Adds a source; import_source_update.sql fills in the counts once they are known.
INSERT INTO source (kind, file, sha256, bytes, sheet, mapping, mapping_text,
	mapping_sha256, unknown_columns, imported_utc, imported_by, version)
VALUES (:kind, :file, :sha256, :bytes, :sheet, :mapping, :mapping_text,
	:mapping_sha256, :unknown_columns, :imported_utc, :imported_by, :version);
