#!/usr/bin/env bats
# Bad input: a clear message, the right exit status, the case as it was.
load helper

unchanged() { # command...
	content case.db >before
	run lastseen "$@" --db case.db
	content case.db >after
	cmp before after
}

@test "no file" {
	small_case
	unchanged import episodes nowhere.csv
	fails nowhere.csv
}

@test "an empty file" {
	small_case
	: >empty.csv
	unchanged import episodes empty.csv
	fails empty.csv empty
}

@test "a folder" {
	small_case
	mkdir folder
	unchanged import episodes folder
	fails folder
}

@test "a binary file" {
	small_case
	head -c 4096 "$LASTSEEN" >binary.csv
	unchanged import episodes binary.csv
	fails binary.csv
}

@test "a header and nothing else" {
	small_case
	echo 'episode_ref,child_ref,type,reported_time' >header.csv
	content case.db >before
	run lastseen import episodes header.csv --db case.db --format json
	[ "$status" -le 1 ]
	[ "$(sqlite3 case.db 'SELECT count(*) FROM episode')" = 1 ]
	says header.csv
}

@test "a missing column is named, with the nearest that is there" {
	small_case
	printf 'episode_ref,child_ref,type,reportedtime\nE2,K2,missing,2026-01-03\n' >m.csv
	unchanged import episodes m.csv
	fails m.csv reported_time reportedtime template
}

@test "a line of 100 MB" {
	small_case
	{
		echo 'episode_ref,child_ref,type,reported_time,notes'
		printf 'E2,K2,missing,2026-01-03,'
		head -c 104857600 /dev/zero | tr '\0' x
		echo
	} >long.csv
	unchanged import episodes long.csv
	fails long.csv "row 2"
}

@test "Windows-1252 is read, with a notice" {
	small_case
	printf 'episode_ref,child_ref,type,reported_time,notes\nE2,K2,missing,2026-01-03,caf\351 \200\n' >w.csv
	run lastseen import episodes w.csv --db case.db
	[ "$status" -eq 0 ]
	says Windows-1252
	[ "$(sqlite3 case.db "SELECT notes FROM episode WHERE episode_ref='E2'")" = 'café €' ]
}

@test "American dates are refused row by row" {
	small_case
	printf 'episode_ref,child_ref,type,reported_time\nE2,K2,missing,03/28/2026\n' >a.csv
	run lastseen import episodes a.csv --db case.db --format json
	[ "$status" -eq 3 ]
	says '"row": 2' reported_time 03/28/2026
}

@test "a case that is not there" {
	run lastseen status --db nowhere.db
	fails nowhere.db init
}

@test "a case that is no database" {
	echo 'this is a text file, not a case' >text.db
	run lastseen status --db text.db
	fails text.db
	[ "$(cat text.db)" = 'this is a text file, not a case' ]
}

@test "another program's database" {
	sqlite3 other.db 'CREATE TABLE t(x); INSERT INTO t VALUES(1);'
	cp other.db copy.db
	run lastseen import episodes x.csv --db other.db
	fails other.db
	cmp other.db copy.db
}

@test "a newer case" {
	small_case
	sqlite3 case.db 'PRAGMA user_version=999'
	unchanged status
	fails case.db newer
}

@test "a case that cannot be read" {
	[ "$(id -u)" -ne 0 ] || skip "root reads everything"
	small_case
	chmod 000 case.db
	run lastseen status --db case.db
	fails case.db
}

@test "init refuses a case that is there" {
	small_case
	unchanged init
	fails case.db
}

@test "a read-only folder" {
	small_case
	mkdir locked
	cp case.db locked/
	if [ "$(id -u)" -eq 0 ]; then
		command -v unshare >/dev/null || skip "no unshare"
		run unshare -m sh -c "mount --bind locked locked && mount -o remount,ro,bind locked &&
			'$LASTSEEN' import episodes one.csv --db locked/case.db"
		[[ "$output" != *unshare:* && "$output" != *mount:* ]] || skip "no rights to mount"
	else
		chmod 555 locked
		run lastseen import episodes one.csv --db locked/case.db
	fi
	fails locked/case.db
}

@test "a full disk while importing" {
	[ "$(id -u)" -eq 0 ] && command -v unshare >/dev/null || skip "needs rights to mount"
	small_case
	mkdir full
	{
		echo 'episode_ref,child_ref,type,reported_time,notes'
		for i in $(seq 2000); do
			echo "F$i,K$i,missing,2026-01-03,$(printf '%01000d' "$i")"
		done
	} >many.csv
	run unshare -m sh -c "mount -t tmpfs -o size=1536k none full && cp case.db full/ &&
		{ '$LASTSEEN' import episodes many.csv --db full/case.db; echo exit \$?; } &&
		sqlite3 full/case.db 'SELECT count(*) FROM episode'"
	[[ "$output" != *unshare:* && "$output" != *mount:* ]] || skip "no rights to mount"
	says "exit 1" full/case.db
	[ "${lines[-1]}" = 1 ]
}

@test "standard output that cannot be written" {
	small_case
	run sh -c "'$LASTSEEN' status --db case.db >/dev/full"
	[ "$status" -eq 1 ]
}

@test "kill -9 in the middle of an import leaves the case as it was" {
	small_case
	awk 'BEGIN { print "episode_ref,child_ref,type,reported_time,from_address,found_address"
		for (i = 0; i < 400000; i++)
			print "M" i ",K" i % 9000 ",missing,2026-01-03 10:00,1 High Street," i " Low Road" }' >big.csv
	content case.db >before
	"$LASTSEEN" import episodes big.csv --db case.db --quiet &
	pid=$!
	sleep 1
	kill -9 $pid || skip "the import was faster than the kill"
	wait $pid || true
	content case.db >after
	cmp before after
	run lastseen status --db case.db
	[ "$status" -eq 0 ]
}

@test "wrong usage is status 2 and names the nearest word" {
	run lastseen hotspot
	[ "$status" -eq 2 ]
	says hotspots
	run lastseen hotspots --raduis 250m
	[ "$status" -eq 2 ]
	says --radius
	run lastseen hotspots --radius 250
	[ "$status" -eq 2 ]
	says 250m
	run lastseen import epsiodes x.csv
	[ "$status" -eq 2 ]
	says episodes
	run lastseen status left-over
	[ "$status" -eq 2 ]
	says left-over
	run lastseen
	[ "$status" -eq 2 ]
}

@test "global options stand before or after the command" {
	small_case
	run lastseen --db case.db --format json status
	[ "$status" -eq 0 ]
	first=$output
	run lastseen status --format json --db case.db
	[ "$status" -eq 0 ]
	[ "$first" = "$output" ]
}
