#!/usr/bin/env bats
# Bringing extracts in: mappings proposed, rows set aside and mended, rows updated.
load helper

police() {
	cat >police.csv <<'CSV'
Missing persons extract 2025/26,,,,,,,,,,
,,,Last seen,,,Found,,,,
Misper Ref,Nominal ID,Date reported,Date,Time,Location,Date,Location,Post Code,Classification,Officer; shift
M1,K1,03/28/2026,03/28/2026,21:30,nr Tesco,03/29/2026,12 High St,PR1 2RL,MFH,x
M2,K2,04/02/2026,04/02/2026,21:35,,04/03/2026,14 High St,PR1 2RM,Absence,x
M3,K2,04/05/2026,04/05/2026,,,04/06/2026,14 High St,PR1 2RM,Zebra,x
CSV
}

@test "a mapping is proposed that reads the file: header, groups, dates, codes" {
	police
	lastseen init --db case.db --quiet
	run lastseen mapping suggest police.csv --kind episodes --quiet --format json
	[ "$status" -eq 0 ]
	[ "$(jq -r .result.header_row <<<"$output")" = 3 ]
	[ "$(jq -r .result.dates <<<"$output")" = mdy ]
	[ "$(jq -r '.result.columns[] | select(.column == "found_postcode").from' \
		<<<"$output")" = "Post Code" ]
	grep -q '^last_seen_time = {Date (column D)} {Time}$' police.ini
	grep -q '^found_address = Location (column H)$' police.ini
	grep -q '^MFH = missing$' police.ini
	grep -q '^; Zebra = $' police.ini
	# Codes alone, no other cell of the file.
	! grep -q 'K1\|High St\|PR1' police.ini
	run lastseen import episodes police.csv --mapping police.ini --db case.db --quiet
	[ "$status" -eq 3 ]
	[ "$(sqlite3 case.db 'SELECT episode_ref, type, last_seen_text, found_text
		FROM episode ORDER BY 1')" = \
		"M1|missing|03/28/2026 21:30|03/29/2026
M2|absent|04/02/2026 21:35|04/03/2026" ]
}

@test "a proposal never overwrites" {
	police
	echo mine >police.ini
	run lastseen mapping suggest police.csv --kind episodes
	fails police.ini "--output"
	[ "$(cat police.ini)" = mine ]
}

@test "dates that read both ways are said to be ambiguous" {
	printf 'episode_ref,child_ref,type,reported_time\nE1,K1,missing,03/04/2026\n' >a.csv
	run lastseen mapping suggest a.csv --kind episodes
	[ "$status" -eq 0 ]
	says "order of dates is not certain" AMBIGUOUS
	grep -q AMBIGUOUS a.ini
	printf 'E2,K1,missing,13/04/2026\nE3,K1,missing,04/13/2026\n' >>a.csv
	run lastseen mapping suggest a.csv --kind episodes --output b.ini
	says MIXED
}

@test "the built-in mappings are listed and shown, and recognised" {
	run lastseen mapping list --format csv
	says ssda903-missing ofsted
	run lastseen mapping show ofsted
	says "[mapping]" "kind = homes"
	run lastseen mapping show ofstad
	fails "did you mean ofsted"
	printf 'CHILD,DOB,MISSING,MIS_START,MIS_END\n1,01/02/2010,M,01/03/2026,02/03/2026\n' >m.csv
	run lastseen mapping suggest m.csv --kind episodes --format json
	[ "$(jq -r .result.builtin <<<"$(sed '/^lastseen:/d' <<<"$output")")" = ssda903-missing ]
}

@test "headers with the signs of a mapping, and hostile ones, give a mapping that reads" {
	printf 'Ref | x,Child + ref,"{type}",reported ;time,=cmd,[columns]\nE1,K1,missing,2026-01-02,a,b\n' >h.csv
	run lastseen mapping suggest h.csv --kind episodes
	[ "$status" -eq 0 ]
}

# Two bad rows and a bad cell, the reference kept.
broken() {
	lastseen init --db case.db --quiet
	cat >e.csv <<'CSV'
episode_ref,child_ref,type,reported_time,found_time,found_address,notes
E1,K1,missing,2026-01-02 21:30,2026-01-03,1 High St,-
E2,K2,zebra,2026-01-04 21:30,,as above,=cmd
E3,K3,missing,2026-01-05 20:00,31/02/2026,2 High St,"a, b"
E4,K4,missing,,,3 High St,
CSV
	run lastseen import episodes e.csv --db case.db --quiet
	[ "$status" -eq 3 ]
}

@test "rows set aside go out, are mended, come back; nothing is doubled" {
	broken
	run lastseen set-aside export out.csv --db case.db --audience analyst --format json
	[ "$status" -eq 0 ]
	[ "$(wc -l <out.csv)" = 4 ]
	[ "$(head -1 out.csv | tr -d '\r')" = "set_aside_source,set_aside_file,set_aside_row,set_aside_column,set_aside_reason,episode_ref,child_ref,type,reported_time,found_time,found_address,notes" ]
	sed -e 's/zebra/missing/' -e 's,31/02/2026,2026-01-06,' out.csv >mended.csv
	run lastseen import episodes mended.csv --db case.db --format json --quiet
	[ "$status" -eq 3 ] # E4 has no time yet
	[ "$(jq -c '.result | [.rows, .added, .updated, .unchanged, (.set_aside | length)]' \
		<<<"$output")" = "[3,1,1,0,1]" ]
	# The rows stand where they stood: file and number of the first file.
	[ "$(sqlite3 case.db 'SELECT episode_id, source_id, row, episode_ref, found_text, notes
		FROM episode ORDER BY episode_ref')" = "1|1|2|E1|2026-01-03|-
3|1|3|E2||=cmd
2|1|4|E3|2026-01-06|a, b" ]
	[ "$(sqlite3 case.db "SELECT row, address FROM place ORDER BY row")" = "2|1 High St
3|as above
4|2 High St" ]
	[ "$(sqlite3 case.db 'SELECT row FROM set_aside WHERE resolved_utc IS NULL')" = 5 ]
	[ "$(sqlite3 case.db "SELECT kind, source_id, row, content ->> 'episode_ref',
		content ->> 'found_text' FROM row_history")" = "episodes|1|4|E3|" ]
	[ "$(sqlite3 case.db "SELECT count(*) FROM audit WHERE action = 'alteration'")" = 1 ]
	[ "$(sqlite3 case.db "SELECT count(*) FROM audit WHERE action = 'disclosure'")" = 1 ]
	# The mended file again, and the first one again: nothing new.
	run lastseen import episodes mended.csv --db case.db --format json --quiet
	[ "$(jq -c '.result | [.added, .updated, .unchanged]' <<<"$output")" = "[0,0,2]" ]
	run lastseen import episodes e.csv --db case.db --format json --quiet
	[ "$(jq -c '.result | [.added, .updated, .unchanged]' <<<"$output")" = "[0,0,2]" ]
	[ "$(sqlite3 case.db 'SELECT count(*) FROM episode')" = 3 ]
	[ "$(sqlite3 case.db 'SELECT row FROM set_aside WHERE resolved_utc IS NULL')" = 5 ]
	# What is left goes out again, and in.
	run lastseen set-aside export rest.csv --db case.db --audience analyst
	sed 's/missing,,/missing,2026-01-07,/' rest.csv >last.csv
	run lastseen import episodes last.csv --db case.db --quiet
	[ "$status" -eq 0 ]
	run lastseen set-aside export none.csv --db case.db --audience analyst
	fails "nothing is set aside"
	run lastseen audit verify --db case.db
	[ "$status" -eq 0 ]
}

@test "a row of a kind without references is mended in its place" {
	lastseen init --db case.db --quiet
	printf 'urn,name,registered_places,postcode\nSC000001,A,many,PR1 2RL\nSC000002,B,3,\n' >h.csv
	run lastseen import homes h.csv --db case.db --quiet
	run lastseen set-aside export out.csv --db case.db --audience analyst
	sed -i 's/,many,/,4,/' out.csv
	run lastseen import homes out.csv --db case.db --quiet
	[ "$status" -eq 0 ]
	[ "$(sqlite3 case.db 'SELECT home_id, row, urn, registered_places FROM home ORDER BY 1')" = "1|2|SC000001|4
2|3|SC000002|3" ]
	[ "$(sqlite3 case.db 'SELECT count(*) FROM place')" = 1 ]
}

@test "a row that was never set aside cannot be mended" {
	broken
	{
		echo set_aside_source,set_aside_row,episode_ref,child_ref,type,reported_time
		echo 1,2,E1,K1,missing,2026-05-05
		echo 1,x,E9,K1,missing,2026-05-05
	} >forged.csv
	run lastseen import episodes forged.csv --db case.db --format json --quiet
	[ "$status" -eq 3 ]
	[ "$(jq -c '.result | [.added, .updated]' <<<"$output")" = "[0,0]" ]
	says "names no row of this kind that was set aside"
}

@test "raw rows are for the analyst alone, and no file is overwritten" {
	broken
	for audience in partner public; do
		run lastseen set-aside export out.csv --db case.db --audience $audience
		[ "$status" -eq 2 ]
		[ ! -e out.csv ]
	done
	echo mine >out.csv
	run lastseen set-aside export out.csv --db case.db --audience analyst
	fails "out.csv"
	[ "$(cat out.csv)" = mine ]
}

@test "an episode closed in a later extract: set aside, or with --update replaced" {
	lastseen init --db case.db --quiet
	head=episode_ref,child_ref,type,reported_time,found_time,found_address
	printf '%s\nE1,K1,missing,2026-01-02,,\nE2,K2,missing,2026-01-02,,\n' $head >may.csv
	printf '%s\nE1,K1,missing,2026-01-02,2026-01-04,1 High St\nE2,K2,missing,2026-01-02,,\nE3,K2,missing,2026-02-02,,\nE3,K2,away,2026-02-02,,\n' $head >june.csv
	lastseen import episodes may.csv --db case.db --quiet
	run lastseen import episodes june.csv --db case.db --format json --quiet
	[ "$status" -eq 3 ]
	[ "$(jq -c '.result | [.added, .updated, .unchanged]' <<<"$output")" = "[1,0,1]" ]
	run lastseen import episodes june.csv --update --db case.db --format json --quiet
	# Two rows of one file with one reference stay two rows.
	[ "$status" -eq 3 ]
	[ "$(jq -c '.result | [.added, .updated, .unchanged]' <<<"$output")" = "[0,1,2]" ]
	[ "$(sqlite3 case.db 'SELECT episode_id, source_id, row, found_text FROM episode
		WHERE episode_ref = "E1"')" = "1|2|2|2026-01-04" ]
	[ "$(sqlite3 case.db 'SELECT source_id, row, by_source_id, by_row FROM row_history')" = "1|2|2|2" ]
	[ "$(sqlite3 case.db 'SELECT rule, row FROM set_aside WHERE resolved_utc IS NULL')" = "reference_twice|5" ]
	# The older extract does not bring the old state back.
	run lastseen import episodes may.csv --update --db case.db --format json --quiet
	[ "$(jq -c '.result | [.added, .updated, .unchanged]' <<<"$output")" = "[0,0,2]" ]
	[ "$(sqlite3 case.db "SELECT count(*) FROM audit WHERE action = 'alteration'")" = 1 ]
}

@test "status tells by month and file what is filled, and what each method leaves out" {
	lastseen init --db case.db --quiet
	head=episode_ref,child_ref,type,reported_time,found_time,found_address,found_easting,found_northing,risk
	# 1 May is a day of May, though it begins at 23:00 UTC of April.
	printf '%s\nE1,K1,missing,2025-05-01,2025-05-02,,354123,429321,high\nE2,K2,missing,2025-05-31 23:30,2025-06-01 10:00,nowhere at all,,,\nE3,K3,missing,2025-06-02 10:00,,,,,low\n' $head >may.csv
	lastseen import episodes may.csv --db case.db --quiet
	lastseen geocode --db case.db --quiet
	run lastseen status --db case.db --table completeness_by_month --format csv
	says "may.csv,2025-05,risk,2,1,0.5" "may.csv,2025-06,risk,1,1,1" \
		"may.csv,2025-05,found_time,2,2,1" "may.csv,2025-06,found_time,1,0,0"
	[[ $output != *2025-04* ]]
	# Interviews by London's month too, and a list of homes by none.
	printf 'episode_ref,offered_time,held_time,where_held\nE1,2025-06-01,,\nE2,2025-06-02 10:00,2025-07-01 00:10,School\n' >i.csv
	printf 'urn,name,provider\nSC900001,A,\n' >h.csv
	printf 'child_ref,start,end,urn\nK1,2025-05-31,,SC900001\n' >p.csv
	lastseen import interviews i.csv --db case.db --quiet --format json >/dev/null
	lastseen import homes h.csv --db case.db --quiet --format json >/dev/null
	lastseen import placements p.csv --db case.db --quiet --format json >/dev/null
	run lastseen status --db case.db --table completeness_of_others --format csv
	says "interviews,i.csv,2025-06,held_time,1,0,0" "interviews,i.csv,2025-07,where_held,1,1,1" \
		"homes,h.csv,,name,1,1,1" "homes,h.csv,,provider,1,0,0" \
		"placements,p.csv,2025-05,urn,1,1,1" "placements,p.csv,2025-05,end,1,0,0"
	run lastseen status --db case.db --table located_by_source --format csv
	says "may.csv,episodes,found,up to 25 m,1,0.5" "may.csv,episodes,found,not located,1,0.5"
	run lastseen status --db case.db --table left_out --format json
	[ "$(jq -c '.result.left_out[] | select(.method == "hotspots" and .place == "found") |
		[.limit_m, .episodes, .used, .not_given, .not_located, .too_coarse]' <<<"$output")" = "[250,3,1,1,1,0]" ]
	[ "$(jq -c '.result.left_out[] | select(.place == "gone") | [.episodes, .used, .no_hour]' \
		<<<"$output")" = "[3,2,1]" ]
	[ "$(jq -c '.result.left_out[] | select(.method == "rhythm: how long") |
		[.episodes, .used, .not_given, .no_hour]' <<<"$output")" = "[3,1,1,1]" ]
	[ "$(jq -c '.result.left_out[] | select(.method == "homes") | [.episodes, .used]' \
		<<<"$output")" = "[0,0]" ]
	# The methods say the same.
	lastseen hotspots --db case.db --format json |
		jq -e '.result.left_out.not_located == 1 and .result.left_out.too_coarse == 0'
	# The public sees no count under five, nor one from which it could be told.
	run lastseen status --db case.db --table completeness_by_month --format csv --audience public
	[[ $output != *",2,"* && $output != *,1,* ]]
}

@test "figures of two releases that disagree are both kept; symbols are no numbers" {
	lastseen init --db case.db --quiet
	head='time_period,geographic_level,country_code,country_name,region_code,region_name,new_la_code,la_name,CLA_group,number'
	row='202324,Local authority,,,,,E1,Northtown,Missing'
	printf '%s\n%s,120\n202223,Local authority,,,,,E1,Northtown,Missing,c\n' "$head" "$row" >release_2024.csv
	printf '%s\n%s,131\n202223,Local authority,,,,,E1,Northtown,Missing,k\n' "$head" "$row" >release_2025.csv
	for year in 2024 2025; do
		run lastseen import benchmarks release_$year.csv --mapping dfe-missing --db case.db --quiet
		[ "$status" -eq 0 ]
	done
	[ "$(sqlite3 case.db 'SELECT release, period, value, symbol, typeof(value) FROM benchmark ORDER BY 1, 2')" = \
		"release_2024|202223||c|null
release_2024|202324|120.0||real
release_2025|202223||k|null
release_2025|202324|131.0||real" ]
	# Every sign that stands for a figure is kept as one; a figure of nothing is nought.
	{
		echo "$head"
		for value in c C '[c]' k x z u low '[low]' : '*' .. - 0 7 1,234 12%; do
			echo "202324,Local authority,,,,,E2,Southtown,$((++n)),\"$value\""
		done
	} >signs.csv
	run lastseen import benchmarks signs.csv --mapping dfe-missing --db case.db --format json --quiet
	[ "$status" -eq 3 ]
	[ "$(jq -c '[.result.added, [.result.set_aside[].raw]]' <<<"$output")" = '[17,["12%"]]' ]
	[ "$(sqlite3 case.db "SELECT group_concat(coalesce(symbol, value, 'none'), ' ') FROM (SELECT symbol, value FROM benchmark WHERE area_code = 'E2' ORDER BY row)")" = \
		"c c c k x z u low low : * .. - 0.0 7.0 1234.0 none" ]
	# Published figures are no episodes: nothing counts them.
	printf 'episode_ref,child_ref,type,reported_time\nE1,K1,missing,2024-01-01\n' >e.csv
	lastseen import episodes e.csv --db case.db --quiet
	run lastseen count --period 2024-01-01..2024-12-31 --db case.db --format json --audience analyst
	[[ $output != *120* && $output != *131* && $output != *Northtown* ]]
}

@test "a connection that fails tells no password" {
	lastseen init --db case.db --quiet
	for file in "PG:host=/nowhere dbname=cases user=ann password=s3cret" \
		"PG:password='s3cret' dbname='cases'" "PG:postgresql://ann:s3cret@localhost:1/cases" \
		"ODBC:ann/s3cret@cases,episodes" "ODBC:DSN=cases;UID=ann;PWD=s3cret"; do
		run lastseen import episodes "$file" --sheet episodes --db case.db
		[ "$status" -eq 1 ]
		says "can't be opened"
		[[ $output != *s3cret* && $output != *ann* ]]
		run lastseen mapping suggest "$file" --kind episodes --sheet episodes
		[[ $output != *s3cret* ]]
	done
	run sqlite3 case.db 'SELECT * FROM audit'
	[[ $output != *s3cret* ]]
}

# A server of our own, where PostgreSQL is installed; never one that runs already.
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

stop_postgres() {
	$as "$bin/pg_ctl" -D "$pg/data" -m immediate stop >/dev/null
	rm -rf "$pg"
}

@test "a table of PostgreSQL is read like a file, its key too" {
	start_postgres
	psql -q -h "$pg" -U reader postgres <<'SQL'
CREATE TABLE misper (episode_ref serial PRIMARY KEY, child_ref text, type text,
	reported_time timestamp, notes text);
INSERT INTO misper (child_ref, type, reported_time, notes) VALUES
	('K1', 'missing', '2026-01-02 21:30', 'x'), ('K2', 'zebra', '2026-01-03 10:00', NULL);
SQL
	lastseen init --db case.db --quiet
	from="PG:host=$pg dbname=postgres user=reader password=s3cret"
	run lastseen import episodes "$from" --db case.db
	tables=$output
	run lastseen import episodes "$from" --sheet misper --db case.db --format json --quiet
	first=$output first_status=$status
	run lastseen import episodes "$from" --sheet misper --db case.db --format json --quiet
	again=$output
	stop_postgres
	[[ $tables == *"say which table"*misper* ]]
	[ "$first_status" -eq 3 ]
	[ "$(jq -c '.result | [.file, .rows, .added]' <<<"$first")" = '["PG:postgres",2,1]' ]
	[ "$(jq -c '.result | [.rows, .added, .unchanged]' <<<"$again")" = '[2,0,1]' ]
	[ "$(sqlite3 case.db 'SELECT episode_ref, child_ref, reported_text FROM episode JOIN child USING (child_id)')" = "1|K1|2026-01-02 21:30:00" ]
	[ "$(sqlite3 case.db 'SELECT file, sheet, length(sha256) FROM source')" = "PG:postgres|misper|64" ]
	run grep -c s3cret case.db
	[ "$output" = 0 ]
}

# Excel's hand: a mark, CRLF, dates its way, zeros and figures lost, quotes where it likes.
excel() {
	sed -e 's/\r$//' -e 's/2026-01-0\([0-9]\) \([0-9:]*\)/0\1\/01\/2026 \2/g' \
		-e 's/,00*\([1-9][0-9]*\),\(zebra\|missing\)/,\1,\2/' \
		-e 's/,447700900123$/,4.477E+11/' -e 's/,3\/4,/,03-Apr,/' "$1" |
		sed -e 's/$/\r/' -e '1s/^/\xEF\xBB\xBF/'
}

@test "what a spreadsheet rewrote comes back as it was; what was mended stays mended" {
	lastseen init --db case.db --quiet
	cat >e.csv <<'CSV'
episode_ref,child_ref,type,reported_time,found_time,found_address,notes
E1,007,zebra,2026-01-02 21:30:05,2026-01-03 10:00,3/4,447700900123
E2,0071,missing,2026-01-04 21:30,31/02/2026,as above,
E3,008,zebra,2026-01-05 20:00,,x,
CSV
	lastseen import episodes e.csv --db case.db --quiet --format json >/dev/null || true
	lastseen set-aside export out.csv --db case.db --audience analyst --quiet >/dev/null
	excel out.csv >saved.csv
	grep -q ',7,zebra,02/01/2026 21:30:05,03/01/2026 10:00,03-Apr,4.477E+11' saved.csv
	# The person mends the first row's type and the second's day, and leaves the third.
	sed -i -e '2s/zebra/missing/' -e '3s,31/02/2026,06/01/2026,' saved.csv
	run lastseen import episodes saved.csv --db case.db
	[ "$status" -eq 3 ]
	says "cells that a spreadsheet had rewritten"
	[ "$(sqlite3 case.db 'SELECT episode_ref, child_ref, reported_text, found_text, address, notes
		FROM episode JOIN child USING (child_id) JOIN place USING (episode_id) ORDER BY 1')" = \
		"E1|007|2026-01-02 21:30:05|2026-01-03 10:00|3/4|447700900123
E2|0071|2026-01-04 21:30|06/01/2026|as above|" ]
	[ "$(sqlite3 case.db 'SELECT group_concat(child_ref) FROM (SELECT child_ref FROM child ORDER BY 1)')" = "007,0071" ]
	[ "$(sqlite3 case.db "SELECT row, group_concat(column, ' ') FROM (SELECT * FROM row_note WHERE rule = 'respelt' ORDER BY row, column) GROUP BY row")" = \
		"2|child_ref found_address found_time notes reported_time
3|child_ref reported_time" ]
	# The row that was left goes out again as it was first, not as the spreadsheet had it.
	run lastseen set-aside export rest.csv --db case.db --audience analyst --quiet
	[ "$(tail -1 rest.csv | tr -d '\r')" = "1,e.csv,4,type,\"is not known; write one of: missing, absent, no_apparent_risk, away\",E3,008,zebra,2026-01-05 20:00,,x," ]
	# The saved file again changes nothing.
	run lastseen import episodes saved.csv --db case.db --format json --quiet
	[ "$(jq -c '.result | [.added, .updated, .unchanged]' <<<"$output")" = "[0,0,2]" ]
	[ "$(sqlite3 case.db 'SELECT count(*) FROM child')" = 2 ]
}

@test "a day and month that a person swapped is a person's doing" {
	lastseen init --db case.db --quiet
	printf 'episode_ref,child_ref,type,reported_time,notes\nE1,K1,zebra,03/04/2026,0012\n' >e.csv
	lastseen import episodes e.csv --db case.db --quiet --format json >/dev/null || true
	lastseen set-aside export out.csv --db case.db --audience analyst --quiet >/dev/null
	sed -i -e 's/zebra/missing/' -e 's,03/04/2026,04/03/2026,' -e 's/,0012/,0013/' out.csv
	run lastseen import episodes out.csv --db case.db --quiet
	[ "$status" -eq 0 ]
	[ "$(sqlite3 case.db 'SELECT reported_text, notes FROM episode')" = "04/03/2026|0013" ]
}

@test "the first day of a calendar is no date" {
	lastseen init --db case.db --quiet
	cat >e.csv <<'CSV'
episode_ref,child_ref,child_dob,type,reported_time,found_time
E1,K1,01/01/1900,missing,01/01/2026 10:00,01/01/1970 00:00
E2,K2,01/01/2010,missing,01/01/1900 00:00,
E3,K3,02/01/2010,missing,02/01/2026,02/01/2026 11:00
CSV
	run lastseen import episodes e.csv --db case.db --format json --quiet
	[ "$status" -eq 3 ]
	[ "$(jq -c '[.result.set_aside[] | [.row, .column, .whole]]' <<<"$output")" = \
		'[[2,"child_dob",false],[2,"found_time",false],[3,"reported_time",true]]' ]
	[ "$(sqlite3 case.db 'SELECT count(*) FROM episode')" = 2 ]
	# Of an adult it may be the day of birth.
	printf 'person_ref,name,dob\nP1,A B,01/01/1970\nP2,C D,01/01/1900\n' >p.csv
	run lastseen import people p.csv --db case.db --format json --quiet
	[ "$(jq -c '[.result.set_aside[].row]' <<<"$output")" = '[3]' ]
}
