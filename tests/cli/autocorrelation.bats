#!/usr/bin/env bats
# The point commands of likeness between neighbours, and of emerging hot spots.
load helper

A=$SHARED/reference/autocorrelation
LOCAL=$SHARED/reference/local_stats

have_reference() {
	[ -d "$A" ] && [ -d "$LOCAL" ] || skip "the reference answers are not there"
}

# figure NAME PATH: a number of the answers of autocorrelation.
figure() {
	jq ".\"$1\"$2 | if type == \"array\" then .[0] else . end" "$A/results.json"
}

# near A B RELATIVE
near() {
	awk -v a="$1" -v b="$2" -v most="$3" 'BEGIN { d = a - b; if (d < 0) d = -d
		m = a < 0 ? -a : a; n = b < 0 ? -b : b; exit !(d <= most * (m > n ? m : n)) }' ||
		{ echo "$1 is not $2"; return 1; }
}

# column FILE NAME: a column of a CSV without quotes, without its header.
column() {
	awk -F, -v name="$2" '{ sub(/\r$/, "") }
		NR == 1 { for (i = 1; i <= NF; i++) { gsub(/"/, "", $i); if ($i == name) at = i } next }
		{ print $at }' "$1"
}

# same FILE FILE RELATIVE: two lists of numbers agree, and are not empty.
same() {
	paste "$1" "$2" | awk -v most="$3" '
		{ d = $1 - $2; if (d < 0) d = -d; a = $1 < 0 ? -$1 : $1; b = $2 < 0 ? -$2 : $2
		  if (NF != 2 || d > most * (a > b ? a : b)) { print "line " NR ": " $0; bad = 1; exit } }
		END { exit bad || NR == 0 }'
}

# The same numbers by any awk.
RANDOM_NUMBERS='function random() { seed = seed * 16807 % 2147483647; return seed / 2147483647 }
'

# board FILE: nine squares of 10 m in three rows, a to i; i lies apart.
board() {
	board=$(awk 'BEGIN { n = split("a b c d e f g h i", id, " ")
		printf "{\"type\":\"FeatureCollection\",\"features\":["
		for (k = 0; k < n; k++) { x = k % 3 * 10; y = int(k / 3) * 10
			if (k == 8) { x += 50; y += 50 }
			printf "%s{\"type\":\"Feature\",\"properties\":{\"id\":\"%s\",\"v\":%d,\"pop\":%d,\"kind\":\"%s\"},",
				k ? "," : "", id[k + 1], k * k, 100 + k, k % 2 ? "odd" : "even"
			printf "\"geometry\":{\"type\":\"Polygon\",\"coordinates\":[[[%d,%d],[%d,%d],[%d,%d],[%d,%d],[%d,%d]]]}}",
				x, y, x + 10, y, x + 10, y + 10, x, y + 10, x, y }
		printf "]}\n" }')
	printf '%s\n' "$board" >"$1"
}

@test "Moran and Geary: R's figures by its own weights, both nulls" {
	have_reference
	for style in W B; do
		for null in randomisation normality; do
			for method in moran geary; do
				lastseen points $method "$A/columbus.csv" --value CRIME --null $null \
					--weights "$A/columbus_contiguity_$style.csv" --style B \
					--format json --quiet >m.json
				name=$method.CRIME.$style.$null
				key=i word="Moran I"
				[ $method = moran ] || { key=c word="Geary C"; }
				near "$(jq ".result.$key" m.json)" \
					"$(figure $name.greater ".estimate[\"$word statistic\"]")" 1e-12
				near "$(jq .result.variance m.json)" \
					"$(figure $name.greater .estimate.Variance)" 1e-10
				near "$(jq .result.p_value m.json)" \
					"$(figure $name.two.sided .p_value)" 1e-9
				near "$(jq .result.p_greater m.json)" \
					"$(figure $name.greater .p_value)" 1e-9
			done
		done
	done
	# Rows that sum to 1 are the default.
	lastseen points moran "$A/columbus.csv" --value CRIME --format json --quiet \
		--weights "$A/columbus_contiguity_B.csv" --lags 4 --permutations 999 >m.json
	near "$(jq .result.i m.json)" \
		"$(figure moran.CRIME.W.randomisation.greater '.estimate["Moran I statistic"]')" 1e-12
	jq -e '.result.p_permutation == 0.001 and .result.p_permutation_two_sided == 0.002' m.json
	# The correlogram.
	jq '.result.lags[].statistic' m.json >got
	jq '."correlogram.CRIME.W".V1[]' "$A/results.json" >want
	same got want 1e-11
	jq '.result.lags[].variance' m.json >got
	jq '."correlogram.CRIME.W".V3[]' "$A/results.json" >want
	same got want 1e-10
}

@test "Local Moran, local Geary, Gi and Gi*: R's figures" {
	have_reference
	w="$LOCAL/columbus_contiguity"
	lastseen points moran "$LOCAL/columbus.csv" --value CRIME --weights ${w}_B.csv \
		--moments total --adjust holm --permutations 9999 --format csv --quiet >m.csv
	for pair in i,Ii expected,E_tot variance,Var_tot z,Z_tot p_value,P2_tot; do
		column m.csv "${pair%,*}" >got
		column "$LOCAL/local_moran_CRIME_W.csv" "${pair#*,}" >want
		same got want 1e-9
	done
	lastseen points moran "$LOCAL/columbus.csv" --value CRIME --weights ${w}_B.csv \
		--adjust holm --permutations 9999 --format csv --quiet >m.csv
	for pair in z,Z_cond p_value,P2_cond; do
		column m.csv "${pair%,*}" >got
		column "$LOCAL/local_moran_CRIME_W.csv" "${pair#*,}" >want
		same got want 1e-9
	done
	for pair in p_fdr,p_fdrBH p_holm,p_holm; do
		column m.csv "${pair%,*}" >got
		column "$LOCAL/multiple_testing.csv" "${pair#*,}" >want
		same got want 1e-9
	done
	# Within 5 standard errors of the truth of 9,999 permutations.
	paste <(column m.csv p_folded) \
		<(column "$LOCAL/local_moran_perm_CRIME_W_nsim9999_seed42.csv" Pr.folded..Sim) |
		awk '{ d = $1 - $2; if (d < 0) d = -d
			if (d > 5 * sqrt(2 * $2 * (1 - $2) / 9999) + 2e-4) { print; exit 1 } }'
	lastseen points geary "$LOCAL/columbus.csv" --value CRIME --weights ${w}_B.csv \
		--format csv --quiet >c.csv
	column c.csv c >got
	column "$LOCAL/local_geary_CRIME_W.csv" localC >want
	same got want 1e-10
	lastseen points getis "$LOCAL/columbus.csv" --value CRIME --weights ${w}_B.csv \
		--without-self --format csv --quiet >g.csv
	[ "$(head -1 g.csv | tr -d '\r')" = row,id,gi,p_value,p_fdr ]
	column g.csv gi >got
	column "$LOCAL/local_G_CRIME.csv" Gi_z_B >want
	same got want 1e-9
	for style in B W; do
		lastseen points getis "$LOCAL/columbus.csv" --value CRIME --weights ${w}_B.csv \
			--style $style --format csv --quiet >g.csv
		column g.csv gi_star >got
		column "$LOCAL/local_G_CRIME.csv" Gistar_z_self$style >want
		same got want 1e-9
	done
}

@test "Getis-Ord's G, join counts and rates: R's figures" {
	have_reference
	lastseen points getisord "$A/columbus.csv" --value CRIME --radius 3.5 --format json --quiet >g.json
	near "$(jq .result.g g.json)" "$(figure globalG.CRIME.dist0_3.5_B '.estimate["Global G statistic"]')" 1e-12
	near "$(jq .result.variance g.json)" "$(figure globalG.CRIME.dist0_3.5_B .estimate.Variance)" 1e-10
	lastseen points joincount "$A/columbus.csv" --value HOVAL --above 40 --format json --quiet \
		--weights "$A/columbus_contiguity_B.csv" >j.json
	for k in 0 1; do
		near "$(jq "[.result.joins[] | select(.a == .b)] | sort_by(.joins) | reverse[$k].joins" j.json)" \
			"$(jq ".\"joincount.HOVAL40.B\"[$k].estimate[\"Same colour statistic\"]" "$A/results.json")" 1e-12
		near "$(jq "[.result.joins[] | select(.a == .b)] | sort_by(.joins) | reverse[$k].variance" j.json)" \
			"$(jq ".\"joincount.HOVAL40.B\"[$k].estimate.Variance" "$A/results.json")" 1e-10
		near "$(jq "[.result.joins[] | select(.a == .b)] | sort_by(.joins) | reverse[$k].p_greater" j.json)" \
			"$(jq ".\"joincount.HOVAL40.B\"[$k].p_value" "$A/results.json")" 1e-9
	done
	lastseen points ebmoran "$A/nc_sids.csv" --value SID74 --population BIR74 --permutations 999 \
		--weights "$A/nc_sids_ncCR85_W.csv" --format json --quiet >e.json
	near "$(jq .result.i e.json)" "$(figure nc.EBImoran.CR85W .statistic)" 1e-11
	jq -e '.result.p_permutation == 0.001' e.json
	for pair in rate,raw rate_eb,EBest rate_eb_local,EBlocal expected,choynowski_expected \
		p_less,choynowski_pmap; do
		jq ".result.local[].${pair%,*}" e.json >got
		column "$A/nc_sids_EB_results.csv" "${pair#*,}" >want
		same got want 1e-10
	done
}

@test "areas: rook and queen, an island, rows counted inside" {
	board b.geojson
	lastseen points moran b.geojson --value v --contiguity rook --local --format json --quiet >r.json
	jq -e '.result.n == 9 and .result.islands == 1 and .result.places == "areas"' r.json
	jq -e '.result.local[0] | has("edge") | not' r.json
	# 8 squares of a board: 10 sides both ways.
	jq -e '.result.neighbours_mean * 9 | round == 20' r.json
	jq -e '[.result.local[] | select(.id == "i")] | .[0].i == null and .[0].p_fdr == null' r.json
	jq -e '[.result.local[] | select(.id != "i") | .p_value] | all(. != null)' r.json
	lastseen points moran b.geojson --value v --contiguity queen --format json --quiet >q.json
	jq -e '.result.neighbours_mean * 9 | round == 34' q.json
	lastseen points joincount b.geojson --colour kind --contiguity rook --format json --quiet >j.json
	jq -e '.result.joins | map(select(.a != .b)) | all(.joins == 10)' j.json
	# Rows in the areas: on a border the first has it, one lies outside.
	printf 'x,y\n1,1\n2,2\n10,5\n15,15\n25,5\n70,70\n500,500\n' >e.csv
	run lastseen points getis e.csv --areas b.geojson --format csv --quiet
	[ "$status" -eq 0 ]
	tr -d '\r' <<<"$output" | cut -d, -f2,10 >got
	[ "$(sed -n 2,4p got | tr '\n' ' ')" = "a,3 b,0 c,1 " ]
	[ "$(sed -n '6p;10p' got | tr '\n' ' ')" = "e,1 i,1 " ]
	run lastseen points moran e.csv --areas b.geojson --format json --quiet
	jq -e '.result.rows_outside == 1 and .result.places_empty == 5' <<<"$output"
	# Rates of what is counted, over the areas' population.
	run lastseen points ebmoran e.csv --areas b.geojson --population pop --format json --quiet
	jq -e '.result.local[0] | .events == 3 and .population == 100 and .rate == 0.03' <<<"$output"
}

@test "a grid: empty cells count, in the hull or a study area; threads change nothing" {
	printf 'x,y,n\n40,40,2\n960,40,1\n960,960,1\n40,960,1\n55,52,3\n' >g.csv
	lastseen points getis g.csv --grid square --cell 100m --format csv --quiet >g.out
	[ "$(head -1 g.out | tr -d '\r')" = row,id,gi_star,p_value,p_fdr,p_exact,p_exact_fdr,x,y,value,edge ]
	[ "$(wc -l <g.out)" -eq 101 ]
	[ "$(column g.out value | awk '{ s += $1 } END { print s }')" -eq 5 ]
	[ "$(sed -n 2p g.out | tr -d '\r' | cut -d, -f8-)" = 50,50,2,true ]
	lastseen points getis g.csv --grid square --cell 100m --count n --format csv --quiet >g.out
	[ "$(sed -n 2p g.out | tr -d '\r' | cut -d, -f10)" = 5 ]
	lastseen points getis g.csv --grid square --cell 100m --value n --format csv --quiet >g.out
	[ "$(sed -n 2p g.out | tr -d '\r' | cut -d, -f10)" = 5 ]
	lastseen points moran g.csv --grid square --cell 100m --area 0,0,500,1000 --format json --quiet >a.json
	jq -e '.result.n == 50 and .result.rows_outside == 2 and .result.outside == 2' a.json
	awk "$RANDOM_NUMBERS"'BEGIN { seed = 4; print "x,y"
		for (i = 0; i < 2000; i++) printf "%.2f,%.2f\n", 3000 * random(), 3000 * random() }' >e.csv
	for method in getis moran geary; do
		lastseen points $method e.csv --grid hex --cell 150m --permutations 99 --format csv --threads 1 >one
		lastseen points $method e.csv --grid hex --cell 150m --permutations 99 --format csv --threads 2 >two
		cmp one two
	done
	# Noise: no cell is hot.
	lastseen points getis e.csv --grid hex --cell 150m --format json --quiet |
		jq -e '[.result.local[] | select(.p_exact_fdr <= 0.05)] == []'
}

# events FILE: noise over a year, a place that lasts, one that is new.
events() {
	awk "$RANDOM_NUMBERS"'function day(d) { return strftime("%Y-%m-%d", 1743465600 + d * 86400, 1) }
		function normal() { return sqrt(-2 * log(1 - random())) * cos(6.283185307 * random()) }
		BEGIN { seed = 2; print "x,y,t,who"
		for (i = 0; i < 3000; i++)
			printf "%.1f,%.1f,%s,N%d\n", 400000 + 10000 * random(), 300000 + 10000 * random(), day(int(365 * random())), i
		for (i = 0; i < 400; i++)
			printf "%.1f,%.1f,%s,P%d\n", 403000 + 250 * normal(), 303000 + 250 * normal(), day(int(365 * random())), i
		for (i = 0; i < 60; i++)
			printf "%.1f,%.1f,%s,Q%d\n", 407000 + 250 * normal(), 307000 + 250 * normal(), day(335 + int(30 * random())), i % 2 }' >"$1"
}

# category FILE X Y: of the cell nearest to a place.
category() {
	jq -r --argjson x "$2" --argjson y "$3" \
		'.result.cells | min_by((.x - $x) * (.x - $x) + (.y - $y) * (.y - $y)) | .category' "$1"
}

@test "emerging: what was planted, and nothing in noise" {
	events e.csv
	lastseen points emerging e.csv --cell 500m --step 1month --period 2025-04-01..2026-03-31 \
		--permutations 19 --format json --quiet --threads 1 >one.json
	lastseen points emerging e.csv --cell 500m --step 1month --period 2025-04-01..2026-03-31 \
		--permutations 19 --format json --quiet --threads 2 >two.json
	cmp one.json two.json
	[ "$(category one.json 403000 303000)" = "persistent hot spot" ]
	[ "$(category one.json 407000 307000)" = "new hot spot" ]
	[ "$(category one.json 405000 309000)" = "no pattern detected" ]
	jq -e '.result | .steps_n == 12 and .p_by == "exact" and .events == 3460' one.json
	jq -e '.result.steps[0] | .from == "2025-04-01" and .before == "2025-05-01"' one.json
	jq -e '.result.categories | length == 17' one.json
	jq -e '.result | (.categories | map(.cells) | add) == (.cells | length)' one.json
	jq -e '.result.categories[] | select(.category == "new hot spot") | .p_value == 0.05' one.json
	# Far from both, and without them: nothing.
	grep -v -e ',P' -e ',Q' e.csv >noise.csv
	for step in 1month 7d; do
		lastseen points emerging noise.csv --cell 500m --step $step --format json --quiet >n.json
		jq -e '.result | .hot_bins == 0 and .cold_bins == 0' n.json
	done
	# The normal curve finds hot spots in it.
	lastseen points emerging noise.csv --cell 500m --step 7d --p-by normal --format json --quiet >n.json
	jq -e '.result | .hot_bins > 20 and .p_by == "normal"' n.json
	lastseen points emerging e.csv --cell 500m --step 1month --format csv --quiet >c.csv
	[ "$(head -1 c.csv | tr -d '\r' | cut -d, -f1-10)" = \
		cell,id,x,y,category,edge,count,children,hot_steps,cold_steps ]
	[ "$(column c.csv count | awk '{ s += $1 } END { print s }')" -eq 3460 ]
}

@test "emerging: what is cut by the border is never cold" {
	awk "$RANDOM_NUMBERS"'BEGIN { seed = 9; print "x,y,t"
		for (i = 0; i < 40000; i++) printf "%.2f,%.2f,%d\n", 3000 * random(), 3000 * random(), 120 * random() }' >e.csv
	lastseen points emerging e.csv --cell 300m --step 10d --format json --quiet >e.json
	jq -e '.result | .cold_bins == 0 and .hot_bins == 0 and .cells_edge > 20' e.json
	jq -e '[.result.cells[] | select(.edge and .gi_star < -3)] | length > 10' e.json
}

@test "emerging: two children alone make no new hot spot" {
	events e.csv
	lastseen points emerging e.csv --cell 500m --step 1month --child who --format json --quiet >c.json
	[ "$(category c.json 403000 303000)" = "persistent hot spot" ]
	[ "$(category c.json 407000 307000)" = "no pattern detected" ]
	jq -e '[.result.cells[] | select(.children > .count)] == []' c.json
	run lastseen points emerging e.csv --cell 500m --step 1month --child who --count who
	[ "$status" -eq 2 ]
}

@test "emerging: steps of days run back from the end, and only whole ones count" {
	printf 'x,y,t\n' >e.csv
	for d in 01 02 08 09 15 16; do printf '10,10,2026-01-%s\n900,900,2026-01-%s 13:00\n10,900,2026-01-%s\n' $d $d $d; done >>e.csv
	run lastseen points emerging e.csv --cell 100m --step 7d --grid square --format json --quiet
	jq -e '.result.steps == [
		{"from": "2026-01-03", "before": "2026-01-10", "events": 6},
		{"from": "2026-01-10", "before": "2026-01-17", "events": 6}]' <<<"$output" ||
		{ jq -c .result.steps <<<"$output"; false; }
	jq -e '.result.rows_outside_time == 6' <<<"$output"
	run lastseen points emerging e.csv --cell 100m --step 6h --grid square --format json --quiet
	jq -e '.result.steps_n == 64' <<<"$output"
	run lastseen points emerging e.csv --cell 100m --step 3months
	[ "$status" -eq 2 ]
	says "at least 2"
	for step in banana 0d -1d 1.5month 99999999999999999999months nan; do
		run lastseen points emerging e.csv --cell 100m "--step=$step"
		[ "$status" -eq 2 ]
		says "1month, 3months, 1y, 7d or 6h"
	done
}

@test "what is asked wrongly of places" {
	printf 'x,y,v,t\n0,0,1,1\n1000,0,2,2\n0,1000,3,3\n1000,1000,4,4\n500,500,1e200,5\n' >p.csv
	printf 'i,j\n1,9\n' >w.csv
	wrong() { # status text arguments
		status=$1 text=$2
		shift 2
		want=$status
		run lastseen points "$@"
		[ "$status" -eq "$want" ] || { echo "$status: $output"; return 1; }
		says "$text"
	}
	wrong 2 --neighbours moran p.csv --value v
	wrong 2 "one of" moran p.csv --value v --radius 5 --neighbours 2
	wrong 2 --value geary p.csv --radius 5
	wrong 2 --cell moran p.csv --grid hex
	wrong 2 --grid moran p.csv --value v --radius 5 --cell 5
	wrong 2 "more than 0" moran p.csv --grid hex --cell 0m
	wrong 2 "take larger ones" moran p.csv --grid hex --cell 0.0001m
	wrong 2 "not both" moran p.csv --grid hex --cell 5m --areas p.csv
	wrong 1 "row 6, column v" moran p.csv --value v --radius 5
	wrong 1 "no place '9'" moran p.csv --value t --weights w.csv
	wrong 1 "columns i and j" moran p.csv --value t --weights p.csv
	wrong 1 "file of areas" moran p.csv --areas p.csv
	wrong 2 "more than 0" moran p.csv --value t --radius 0
	wrong 2 --population ebmoran p.csv --value t --radius 5
	wrong 2 --colour joincount p.csv --radius 5
	wrong 2 1000000 moran p.csv --value t --radius 5km --permutations 2000000000
	wrong 2 "between 0 and 1" emerging p.csv --cell 100m --step 1d --alpha 2
	wrong 2 --step emerging p.csv --cell 100m
}
