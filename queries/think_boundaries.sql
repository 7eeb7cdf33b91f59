-- Areas, to be drawn on the maps of a report.
-- Parameters: none. Units: EPSG:27700 metres, well-known binary. Order: layer,
-- boundary_id.
SELECT boundary_id, ST_AsBinary(geom)
FROM boundary
ORDER BY layer, boundary_id
