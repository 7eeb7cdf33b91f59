#!/usr/bin/env bats
# Texts, files and moments chosen to do harm: nothing runs, nothing is left behind,
# nothing opens to others, nothing falls over.

load helper

none() { if "$@" >/dev/null 2>&1; then echo "holds: $*"; return 1; fi; }

# Texts that would act where they are not taken as text; a line each, \n and \e read.
nasty() {
	printf '%b\n' \
		'<script>alert(1)</script>' '"><img src=x onerror=alert(1)>' \
		'`touch hacked`' '$(touch hacked)' '|touch hacked' "system('touch hacked')" \
		"'; DROP TABLE episode;--" "=cmd|' /C calc'!A0" '+1+1' '-2+3' '@SUM(A1)' \
		'../../../../evil' '/etc/passwd' "a\\\\nEOD\\\\nset output 'hacked'\\\\n" '$data << EOD' \
		'\e[31mred\e]0;title\a' '\u202egnp.exe' '\u2066in\u2069' '\u2028line' '\u009b31m' \
		'مرحبا بالعالم' '%s%n%d' '{/Symbol a}^x_y @ & ~' ']]></svg><script>' 'x\ty'
}

# Each of them as reference, name, address, authority, note; three children each.
hostile_case() {
	lastseen init --db case.db --quiet >/dev/null
	local i=0 k q
	{
		echo 'episode_ref,child_ref,child_name,type,reported_time,found_time,from_kind,from_home_urn,found_kind,found_address,found_easting,found_northing,responsible_authority,notes'
		while IFS= read -r text; do
			i=$((i + 1))
			q=${text//\"/\"\"}
			q=${q//\\n/$'\n'}
			for k in 1 2 3; do
				printf '"E%s-%s %s","K%s %s","%s",missing,2026-01-%02d 2%s:30,2026-01-%02d 23:50,childrens_home,"SC%s",friend,"%s",462%03d,812600,"%s","%s"\n' \
					$i $k "$q" $k "$q" "$q" $i $k $i "$q" "$q" $i "$q" "$q"
			done
		done < <(nasty)
	} >e.csv
	lastseen import episodes e.csv --db case.db --quiet >/dev/null || [ $? -eq 3 ]
	lastseen geocode --db case.db --quiet >/dev/null 2>&1 || true
	[ "$(sqlite3 case.db 'SELECT count(*) FROM episode')" -gt 60 ]
}

commands() {
	printf '%s\n' status count hotspots journeys rhythm repeat children homes adults network \
		crossref flags audit
}

@test "nothing of a case moves a terminal's cursor, forges a line or turns its direction" {
	hostile_case
	for c in $(commands); do
		lastseen "$c" --db case.db --audience analyst >>text 2>&1
	done
	lastseen import episodes e.csv --db case.db >>text 2>&1 || true
	none grep -P '[\x00-\x09\x0b-\x1f\x7f]|\xc2[\x80-\x9f]|\xe2\x80[\x8e\x8f\xa8-\xae]|\xe2\x81[\xa6-\xa9]' text
	run lastseen status --db $'no\e[31m\u202e.db'
	fails "no [31m .db"
}

@test "nothing of a case runs or opens markup, in any format" {
	hostile_case
	for c in $(commands); do
		for f in csv json; do
			lastseen "$c" --db case.db --audience analyst --format $f >"$c.$f"
		done
		jq -e . "$c.json" >/dev/null
	done
	lastseen think --db case.db --audience analyst --permutations 19 --output t --quiet
	none grep -E '<(script|img)' t/report.html t/figures/*.svg
	for f in t/figures/*.svg; do xmllint --noout "$f"; done
	# A cell that a spreadsheet would run.
	none grep -E '^"?[=+@-]' t/tables/out_of_area_authorities.csv
	[ "$(grep -c -E "^\"?'[=+@-]" t/tables/out_of_area_authorities.csv)" -eq 4 ]
	[ -z "$(find / -xdev -newer e.csv \( -name hacked -o -name evil -o -name 'evil.*' \) -not -path '/proc/*' 2>/dev/null)" ]
	# No text of the case is in the name of a file.
	[ -z "$(find t -type f -name '*[!a-z0-9_.-]*')" ]
}

@test "a pack on any reference is whole, and none of its text is markup" {
	hostile_case
	sqlite3 case.db "SELECT hex(child_ref) FROM child ORDER BY child_id" >refs
	while read -r hex; do
		ref=$(printf '%b.' "$(sed 's/../\\x&/g' <<<"$hex")")
		for a in partner analyst; do
			rm -rf p
			lastseen pack --db case.db --subject "child:${ref%.}" --audience $a --output p \
				--quiet >/dev/null
			lastseen verify p --quiet >/dev/null
			none grep -E '<(script|img)' p/data/*.html
		done
	done <refs
	none ls -d p.part-*
}

@test "what is written is its owner's alone, folders included" {
	umask 022
	small_case
	lastseen think --db case.db --output deep/report --permutations 19 --quiet
	lastseen pack --db case.db --subject child:K1 --output pack --quiet >/dev/null
	[ -z "$(find deep pack case.db -perm /077)" ]
}

@test "a kill leaves nothing half done, wherever it comes" {
	small_case
	mkdir tmp
	export TMPDIR=$PWD/tmp
	killed=0
	for ms in 005 010 020 040 060 080 100 130 160 200 250 300 350 400 500; do
		for signal in INT TERM HUP; do
			status=0
			timeout -s $signal 0.$ms "$LASTSEEN" think --db case.db --output r \
				--permutations 19 --quiet 2>/dev/null || status=$?
			[ $status -ne 124 ] || killed=$((killed + 1))
			timeout -s $signal 0.$ms "$LASTSEEN" init --db n.db --quiet >/dev/null 2>&1 || true
			timeout -s $signal 0.$ms "$LASTSEEN" pack --db case.db --subject child:K1 \
				--output p --quiet >/dev/null 2>&1 || true
			[ ! -e r ] || (cd r && sha256sum --quiet -c manifest-sha256.txt)
			[ ! -e p ] || lastseen verify p >/dev/null
			[ ! -e n.db ] || lastseen status --db n.db --quiet >/dev/null
			rm -rf r p n.db
		done
	done
	[ $killed -gt 3 ]
	ls -A . tmp
	[ -z "$(ls -A tmp)" ]
	[ -z "$(find . -name '*.part-*')" ]
	lastseen audit verify --db case.db
}

@test "a clock that went back is told by the check of the chain" {
	small_case
	lastseen audit verify --db case.db --format json | jq -e '.result | has("clock_back_at") | not'
	SOURCE_DATE_EPOCH=86400 lastseen count --db case.db --quiet >/dev/null
	run lastseen audit verify --db case.db
	[ "$status" -eq 0 ]
	says "the clock was set back" "clock back at  3"
}

@test "a workbook that unpacks to more than there is memory is refused" {
	lastseen init --db case.db --quiet >/dev/null
	mkdir -p xl/worksheets
	{
		printf '<?xml version="1.0"?><worksheet><sheetData>'
		head -c 1100000000 /dev/zero | tr '\0' ' '
	} | gzip -1 >sheet.gz
	gunzip <sheet.gz >xl/worksheets/sheet1.xml
	printf '<Types/>' >'[Content_Types].xml'
	zip -q -1 -r bomb.xlsx '[Content_Types].xml' xl
	rm -r xl sheet.gz
	run lastseen import episodes bomb.xlsx --db case.db
	fails "unpacks to 1049 MiB"
}

@test "a store from somebody else runs nothing of its own" {
	small_case
	for body in "SELECT BlobToFile(x'41', 'pwned')" "SELECT load_extension('evil.so')" \
		"SELECT writefile('pwned', 'x')"; do
		cp case.db evil.db
		sqlite3 evil.db "CREATE TRIGGER evil AFTER INSERT ON audit BEGIN $body; END;"
		run env SPATIALITE_SECURITY=relaxed "$LASTSEEN" count --db evil.db
		[ "$status" -eq 1 ]
		[ ! -e pwned ]
	done
}

@test "links and devices at the place of an output are left as they are" {
	small_case
	mkdir real && ln -s real link && ln -s nowhere dangling
	for to in /dev/null /dev/full link dangling one.csv; do
		run lastseen think --db case.db --output $to --permutations 19
		[ "$status" -eq 1 ]
		run lastseen pack --db case.db --subject child:K1 --output $to
		[ "$status" -eq 1 ]
	done
	[ -L link ] && [ -L dangling ] && [ ! -e nowhere ] && [ -z "$(ls -A real)" ]
	run bash -c "'$LASTSEEN' status --db case.db --format json >/dev/full"
	[ "$status" -eq 1 ]
	run bash -c "'$LASTSEEN' status --db case.db >&-"
	[ "$status" -eq 1 ]
}

@test "commands at the same time keep the chain whole" {
	small_case
	for i in 1 2 3 4 5 6; do lastseen count --db case.db --quiet >/dev/null 2>&1 & done
	wait
	lastseen audit verify --db case.db
	[ "$(sqlite3 case.db "SELECT count(*) FROM audit WHERE command = 'count'")" -eq 6 ]
}

@test "absurd values are refused with the least or the most, or answered" {
	small_case
	for bad in "--seed -1" "--seed 99999999999999999999" "--threads 0" "--threads -1" \
		"--threads 4294967297" "--permutations 0" "--permutations 1000000000" \
		"--permutations 4294967295" "--min-points 0" "--min-points 4294967297" \
		"--min-children 4294967296" "--radius 0m" "--radius -1m" "--radius nan" \
		"--radius inf" "--radius 1e300m" "--window -1d" "--window nan" \
		"--period 2026-03-31..2025-04-01" "--period 2025-02-30..2025-03-01" "--type x"; do
		# shellcheck disable=SC2086
		run lastseen hotspots --db case.db $bad
		[ "$status" -eq 2 ] || { echo "$bad: $status $output"; return 1; }
	done
	for good in "--seed 9223372036854775807" "--threads 1000" "--permutations 1" \
		"--radius 99999km" "--radius 0.0001m" "--window 0d" "--window 1000000d" \
		"--min-points 1" "--period 2026-01-02..2026-01-02" "--period 1900-01-01..2100-12-31"; do
		# shellcheck disable=SC2086
		lastseen hotspots --db case.db --format json $good | jq -e .result >/dev/null
	done
}

# Empty; one episode; one child alone; all places unlocated.
@test "cases with next to nothing give an answer without a number that is none" {
	head=episode_ref,child_ref,type,reported_time,found_time,from_kind,found_kind,found_easting,found_northing
	echo $head >empty.csv
	{ echo $head; echo E1,K1,missing,2026-01-02 21:30,2026-01-03,home,friend,462500,812600; } >one.csv
	{ echo $head; for i in $(seq 10 28); do echo "E$i,K1,missing,2026-01-$i 21:30,,home,friend,462500,812600"; done; } >child.csv
	{ echo $head; for i in $(seq 10 28); do echo "E$i,K$i,missing,2026-01-$i,,home,friend,,"; done; } >nowhere.csv
	for case in empty one child nowhere; do
		lastseen init --db $case.db --quiet >/dev/null
		[ $case = empty ] || lastseen import episodes $case.csv --db $case.db --quiet >/dev/null
		lastseen geocode --db $case.db --quiet >/dev/null 2>&1 || true
		for c in $(commands); do
			for a in public partner analyst; do
				lastseen "$c" --db $case.db --audience $a --format json >o.json
				jq -e .result o.json >/dev/null
				none grep -w -i -E 'nan|inf|infinity' o.json
			done
			lastseen "$c" --db $case.db --format csv >/dev/null
			lastseen "$c" --db $case.db >/dev/null
		done
		lastseen think --db $case.db --output t.$case --permutations 19 --quiet
		none grep -r -w -E -- '-?nan|-?inf' t.$case/tables t.$case/report.json
	done
}
