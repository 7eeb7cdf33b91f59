-- What the analyses found, for the flag rules to read: a script of temporary tables.
--
-- `subject` is how a flag names a thing (address:3), `shown` how its title does before
-- the audience of the run. Times are UTC seconds, days ISO text.
DROP TABLE IF EXISTS temp.found_period;
CREATE TEMP TABLE found_period (
	first_day TEXT NOT NULL,
	last_day TEXT NOT NULL,
	from_s INTEGER NOT NULL,
	to_s INTEGER NOT NULL
) STRICT;
-- Every episode of the period.
DROP TABLE IF EXISTS temp.found_episode;
CREATE TEMP TABLE found_episode (
	episode_id INTEGER PRIMARY KEY,
	child_id INTEGER NOT NULL,
	subject TEXT NOT NULL,
	shown TEXT NOT NULL,
	type TEXT NOT NULL,
	gone_s INTEGER NOT NULL,
	found_s INTEGER,
	ref TEXT NOT NULL,
	source_id INTEGER NOT NULL,
	row INTEGER NOT NULL
) STRICT;
CREATE INDEX temp.found_episode_by_child ON found_episode (child_id, gone_s, episode_id);
DROP TABLE IF EXISTS temp.found_address;
CREATE TEMP TABLE found_address (
	address_id INTEGER PRIMARY KEY,
	subject TEXT NOT NULL,
	shown TEXT NOT NULL,
	children INTEGER NOT NULL,
	episodes INTEGER NOT NULL,
	homes INTEGER NOT NULL,
	top_child_episodes INTEGER NOT NULL,
	by_chance REAL NOT NULL,
	q_value REAL NOT NULL
) STRICT;
DROP TABLE IF EXISTS temp.found_adult;
CREATE TEMP TABLE found_adult (
	adult_id INTEGER PRIMARY KEY,
	subject TEXT NOT NULL,
	shown TEXT NOT NULL,
	children INTEGER NOT NULL,
	children_strong INTEGER NOT NULL,
	episodes INTEGER NOT NULL,
	homes INTEGER NOT NULL,
	by_chance REAL NOT NULL,
	q_value REAL NOT NULL
) STRICT;
DROP TABLE IF EXISTS temp.found_identifier;
CREATE TEMP TABLE found_identifier (
	mention_id INTEGER PRIMARY KEY,
	subject TEXT NOT NULL,
	shown TEXT NOT NULL,
	kind TEXT NOT NULL,
	children INTEGER NOT NULL,
	episodes INTEGER NOT NULL,
	adults INTEGER NOT NULL
) STRICT;
DROP TABLE IF EXISTS temp.found_home;
CREATE TEMP TABLE found_home (
	home_number INTEGER PRIMARY KEY,
	subject TEXT NOT NULL,
	shown TEXT NOT NULL,
	state TEXT NOT NULL,
	children INTEGER NOT NULL,
	episodes INTEGER NOT NULL,
	nights INTEGER NOT NULL,
	nights_from TEXT,
	rate REAL,
	expected REAL,
	upper_998 REAL,
	without_top_child REAL,
	z_children REAL
) STRICT;
DROP TABLE IF EXISTS temp.found_hotspot;
CREATE TEMP TABLE found_hotspot (
	hotspot_id INTEGER PRIMARY KEY,
	subject TEXT NOT NULL,
	place TEXT NOT NULL,
	state TEXT NOT NULL,
	easting REAL NOT NULL,
	northing REAL NOT NULL,
	radius_m REAL NOT NULL,
	first_day TEXT NOT NULL,
	last_day TEXT NOT NULL,
	children INTEGER NOT NULL,
	episodes INTEGER NOT NULL,
	p_value REAL NOT NULL
) STRICT;
-- The rows that a found thing rests on.
DROP TABLE IF EXISTS temp.found_evidence;
CREATE TEMP TABLE found_evidence (
	subject TEXT NOT NULL,
	ordinal INTEGER NOT NULL,
	kind TEXT NOT NULL,
	ref TEXT NOT NULL,
	source_id INTEGER NOT NULL,
	row INTEGER NOT NULL
) STRICT;
CREATE INDEX temp.found_evidence_by_subject ON found_evidence (subject, ordinal);
