#!/usr/bin/env bats
# Files of many rows: what is told of each stays bounded, and nothing is lost.
load helper

# bad N: a file whose rows all have an impossible day.
bad() {
	awk -v n="$1" 'BEGIN {
		print "episode_ref,child_ref,type,reported_time,notes"
		for (i = 1; i <= n; i++)
			printf "E%d,K%d,missing,31/02/2026,\"row %d, x\"\n", i, i % 500, i
	}'
}

@test "of thousands set aside the first are listed, all are kept and exported" {
	lastseen init --db case.db --quiet
	bad 12000 >bad.csv
	status=0
	lastseen import episodes bad.csv --db case.db --format json >out.json 2>messages || status=$?
	[ "$status" -eq 3 ]
	[ "$(jq -c '.result | [.rows, .added, (.set_aside | length), .set_aside_not_listed,
		.set_aside[0].row, .set_aside[-1].row]' out.json)" = "[12000,0,10000,2000,2,10001]" ]
	grep -q "12000 of 12000 rows were set aside" messages
	grep -q "2000 more are not; then .lastseen set-aside export" messages
	[ "$(sqlite3 case.db 'SELECT count(*), max(row) FROM set_aside')" = "12000|12001" ]
	# Only tried: nothing lies in the case, and nobody is sent to look there.
	lastseen init --db other.db --quiet
	lastseen import episodes bad.csv --db other.db --dry-run --format json >out.json 2>messages || true
	grep -q "12000 of 12000 rows would be set aside" messages
	! grep -q "they lie in the case" messages
	[ "$(sqlite3 other.db 'SELECT count(*) FROM set_aside')" = 0 ]
	run lastseen set-aside export out.csv --db case.db --audience analyst --format json --quiet
	[ "$(jq -c '.result | [.rows, .entries]' <<<"$output")" = "[12000,12000]" ]
	[ "$(wc -l <out.csv)" = 12001 ]
	[ "$(tail -1 out.csv | tr -d '\r')" = '1,bad.csv,12001,reported_time,there is no such day: check it,E12000,K0,missing,31/02/2026,"row 12000, x"' ]
	# All of them mended, and back.
	sed 's,31/02/2026,2026-02-03,' out.csv >mended.csv
	run lastseen import episodes mended.csv --db case.db --format json --quiet
	[ "$status" -eq 0 ]
	[ "$(jq -c '.result | [.rows, .added, (.set_aside | length), .set_aside_not_listed]' \
		<<<"$output")" = "[12000,12000,0,null]" ]
	[ "$(sqlite3 case.db 'SELECT count(*), min(row), max(row), count(DISTINCT source_id)
		FROM episode')" = "12000|2|12001|1" ]
}

@test "status tells each reason with its rows, of very many the first" {
	lastseen init --db case.db --quiet
	bad 3 >bad.csv
	# One more reason, in a row between.
	sed -i '3s,missing,zebra,' bad.csv
	lastseen import episodes bad.csv --db case.db --quiet --format json >/dev/null || true
	run lastseen status --db case.db --table set_aside --format json
	[ "$(jq -c '[.result.set_aside[] | [.column, .n, .rows]]' <<<"$output")" = \
		'[["reported_time",2,["2","4"]],["type",1,["3"]]]' ]
	# Each row with a reason of its own: six thousand references used twice.
	head=episode_ref,child_ref,type,reported_time
	awk -v h=$head 'BEGIN { print h; for (i = 0; i < 6000; i++)
		printf "E%d,K1,missing,2026-01-02\n", i }' >a.csv
	awk -v h=$head 'BEGIN { print h; for (i = 0; i < 6000; i++)
		printf "E%d,K2,missing,2026-01-03\n", i }' >b.csv
	lastseen import episodes a.csv --db case.db --quiet --format json >/dev/null
	run lastseen import episodes b.csv --db case.db --quiet --format json
	[ "$(jq -c '.result | [.added, (.set_aside | length)]' <<<"$output")" = "[0,6000]" ]
	run lastseen status --db case.db --table set_aside --format json
	[ "$(jq -c '.result.set_aside | [length, ([.[].n] | add), (.[-1] | [.reason, .n])]' \
		<<<"$output")" = '[5001,6003,["further reasons, each of few rows",1002]]' ]
}

@test "a child is one child however many others come between" {
	lastseen init --db case.db --quiet
	awk 'BEGIN {
		print "episode_ref,child_ref,child_dob,type,reported_time"
		for (i = 0; i < 210000; i++)
			printf "E%d,K%d,%s,missing,2026-01-02\n", i, i % 205000,
				i == 205001 ? "2011-01-01" : "2010-01-01"
	}' >many.csv
	run lastseen import episodes many.csv --db case.db --format json --quiet
	[ "$status" -eq 3 ]
	[ "$(jq -c '.result | [.added, [.set_aside[] | [.row, .column]]]' <<<"$output")" = \
		'[210000,[[205003,"child_dob"]]]' ]
	[ "$(sqlite3 case.db 'SELECT count(*), count(DISTINCT child_ref) FROM child')" = "205000|205000" ]
}

@test "the days of the periods are London's" {
	lastseen init --db case.db --quiet
	# 1 June begins at 23:00 UTC of 31 May; half past midnight is its day too.
	printf 'episode_ref,child_ref,type,reported_time\nE1,K1,missing,2025-06-01\nE2,K1,missing,2025-08-31 00:30\n' >june.csv
	printf 'episode_ref,offered_time,held_time\nE1,2025-06-02,2025-06-03 00:10\n' >i.csv
	lastseen import episodes june.csv --db case.db --quiet --format json >/dev/null
	lastseen import interviews i.csv --db case.db --quiet --format json >/dev/null
	run lastseen status --db case.db --table periods --format csv
	says "episodes,june.csv,2,2025-06-01,2025-08-31" "interviews,i.csv,1,2025-06-02,2025-06-03"
}
