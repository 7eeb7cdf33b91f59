-- Adds a published figure. What is there already is left alone: store_changes() is 0
-- then. Parameters: the columns; :symbol is given where :value is not.
INSERT INTO benchmark (
	source_id, row, row_hash, extra, release, period, area_level, area_code,
	area_name, measure, value, symbol)
VALUES (
	:source_id, :row, :row_hash, :extra, :release, :period, :area_level,
	:area_code, :area_name, :measure, :value, :symbol)
ON CONFLICT DO NOTHING;
