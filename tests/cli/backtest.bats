#!/usr/bin/env bats
# backtest: which hotspot method would have told next month's places, and what it may not
# know.
load helper

PERIOD="--period 2025-04-01..2026-03-31"

setup_file() {
	cd "$BATS_FILE_TMPDIR" || return 1
	"$BATS_TEST_DIRNAME/../demo_case.sh" "$LASTSEEN" "$FIXTURES/case" case >log 2>&1 || {
		cat log
		return 1
	}
	LASTSEEN_DB=case/case.db "$LASTSEEN" backtest --period 2025-04-01..2026-03-31 \
		--format json --quiet >whole.json
}

setup() {
	cd "$BATS_FILE_TMPDIR" || return 1
	export LASTSEEN_DB=case/case.db
}

test_json() { # file program
	run jq -e "$2" "$1"
	[ "$status" -eq 0 ] || { echo "$2: $output"; return 1; }
}

# Places come again all year in the made-up case: whoever counts them beats chance.
@test "places that come again are told, and chance is beaten by far" {
	test_json whole.json '.command == "backtest" and .parameters.place == "found"
		and .result.months_tried == 10'
	test_json whole.json '.result.methods[] | select(.method == "repeat" and .unit == "children")
		| .p_value <= 0.01 and .pai_lower > 2 and .hit_share > 3 * .by_chance / .counted
			and .state == "better_than_chance"'
	test_json whole.json '[.result.methods[] | select(.unit == "children" and .months > 0)
		| .hit_share >= .hit_lower_share and .hit_share <= .hit_upper_share
			and .pei <= 1 and .hits <= .counted] | all and length == 8'
}

@test "a case of one year has no year before, and says so" {
	test_json whole.json '.result | .months_with_a_year_before == 0
		and (.finding | test("no year before"))'
	test_json whole.json '[.result.methods[] | select(.method == "last_year").state]
		== ["too_few", "too_few"]'
	test_json whole.json '[.result.methods[].gain_share] | all(. == null)'
}

@test "children and episodes add up to the months" {
	test_json whole.json '.result as $r | [$r.methods[] | select(.months > 0)
		| . as $m | [$r.months[] | select(.method == $m.method)
			| if $m.unit == "children" then .children_hit else .episodes_hit end] | add
		| (. - $m.hits) | fabs < 1e-9] | all'
}

@test "same bytes with one thread and with two, others with another seed" {
	for n in 1 2; do
		lastseen backtest $PERIOD --replications 99 --format json --quiet --threads $n >$n.json
	done
	cmp 1.json 2.json
	lastseen backtest $PERIOD --replications 99 --format json --quiet --seed 2 >3.json
	[ "$(jq -c '[.result.methods[].hits]' 1.json)" = "$(jq -c '[.result.methods[].hits]' 3.json)" ]
	[ "$(jq -c '[.result.methods[].hit_lower_share]' 1.json)" != \
		"$(jq -c '[.result.methods[].hit_lower_share]' 3.json)" ]
}

@test "what happens after a month changes nothing of what was chosen for it" {
	lastseen backtest --period 2025-04-01..2025-12-31 --replications 99 --format json --quiet >past.json
	[ "$(jq -c '.result.months' past.json)" = "$(lastseen backtest $PERIOD --replications 99 \
		--format json --quiet | jq -c '[.result.months[] | select(.month <= "2025-12")]')" ]
}

@test "one method stands beside last year's; each place of an episode can be asked" {
	run lastseen backtest --method kde --place from $PERIOD --replications 99 --format json --quiet
	[ "$status" -eq 0 ]
	jq -e '[.result.methods[] | select(.unit == "children").method] | sort == ["kde", "last_year"]' \
		<<<"$output"
	run lastseen backtest --place last-seen --format csv --replications 99 --quiet
	[ "$status" -eq 0 ]
	[ "${#lines[@]}" -eq 19 ]
}

@test "the public sees no count under 5 and no month by itself" {
	lastseen backtest $PERIOD --audience public --format json --quiet >public.json
	test_json public.json '[.result.methods[] | (.hits, .counted) | numbers] | all(. == 0 or . >= 5)'
	run jq -c '[.result.months[] | keys] | flatten' public.json
	[ "$output" = "[]" ]
}

@test "nonsense is refused, and a case with little says so" {
	for odd in "--square 100km" "--square 1km --squares 10000" "--min-children 999999999" \
		"--past 120 --window 366d" "--radius 1m"; do
		run lastseen backtest $odd $PERIOD --replications 99 --format json --quiet
		[ "$status" -eq 0 ] || { echo "$odd: $status: $output"; return 1; }
	done
	for bad in "--squares 0" "--radius 0m" "--square 1m" "--radius 900km" "--window 0d" \
		"--past 0" "--past 9999" "--replications 9" "--method magic" "--squares 999999"; do
		run lastseen backtest $bad --quiet
		[ "$status" -eq 2 ] || { echo "$bad: $status: $output"; return 1; }
	done
	unset LASTSEEN_DB
	cd "$BATS_TEST_TMPDIR"
	small_case
	run lastseen backtest --db case.db --format json --quiet
	[ "$status" -eq 0 ]
	jq -e '.result.months_tried == 0 and (.result.finding | test("[Tt]oo little"))' <<<"$output"
	lastseen init --db none.db --quiet
	run lastseen backtest --db none.db --format json --quiet
	[ "$status" -eq 0 ]
}
