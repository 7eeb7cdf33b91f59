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
