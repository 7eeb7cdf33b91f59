-- The case store, first shape.
--
-- Every row that came from a file keeps source_id and row (as a spreadsheet shows it,
-- the header's included), the hash of its canonical content (so that the same row
-- again is known), and as JSON the columns that nobody knew.
--
-- A time is an interval of UTC seconds, `x_s` its begin and `x_span_s` its length, with
-- its precision and the text as it was written. Coordinates are EPSG:27700 metres.
--
-- Where rows come by the million, codes are checked by OR: SQLite builds a table anew for
-- each row that IN checks.

CREATE TABLE setting (
	key TEXT PRIMARY KEY,
	value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE source (
	source_id INTEGER PRIMARY KEY,
	kind TEXT NOT NULL CHECK (kind IN ('episodes', 'interviews', 'homes', 'placements',
		'people', 'mentions', 'assessments', 'registers', 'boundaries',
		'benchmarks')),
	file TEXT NOT NULL,
	sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
	bytes INTEGER NOT NULL,
	sheet TEXT NOT NULL DEFAULT '',
	mapping TEXT NOT NULL DEFAULT '',
	mapping_text TEXT NOT NULL DEFAULT '',
	mapping_sha256 TEXT NOT NULL DEFAULT '',
	encoding TEXT NOT NULL DEFAULT 'UTF-8',
	unknown_columns TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(unknown_columns)),
	rows INTEGER NOT NULL DEFAULT 0,
	added INTEGER NOT NULL DEFAULT 0,
	unchanged INTEGER NOT NULL DEFAULT 0,
	set_aside INTEGER NOT NULL DEFAULT 0,
	imported_utc TEXT NOT NULL,
	imported_by TEXT NOT NULL,
	version TEXT NOT NULL,
	UNIQUE (kind, sha256, sheet, mapping_sha256)
) STRICT;

-- Rows and cells that could not be taken; `whole` 1 where the row was left out, 0 where
-- only the cell was.
CREATE TABLE set_aside (
	set_aside_id INTEGER PRIMARY KEY,
	source_id INTEGER NOT NULL REFERENCES source,
	row INTEGER NOT NULL CHECK (row >= 1),
	column TEXT NOT NULL DEFAULT '',
	reason TEXT NOT NULL,
	raw TEXT NOT NULL,
	whole INTEGER NOT NULL CHECK (whole IN (0, 1)),
	rule TEXT NOT NULL DEFAULT '',
	resolved_utc TEXT,
	UNIQUE (source_id, row, column, reason)
) STRICT;

-- Remarks on a row that was kept: a time that comes twice, a plausibility rule.
CREATE TABLE row_note (
	row_note_id INTEGER PRIMARY KEY,
	source_id INTEGER NOT NULL REFERENCES source,
	row INTEGER NOT NULL,
	column TEXT NOT NULL DEFAULT '',
	rule TEXT NOT NULL DEFAULT '',
	note TEXT NOT NULL,
	UNIQUE (source_id, row, column, note)
) STRICT;

CREATE TABLE child (
	child_id INTEGER PRIMARY KEY,
	child_ref TEXT NOT NULL UNIQUE CHECK (child_ref <> ''),
	name TEXT,
	dob TEXT,
	sex TEXT,
	ethnicity TEXT
) STRICT;

CREATE TABLE episode (
	episode_id INTEGER PRIMARY KEY,
	source_id INTEGER NOT NULL REFERENCES source,
	row INTEGER NOT NULL,
	row_hash TEXT NOT NULL,
	extra TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(extra)),
	episode_ref TEXT NOT NULL UNIQUE CHECK (episode_ref <> ''),
	child_id INTEGER NOT NULL REFERENCES child,
	child_age INTEGER CHECK (child_age BETWEEN 0 AND 25),
	responsible_authority TEXT,
	looked_after INTEGER CHECK (looked_after IN (0, 1)),
	type TEXT NOT NULL CHECK (type = 'missing' OR type = 'absent'
		OR type = 'no_apparent_risk' OR type = 'away'),
	risk TEXT CHECK (risk = 'high' OR risk = 'medium' OR risk = 'low'
		OR risk = 'none'),
	last_seen_s INTEGER,
	last_seen_span_s INTEGER,
	last_seen_precision TEXT,
	last_seen_text TEXT,
	reported_s INTEGER NOT NULL,
	reported_span_s INTEGER NOT NULL,
	reported_precision TEXT NOT NULL,
	reported_text TEXT NOT NULL,
	found_s INTEGER,
	found_span_s INTEGER,
	found_precision TEXT,
	found_text TEXT,
	closed_s INTEGER,
	closed_span_s INTEGER,
	closed_precision TEXT,
	closed_text TEXT,
	from_kind TEXT CHECK (from_kind = 'home' OR from_kind = 'childrens_home'
		OR from_kind = 'foster' OR from_kind = 'supported'
		OR from_kind = 'school' OR from_kind = 'hospital'
		OR from_kind = 'other'),
	from_home_urn TEXT,
	found_kind TEXT CHECK (found_kind = 'home' OR found_kind = 'placement'
		OR found_kind = 'friend' OR found_kind = 'relative'
		OR found_kind = 'partner' OR found_kind = 'associate'
		OR found_kind = 'street' OR found_kind = 'transport'
		OR found_kind = 'hotel' OR found_kind = 'licensed'
		OR found_kind = 'custody' OR found_kind = 'hospital'
		OR found_kind = 'vehicle' OR found_kind = 'other'),
	found_by TEXT CHECK (found_by = 'self' OR found_by = 'police'
		OR found_by = 'family' OR found_by = 'carer' OR found_by = 'public'
		OR found_by = 'agency'),
	harm TEXT,
	reasons TEXT,
	vulnerabilities TEXT,
	prevention_check_s INTEGER,
	prevention_check_span_s INTEGER,
	prevention_check_precision TEXT,
	prevention_check_text TEXT,
	notes TEXT
) STRICT;
CREATE INDEX episode_by_child ON episode (child_id, reported_s);
CREATE INDEX episode_by_time ON episode (reported_s);
CREATE INDEX episode_by_source ON episode (source_id, row);

CREATE TABLE interview (
	interview_id INTEGER PRIMARY KEY,
	source_id INTEGER NOT NULL REFERENCES source,
	row INTEGER NOT NULL,
	row_hash TEXT NOT NULL UNIQUE,
	extra TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(extra)),
	episode_ref TEXT NOT NULL,
	child_ref TEXT,
	offered_s INTEGER,
	offered_span_s INTEGER,
	offered_precision TEXT,
	offered_text TEXT,
	accepted INTEGER CHECK (accepted IN (0, 1)),
	held_s INTEGER,
	held_span_s INTEGER,
	held_precision TEXT,
	held_text TEXT,
	independent INTEGER CHECK (independent IN (0, 1)),
	interviewer_role TEXT,
	where_held TEXT,
	summary TEXT
) STRICT;
CREATE INDEX interview_by_episode ON interview (episode_ref);

-- One row a building: an URN may stand for several.
CREATE TABLE home (
	home_id INTEGER PRIMARY KEY,
	source_id INTEGER NOT NULL REFERENCES source,
	row INTEGER NOT NULL,
	row_hash TEXT NOT NULL UNIQUE,
	extra TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(extra)),
	urn TEXT NOT NULL CHECK (urn <> ''),
	name TEXT,
	provider TEXT,
	sector TEXT,
	kind TEXT,
	authority TEXT,
	status TEXT,
	registered_places INTEGER CHECK (registered_places >= 0),
	opened TEXT,
	closed TEXT,
	rating TEXT,
	rating_date TEXT,
	building TEXT
) STRICT;
CREATE INDEX home_by_urn ON home (urn);

-- Days as ISO text, both in; end_day NULL while it lasts.
CREATE TABLE placement (
	placement_id INTEGER PRIMARY KEY,
	source_id INTEGER NOT NULL REFERENCES source,
	row INTEGER NOT NULL,
	row_hash TEXT NOT NULL UNIQUE,
	extra TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(extra)),
	child_id INTEGER NOT NULL REFERENCES child,
	urn TEXT,
	kind TEXT,
	start_day TEXT NOT NULL,
	end_day TEXT,
	responsible_authority TEXT,
	host_authority TEXT,
	authority_notified TEXT,
	police_notified TEXT
) STRICT;
CREATE INDEX placement_by_child ON placement (child_id, start_day);
CREATE INDEX placement_by_urn ON placement (urn, start_day);

CREATE TABLE person (
	person_id INTEGER PRIMARY KEY,
	source_id INTEGER NOT NULL REFERENCES source,
	row INTEGER NOT NULL,
	row_hash TEXT NOT NULL,
	extra TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(extra)),
	person_ref TEXT NOT NULL UNIQUE CHECK (person_ref <> ''),
	name TEXT,
	aliases TEXT,
	dob TEXT,
	sex TEXT,
	phones TEXT,
	vehicles TEXT,
	handles TEXT,
	orders TEXT,
	grade TEXT,
	source TEXT
) STRICT;

CREATE TABLE mention (
	mention_id INTEGER PRIMARY KEY,
	source_id INTEGER NOT NULL REFERENCES source,
	row INTEGER NOT NULL,
	row_hash TEXT NOT NULL UNIQUE,
	extra TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(extra)),
	mention_ref TEXT,
	episode_ref TEXT,
	child_ref TEXT,
	kind TEXT NOT NULL CHECK (kind = 'person' OR kind = 'phone' OR kind = 'vehicle'
		OR kind = 'handle' OR kind = 'address'),
	value TEXT NOT NULL CHECK (value <> ''),
	aliases TEXT,
	dob TEXT,
	phone TEXT,
	vehicle TEXT,
	handle TEXT,
	role TEXT CHECK (role = 'found_with' OR role = 'ran_to'
		OR role = 'seen_with' OR role = 'travelled_with'
		OR role = 'harboured' OR role = 'other'),
	date TEXT,
	source TEXT,
	grade TEXT,
	handling TEXT,
	text TEXT
) STRICT;
CREATE UNIQUE INDEX mention_by_ref ON mention (mention_ref) WHERE mention_ref IS NOT NULL;
CREATE INDEX mention_by_episode ON mention (episode_ref);

CREATE TABLE assessment (
	assessment_id INTEGER PRIMARY KEY,
	source_id INTEGER NOT NULL REFERENCES source,
	row INTEGER NOT NULL,
	row_hash TEXT NOT NULL UNIQUE,
	extra TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(extra)),
	child_id INTEGER NOT NULL REFERENCES child,
	kind TEXT NOT NULL CHECK (kind IN ('early_help', 's17', 's47', 'strategy', 'nrm')),
	start_day TEXT NOT NULL,
	end_day TEXT,
	outcome TEXT,
	episode_ref TEXT
) STRICT;
CREATE INDEX assessment_by_child ON assessment (child_id, start_day);

CREATE TABLE register (
	register_id INTEGER PRIMARY KEY,
	source_id INTEGER NOT NULL REFERENCES source,
	row INTEGER NOT NULL,
	row_hash TEXT NOT NULL UNIQUE,
	extra TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(extra)),
	child_id INTEGER NOT NULL REFERENCES child,
	register TEXT NOT NULL CHECK (register <> ''),
	start_day TEXT,
	end_day TEXT,
	detail TEXT
) STRICT;
CREATE INDEX register_by_child ON register (child_id);

CREATE TABLE boundary (
	boundary_id INTEGER PRIMARY KEY,
	source_id INTEGER NOT NULL REFERENCES source,
	row INTEGER NOT NULL,
	row_hash TEXT NOT NULL UNIQUE,
	extra TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(extra)),
	layer TEXT NOT NULL,
	code TEXT,
	name TEXT,
	geom BLOB NOT NULL
) STRICT;

-- Published figures, each with the release it is from; `value` NULL where a symbol
-- (c k x z) stands in its place.
CREATE TABLE benchmark (
	benchmark_id INTEGER PRIMARY KEY,
	source_id INTEGER NOT NULL REFERENCES source,
	row INTEGER NOT NULL,
	row_hash TEXT NOT NULL,
	extra TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(extra)),
	release TEXT NOT NULL,
	period TEXT NOT NULL,
	area_level TEXT,
	area_code TEXT,
	area_name TEXT,
	measure TEXT NOT NULL,
	value REAL,
	symbol TEXT,
	UNIQUE (release, row_hash)
) STRICT;

-- A place as a row mentions it. Exactly one owner.
CREATE TABLE place (
	place_id INTEGER PRIMARY KEY,
	source_id INTEGER NOT NULL REFERENCES source,
	row INTEGER NOT NULL,
	source_kind TEXT NOT NULL CHECK (source_kind = 'episodes' OR source_kind = 'homes'
		OR source_kind = 'placements' OR source_kind = 'people'
		OR source_kind = 'mentions'),
	ref TEXT NOT NULL,
	role TEXT NOT NULL CHECK (role = 'from' OR role = 'last_seen' OR role = 'found'
		OR role = 'address'),
	episode_id INTEGER REFERENCES episode,
	home_id INTEGER REFERENCES home,
	placement_id INTEGER REFERENCES placement,
	person_id INTEGER REFERENCES person,
	mention_id INTEGER REFERENCES mention,
	address TEXT,
	postcode TEXT,
	easting TEXT,
	northing TEXT,
	lat TEXT,
	lon TEXT,
	uprn TEXT,
	home_urn TEXT,
	UNIQUE (source_id, row, role),
	CHECK ((episode_id IS NOT NULL) + (home_id IS NOT NULL) + (placement_id IS NOT NULL)
		+ (person_id IS NOT NULL) + (mention_id IS NOT NULL) = 1)
) STRICT;
CREATE INDEX place_by_episode ON place (episode_id, role) WHERE episode_id IS NOT NULL;
CREATE INDEX place_by_home ON place (home_id) WHERE home_id IS NOT NULL;
CREATE INDEX place_by_mention ON place (mention_id) WHERE mention_id IS NOT NULL;
CREATE INDEX place_by_person ON place (person_id) WHERE person_id IS NOT NULL;
CREATE INDEX place_by_placement ON place (placement_id) WHERE placement_id IS NOT NULL;

-- An address that was recognised, one number for good: `key` is 'uprn:N', or the
-- normal form of the written address with its postcode.
CREATE TABLE address (
	address_id INTEGER PRIMARY KEY,
	key TEXT NOT NULL UNIQUE,
	label TEXT NOT NULL,
	easting REAL NOT NULL,
	northing REAL NOT NULL
) STRICT;

-- Where a mentioned place is. `kind` none: not located, the method says why.
CREATE TABLE located (
	place_id INTEGER PRIMARY KEY REFERENCES place,
	input TEXT NOT NULL,
	easting REAL,
	northing REAL,
	precision_m REAL CHECK (precision_m >= 0),
	kind TEXT NOT NULL CHECK (kind = 'uprn' OR kind = 'address' OR kind = 'street'
		OR kind = 'postcode' OR kind = 'sector' OR kind = 'district'
		OR kind = 'place' OR kind = 'gridref' OR kind = 'coordinate'
		OR kind = 'none'),
	method TEXT NOT NULL,
	confidence REAL NOT NULL CHECK (confidence BETWEEN 0 AND 1),
	match TEXT,
	address_id INTEGER REFERENCES address,
	conflict_m REAL,
	conflict TEXT,
	accuracy_m REAL,
	gazetteer_sha256 TEXT,
	geom BLOB,
	CHECK ((kind = 'none') = (easting IS NULL)),
	CHECK ((easting IS NULL) = (northing IS NULL))
) STRICT;
CREATE INDEX located_by_address ON located (address_id);

-- What else it could have been, best first, with why it lost.
CREATE TABLE candidate (
	place_id INTEGER NOT NULL REFERENCES located ON DELETE CASCADE,
	rank INTEGER NOT NULL,
	kind TEXT NOT NULL,
	match TEXT NOT NULL,
	easting REAL,
	northing REAL,
	precision_m REAL,
	confidence REAL,
	reason TEXT NOT NULL,
	PRIMARY KEY (place_id, rank)
) STRICT, WITHOUT ROWID;

CREATE TABLE run (
	run_id INTEGER PRIMARY KEY,
	command TEXT NOT NULL,
	parameters TEXT NOT NULL CHECK (json_valid(parameters)),
	seed INTEGER NOT NULL,
	audience TEXT NOT NULL,
	version TEXT NOT NULL,
	libraries TEXT NOT NULL CHECK (json_valid(libraries)),
	input_sha256 TEXT NOT NULL,
	run_utc TEXT NOT NULL,
	run_by TEXT NOT NULL
) STRICT;

CREATE TABLE result (
	run_id INTEGER NOT NULL REFERENCES run ON DELETE CASCADE,
	name TEXT NOT NULL,
	json TEXT NOT NULL CHECK (json_valid(json)),
	PRIMARY KEY (run_id, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE flag (
	flag_id INTEGER PRIMARY KEY,
	run_id INTEGER NOT NULL REFERENCES run ON DELETE CASCADE,
	rule TEXT NOT NULL,
	subject TEXT NOT NULL,
	severity TEXT NOT NULL CHECK (severity IN ('high', 'medium', 'low')),
	title TEXT NOT NULL,
	figures TEXT NOT NULL CHECK (json_valid(figures)),
	caveats TEXT NOT NULL CHECK (json_valid(caveats))
) STRICT;

CREATE TABLE flag_evidence (
	flag_id INTEGER NOT NULL REFERENCES flag ON DELETE CASCADE,
	ordinal INTEGER NOT NULL,
	kind TEXT NOT NULL,
	ref TEXT NOT NULL,
	source_id INTEGER NOT NULL REFERENCES source,
	row INTEGER NOT NULL,
	PRIMARY KEY (flag_id, ordinal)
) STRICT, WITHOUT ROWID;

-- Append-only, each entry hashed with the one before it. `action` after the Data
-- Protection Act 2018, section 62.
CREATE TABLE audit (
	audit_id INTEGER PRIMARY KEY,
	utc TEXT NOT NULL,
	who TEXT NOT NULL,
	action TEXT NOT NULL CHECK (action IN ('collection', 'alteration', 'consultation',
		'disclosure', 'combination', 'erasure')),
	command TEXT NOT NULL,
	detail TEXT NOT NULL CHECK (json_valid(detail)),
	previous TEXT NOT NULL CHECK (length(previous) = 64),
	hash TEXT NOT NULL UNIQUE CHECK (length(hash) = 64)
) STRICT;
CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit
BEGIN
	SELECT RAISE(ABORT, 'the audit log is append-only');
END;
CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit
BEGIN
	SELECT RAISE(ABORT, 'the audit log is append-only');
END;

SELECT RecoverGeometryColumn('located', 'geom', 27700, 'POINT', 'XY');
SELECT CreateSpatialIndex('located', 'geom');
SELECT RecoverGeometryColumn('boundary', 'geom', 27700, 'MULTIPOLYGON', 'XY');
SELECT CreateSpatialIndex('boundary', 'geom');
