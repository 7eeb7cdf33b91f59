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
