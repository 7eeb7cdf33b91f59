-- Where a place is.
-- Parameters: the columns; :geom, a point of EPSG:27700 as SpatiaLite keeps it, or NULL.
INSERT INTO located (place_id, input, easting, northing, precision_m, kind, method,
	confidence, match, address_id, conflict_m, conflict, accuracy_m, gazetteer_sha256,
	geom)
VALUES (:place_id, :input, :easting, :northing, :precision_m, :kind, :method, :confidence,
	:match, :address_id, :conflict_m, :conflict, :accuracy_m, :gazetteer_sha256, :geom)
ON CONFLICT (place_id) DO UPDATE
SET input = excluded.input, easting = excluded.easting, northing = excluded.northing,
	precision_m = excluded.precision_m, kind = excluded.kind, method = excluded.method,
	confidence = excluded.confidence, match = excluded.match,
	address_id = excluded.address_id, conflict_m = excluded.conflict_m,
	conflict = excluded.conflict, accuracy_m = excluded.accuracy_m,
	gazetteer_sha256 = excluded.gazetteer_sha256, geom = excluded.geom
