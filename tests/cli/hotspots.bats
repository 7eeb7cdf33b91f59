#!/usr/bin/env bats
# hotspots by clusters, by the scan of whole children, and by both.
load helper

PERIOD="--period 2025-04-01..2026-03-31"
TRUTH=$FIXTURES/case/truth.json

setup_file() {
	cd "$BATS_FILE_TMPDIR" || return 1
	"$BATS_TEST_DIRNAME/../demo_case.sh" "$LASTSEEN" "$FIXTURES/case" case >log 2>&1 || {
		cat log
		return 1
	}
	export LASTSEEN_DB=case/case.db
	for method in clusters scan all; do
		"$LASTSEEN" hotspots --method $method --draws 10 --period 2025-04-01..2026-03-31 \
			--audience analyst --format json --quiet >$method.json
	done
}

setup() {
	cd "$BATS_FILE_TMPDIR" || return 1
	export LASTSEEN_DB=case/case.db
}

test_json() { # file program
	run jq -e --slurpfile truth "$TRUTH" "$2" "$1"
	[ "$status" -eq 0 ] || { echo "$2: $output"; return 1; }
}

@test "each hotspot says by which method, and what was promised of it" {
	test_json clusters.json '[.result.hotspots[].method] | unique == ["stdbscan"]'
	test_json scan.json '[.result.hotspots[].method] | unique == ["scan"]'
	test_json all.json '[.result.hotspots[].method] | unique == ["scan", "stdbscan"]'
	test_json all.json '[.result.hotspots[] | (["id", "place", "method", "x", "y", "radius_m",
		"from", "to", "episodes", "children", "p_value", "state", "members"] - keys) == []]
		| all'
	test_json all.json '[.result.hotspots[].id] == [range(1; (.result.hotspots | length) + 1)]'
	test_json all.json '[.result.hotspots[].p_value] | . == sort'
	test_json all.json '[.result.hotspots[] | .q_value >= .p_value
		and .survival_share >= 0 and .survival_share <= 1] | all'
	test_json all.json '[.result.hotspots[].state] - ["new", "intensifying", "persistent",
		"diminishing", "sporadic", "historical"] == []'
}

@test "without being asked for, clusters alone and no draws" {
	lastseen hotspots $PERIOD --format json --quiet >plain.json
	test_json plain.json '.parameters.method == "clusters" and .parameters.draws == 0
		and ([.result.hotspots[].survival_share] | all(. == null))'
	[ "$(jq -c '[.result.hotspots[] | [.x, .p_value]]' plain.json)" = \
		"$(jq -c '[.result.hotspots[] | [.x, .p_value]]' clusters.json)" ]
}

@test "the scan finds what was planted, and its days" {
	test_json scan.json '[$truth[0].found_hotspots[] as $t | any(.result.hotspots[];
		.p_value <= 0.05 and .children >= 6
		and ([.members[] | select(. as $m | $t.members | index($m))] | length)
			>= 0.7 * .episodes
		and .from <= $t.to and .to >= $t.from)] | all'
	test_json scan.json '$truth[0].decoys.one_child_many_episodes[0].members as $d
		| [.result.hotspots[] | select(.p_value <= 0.05)
			| ([.members[] | select(. as $m | $d | index($m))] | length) <= 1] | all'
}

@test "same bytes with one thread and with two" {
	for n in 1 2; do
		lastseen hotspots --method all --draws 5 --permutations 99 $PERIOD --format json \
			--quiet --threads $n >$n.json
	done
	cmp 1.json 2.json
}

@test "nonsense is refused" {
	for bad in "--method magic" "--draws -1" "--draws 99999999" "--max-radius 0m" \
		"--max-window 0d" "--draws many" "--permutations 99999999999" \
		"--min-points 4294967297" "--min-children 4294967297"; do
		run lastseen hotspots $bad --quiet
		[ "$status" -eq 2 ] || { echo "$bad: $status: $output"; return 1; }
	done
}

@test "the public is told of one method alone" {
	lastseen hotspots --method all $PERIOD --audience public --format json --quiet >public.json
	test_json public.json '[.result.hotspots[].method] | unique == ["stdbscan"]'
	lastseen think $PERIOD --audience public --permutations 19 --output public --quiet
	[ ! -e public/tables/found_scan_hotspots.csv ]
	[ -s public/tables/found_hotspots.csv ]
}
