-- Purpose: how many rows each table of a case holds. Runs and flags are left out: they grow
-- with every look, and status must say the same of the same case.
-- Parameters: none
-- Order: ordinal, as the kinds are listed everywhere
SELECT 1 AS ordinal, 'episodes' AS kind, count(*) AS n FROM episode
UNION ALL SELECT 2, 'interviews', count(*) FROM interview
UNION ALL SELECT 3, 'homes', count(*) FROM home
UNION ALL SELECT 4, 'placements', count(*) FROM placement
UNION ALL SELECT 5, 'people', count(*) FROM person
UNION ALL SELECT 6, 'mentions', count(*) FROM mention
UNION ALL SELECT 7, 'assessments', count(*) FROM assessment
UNION ALL SELECT 8, 'registers', count(*) FROM register
UNION ALL SELECT 9, 'boundaries', count(*) FROM boundary
UNION ALL SELECT 10, 'benchmarks', count(*) FROM benchmark
UNION ALL SELECT 11, 'children', count(*) FROM child
UNION ALL SELECT 12, 'places', count(*) FROM place
UNION ALL SELECT 13, 'addresses', count(*) FROM address
ORDER BY ordinal
