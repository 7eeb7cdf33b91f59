-- The gazetteer, first shape. Coordinates are EPSG:27700 metres.
--
-- A postcode is its key (engine/locate/postcode_key.h), an integer: units, sectors and
-- districts share one space, and a range of keys is a sector or a district.

CREATE TABLE source (
	source_id INTEGER PRIMARY KEY,
	kind TEXT NOT NULL CHECK (kind IN ('codepoint', 'onspd', 'opennames', 'openuprn',
		'addresses', 'places')),
	file TEXT NOT NULL,
	sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
	bytes INTEGER NOT NULL,
	release TEXT NOT NULL DEFAULT '',
	rows INTEGER NOT NULL DEFAULT 0,
	added INTEGER NOT NULL DEFAULT 0,
	set_aside INTEGER NOT NULL DEFAULT 0,
	without_position INTEGER NOT NULL DEFAULT 0,
	added_utc TEXT NOT NULL,
	version TEXT NOT NULL,
	UNIQUE (kind, sha256)
) STRICT;

-- Unit postcodes. `quality` is Code-Point's positional quality (10 best … 60, 90 none),
-- 0 where the point is that of the postcode's addresses in a list.
CREATE TABLE postcode (
	postcode INTEGER PRIMARY KEY,
	easting INTEGER,
	northing INTEGER,
	precision_m INTEGER,
	quality INTEGER NOT NULL,
	source_id INTEGER NOT NULL REFERENCES source,
	CHECK ((easting IS NULL) = (northing IS NULL)),
	CHECK ((easting IS NULL) = (precision_m IS NULL))
) STRICT;

-- Sectors and districts: the middle of their units, the radius that covers 95 in 100.
CREATE TABLE area (
	area INTEGER PRIMARY KEY,
	easting INTEGER NOT NULL,
	northing INTEGER NOT NULL,
	precision_m INTEGER NOT NULL,
	postcodes INTEGER NOT NULL
) STRICT;

-- A street as the addresses have it: its name in normal form, with the district, the
-- locality and the town that they give ('' and 0 where none).
CREATE TABLE street (
	street_id INTEGER PRIMARY KEY,
	name TEXT NOT NULL CHECK (name <> ''),
	district INTEGER NOT NULL,
	locality TEXT NOT NULL,
	town TEXT NOT NULL,
	easting REAL,
	northing REAL,
	precision_m REAL,
	addresses INTEGER NOT NULL DEFAULT 0,
	UNIQUE (name, district, locality, town)
) STRICT;

-- Addresses lie beside the others of their postcode (0: none given), parts in normal
-- form, '' where absent; `text` as the list has it.
CREATE TABLE address (
	postcode INTEGER NOT NULL,
	uprn INTEGER NOT NULL CHECK (uprn > 0),
	street_id INTEGER REFERENCES street,
	sub_building TEXT NOT NULL,
	building TEXT NOT NULL,
	number TEXT NOT NULL,
	text TEXT NOT NULL,
	easting REAL NOT NULL,
	northing REAL NOT NULL,
	source_id INTEGER NOT NULL REFERENCES source,
	PRIMARY KEY (postcode, uprn)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX address_by_uprn ON address (uprn);
CREATE INDEX address_by_street ON address (street_id, number);
CREATE INDEX address_by_building ON address (building) WHERE building <> '';

-- Own places, each under its name and its aliases in normal form.
CREATE TABLE place (
	place_id INTEGER PRIMARY KEY,
	name TEXT NOT NULL CHECK (name <> ''),
	kind TEXT NOT NULL,
	easting REAL NOT NULL,
	northing REAL NOT NULL,
	radius_m REAL NOT NULL CHECK (radius_m > 0),
	source_id INTEGER NOT NULL REFERENCES source,
	UNIQUE (name, easting, northing)
) STRICT;
CREATE TABLE place_name (
	name TEXT NOT NULL CHECK (name <> ''),
	place_id INTEGER NOT NULL REFERENCES place ON DELETE CASCADE,
	alias TEXT NOT NULL,
	PRIMARY KEY (name, place_id)
) STRICT, WITHOUT ROWID;
