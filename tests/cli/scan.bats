#!/usr/bin/env bats
# points scan and the tests of interaction, against answers that others computed.
load helper

need() {
	[ -d "$SHARED/reference" ] || skip "public references are not there"
}

@test "scan: SaTScan's cluster on 5,000 events" {
	need
	run lastseen points scan "$SHARED/reference/scan/stp_5k_events.csv" --model permutation \
		--max-radius 2km --max-window 30d --replications 99 \
		--centres "$SHARED/reference/scan/stp_5k_centres.csv" --format json --quiet
	[ "$status" -eq 0 ]
	jq -e '.result.clusters[0] | .centre == "L00693" and .observed == 27 and .locations == 14
		and .from == "2023-07-20" and .to == "2023-08-02"
		and (.llr - 35.306083 | fabs < 1e-6) and (.radius_m - 1450 | fabs < 1)
		and (.expected - 3.01 | fabs < 0.005) and .p_value == 0.01' <<<"$output"
}

@test "scan: same bytes with one thread and with two" {
	need
	for n in 1 2; do
		lastseen points scan "$SHARED/reference/scan/stp_5k_events.csv" --max-radius 1km \
			--max-window 14d --replications 19 --format json --quiet --threads $n >$n.json
	done
	cmp 1.json 2.json
}

@test "Mantel and Jacquez on the Burkitt data" {
	need
	burkitt=$SHARED/data/points/burkitt/burkitt.csv
	run lastseen points jacquez "$burkitt" --neighbours 3 --permutations 9 --format json --quiet
	[ "$status" -eq 0 ]
	grep -qE '"[a-z_]*": 12(\.0)?,?$' <<<"$output"
	run lastseen points mantel "$burkitt" --permutations 9 --format json --quiet
	[ "$status" -eq 0 ]
	jq -e '[.result | .. | numbers | select(. - 0.014154 | fabs < 1e-6)] | length >= 1' <<<"$output"
}

@test "near repeats by the Calculator's rules" {
	need
	{
		echo x,y,t
		cat "$SHARED/data/points/nearrepeat_gpl3/chicago_arson.csv"
	} >arson.csv
	run lastseen points nearrepeat arson.csv --rules calculator --radius-bands 0m,200m,400m,600m \
		--window-bands 1d,2d,3d --permutations 9 --format json --quiet
	[ "$status" -eq 0 ]
	jq -e '[.result.cells[].observed] == [0, 2, 0, 8, 9, 1, 1, 45, 4, 0, 0, 140, 6, 0, 0, 234,
		393, 710, 770, 133658]' <<<"$output"
}

# Places of an outbreak, of a quiet quarter, and of all else.
quarters() {
	awk 'BEGIN { srand(7); print "id,x,y,t,n,people,metres"
		for (i = 0; i < 100; i++) {
			x = i % 10; y = int(i / 10); n = 4
			if (x < 3 && y < 3) n = 14
			if (x > 6 && y > 6) n = 0
			printf "p%d,%d,%d,%d,%d,100,%d\n", i, 1000 * x, 1000 * y, i % 30, n, i % 4 * 20
		} }' >quarters.csv
}

@test "scan: Poisson in space finds where there are more, and where there are fewer" {
	quarters
	for rates in high low both; do
		lastseen points scan quarters.csv --model poisson --scan space --rates $rates \
			--population people --count n --max-share 0.3 --replications 99 \
			--format json --quiet >$rates.json
	done
	jq -e '.result.clusters[0] | .x == 1000 and .y == 1000 and .locations == 9 and .observed == 126
		and .p_value == 0.01 and .ratio > 2 and .from == null' high.json
	jq -e '.result.clusters[0] | .observed == 0 and .x == 8000 and .y == 8000 and .p_value == 0.01
		and .ratio == 0' low.json
	jq -e '[.result.clusters[0, 1].ratio] | .[0] > 2 and .[1] == 0' both.json
	jq -e '.parameters.rates == "low"' low.json
}

@test "scan: months count by their days" {
	cat >months.csv <<'CSV'
x,y,t,people
0,0,2025-01-01,10
0,0,2025-02-10,10
0,0,2025-02-20,10
0,0,2025-12-31,10
CSV
	run lastseen points scan months.csv --model poisson --scan time --population people \
		--time-unit month --replications 0 --format json --quiet
	[ "$status" -eq 0 ]
	jq -e '.result.clusters[0] | .from == "2025-01-01" and .to == "2025-02-28" and .observed == 3
		and (.expected - 4 * 59 / 365 | fabs < 1e-12)' <<<"$output"
}

@test "scan: a circle that rests on one point known to nine hundred metres does not survive" {
	awk 'BEGIN { srand(3); print "x,y,t,metres"
		for (i = 0; i < 200; i++) print int(5000 * rand()) "," int(5000 * rand()) "," i % 100 ",10"
		for (i = 0; i < 8; i++) print 2500 + i "," 2500 + i "," 50 + i % 4 ",5"
		for (i = 0; i < 6; i++) print "500,4500," 80 + i % 3 ",900" }' >doubt.csv
	for n in 1 2; do
		lastseen points scan doubt.csv --max-radius 300m --max-window 10d --replications 19 \
			--precision metres --draws 40 --threads $n --format json --quiet >$n.json
	done
	cmp 1.json 2.json
	jq -e '[.result.clusters[] | select(.y > 2490 and .y < 2520)][0].survival == 1' 1.json
	jq -e '[.result.clusters[] | select(.y == 4500)][0].survival < 0.5' 1.json
	jq -e '.parameters.draws == 40' 1.json
	for bad in "--draws 5" "--precision metres --scan time --model poisson --population t" \
		"--precision metres --sphere" "--precision metres --iterations 2"; do
		run lastseen points scan doubt.csv $bad --quiet
		[ "$status" -eq 2 ] || { echo "$bad: $output"; return 1; }
	done
}
