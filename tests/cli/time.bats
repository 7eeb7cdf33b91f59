#!/usr/bin/env bats
# The commands about time: hours of the week, clocks, seasons, charts, survival, clusters
# that begin; odd numbers, short series, the same bytes.
load helper

run_ok() {
	run "$@" --quiet
	[ "$status" -eq 0 ] || { echo "status $status: $output"; return 1; }
}

json() {
	jq -r "$1" <<<"$output"
}

# Sixty children on four days each of ten weeks; half of them on Friday nights twice.
friday_nights() {
	echo "t,child"
	awk 'BEGIN {
		seed = 7
		for (c = 0; c < 60; c++)
			for (k = 0; k < 4; k++) {
				seed = (seed * 16807) % 2147483647; week = seed % 10
				seed = (seed * 16807) % 2147483647; day = seed % 7
				seed = (seed * 16807) % 2147483647; hour = seed % 24
				if (c % 2 == 0 && k < 2) { day = 4; hour = 21 }
				d = 5 + week * 7 + day
				m = d > 59 ? 3 : d > 31 ? 2 : 1
				d -= m == 3 ? 59 : m == 2 ? 31 : 0
				printf "2026-%02d-%02d %02d:30,c%d\n", m, d, hour, c
			}
	}'
}

@test "hours of the week: a planted night stands out, and nothing else" {
	friday_nights >n.csv
	run_ok "$LASTSEEN" points hourweek n.csv --child child --format json
	[ "$(json '.result.tests.block_hours')" = 3 ]
	[ "$(json '.result.tests.p_cells < 0.01')" = true ]
	[ "$(json '[.result.stand_out[] | select(.state == "more") | "\(.weekday) \(.from_hour)"] | join(",")')" = "Friday 21" ]
	[ "$(json '.result.children')" = 60 ]
	one=$output
	run_ok "$LASTSEEN" points hourweek n.csv --child child --format json --threads 2
	[ "$output" = "$one" ]
}

@test "hours of the week: one child's habit is none" {
	{
		echo "t,child"
		for week in 05 12 19 26; do
			for k in 0 1 2 3 4 5 6 7 8 9; do
				echo "2026-01-$week 21:0$k,one"
				echo "2026-01-$((10#$week + k % 3)) 0$k:00,c$k"
			done
		done
	} >n.csv
	run_ok "$LASTSEEN" points hourweek n.csv --child child --format json
	[ "$(json '.result.stand_out | length')" = 0 ]
}

@test "hours of the week: both changes of the clock, and a day spread over its hours" {
	printf 't\n2026-03-29\n2026-10-25\n' >n.csv
	run_ok "$LASTSEEN" points hourweek n.csv --hours 1 --format json
	[ "$(json '.result.tests.tested')" = false ]
	[ "$(json '[.result.cells[] | select(.weekday == "Sunday" and .from_hour == 1) | .events][0] - 2/25 | fabs < 1e-12')" = true ]
	[ "$(json '[.result.cells[] | select(.weekday == "Sunday" and .from_hour == 0) | .events][0] - (1/23 + 1/25) | fabs < 1e-12')" = true ]
	[ "$(json '[.result.cells[] | .events] | add - 2 | fabs < 1e-9')" = true ]
}

@test "charts: each method, an outbreak, and what was chosen" {
	echo "t,n" >c.csv
	for i in $(seq 1 80); do echo "$i,$((i == 70 ? 30 : 3 + i % 3))" >>c.csv; done
	for m in ears-c1 ears-c2 ears-c3 cusum bayes rki glr limits; do
		run_ok "$LASTSEEN" points control c.csv --count n --step 1d --method $m --format json
		[ "$(json '.result.steps')" = 80 ]
		# C3 adds up what came before: it calls a day later.
		[ "$(json '.result.points[69:71] | any(.alarm)')" = true ]
		[ "$(json '.result.points[:69] | any(.alarm)')" = false ]
		[ "$(json '.parameters.method')" = "$m" ]
	done
	run_ok "$LASTSEEN" points control c.csv --count n --step 1d --frequency 20 \
		--method farrington-flexible --format json
	[ "$(json '.result.points[69].alarm')" = true ]
	[ "$(json '.parameters.window')" = 1 ]
}

@test "charts: short series and series of nothing say so" {
	echo "t" >one.csv
	echo "2026-01-05" >>one.csv
	printf 't,n\n2026-01-05,0\n2026-02-05,0\n2026-03-05,0\n' >zero.csv
	printf 't,n\n2026-01-05,2\n2026-02-05,0\n2026-03-05,4\n' >three.csv
	for m in ears-c1 ears-c2 ears-c3 bayes rki farrington farrington-flexible limits; do
		run_ok "$LASTSEEN" points control one.csv --step 1month --method $m --format json
		[ "$(json '.result.watched')" = 0 ]
		[ "$(json '.result.note | length > 0')" = true ]
		run_ok "$LASTSEEN" points control three.csv --count n --step 1month --method $m --format json
		run_ok "$LASTSEEN" points control zero.csv --count n --step 1month --method $m --format json
		[ "$(json '.result.alarms')" = 0 ]
	done
	for m in cusum glr; do
		run_ok "$LASTSEEN" points control one.csv --step 1month --method $m --format json
		run "$LASTSEEN" points control zero.csv --count n --step 1month --method $m
		[ "$status" -eq 1 ]
		[[ "$output" == *"no counts before"* ]]
	done
}

@test "charts: steps, and numbers that make no sense" {
	printf 't\n2026-01-05\n2026-03-05\n' >c.csv
	run_ok "$LASTSEEN" points control c.csv --step 7d --format json
	[ "$(json '.result.points[0].from')" = 2026-01-05 ]
	[ "$(json '.result.steps')" = 9 ]
	run_ok "$LASTSEEN" points control c.csv --step 1month --period 2026-01-05..2026-04-10 --format json
	[ "$(json '.result.points | map(.from) | join(",")')" = 2026-02-01,2026-03-01 ]
	[ "$(json '.result.outside')" = 1 ]
	for bad in 0d -1d 5month 1hour "" 99999999999d nan; do
		run "$LASTSEEN" points control c.csv --step "$bad"
		[ "$status" -eq 2 ]
	done
	run "$LASTSEEN" points control c.csv --step 1month --period 2026-01-05..2026-01-10
	[ "$status" -eq 1 ]
	for bad in "--alpha 1" "--alpha nan" "--mean inf" "--k -1" "--years 99999999" \
		"--method ears" "--window 0" "--min-sigma 1e300"; do
		# shellcheck disable=SC2086
		run "$LASTSEEN" points control c.csv $bad
		[ "$status" -eq 2 ]
	done
	run "$LASTSEEN" points control c.csv --method farrington --step 1year
	[ "$status" -eq 2 ]
}

@test "season: found over three years, and not spoken of within one" {
	echo "t,n" >s.csv
	for y in 2023 2024 2025; do
		for m in 01 02 03 04 05 06 07 08 09 10 11 12; do
			n=10
			case $m in 06 | 07 | 08) n=30 ;; esac
			echo "$y-$m-15,$n" >>s.csv
		done
	done
	run_ok "$LASTSEEN" points season s.csv --count n --period 2023-01-01..2025-12-31 --format json
	[ "$(json '.result.season.state')" = fitted ]
	[ "$(json '.result.season.peak')" = July ]
	[ "$(json '.result.season.season_p < 0.001')" = true ]
	[ "$(json '.result.season.trend_lower < 1 and .result.season.trend_upper > 1')" = true ]
	head -8 s.csv >short.csv
	run_ok "$LASTSEEN" points season short.csv --count n --format json
	[ "$(json '.result.season.state')" = trend_only ]
	head -3 s.csv >two.csv
	run_ok "$LASTSEEN" points season two.csv --count n --format json
	[ "$(json '.result.season.state')" = too_short ]
	[ "$(json '.result.season.trend_per_year')" = null ]
}

@test "circular: hours around midnight, children, a number's circle" {
	printf 't\n2026-01-05 23:00\n2026-01-06 01:00\n2026-01-07\n' >c.csv
	run_ok "$LASTSEEN" points circular c.csv --format json
	[ "$(json '.result.mean_words')" = 00:00 ]
	[ "$(json '.result.too_vague')" = 1 ]
	[ "$(json '.result.density | length')" = 96 ]
	printf 'h,c\n6,a\n6,a\n6,a\n18,b\n' >h.csv
	run_ok "$LASTSEEN" points circular h.csv --value h --cycle 24 --child c --format json
	[ "$(json '.result.n')" = 2 ]
	[ "$(json '.result.mean')" = null ]
	for bad in 0 -1 nan 1e99 month; do
		run "$LASTSEEN" points circular h.csv --value h --cycle $bad
		[ "$status" -eq 2 ]
	done
	run "$LASTSEEN" points circular c.csv --cycle 24
	[ "$status" -eq 2 ]
	printf 't\n2026-01-07\n' >day.csv
	run "$LASTSEEN" points circular day.csv
	[ "$status" -eq 1 ]
}

@test "survival: groups, covariates, rows that cannot be read" {
	printf 't,event,g,x\n6,1,a,0\n7,1,a,0\n9,0,a,0\n10,1,b,1\n12,0,b,1\n3,2,b,1\n-1,1,a,0\n' >s.csv
	run "$LASTSEEN" points survival s.csv --group g --covariates x --format json --quiet
	[ "$status" -eq 3 ]
	[ "$(json '.result.n')" = 5 ]
	[ "$(json '.result.groups | map(.group) | join(",")')" = a,b ]
	[ "$(json '.result.log_rank.freedom')" = 1 ]
	[ "$(json '.input.set_aside | length')" = 2 ]
	printf 't,event,x\n1,1,0\n2,1,0\n3,0,1\n' >apart.csv
	run_ok "$LASTSEEN" points survival apart.csv --covariates x --format json
	[ "$(json '.result.cox.converged')" = false ]
	[ "$(json '.result.cox.terms[0].ratio')" = null ]
	run "$LASTSEEN" points survival apart.csv --event evnt
	[ "$status" -eq 1 ]
	[[ "$output" == *"did you mean 'event'"* ]]
	printf 't,event\n' >empty.csv
	run "$LASTSEEN" points survival empty.csv
	[ "$status" -eq 1 ]
}

@test "new clusters: found where planted, the same bytes with two threads" {
	awk 'BEGIN {
		print "id,x,y,t"
		seed = 11
		for (i = 0; i < 150; i++) {
			seed = (seed * 16807) % 2147483647; x = seed % 10000
			seed = (seed * 16807) % 2147483647; y = seed % 10000
			print i "," x "," y "," i * 2
		}
		for (i = 0; i < 15; i++)
			print "c" i "," 5000 + i * 10 "," 5000 + i * 7 "," 260 + i
	}' >p.csv
	run_ok "$LASTSEEN" points stcd p.csv --radius 500m --epsilon 1 --format json
	[ "$(json '.result.alarms | length')" = 1 ]
	[ "$(json '.result.alarms[0].centre_id | startswith("c")')" = true ]
	[ "$(json '.result.events | length')" = 165 ]
	one=$output
	run_ok "$LASTSEEN" points stcd p.csv --radius 500m --epsilon 1 --format json --threads 2
	[ "$output" = "$one" ]
	for bad in "--radius 0" "--radius 500m --epsilon 0" "--radius 500m --alpha 2" \
		"--radius 500m --threshold nan"; do
		# shellcheck disable=SC2086
		run "$LASTSEEN" points stcd p.csv $bad
		[ "$status" -eq 2 ]
	done
	printf 'x,y,t\n1,1,1\n1,1,1\n1,1,1\n' >same.csv
	run_ok "$LASTSEEN" points stcd same.csv --radius 1m --format json
	[ "$(json '.result.alarms | length')" = 0 ]
}

# A case: 40 children over 28 months, three times as many episodes from the fifteenth on.
time_case() {
	echo "episode_ref,child_ref,type,last_seen_time,reported_time,found_time,from_kind" >e.csv
	echo "episode_ref,offered_time,accepted,held_time,independent" >i.csv
	awk 'BEGIN {
		seed = 5
		for (m = 0; m < 28; m++)
			for (k = 0; k < (m < 14 ? 5 : 15); k++) {
				seed = (seed * 16807) % 2147483647; child = seed % 40
				seed = (seed * 16807) % 2147483647; day = 1 + seed % 28
				seed = (seed * 16807) % 2147483647; hour = 10 + seed % 13
				y = 2023 + int(m / 12); mo = 1 + m % 12
				n++
				printf "E%d,K%d,missing,%d-%02d-%02d %02d:15,%d-%02d-%02d %02d:40,%d-%02d-%02d %02d:50,%s\n",
					n, child, y, mo, day, hour, y, mo, day, hour,
					y, mo, day, hour, child % 2 ? "home" : "childrens_home" >>"e.csv"
				if (n % 2)
					printf "E%d,%d-%02d-%02d %02d:10,Y,%d-%02d-%02d %02d:30,Y\n",
						n, y, mo, day, hour + 1, y, mo, day, hour + 1 >>"i.csv"
			}
	}'
	lastseen init --db case.db --quiet
	lastseen import episodes e.csv --db case.db --quiet >/dev/null
	lastseen import interviews i.csv --db case.db --quiet >/dev/null
}

@test "a case: the change is named, parts of the week are tested, groups go again" {
	time_case
	run_ok "$LASTSEEN" rhythm --db case.db --period 2023-01-01..2025-04-30 --format json
	[ "$(json '.result.changes | length')" = 2 ]
	[ "$(json '.result.changes[1].from_month')" = 2024-03 ]
	[ "$(json '.result.season.state')" = fitted ]
	[ "$(json '.result.week_tests.tested')" = true ]
	[ "$(json '.result.week_tests.p_hours < 0.01')" = true ]
	[ "$(json '[.result.weekdays[].children] | add - 40 | fabs < 1e-9')" = true ]
	one=$(json .result)
	run_ok "$LASTSEEN" rhythm --db case.db --period 2023-01-01..2025-04-30 --format json --threads 2
	[ "$(json .result)" = "$one" ]
	run_ok "$LASTSEEN" repeat --db case.db --format json
	[ "$(json '.result.next_by_group | length')" = 4 ]
	[ "$(json '[.result.next_by_group[] | select(.by == "from") | .children] | add')" = 40 ]
	[ "$(json '.result.next_by_group[1].p_value | . >= 0 and . <= 1')" = true ]
	run_ok "$LASTSEEN" think --db case.db --period 2023-01-01..2025-04-30 --output report
	grep -q "More episodes since March 2024: about 15 a month, before about 5" report/report.html
	[ -s report/tables/trends_changes.csv ]
	[ -s report/tables/repeats_next_by_group.csv ]
}

@test "a case of one episode, of three months, of nobody: nothing is claimed" {
	small_case
	run_ok "$LASTSEEN" rhythm --db case.db --format json
	[ "$(json '.result.week_tests.tested')" = false ]
	[ "$(json '.result.season.state')" = too_short ]
	[ "$(json '.result.changes | length')" = 1 ]
	run_ok "$LASTSEEN" repeat --db case.db --format json
	[ "$(json '[.result.next_by_group[] | .ratio] | all(. == null)')" = true ]
	run_ok "$LASTSEEN" rhythm --db case.db --period 2025-01-01..2025-03-31 --format json
	[ "$(json '.result.week_tests.tested')" = false ]
	run_ok "$LASTSEEN" think --db case.db --period 2025-12-01..2026-02-28 --output report
	run_ok "$LASTSEEN" rhythm --db case.db --period 1900-01-01..2099-12-31 --format json
	[ "$(json '.result.changes | length')" = 0 ]
}

@test "to the public: no sum tells what is hidden" {
	time_case
	run_ok "$LASTSEEN" rhythm --db case.db --audience public --format json
	[ "$(json '[.result.hours[], .result.weekdays[] | .events] | all(. == null)')" = true ]
	[ "$(json '.result.cells | length')" = 0 ]
	[ "$(json '[.result.hours[] | .children | select(. != null and . > 0)] | all(. >= 5)')" = true ]
}
