-- An address; a UPRN that is there already is replaced.
-- Parameters: :postcode, a key or 0; :uprn; :street_id or NULL; :sub_building, :building,
-- :number, in normal form; :text as written; :easting, :northing (metres); :source_id.
INSERT OR REPLACE INTO address (postcode, uprn, street_id, sub_building, building, number,
	text, easting, northing, source_id)
VALUES (:postcode, :uprn, :street_id, :sub_building, :building, :number, :text, :easting,
	:northing, :source_id)
