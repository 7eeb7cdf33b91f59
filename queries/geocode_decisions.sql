-- The decisions about places that are in force.
-- Parameters: none. Units: EPSG:27700 metres. Order: decision_id.
SELECT decision_id, key, decision, kind, match, easting, northing, precision_m, why, who,
	decided_utc
FROM place_decision
WHERE withdrawn_utc IS NULL
ORDER BY decision_id
