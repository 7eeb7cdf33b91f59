#!/usr/bin/env bats
# The point commands of surfaces, likeness, patterns and time, against published answers.
load helper

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

@test "HDBSCAN: the labels and probabilities of R on moons and DS3" {
	R=$SHARED/reference/clustering
	[ -d "$R" ] || skip "the reference answers are not there"
	for set in "moons 5" "DS3 25"; do
		read -r name size <<<"$set"
		lastseen points hdbscan "$R/${name}_points.csv" --min-cluster-size "$size" \
			--format csv --quiet --threads 2 >got.csv
		[[ "$(head -1 got.csv | tr -d "\r")" == row,id,label,probability* ]]
		column got.csv probability >got
		column "$R/${name}_results.csv" hdbscan_prob >want
		same got want 1e-9
		# One of our clusters to each of theirs, and noise where theirs is.
		paste <(column got.csv label) <(column "$R/${name}_results.csv" hdbscan) |
			sort -u >pairs
		[ "$(wc -l <pairs)" -eq "$(cut -f1 pairs | sort -u | wc -l)" ]
		[ "$(wc -l <pairs)" -eq "$(cut -f2 pairs | sort -u | wc -l)" ]
		awk '($1 == 0) != ($2 == 0) { exit 1 }' pairs
	done
}

@test "HDBSCAN: the clusters as JSON, and a size below 2 is refused" {
	printf 'x,y\n0,0\n1,0\n0,1\n1,1\n100,100\n101,100\n100,101\n101,101\n5000,0\n' >p.csv
	run lastseen points hdbscan p.csv --min-cluster-size 3 --format json --quiet
	jq -e '.result.clusters | map(.n) == [4, 4] and .[0].x == 0.5' <<<"$output"
	jq -e '.result.noise == 1 and .parameters.min_points == 3' <<<"$output"
	run lastseen points hdbscan p.csv --min-cluster-size 1
	[ "$status" -eq 2 ]
}

@test "KDE: R's exact sums at 50 x 50 places, three kernels" {
	R=$SHARED/reference/kde
	[ -d "$R" ] || skip "the reference answers are not there"
	sed 1d "$R/redwood_exact_sum_50x50.csv" | tr , ' ' | sort -g -k2,2 -k1,1 >want.txt
	for kernel in "gaussian 0.1 3" "quartic 0.2 4" "epanechnikov 0.2 5"; do
		read -r name h field <<<"$kernel"
		lastseen points kde "$R/redwood_points.csv" --kernel "$name" --bandwidth "$h" \
			--cell 0.02 --area 0,-1,1,0 --format csv --quiet >got.csv
		[ "$(head -1 got.csv | tr -d '\r')" = x,y,density ]
		[ "$(wc -l <got.csv)" -eq 2501 ]
		paste -d' ' <(sed 1d got.csv | tr -d '\r' | tr , ' ') want.txt |
			awk -v at=$((field + 3)) '
			function apart(a, b) { return a > b ? a - b : b - a }
			apart($1, $4) > 1e-9 || apart($2, $5) > 1e-9 ||
			apart($3, $at) > 1e-9 * $at + 1e-12 { print; exit 1 }'
	done
}

@test "KDE: the figures, and the same surface as a GeoTIFF" {
	printf 'x,y\n1000,2000\n1000,2000\n3000,2500\n' >p.csv
	run lastseen points kde p.csv --bandwidth 500m --cell 100m --crs EPSG:27700 \
		--output out.tif --format json --quiet
	[ "$status" -eq 0 ]
	jq -e '.result | .cell_m == 100 and .columns == 50 and .rows == 35' <<<"$output"
	# Two events at the corner of four cells, one far: exp(-d^2 / 2 h^2) / (2 pi h^2) each.
	jq -e '(2 * (-5000 / 500000 | exp) + (-(1950 * 1950 + 450 * 450) / 500000 | exp))
		/ (500000 * 3.14159265358979) / .result.maximum.density - 1 | fabs < 1e-9' <<<"$output"
	jq -e '.parameters.output == "out.tif"' <<<"$output"
	command -v gdalinfo >/dev/null || skip "gdalinfo is not there"
	gdalinfo -json -stats out.tif >info.json
	jq -e '.size == [50, 35] and .geoTransform == [-500, 100, 0, 4000, 0, -100]' info.json
	jq -e '.coordinateSystem.wkt | test("27700")' info.json
	top=$(jq .result.maximum.density <<<"$output")
	jq -e --argjson top "$top" '(.bands[0].metadata[""].STATISTICS_MAXIMUM | tonumber) / $top - 1 | fabs < 1e-9' info.json
	# The pixel of the maximum, counted from the north.
	x=$(jq .result.maximum.x <<<"$output") y=$(jq .result.maximum.y <<<"$output")
	value=$(gdallocationinfo -valonly -geoloc out.tif "$x" "$y")
	jq -ne --argjson top "$top" --argjson v "$value" '$v / $top - 1 | fabs < 1e-9'
}

@test "KDE: cells by the million million are refused" {
	printf 'x,y\n0,0\n1000000,1000000\n' >p.csv
	run lastseen points kde p.csv --bandwidth 1km --cell 1m --quiet
	[ "$status" -eq 2 ]
	says "cells of 1 m"
	[ ! -e out.tif ]
}

# figure NAME KEY: a number of the answers of autocorrelation.
figure() {
	jq ".\"$1\"$2 | if type == \"array\" then .[0] else . end" \
		"$SHARED/reference/autocorrelation/results.json"
}

# near A B RELATIVE
near() {
	awk -v a="$1" -v b="$2" -v most="$3" 'BEGIN { d = a - b; if (d < 0) d = -d
		m = a < 0 ? -a : a; n = b < 0 ? -b : b; exit !(d <= most * (m > n ? m : n)) }' ||
		{ echo "$1 is not $2"; return 1; }
}

@test "Moran: R's figures for the 4 nearest, and local Moran among them" {
	R=$SHARED/reference/autocorrelation
	[ -d "$R" ] || skip "the reference answers are not there"
	run lastseen points moran "$R/columbus.csv" --value CRIME --neighbours 4 \
		--permutations 999 --format json --quiet
	[ "$status" -eq 0 ]
	name=moran.CRIME.K4.randomisation.two.sided
	near "$(jq .result.i <<<"$output")" "$(figure $name '.estimate["Moran I statistic"]')" 1e-12
	near "$(jq .result.expected <<<"$output")" "$(figure $name .estimate.Expectation)" 1e-12
	near "$(jq .result.variance <<<"$output")" "$(figure $name .estimate.Variance)" 1e-12
	near "$(jq .result.z <<<"$output")" \
		"$(figure $name '.statistic["Moran I statistic standard deviate"]')" 1e-12
	near "$(jq .result.p_value <<<"$output")" "$(figure $name .p_value)" 1e-9
	jq -e '.result.p_permutation == 0.001' <<<"$output"
	# The mean of local Moran is I.
	lastseen points moran "$R/columbus.csv" --value CRIME --neighbours 4 --format csv --quiet >l.csv
	[ "$(head -1 l.csv | tr -d '\r')" = row,id,i,expected,variance,z,p_value,p_fdr,quadrant ]
	mean=$(column l.csv i | awk '{ s += $1 } END { printf "%.15g", s / NR }')
	near "$mean" "$(jq .result.i <<<"$output")" 1e-12
}

@test "Gi*: by its formula, on places within 0.8" {
	R=$SHARED/reference/autocorrelation
	[ -d "$R" ] || skip "the reference answers are not there"
	lastseen points getis "$R/columbus.csv" --value CRIME --radius 0.8 --format csv --quiet >g.csv
	[ "$(head -1 g.csv | tr -d '\r')" = row,id,gi_star,p_value,p_fdr ]
	column g.csv gi_star >got
	# Ord and Getis 1995, over every pair.
	awk -F, 'FNR > 1 { n++; x[n] = $2; y[n] = $3; v[n] = $4; s += $4; q += $4 * $4 }
		END { mean = s / n; sd = sqrt(q / n - mean * mean)
			for (i = 1; i <= n; i++) { k = sum = 0
				for (j = 1; j <= n; j++)
					if ((x[i] - x[j]) ^ 2 + (y[i] - y[j]) ^ 2 <= 0.64) { k++; sum += v[j] }
				printf "%.15g\n", (sum - mean * k) / (sd * sqrt((n * k - k * k) / (n - 1))) } }' \
		"$R/columbus.csv" >want
	same got want 1e-9
	run lastseen points getis "$R/columbus.csv" --value CRIME --radius 0.8 --format json --quiet
	jq -e '.result.local | length == 49 and (map(.p_fdr >= .p_value) | all)' <<<"$output"
}

@test "Getis and Moran: what is asked wrongly" {
	printf 'x,y,v\n0,0,1\n1,0,2\n0,1,x\n1,1,4\n5,5,3\n' >p.csv
	run lastseen points moran p.csv --value v
	[ "$status" -eq 2 ]
	says --radius --neighbours
	run lastseen points moran p.csv --value v --radius 2 --neighbours 3
	[ "$status" -eq 2 ]
	run lastseen points getis p.csv --value w --radius 2
	fails "'w'" --value
	run lastseen points getis p.csv --value v --radius 2 --count v
	[ "$status" -eq 2 ]
	says "a row is a place"
	run lastseen points getis p.csv --value v --radius 2 --format json --quiet
	[ "$status" -eq 3 ]
	jq -e '.input.set_aside == [{"row": 4, "column": "v", "reason": "is no number", "raw": "x"}]
		and .result.islands == 1 and .result.n == 4' <<<"$output"
}

@test "Ripley: spatstat's K and L of four patterns, four corrections" {
	R=$SHARED/reference/point_process
	[ -d "$R" ] || skip "the reference answers are not there"
	for edge in none.un border.border translation.trans isotropic.iso; do
		for set in longleaf,0,0,200,200 redwood,0,-1,1,0 cells,0,0,1,1 swedishpines,0,0,96,100; do
			name=${set%%,*}
			last=$(column "$R/${name}_Kest.csv" r | tail -1)
			lastseen points ripley "$R/${name}_points.csv" --area "${set#*,}" --edge "${edge%.*}" \
				--max-radius "$last" --steps 512 --format csv --quiet >got.csv
			column got.csv k >got
			column "$R/${name}_Kest.csv" "${edge#*.}" >want
			# The last digits of a step may put a pair into the next one.
			paste got want | awk '{ d = $1 - $2; if (d < 0) d = -d; off += d > 1e-9 * ($2 + 1e-9) }
				END { exit !(NR == 513 && off <= 5) }'
		done
	done
	column got.csv l >got
	column got.csv k | awk '{ printf "%.15g\n", sqrt($1 / 3.14159265358979323846) }' >want
	same got want 1e-12
}

@test "Ripley: an envelope and a test, the same bytes for any threads" {
	awk 'BEGIN { srand(5); print "x,y"; for (i = 0; i < 60; i++) {
		x = 1000 * rand(); y = 1000 * rand()
		for (k = 0; k < 3; k++) printf "%.3f,%.3f\n", x + 5 * rand(), y + 5 * rand() } }' >p.csv
	lastseen points ripley p.csv --replications 99 --format json --threads 1 >one
	lastseen points ripley p.csv --replications 99 --format json --threads 2 >two
	cmp one two
	jq -e '.result.p_value == 0.01 and (.result.distances | length == 51)' one
	jq -e '.result.distances[2] | .l > .high and .low <= .high' one
}

@test "Clark-Evans: spatstat's indices of four patterns" {
	R=$SHARED/reference/point_process
	[ -d "$R" ] || skip "the reference answers are not there"
	for set in longleaf,0,0,200,200 redwood,0,-1,1,0 cells,0,0,1,1 swedishpines,0,0,96,100; do
		name=${set%%,*}
		lastseen points clarkevans "$R/${name}_points.csv" --area "${set#*,}" --format json --quiet >c.json
		near "$(jq .result.index c.json)" "$(jq ".$name.clarkevans.naive" "$R/results.json")" 1e-12
		near "$(jq .result.index_donnelly c.json)" "$(jq ".$name.clarkevans.Donnelly" "$R/results.json")" 1e-12
		near "$(jq .result.p_clustered c.json)" \
			"$(jq ".$name[\"clarkevans.test.none.less\"].p_value" "$R/results.json")" 1e-9
		near "$(jq .result.mean_m c.json)" "$(jq ".$name.nnd_mean" "$R/results.json")" 1e-12
	done
	run lastseen points clarkevans "$R/cells_points.csv" --area 0,0,1
	[ "$status" -eq 2 ]
	says --area "0,0,1000,500"
}

@test "aoristic: exact overlaps, days, both clock changes" {
	cat >t.csv <<'CSV'
t,end
2026-01-05 22:30,2026-01-06 01:30
2026-01-07 13:05,2026-01-07 13:05
2026-01-08,2026-01-08
29/03/2026 00:30,29/03/2026 02:30
2026-01-01 10:00,2026-02-01 10:00
2026-01-09 12:00,2026-01-09 11:00
soon,2026-01-09 11:00
2026-01-10 20:15,
CSV
	run lastseen points aoristic t.csv --format json --quiet
	[ "$status" -eq 3 ]
	jq -e '.result | .used == 5 and .too_long == 1 and .n == 6' <<<"$output"
	jq -e '.input.set_aside | map([.row, .column]) == [[7, "end"], [8, "t"]]' <<<"$output"
	h='def h($d; $h): .result.hours[] | select(.weekday == $d and .hour == $h) | .weight;'
	jq -e "$h"'[h("Monday"; 22), h("Monday"; 23), h("Tuesday"; 0), h("Tuesday"; 1)]
		| [.[] * 6 | round] == [1, 2, 2, 1]' <<<"$output"
	jq -e "$h"'h("Wednesday"; 13) == 1 and h("Saturday"; 20) == 1' <<<"$output"
	jq -e "$h"'[h("Thursday"; range(24))] | map(. * 24 - 1 | fabs < 1e-12) | all' <<<"$output"
	# An hour of London's clock that does not exist: half an hour each side.
	jq -e "$h"'[h("Sunday"; 0), h("Sunday"; 1), h("Sunday"; 2)] == [0.5, 0, 0.5]' <<<"$output"
	jq -e '[.result.hours[].weight] | add - 5 | fabs < 1e-12' <<<"$output"
	lastseen points aoristic t.csv --format csv --quiet >h.csv || [ $? -eq 3 ]
	[ "$(head -1 h.csv | tr -d '\r')" = weekday,hour,weight ]
	[ "$(wc -l <h.csv)" -eq 169 ]
}

@test "OPTICS: R's order and distances on moons" {
	R=$SHARED/reference/clustering
	[ -d "$R" ] || skip "the reference answers are not there"
	lastseen points optics "$R/moons_points.csv" --radius 100 --cut 0.3 --min-points 5 \
		--format csv --quiet >got.csv
	[ "$(head -1 got.csv | tr -d '\r')" = row,id,place,core_m,reachability_m,label ]
	awk -F, 'FNR > 1 { print $3 " " FNR - 1 }' got.csv | sort -n | cut -d' ' -f2 >got
	column "$R/moons_optics_order.csv" order >want
	cmp got want
	column got.csv core_m >got
	column "$R/moons_results.csv" optics_coredist >want
	same got want 1e-12
	paste <(column got.csv label) <(column "$R/moons_results.csv" optics_dbscan) | sort -u >pairs
	[ "$(wc -l <pairs)" -eq "$(cut -f1 pairs | sort -u | wc -l)" ]
	[ "$(wc -l <pairs)" -eq "$(cut -f2 pairs | sort -u | wc -l)" ]
	run lastseen points optics "$R/moons_points.csv" --radius 1 --cut 2
	[ "$status" -eq 2 ]
	says --cut
}

@test "changes: a planted one, found to the month; an even file has none" {
	awk 'BEGIN { print "t"; for (m = 0; m < 24; m++) { y = 2024 + int(m / 12)
		for (k = 0; k < (m < 14 ? 3 : 12); k++) printf "%d-%02d-%02d\n", y, m % 12 + 1, 1 + (k * 7 + m) % 28 } }' >t.csv
	run lastseen points changes t.csv --period 2024-01-01..2025-12-31 --format json --quiet
	[ "$status" -eq 0 ]
	jq -e '.result | .changes == 1 and .units == 24 and .n == 162' <<<"$output"
	jq -e '.result.stretches | map([.from, .to, .events]) ==
		[["2024-01-01", "2025-02-28", 42], ["2025-03-01", "2025-12-31", 120]]' <<<"$output"
	jq -e '.result.stretches[1] | .days == 306 and .lower < .per_day and .per_day < .upper' <<<"$output"
	run lastseen points changes t.csv --period 2024-01-01..2024-12-31 --format json --quiet
	jq -e '.result | .changes == 0 and .outside == 126 and (.stretches | length == 1)' <<<"$output"
	# Months that are covered in part count with their days.
	run lastseen points changes t.csv --period 2024-01-16..2024-03-10 --format json --quiet
	jq -e '.result | .units == 3 and .stretches[0].days == 55' <<<"$output"
	printf 't\nsoon\n' >bad.csv
	run lastseen points changes bad.csv
	fails "no row with a time in column t"
}
