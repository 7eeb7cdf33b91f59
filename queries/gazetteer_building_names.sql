-- The distinct names of buildings, to be searched by likeness.
-- Parameters: none. Order: by byte.
SELECT DISTINCT building
FROM address
WHERE building <> ''
ORDER BY building
