-- The case store, second shape: what people decided about places.
--
-- A decision is about a text, not about a row: whatever row says the same, now or after
-- a later import, is located by it. `key` is the normal form of all that a row says of
-- the place (engine/work/geocode_key.c). A decision is never changed; it is withdrawn,
-- by whom, when and why, and another may follow.
CREATE TABLE place_decision (
	decision_id INTEGER PRIMARY KEY,
	key TEXT NOT NULL CHECK (key <> ''),
	input TEXT NOT NULL,
	decision TEXT NOT NULL CHECK (decision IN ('accept', 'candidate', 'point', 'text',
		'none')),
	kind TEXT NOT NULL CHECK (kind IN ('uprn', 'address', 'street', 'postcode', 'sector',
		'district', 'place', 'gridref', 'coordinate', 'none')),
	match TEXT NOT NULL,
	easting REAL,
	northing REAL,
	precision_m REAL CHECK (precision_m > 0),
	why TEXT NOT NULL CHECK (why <> ''),
	who TEXT NOT NULL CHECK (who <> ''),
	decided_utc TEXT NOT NULL,
	account TEXT NOT NULL,
	withdrawn_utc TEXT,
	withdrawn_by TEXT,
	withdrawn_why TEXT,
	CHECK ((easting IS NULL) = (northing IS NULL)),
	CHECK ((easting IS NULL) = (precision_m IS NULL)),
	CHECK ((easting IS NULL) = (decision IN ('text', 'none')))
) STRICT;
CREATE UNIQUE INDEX place_decision_in_force ON place_decision (key)
	WHERE withdrawn_utc IS NULL;
