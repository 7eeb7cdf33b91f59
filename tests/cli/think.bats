#!/usr/bin/env bats
# think: one folder, whole, repeatable, traced, and never in anybody's way.

load helper

# A case whose texts would run, or break out, wherever they were not taken as text.
hostile_case() {
	lastseen init --db case.db --quiet
	cat >bad.csv <<'CSV'
episode_ref,child_ref,type,reported_time,found_time,from_kind,found_kind,found_address,found_postcode,found_easting,found_northing,responsible_authority
E1,<script>alert(1)</script>,missing,2026-01-02 21:30,2026-01-03 01:00,home,friend,`touch hacked` <b>&"house",ZQ1 1AA,462100,812200,<img src=x>
E2,K2,missing,2026-01-05 20:30,2026-01-06 02:00,home,friend,`touch hacked` <b>&"house",ZQ1 1AA,462100,812200,=1+1
E3,K3,missing,2026-02-05 19:30,2026-02-05 23:00,home,street,$(touch hacked),ZQ1 1AB,462400,812300,system('touch hacked')
CSV
	lastseen import episodes bad.csv --db case.db --quiet >/dev/null || [ $? -eq 3 ]
	lastseen geocode --db case.db --quiet >/dev/null
}

# Fails where the command holds: bash -e lets "! command" pass.
none() { if "$@" >/dev/null 2>&1; then echo "holds: $*"; return 1; fi; }

think() { lastseen think --db case.db --quiet --permutations 19 "$@"; }

@test "a report is whole and its manifest holds" {
	small_case
	think --output report
	[ -s report/report.html ] && [ -s report/report.json ]
	ls report/tables/*.csv
	(cd report && sha256sum --quiet -c manifest-sha256.txt)
	jq -e '.tool == "lastseen" and .command == "think" and .parameters.audience == "partner"' \
		report/report.json
	none ls -d report.part-*
}

@test "the same case gives the same bytes, whatever the number of threads" {
	hostile_case
	think --output one --threads 1
	think --output two --threads 2
	diff -r one two
}

@test "no text of a case runs, or gets into the page as markup" {
	hostile_case
	think --output report --audience analyst
	[ -z "$(find . -name hacked)" ]
	none grep -i -e '<script' -e '<img' -e '<b>&' report/report.html report/figures/*.svg
	grep -q '&lt;img src=x&gt;' report/report.html
	grep -q "^'=1+1," report/tables/out_of_area_authorities.csv
	for f in report/figures/*.svg; do xmllint --noout "$f"; done
}

@test "the page loads nothing" {
	small_case
	think --output report
	grep -q "default-src 'none'" report/report.html
	none grep -E ' (src|href)="(http|//|data)' report/report.html
}

@test "an earlier report is replaced, other files never" {
	small_case
	think --output report
	think --output report
	touch report/mine.txt
	run think --output report
	fails mine.txt
	mkdir other && touch other/notes.txt
	run think --output other
	fails "no earlier report"
	[ -e other/notes.txt ] && [ "$(ls other)" = notes.txt ]
}

@test "a report that cannot be drawn leaves nothing, and says what to install" {
	small_case
	mkdir bin
	ln -s "$(command -v "$LASTSEEN")" bin/lastseen
	run env PATH="$PWD/bin" "$LASTSEEN" think --db case.db --quiet --output report
	fails gnuplot-nox
	[ ! -e report ]
}

@test "no episodes: a short report that says so" {
	small_case
	think --period 1990-01-01..1990-12-31 --output report
	grep -q "There are no episodes in this period" report/report.html
}

@test "the export stands in the audit log as a disclosure" {
	small_case
	think --output report
	lastseen audit --db case.db --format json --audience analyst |
		jq -e '[.result.entries[] | select(.command == "think" and .action == "disclosure")] | length == 1'
}

@test "below analyst no reference of a child leaves the case" {
	small_case
	cat >more.csv <<'CSV'
episode_ref,child_ref,type,reported_time
E2,K1,missing,2026-01-09 21:30
E3,K1,missing,2026-01-19 21:30
E4,K1,missing,2026-01-29 21:30
CSV
	lastseen import episodes more.csv --db case.db --quiet --format json >/dev/null
	think --output partner
	think --output public --audience public
	none grep -r -w K1 partner public
	think --output analyst --audience analyst
	grep -r -q -w K1 analyst
}
