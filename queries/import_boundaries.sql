-- Adds an area. What is there already is left alone: store_changes() is 0 then.
-- Parameters: the columns; :outline is WKB of a MultiPolygon in EPSG:27700.
INSERT INTO boundary (
	source_id, row, row_hash, extra, layer, code, name, geom)
VALUES (
	:source_id, :row, :row_hash, :extra, :layer, :code, :name,
	CastToMultiPolygon(GeomFromWKB(:outline, 27700)))
ON CONFLICT DO NOTHING;
