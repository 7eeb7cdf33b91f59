-- Areas, to say whether a journey crosses from one into another.
-- Parameters: none. Units: EPSG:27700 metres, well-known binary. Order: layer,
-- boundary_id.
SELECT layer, boundary_id, coalesce(name, code), ST_AsBinary(geom)
FROM boundary
ORDER BY layer, boundary_id
