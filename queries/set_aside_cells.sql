-- Purpose: the cells of a row that was set aside, by the names of their columns.
-- Parameters: :row_text (a JSON object)
-- Order: as the file has its columns
SELECT c.key, c.value
FROM json_each(:row_text) AS c
ORDER BY c.id;
