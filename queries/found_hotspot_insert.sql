-- Parameters: a hotspot; EPSG:27700 metres, ISO days.
INSERT INTO found_hotspot (hotspot_id, subject, place, state, easting, northing,
	radius_m, first_day, last_day, children, episodes, p_value)
VALUES (:hotspot_id, :subject, :place, :state, :easting, :northing, :radius_m,
	:first_day, :last_day, :children, :episodes, :p_value)
