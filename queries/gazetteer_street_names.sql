-- The distinct names of streets, to be searched by likeness.
-- Parameters: none. Order: by byte.
SELECT DISTINCT name
FROM street
ORDER BY name
