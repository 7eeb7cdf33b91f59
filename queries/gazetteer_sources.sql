-- What the gazetteer was made from.
-- Parameters: none. Order: source_id.
SELECT source_id, kind, file, sha256, bytes, release, rows, added, set_aside,
	without_position, added_utc
FROM source
ORDER BY source_id
