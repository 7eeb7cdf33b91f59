#!/usr/bin/env bats
# Tables of databases: ODBC by the driver for SQLite files, PostGIS by a server of our
# own. Where a driver or server is not installed the test skips, and says so.
load helper

odbc_driver() {
	odbcinst -q -d 2>/dev/null | grep -q '^\[SQLite3\]$' ||
		skip "no ODBC driver for SQLite files (libsqliteodbc)"
}

source_file() {
	rm -f cases.sqlite
	sqlite3 cases.sqlite <<'SQL'
CREATE TABLE misper (episode_ref TEXT PRIMARY KEY, child_ref TEXT, type TEXT,
	reported_time TIMESTAMP, found_time DATE, shift INTEGER, notes TEXT);
INSERT INTO misper VALUES
	('E1', 'K1', 'missing', '2026-01-02 21:30:00', '2026-01-03', 7, 'café'),
	('E2', 'K2', 'zebra', '2026-01-03 10:00:00', NULL, 8, NULL);
CREATE TABLE other (a TEXT);
SQL
}

@test "a table through ODBC is read like a file" {
	odbc_driver
	source_file
	lastseen init --db case.db --quiet
	from="ODBC:DRIVER={SQLite3};Database=$PWD/cases.sqlite;UID=ann;PWD={s3;Database=cret}"
	run lastseen import episodes "$from" --db case.db
	[ "$status" -eq 2 ]
	says "ODBC:cases.sqlite: say which table with --sheet; it has: misper, other"
	run lastseen import episodes "$from" --sheet nothing --db case.db
	fails "has no such table"
	run lastseen import episodes "$from" --sheet misper --db case.db --format json --quiet
	[ "$status" -eq 3 ]
	[ "$(jq -c '.result | [.file, .rows, .added, .set_aside[0].row]' <<<"$output")" = '["ODBC:cases.sqlite",2,1,3]' ]
	[ "$(sqlite3 case.db 'SELECT episode_ref, child_ref, reported_text, found_text, notes, extra
		FROM episode JOIN child USING (child_id)')" = \
		'E1|K1|2026-01-02 21:30:00|2026-01-03|café|{"shift":"7"}' ]
	# The same rows again add nothing; a changed table is another source.
	run lastseen import episodes "$from" --sheet misper --db case.db --format json --quiet
	[ "$(jq -c '.result | [.added, .unchanged]' <<<"$output")" = '[0,1]' ]
	sqlite3 cases.sqlite "INSERT INTO misper VALUES ('E3', 'K3', 'missing', '2026-01-04 10:00:00', NULL, 8, NULL)"
	run lastseen import episodes "$from" --sheet misper --db case.db --format json --quiet
	[ "$(jq -c '.result | [.added, .unchanged]' <<<"$output")" = '[1,1]' ]
	run lastseen mapping suggest "$from" --kind episodes --sheet misper --format json
	[[ $output != *s3* && $output != *cret* && $output != *ann* ]]
	grep -q '^reported_time = reported_time$' mapping.ini
	# Neither the case nor its log holds what let us in.
	run lastseen status --db case.db --format json
	[[ $output != *s3* && $output != *cret* ]]
	run grep -c -e 's3;' -e 'cret' -e 'UID' -e "$PWD" case.db
	[ "$output" = 0 ]
}

# A server of our own; never one that runs already.
start_postgres() {
	bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | tail -1)
	[ -n "$bin" ] || skip "PostgreSQL is not installed"
	as=
	if [ "$(id -u)" = 0 ]; then
		id postgres >/dev/null 2>&1 || skip "no account to run PostgreSQL"
		as="setpriv --reuid=postgres --regid=postgres --clear-groups"
	fi
	pg=$(mktemp -d /tmp/lastseen-pg-XXXXXX)
	[ -z "$as" ] || chown postgres "$pg"
	$as "$bin/initdb" -D "$pg/data" -U reader --auth=trust >/dev/null 2>&1 &&
		$as "$bin/pg_ctl" -D "$pg/data" -w -l "$pg/log" \
			-o "-k $pg -c listen_addresses='' -c fsync=off" start >/dev/null ||
		skip "PostgreSQL does not start here"
}

teardown() {
	[ -z "${pg:-}" ] || {
		$as "$bin/pg_ctl" -D "$pg/data" -m immediate stop >/dev/null
		rm -rf "$pg"
	}
}

@test "outlines of PostGIS are read as boundaries" {
	start_postgres
	psql -q -h "$pg" -U reader postgres -c 'CREATE EXTENSION postgis' >/dev/null 2>&1 ||
		skip "PostGIS is not installed"
	psql -q -h "$pg" -U reader postgres >/dev/null <<'SQL'
CREATE TABLE district (code text PRIMARY KEY, name text, shape geometry(Polygon, 27700));
INSERT INTO district VALUES ('Z99000001', 'Ondermere',
	ST_GeomFromText('POLYGON((462000 812000, 463000 812000, 463000 813000, 462000 813000, 462000 812000))', 27700));
INSERT INTO district VALUES ('Z99000002', 'Nowhere', NULL);
SQL
	lastseen init --db case.db --quiet
	cat >map.ini <<-INI
		[mapping]
		kind = boundaries
		[columns]
		layer = "districts"
		code = code
		name = name
	INI
	run lastseen import boundaries "PG:host=$pg dbname=postgres user=reader" --sheet district \
		--mapping map.ini --db case.db --format json --quiet
	echo "$output"
	[ "$status" -eq 3 ]
	[ "$(jq -c '.result | [.rows, .added, .set_aside[0].row]' <<<"$output")" = '[2,1,3]' ]
	[ "$(sqlite3 case.db 'SELECT code, name FROM boundary')" = "Z99000001|Ondermere" ]
}
