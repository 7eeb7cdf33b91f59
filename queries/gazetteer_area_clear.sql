-- Sectors and districts are made anew.
-- Parameters: none.
DELETE FROM area
