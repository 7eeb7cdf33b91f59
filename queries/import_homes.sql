-- Adds a building of a home. What is there already is left alone: store_changes() is 0 then.
-- Parameters: the columns.
INSERT INTO home (
	source_id, row, row_hash, extra, urn, name, provider, sector, kind,
	authority, status, registered_places, opened, closed, rating, rating_date,
	building)
VALUES (
	:source_id, :row, :row_hash, :extra, :urn, :name, :provider, :sector, :kind,
	:authority, :status, :registered_places, :opened, :closed, :rating,
	:rating_date, :building)
ON CONFLICT DO NOTHING;
