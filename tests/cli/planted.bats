#!/usr/bin/env bats
# What the fixtures planted comes out; what they set up as decoys does not.
load helper

TRUTH=$FIXTURES/case/truth.json
PERIOD="--period 2025-04-01..2026-03-31"

setup_file() {
	cd "$BATS_FILE_TMPDIR" || return 1
	"$BATS_TEST_DIRNAME/../demo_case.sh" "$LASTSEEN" "$FIXTURES/case" case >log 2>&1 || {
		cat log
		return 1
	}
}

setup() {
	cd "$BATS_FILE_TMPDIR" || return 1
	export LASTSEEN_DB=case/case.db LASTSEEN_GAZETTEER=case/gazetteer.db
}

ask() { # name command...: JSON at audience analyst in name.json
	local name=$1
	shift
	lastseen "$@" --format json --audience analyst --quiet >"$name.json"
}

# share A B: how much of list A is in list B, as JSON texts.
holds() { # program: a jq filter over truth and the command's JSON ($got); must be true
	run jq -e --slurpfile got "$1" "$2" "$TRUTH"
	[ "$status" -eq 0 ] || { echo "$2: $output"; return 1; }
}

@test "each found-at hotspot comes out, significant, with most of its episodes" {
	ask found hotspots --place found $PERIOD
	holds found.json '
		$got[0].result.hotspots as $h
		| [ .found_hotspots[] as $t
			| any($h[]; .p_value <= 0.05 and .children >= 5
				and (([.members[] | select(. as $m | $t.members | index($m))] | length)
					>= 0.7 * ($t.members | length))) ]
		| all'
}

@test "the new hotspot is called new, the early one historical" {
	ask found hotspots --place found $PERIOD
	holds found.json '
		$got[0].result.hotspots as $h
		| [ .found_hotspots[] | select(.state == "new" or .state == "historical") as $t | $t
			| any($h[]; .state == $t.state
				and (.members | any(. as $m | $t.members | index($m)))) ]
		| all'
}

@test "the from-hotspot comes out" {
	ask from hotspots --place from $PERIOD
	holds from.json '
		$got[0].result.hotspots as $h
		| [ .from_hotspots[] as $t
			| any($h[]; .p_value <= 0.05 and (([.members[] | select(. as $m | $t.members
				| index($m))] | length) >= 0.7 * ($t.members | length))) ]
		| all'
}

@test "no significant hotspot is made of a decoy" {
	ask found hotspots --place found $PERIOD
	holds found.json '
		(.decoys | [.one_child_many_episodes, .spread_through_the_year, .coarse]
			| flatten | map(.members) | flatten) as $decoy
		| [$got[0].result.hotspots[] | select(.p_value <= 0.05)
			| ([.members[] | select(. as $m | $decoy | index($m))] | length)
				< 0.5 * (.members | length)]
		| all'
}

@test "what was found where it belongs is left out and counted" {
	ask found hotspots --place found $PERIOD
	[ "$(jq .result.left_out.where_they_belong found.json)" -gt 100 ]
	[ "$(jq .result.left_out.too_coarse found.json)" -gt 20 ]
}

@test "each recurring address comes out with its children" {
	ask addresses addresses $PERIOD
	holds addresses.json '
		$got[0].result.addresses as $a
		| [ .addresses[] as $t | any($a[]; .children >= 3
			and (.easting - $t.easting | fabs) < 25
			and (.northing - $t.northing | fabs) < 25) ]
		| all'
}

@test "an address of one child alone does not" {
	ask addresses addresses $PERIOD
	holds addresses.json '
		$got[0].result.addresses as $a
		| [ (.decoys.one_child_one_address + .decoys.one_child_many_episodes)[] as $t
			| any($a[]; .children >= 2 and (.easting - $t.easting | fabs) < 2
				and (.northing - $t.northing | fabs) < 2) ]
		| any | not'
}

@test "each adult comes out, whatever the spelling" {
	ask adults adults $PERIOD
	holds adults.json '
		$got[0].result.adults as $a
		| [ .adults[] as $t | any($a[]; .dob == $t.dob and .children >= 3
			and ([.mentions[].mention_ref | select(. as $m | $t.mentions | index($m))]
				| length) >= 0.6 * ($t.mentions | length)) ]
		| all'
}

@test "nobody is taken for somebody else" {
	ask adults adults $PERIOD
	holds adults.json '
		$got[0].result.adults as $a
		| (.adults + .decoys.same_name) as $people
		| [ $a[] | [.mentions[].mention_ref] as $m
			| [$people[] | select(any(.mentions[]; . as $x | $m | index($x)))] | length <= 1 ]
		| all'
}

@test "the telephone, the vehicle and the handle come out" {
	ask adults adults $PERIOD
	holds adults.json '
		$got[0].result.identifiers as $i
		| [ .identifiers[] as $t | any($i[]; .kind == $t.kind and .children >= $t.children) ]
		| all'
}

@test "the raised home is raised, the home of one child is that child" {
	ask homes homes $PERIOD
	holds homes.json '
		$got[0].result.homes as $h
		| ([ .raised_homes[] as $t | any($h[]; .urn == $t.urn and .state == "raised") ] | all)
		and ([ .decoys.one_child_homes[] as $t
			| any($h[]; .urn == $t.urn and .state == "one_child") ] | all)'
}

@test "the children who go together are tied" {
	ask network network $PERIOD
	holds network.json '
		$got[0].result.ties as $ties
		| [ .together[].children as $c
			| [ $c[] as $a | $c[] as $b | select($a < $b)
				| any($ties[]; .kind == "co_missing"
					and ((.a == $a and .b == $b) or (.a == $b and .b == $a))) ] ]
		| flatten | all'
}

@test "every row that was spoilt is told with its row and column" {
	for kind in homes placements episodes mentions interviews; do
		lastseen import $kind "$FIXTURES/case/$kind.csv" --format json --quiet >$kind.json ||
			[ $? -eq 3 ]
		holds $kind.json "
			\$got[0].result.set_aside as \$s
			| [ .oddities[] | select(.file == \"$kind.csv\")
				| select(.outcome == \"set_aside\" or .outcome == \"cell\") as \$t | \$t
				| any(\$s[]; .row == \$t.row and .whole == (\$t.outcome == \"set_aside\")
					and (.whole or .column == \$t.column)) ]
			| all"
	done
}

@test "nothing else of the episodes was set aside" {
	lastseen import episodes "$FIXTURES/case/episodes.csv" --format json --quiet >episodes.json ||
		[ $? -eq 3 ]
	holds episodes.json '
		[.oddities[] | select(.file == "episodes.csv") | .row] as $rows
		| [$got[0].result.set_aside[].row | select(. as $r | $rows | index($r) | not)]
		| length == 0'
	[ "$(jq .result.added episodes.json)" -eq 0 ]
}

@test "places that can be located are, near their true point" {
	lastseen geocode --format json --quiet >geocode.json
	jq -r '.result.places[] | [.source, .row, .role, .kind, .easting, .northing, .precision_m,
		.confidence] | @csv' geocode.json | tr -d '"' >located.csv
	sqlite3 :memory: ".mode csv" ".import $FIXTURES/case/truth_addresses.csv truth" \
		"CREATE TABLE located(source, row, role, kind, easting, northing, precision_m, confidence)" \
		".import located.csv located" ".mode list" "
		SELECT count(*), sum(kind <> 'none' AND d <= 25),
			sum(kind <> 'none' AND d > 100 AND confidence >= 0.9)
		FROM (SELECT t.row, l.kind, CAST(l.confidence AS REAL) AS confidence,
				sqrt(pow(l.easting - true_easting, 2) + pow(l.northing - true_northing, 2)) AS d
			FROM truth AS t JOIN located AS l
				ON l.source = 'episodes' AND l.row = t.row AND l.role = t.role
			WHERE t.file = 'episodes.csv' AND t.expect = 'building')" >counts
	cat counts
	IFS='|' read -r all right wrong <counts
	[ "$all" -gt 500 ]
	[ "$wrong" -eq 0 ]
	[ $((right * 100)) -ge $((all * 95)) ]
}

@test "partner output has no name, no date of birth and no reference of a child" {
	cut -d, -f2,3 "$FIXTURES/case/episodes.csv" | tail -n +2 | tr , '\n' | sort -u | awk 'length > 4' >secret
	cut -d, -f2 "$FIXTURES/case/people.csv" | tail -n +2 | awk 'length > 4' >>secret
	for command in hotspots journeys rhythm repeat children homes addresses adults network \
		crossref flags count status; do
		for format in text csv json; do
			lastseen $command --format $format --quiet >out
			run grep -wFf secret out
			[ "$status" -eq 1 ] || { echo "$command $format: ${lines[0]}"; return 1; }
		done
	done
}

@test "same seed, same bytes, whatever the threads" {
	lastseen hotspots $PERIOD --format json --threads 1 >one.json
	lastseen hotspots $PERIOD --format json --threads 2 >two.json
	cmp one.json two.json
}
