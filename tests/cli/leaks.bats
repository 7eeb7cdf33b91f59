#!/usr/bin/env bats
# What must not leave: names, references, free text and single children's addresses at
# audience partner; few people, by themselves or by subtraction, at audience public.

load helper

# Every output that an audience can ask for, in out/.
outputs() {
	local audience=$1 c f
	mkdir -p out
	for c in status count "hotspots --place from" "hotspots --place last-seen" \
		"hotspots --place found" "hotspots --min-children 1 --min-points 2" journeys \
		rhythm repeat "children --min-episodes 1" homes addresses adults network \
		crossref flags audit; do
		for f in text csv json; do
			# shellcheck disable=SC2086
			lastseen $c --audience "$audience" --format $f \
				>"out/${c// /_}.$f" 2>"out/${c// /_}.$f.err"
		done
	done
	lastseen think --audience "$audience" --permutations 19 --output out/think \
		>out/think.out 2>out/think.err
}

# The made-up case, once for the file.
setup_file() {
	cd "$BATS_FILE_TMPDIR" || return 1
	"$BATS_TEST_DIRNAME/../demo_case.sh" "${LASTSEEN:-$BATS_TEST_DIRNAME/../../build/lastseen}" \
		"$BATS_TEST_DIRNAME/../../fixtures/case" "$PWD" >/dev/null 2>&1
}

setup() {
	cd "$BATS_TEST_TMPDIR" || return 1
	cp "$BATS_FILE_TMPDIR"/*.db .
	export LASTSEEN_DB=$PWD/case.db LASTSEEN_GAZETTEER=$PWD/gazetteer.db
}

# One text a line that no partner may read.
secrets() {
	sqlite3 -readonly case.db "
		SELECT child_ref FROM child UNION SELECT name FROM child UNION SELECT dob FROM child
		UNION SELECT notes FROM episode UNION SELECT summary FROM interview
		UNION SELECT text FROM mention
		UNION SELECT value FROM mention WHERE kind <> 'address'
		UNION SELECT phone FROM mention UNION SELECT vehicle FROM mention
		UNION SELECT handle FROM mention UNION SELECT dob FROM mention
		UNION SELECT person_ref FROM person UNION SELECT name FROM person
		UNION SELECT dob FROM person
		UNION SELECT name FROM home" | grep -E '.{5,}' | sort -u
}

# Addresses, as they were recognised, where under two children were, or one belongs.
single_addresses() {
	sqlite3 -readonly case.db "
		WITH visit AS (
			SELECT l.address_id, l.match, coalesce(e.child_id, c.child_id, m.child_id) AS child_id
			FROM located AS l JOIN place AS p ON p.place_id = l.place_id
				LEFT JOIN episode AS e ON e.episode_id = p.episode_id
				LEFT JOIN mention AS n ON n.source_id = p.source_id AND n.row = p.row
				LEFT JOIN child AS c ON c.child_ref = n.child_ref
				LEFT JOIN episode AS m ON m.episode_ref = n.episode_ref
			WHERE l.address_id IS NOT NULL AND p.source_kind IN ('episodes', 'mentions')
				AND l.kind IN ('address', 'uprn'))
		SELECT match FROM visit GROUP BY address_id HAVING count(DISTINCT child_id) < 2" |
		sort -u
}

none_of() {
	if grep -r -F -f "$1" "$2" | cut -c1-300 | head -5 | grep .; then return 1; fi
}

@test "partner: no name, reference, date of birth, number or free text in any output" {
	secrets >secrets
	[ "$(wc -l <secrets)" -gt 400 ]
	lastseen pack --subject child:C000033 --audience analyst --output a --quiet >/dev/null
	grep -r -q -F -f secrets a
	outputs partner
	none_of secrets out
	for s in address:173 adult:8 home:SC900001 hotspot:1 child:C000033; do
		lastseen pack --subject $s --output out/pack-${s%:*} >out/pack.out 2>&1
		none_of secrets out
	done
}

@test "partner: no address of one child alone, nor where a child lives" {
	single_addresses >single
	[ "$(wc -l <single)" -gt 200 ]
	outputs partner
	for s in address:173 adult:8 home:SC900001 hotspot:1 child:C000033; do
		lastseen pack --subject $s --output out/pack-${s%:*} --quiet >/dev/null
	done
	none_of single out
	outputs analyst
	grep -r -q -F -f single out
}

@test "partner: a point of a map is where two children or more were" {
	for place in from last-seen found; do
		lastseen hotspots --place $place --format json --quiet >h.json
		jq -e '.result.places != [] and all(.result.places[] | select(.children < 2);
			.precision_m > 1000 or .precision_m == 1000 and .x % 1000 == 500 and .y % 1000 == 500)' h.json
	done
}

@test "partner: no pack on an address where under two children were" {
	id=$(sqlite3 -readonly case.db "
		SELECT l.address_id FROM located AS l JOIN place AS p ON p.place_id = l.place_id
			JOIN episode AS e ON e.episode_id = p.episode_id
		WHERE p.role = 'from' AND e.from_kind = 'home' AND l.address_id IS NOT NULL
		ORDER BY l.address_id LIMIT 1")
	run lastseen pack --subject "address:$id" --output own
	[ "$status" -eq 2 ]
	says "fewer than two children"
	[ ! -e own ]
	lastseen pack --subject "address:$id" --output own --audience analyst --quiet >/dev/null
}

@test "partner: a reference that is made of the child's is told with the pseudonym" {
	rm -f case.db
	lastseen init --quiet >/dev/null
	printf '%s\n' CHILD,DOB,MISSING,MIS_START,MIS_END \
		123456,01/02/2010,M,01/04/2025,02/04/2025 \
		123456,01/02/2010,M,05/04/2025,06/04/2025 \
		123456,01/02/2010,M,09/04/2025,10/04/2025 \
		123457,01/02/2011,M,09/04/2025,10/04/2025 >missing.csv
	lastseen import episodes missing.csv --mapping ssda903-missing --quiet >/dev/null
	outputs partner
	printf '%s\n' 123456 123457 >refs
	none_of refs out
	lastseen pack --subject child:123456 --output out/pack --quiet >out/pack.out
	none_of refs out
	grep -q 'C1/2025-04-01' out/pack/data/exhibits.csv || grep -q 'C1/01/04/2025' out/pack/data/exhibits.csv
}

@test "partner: messages and reasons of what was set aside name nobody" {
	cat >bad.csv <<'CSV'
person_ref,name,dob
P000001,Someone Else,1970-01-01
P000001,Third Person,1970-01-02
CSV
	run lastseen import people bad.csv
	[ "$status" -eq 3 ]
	[[ "$output" != *P000001* && "$output" != *Person* ]]
	lastseen status --format json | jq -e '[.result.set_aside[].reason | select(test("P000001"))] == []'
}

# The rows of a table of which just one, not 0, is hidden in a column: by group.
alone() {
	jq -c --arg column "$1" "$2"' | group_by(.group)[] |
		select(([.[] | select(.cell[$column] == null)] | length) == 1 and
			([.[] | select((.cell[$column] // 0) > 0)] | length) > 0)'
}

@test "public: no count of 1 to 4, in any table" {
	outputs public
	jq -e '[.. | objects | to_entries[] | select(.key | test("^(episodes|children|held|used|rows_n|last_seen_episodes|last_seen_children|within|over|absent_children)$")) |
		.value | numbers | select(. > 0 and . < 5)] == []' out/count.json out/hotspots*.json \
		out/journeys.json out/rhythm.json out/repeat.json out/homes.json out/addresses.json \
		out/adults.json out/crossref.json out/think/report.json
	jq -e '[.result.rhythm[] | del(.hour)[] | numbers | select(. > 0 and . < 5)] == []' out/rhythm.json
}

@test "public: no child, no adult, no curve of single episodes" {
	outputs public
	jq -e '.result.children == []' out/children*.json
	jq -e '.result.next_episode == []' out/repeat.json
	jq -e '.result.duration_curve == []' out/rhythm.json
	for f in out/hotspots*.json; do
		jq -e '[.result.hotspots[] | select(.children == null)] == []' "$f"
	done
	none_of <(secrets) out
	if grep -r -E '\b[CAP][0-9]{1,3}\b' out/think/tables out/*.csv; then return 1; fi
}

@test "public: what is hidden cannot be had by subtraction" {
	lastseen count --audience public --format json --quiet >count.json
	for table in count count_totals; do
		# Types of a part and month; children by their number; parts of a line; months.
		for group in \
			'select(.line | IN("missing","absent","no_apparent_risk","away_without_authorisation")) | [.part, .month]' \
			'select(.line | test("^children_with")) | [.part, .month]' \
			'select(.line | IN("all_types","missing_from_placement")) | [.line, .month]' \
			'select(.month and .line != "median_hours") | [.line, .part]'; do
			out=$(alone episodes "[.result.$table[] | . as \$c | {cell: \$c, group: ($group)}]" <count.json)
			[ -z "$out" ] || { echo "$table $group: $out"; return 1; }
		done
	done
	lastseen think --audience public --permutations 19 --output think --quiet
	for t in out_of_area.authorities found_kinds.kinds from_kinds.kinds when.durations \
		repeats.repeat journeys.distances journeys.directions homes.homes; do
		out=$(alone episodes "[.result.${t%.*}.${t#*.}[] | {cell: ., group: 1}]" \
			<think/report.json)
		[ -z "$out" ] || { echo "$t: $out"; return 1; }
	done
}

@test "public: a case of three children gives no figure of theirs" {
	rm -f case.db
	lastseen init --quiet >/dev/null
	cat >few.csv <<'CSV'
episode_ref,child_ref,type,reported_time,found_time,from_kind,from_home_urn,from_easting,from_northing,found_kind,found_easting,found_northing
E1,K1,missing,2026-01-02 21:30,2026-01-03 01:00,home,,462100,812200,friend,462500,812600
E2,K1,missing,2026-01-12 21:30,2026-01-13 01:00,home,,462100,812200,friend,462500,812600
E3,K2,missing,2026-02-02 21:30,2026-02-03 01:00,childrens_home,SC123456,462900,812900,friend,462500,812600
E4,K2,absent,2026-02-12 21:30,2026-02-13 01:00,childrens_home,SC123456,462900,812900,street,463500,812600
E5,K3,away,2026-03-02 21:30,2026-03-08 01:00,foster,,462800,812700,street,464500,812600
E6,K3,missing,2026-03-12 21:30,2026-03-13 01:00,foster,,462800,812700,street,462500,812600
CSV
	lastseen import episodes few.csv --quiet >/dev/null
	lastseen geocode --quiet >/dev/null
	outputs public
	# Times, places, rates: nothing but zeros and what is hidden.
	for c in rhythm repeat homes journeys hotspots crossref; do
		jq -e '[.result | del(.permutations_used, .min_points_used, .months, .months_dispersion, .episodes, .nights) | .. |
			numbers | select(. != 0)] | map(select(. != 7)) | unique' out/$c*.json
	done
	jq -e '.result | [.gini, .top_6_percent_share, .again_within_28_days] | all(. == null)' out/repeat.json
	jq -e '.result | .hours_median == null and all(.rhythm[]; .all == null)' out/rhythm.json
	jq -e '.result | .pooled_rate == null and .episodes_without_home == null and .funnel == []' out/homes.json
	# Hashes hold any four figures by chance, and those of the log differ with the clock.
	if find out/think out/*.csv -type f -exec sed -E 's/[0-9a-f]{64}//g' {} + |
		grep -E '4625|8126|4621|8122'; then return 1; fi
}
