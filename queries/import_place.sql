-- Adds a place as a row mentions it. Exactly one of the ids is given; texts are as they
-- were written.
INSERT INTO place (source_id, row, source_kind, ref, role, episode_id, home_id,
	placement_id, person_id, mention_id, address, postcode, easting, northing, lat,
	lon, uprn, home_urn)
VALUES (:source_id, :row, :source_kind, :ref, :role, :episode_id, :home_id,
	:placement_id, :person_id, :mention_id, :address, :postcode, :easting, :northing,
	:lat, :lon, :uprn, :home_urn);
