-- The distinct names and aliases of places, to be searched by likeness.
-- Parameters: none. Order: by byte.
SELECT DISTINCT name
FROM place_name
ORDER BY name
