-- The case store, third shape: rows set aside keep all their cells, so that they can go
-- out to be mended and come back; and what a row said before it was replaced is kept.
--
-- row_text is a JSON object of the row's cells by the file's column names, '{}' where the
-- row has no cells or was set aside by an older version.
ALTER TABLE set_aside ADD COLUMN row_text TEXT NOT NULL DEFAULT '{}'
	CHECK (json_valid(row_text));

-- content and places: the rows as they stood, as JSON. They came from source_id, row;
-- what replaced them from by_source_id, by_row.
CREATE TABLE row_history (
	row_history_id INTEGER PRIMARY KEY,
	kind TEXT NOT NULL,
	source_id INTEGER NOT NULL REFERENCES source,
	row INTEGER NOT NULL,
	row_hash TEXT NOT NULL,
	content TEXT NOT NULL CHECK (json_valid(content)),
	places TEXT NOT NULL CHECK (json_valid(places)),
	replaced_utc TEXT NOT NULL,
	by_source_id INTEGER NOT NULL REFERENCES source,
	by_row INTEGER NOT NULL
) STRICT;
CREATE INDEX row_history_by_hash ON row_history (kind, row_hash);
