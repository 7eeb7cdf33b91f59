#!/usr/bin/env bats
# Journeys in a file and in the made-up case: decay, direction, flows.
load helper

# 60 children from 6 homes and elsewhere, each to places of its own or to few busy ones;
# PLANTED of home 3 go to one place.
journeys() {
	awk -v planted="$1" 'BEGIN { srand(11); print "id,x,y,to_x,to_y,who"
		for (c = 0; c < 60; c++) {
			home = c < 36 ? int(c / 6) : 10 + c
			hx = 400000 + home * 3000; hy = 300000 + (home * 7919 % 5000)
			n = c == 50 ? 30 : 1 + int(3 * rand())
			for (k = 0; k < n; k++) {
				place = int(40 * rand() ^ 2)
				printf "j%d,%.0f,%.0f,%.0f,%.0f,c%d\n", ++id, hx, hy,
					420000 + place * 1500 + 100 * rand(), 310000 + 100 * rand(), c }
			if (home == 3 && planted-- > 0)
				printf "j%d,%.0f,%.0f,%.0f,%.0f,c%d\n", ++id, hx, hy,
					500000 + 100 * rand(), 350000 + 100 * rand(), c } }'
}

@test "flows: a planted one is found, and is one line of the output" {
	journeys 6 >j.csv
	lastseen points flows j.csv --child who --radius 250m --crs EPSG:27700 --format json >f.json
	jq -e '.result.children == 60 and .result.p_value < 0.02' f.json
	jq -e '.result.flows[0] | .children == 6 and .q_value < 0.02 and .from_x == 409000
		and (.to_x - 500050 | fabs) < 60 and (.members | length == 6) and .expected < 3' f.json
	jq -e '[.result.flows[1:][] | select(.q_value <= 0.05)] | length == 0' f.json
	jq -e '[.result.flows[] | select(.to_x > 499000 and .from_x == 409000)] | length == 1' f.json
	lastseen points flows j.csv --child who --radius 250m --crs EPSG:27700 --format json --threads 2 | cmp - f.json
	lastseen points flows j.csv --child who --radius 250m --crs EPSG:27700 --seed 2 --format json | jq -e '.result.p_value < 0.05'
}

@test "flows: nothing planted, nothing told; one child's forty journeys are none" {
	journeys 0 >j.csv
	lastseen points flows j.csv --child who --radius 250m --format json --quiet |
		jq -e '.result.p_value > 0.05 and ([.result.flows[] | select(.q_value <= 0.05)] | length == 0)'
	awk 'BEGIN { print "x,y,to_x,to_y,who"; for (i = 0; i < 40; i++) print "1000,1000,9000,9000,a"
		for (i = 0; i < 10; i++) print 2000 * i ",5,7," 3000 * i ",b" i }' >one.csv
	lastseen points flows one.csv --child who --radius 250m --format json --quiet |
		jq -e '.result.flows == [] and .result.p_value == 1'
	# Rows by themselves: those forty are a flow.
	lastseen points flows one.csv --radius 250m --format json --quiet |
		jq -e '.result.flows[0] | .journeys == 40 and .q_value < 0.01'
}

@test "flows: longitude and latitude give the flow of the National Grid" {
	printf 'x,y,to_x,to_y,who\n' >g.csv
	for i in 1 2 3 4 5 6; do
		echo "-2.1,53.4$i,-2.3,53.5,c$i" >>g.csv
		echo "-2.1,53.41,-2.2,53.6$i,d$i" >>g.csv
	done
	lastseen points flows g.csv --child who --crs EPSG:4326 --radius 20m --to-radius 100m --format json >g.json
	jq -e '.result.children == 12 and .parameters.to_radius_m == 100' g.json
	jq -e '[.result.flows[] | (.from_x + 2.1 | fabs) < 1e-6 and .from_y > 53 and .to_x < -2] | all' g.json
}

@test "decay: the rate of an exponential, truncated at both ends, each child once" {
	awk 'BEGIN { srand(4); print "x,y,to_x,to_y,who"
		for (c = 0; c < 400; c++) { r = -2000 * log(1 - rand()); a = 6.283185307 * rand()
			for (k = 0; k < (c % 20 ? 1 : 15); k++)
				printf "1000,1000,%.3f,%.3f,c%d\n", 1000 + r * sin(a), 1000 + r * cos(a), c } }' >d.csv
	lastseen points decay d.csv --child who --shortest 300m --longest 9km --format json >one
	jq -e '.result | .children == 400 and .fitted + .shorter + .longer == .n and .best != "power"' one
	jq -e '.result.curves[0] | .curve == "exponential" and (.value_1 - 0.0005 | fabs) < 3 * .error_1 and .p_fit > 0.05' one
	jq -e '.result.curves[1] | .curve == "power" and .p_fit < 0.05' one
	jq -e '.result.bearing | .children == 400 and .p_value > 0.01' one
	jq -e '.result.directions | length == 8 and (map(.journeys) | add) == 680 and (map(.children) | add) == 400' one
	lastseen points decay d.csv --child who --shortest 300m --longest 9km --format json --threads 2 | cmp - one
	if grep -qi 'nan\|inf"' one; then return 1; fi
	[ "$(lastseen points decay d.csv --format csv --quiet | head -1 | tr -d '\r')" = \
		curve,best,parameter_1,value_1,error_1,parameter_2,value_2,error_2,log_likelihood,aic,median_m,ks,p_fit ]
}

@test "journeys of a file: rows without an end are told, odd options refused" {
	printf 'x,y,to_x,to_y,who\n1,2,3,4,a\n1,2,,4,a\n,2,3,4,b\n5,5,5,5,c\n' >b.csv
	run lastseen points decay b.csv --format json --quiet
	[ "$status" -eq 3 ]
	jq -e '.input.used == 2 and [.input.set_aside[].row] == [4, 3] and .result.n == 2 and .result.shorter == 1
		and .result.best == null' <<<"$output"
	run lastseen points flows b.csv --radius 10m --child who --format json --quiet
	[ "$status" -eq 3 ]
	jq -e '.result.children == 2 and .result.flows == []' <<<"$output"
	run lastseen points decay b.csv --shortest 5km --longest 1km
	[ "$status" -eq 2 ]
	run lastseen points decay b.csv --to-x nowhere
	fails "no column 'nowhere'"
	run lastseen points flows b.csv
	[ "$status" -eq 2 ]
	says "--radius"
	run lastseen points flows b.csv --radius 1m --replications 100000000
	[ "$status" -eq 2 ]
	printf 'x,y,to_x,to_y\n1,2,,\n' >none.csv
	run lastseen points flows none.csv --radius 1m
	[ "$status" -eq 1 ]
	printf 'x,y,to_x,to_y,n\n1000,2,3000,4,3\n1000,2,3000,4,0\n5000,5,9000,5,1\n' >count.csv
	lastseen points decay count.csv --count n --format json --quiet | jq -e '.result.n == 4'
}

@test "the case: both planted flows stand first, with decay and direction beside them" {
	"$BATS_TEST_DIRNAME/../demo_case.sh" "$LASTSEEN" "$FIXTURES/case" . >/dev/null 2>&1
	lastseen journeys --db case.db --gazetteer gazetteer.db --period 2025-04-01..2026-03-31 \
		--format json --quiet >j.json
	want=$(jq -c '[.flows[].urn] | sort' "$FIXTURES/case/truth.json")
	[ "$(jq -c '[.result.flows[:2][].from] | sort' j.json)" = "$want" ]
	jq -e '[.result.flows[:2][] | .q_value <= 0.05 and .p_family <= 0.05] | all' j.json
	jq -e '.result.p_any_flow <= 0.05' j.json
	jq -e '[.result.decay[] | select(.best)] | length == 2 and all(.p_fit > 0.01)' j.json
	jq -e '.result.bearings | length == 2 and .[0].children == 118' j.json
	lastseen journeys --db case.db --gazetteer gazetteer.db --period 2025-04-01..2026-03-31 \
		--format json --quiet --threads 2 | cmp - j.json
	run lastseen journeys --db case.db --gazetteer gazetteer.db --replications 99999999
	[ "$status" -eq 2 ]
	lastseen journeys --db case.db --gazetteer gazetteer.db --audience public --format json --quiet |
		jq -e '.result.flows == [] and (.result | has("p_any_flow") | not)'
}
