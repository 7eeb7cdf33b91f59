#!/usr/bin/env bats
# Point patterns on any file of events: G, g, neighbours, quadrats, envelopes, study areas.
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
		  if (NF != 2 || d > 1e-13 + most * (a > b ? a : b)) { print "line " NR ": " $0; bad = 1; exit } }
		END { exit bad || NR == 0 }'
}

near() { # near A B RELATIVE
	awk -v a="$1" -v b="$2" -v most="$3" 'BEGIN {
		d = a - b; if (d < 0) d = -d; s = b < 0 ? -b : b
		if (d > most * s) { print a " is not " b; exit 1 } }'
}

SETS="longleaf,0,0,200,200 redwood,0,-1,1,0 cells,0,0,1,1 swedishpines,0,0,96,100"

# An L of 300 by 300 without its upper right quarter, with a hole, and points in it.
area_and_points() {
	cat >area.csv <<'CSV'
ring,x,y
outer,0,0
outer,300,0
outer,300,150
outer,150,150
outer,150,300
outer,0,300
hole,20,20
hole,20,40
hole,40,40
hole,40,20
CSV
	echo 'POLYGON ((0 0,300 0,300 150,150 150,150 300,0 300,0 0),(20 20,20 40,40 40,40 20,20 20))' >area.wkt
	awk 'BEGIN { srand(3); print "x,y"; while (n < 80) {
		x = 300 * rand(); y = 300 * rand()
		if (x > 150 && y > 150 || x > 20 && x < 40 && y > 20 && y < 40) continue
		printf "%.4f,%.4f\n", x, y; n++ } }' >p.csv
}

@test "G: spatstat's three estimates of four patterns" {
	R=$SHARED/reference/point_process
	[ -d "$R" ] || skip "the reference answers are not there"
	for set in $SETS; do
		name=${set%%,*}
		lastseen points gest "$R/${name}_points.csv" --area "${set#*,}" --format csv --quiet >got.csv
		[ "$(head -1 got.csv | tr -d '\r')" = radius_m,theory,raw,rs,km,han ]
		column got.csv radius_m >r
		column "$R/${name}_Gest.csv" r >want
		same r want 1e-12
		for e in rs km han; do
			column got.csv $e >got
			column "$R/${name}_Gest.csv" $e | sed 's/NaN//; s/NA//' >want
			paste got want | awk 'NF == 2' >both
			[ "$(wc -l <both)" -gt 200 ]
			cut -f1 both >got
			cut -f2 both >want
			same got want 1e-9
		done
	done
}

@test "pair correlation: spatstat's figures with binned sums, and its bandwidth" {
	R=$SHARED/reference/point_process
	[ -d "$R" ] || skip "the reference answers are not there"
	for set in $SETS; do
		name=${set%%,*}
		most=$(tail -1 "$R/${name}_pcf.csv" | cut -d, -f1)
		for e in translation,trans isotropic,iso; do
			lastseen points pcf "$R/${name}_points.csv" --area "${set#*,}" --edge "${e%,*}" \
				--sums binned --steps 512 --max-radius "$most" --format csv --quiet >got.csv
			column got.csv g | tail -n +2 >got
			column "$R/${name}_pcf.csv" "${e#*,}" | tail -n +2 >want
			paste got want | awk '{ d = $1 - $2; if (d < 0) d = -d
				if (NF != 2 || d > 1e-12 + 1e-9 * $2) { print; exit 1 } }'
		done
		lastseen points pcf "$R/${name}_points.csv" --area "${set#*,}" --format json --quiet >g.json
		near "$(jq '.result.half_width_m / (5 | sqrt)' g.json)" "$(jq ".$name.pcf_bw" "$R/results.json")" 1e-12
	done
}

@test "neighbours of every order, quadrats, Clark-Evans by G: spatstat's" {
	R=$SHARED/reference/point_process
	[ -d "$R" ] || skip "the reference answers are not there"
	for set in $SETS; do
		name=${set%%,*}
		lastseen points nearest "$R/${name}_points.csv" --area "${set#*,}" --neighbours 3 \
			--format csv --quiet >got.csv
		column got.csv distance_m >got
		tail -n +2 "$R/${name}_nndist.csv" | awk -F, '{ print $2; print $3; print $4 }' >want
		same got want 1e-12
		lastseen points quadrats "$R/${name}_points.csv" --area "${set#*,}" --columns 4 --rows 4 \
			--format json --quiet >q.json
		near "$(jq .result.x2 q.json)" "$(jq ".$name.quadrat_4x4.statistic.X2" "$R/results.json")" 1e-12
		near "$(jq .result.p_value q.json)" "$(jq ".$name.quadrat_4x4.p_value" "$R/results.json")" 1e-9
		lastseen points clarkevans "$R/${name}_points.csv" --area "${set#*,}" --format json --quiet >c.json
		near "$(jq .result.index_cdf c.json)" "$(jq ".$name.clarkevans.cdf" "$R/results.json")" 1e-12
	done
}

@test "a study area as corners, as text and as GeoJSON gives the same bytes of figures" {
	area_and_points
	# On the National Grid, where GeoJSON can say so.
	awk -F, 'NR == 1 { print } NR > 1 { print $1, $2 + 400000, $3 + 300000 }' OFS=, area.csv >grid.csv
	awk -F, 'NR == 1 { print } NR > 1 { printf "%.4f,%.4f\n", $1 + 400000, $2 + 300000 }' p.csv >q.csv
	sed 's/\([0-9]\+\) \([0-9]\+\)/\1+400000 \2+300000/g' area.wkt | awk '{
		while (match($0, /[0-9]+\+[0-9]+/)) { split(substr($0, RSTART, RLENGTH), a, "+")
			$0 = substr($0, 1, RSTART - 1) (a[1] + a[2]) substr($0, RSTART + RLENGTH) } print }' >grid.wkt
	ring() { awk -F, -v want="$1" '$1 == want { printf "%s[%s,%s]", s, $2, $3; s = "," ; if (!f) f = "[" $2 "," $3 "]" } END { printf ",%s", f }' grid.csv; }
	echo "{\"type\":\"FeatureCollection\",\"crs\":{\"type\":\"name\",\"properties\":{\"name\":\"urn:ogc:def:crs:EPSG::27700\"}},
		\"features\":[{\"type\":\"Feature\",\"properties\":{\"name\":\"a\"},\"geometry\":{\"type\":\"Polygon\",
		\"coordinates\":[[$(ring outer)],[$(ring hole)]]}}]}" >grid.geojson
	for f in grid.csv grid.wkt grid.geojson; do
		lastseen points ripley q.csv --study-area $f --edge isotropic --format json --quiet |
			jq .result >"$f.out"
		jq -e '.area_m2 == 67100 and .n == 80' "$f.out"
	done
	cmp grid.csv.out grid.wkt.out
	column <(jq -r '.distances[] | .k' grid.csv.out | sed 1ik) k >a
	column <(jq -r '.distances[] | .k' grid.geojson.out | sed 1ik) k >b
	same a b 1e-6
}

@test "events outside of the study area are left out and counted; wrong areas are told" {
	area_and_points
	echo 250,250 >>p.csv
	echo 30,30 >>p.csv
	run lastseen points quadrats p.csv --study-area area.csv --format json
	[ "$status" -eq 0 ]
	says '"outside": 2' '"n": 80' '2 of 82 events lie outside'
	run lastseen points gest p.csv --study-area area.csv --area 0,0,1,1
	[ "$status" -eq 2 ]
	says "not both"
	run lastseen points pcf p.csv --area 5000,5000,6000,6000
	fails "no event lies in the study area"
	printf 'x,y\n0,0\n1,one\n2,0\n' >bad.csv
	run lastseen points nearest p.csv --study-area bad.csv
	fails "bad.csv" "row 3" "numbers for x and y"
	printf 'x,y\n0,0\n1,1\n' >bad.csv
	run lastseen points nearest p.csv --study-area bad.csv
	fails "corners"
	echo 'POLYGON ((0 0, 1 0' >bad.wkt
	run lastseen points clarkevans p.csv --study-area bad.wkt
	fails "bad.wkt"
	printf 'x,y\n0,0\n5,5\n9,9\n' >bad.csv
	run lastseen points ripley p.csv --study-area bad.csv
	fails "no area"
	run lastseen points ripley p.csv --study-area nothing.csv
	fails "nothing.csv"
	run lastseen points pcf p.csv --steps 100000 --replications 100000
	[ "$status" -eq 2 ]
	says "too many to keep"
}

@test "envelopes: a planted pattern leaves the band, and the same bytes for any threads" {
	awk 'BEGIN { srand(5); print "x,y"; for (i = 0; i < 40; i++) {
		x = 1000 * rand(); y = 1000 * rand()
		for (k = 0; k < 3; k++) printf "%.3f,%.3f\n", x + 8 * rand(), y + 8 * rand() } }' >p.csv
	for m in "gest --steps 64" "gest --function f --steps 64" "pcf --divisor d" "ripley --edge translation" \
		"nearest --neighbours 2" "clarkevans" "quadrats"; do
		# shellcheck disable=SC2086
		lastseen points $m p.csv --replications 39 --format json --threads 1 >one
		# shellcheck disable=SC2086
		lastseen points $m p.csv --replications 39 --format json --threads 2 >two
		cmp one two
		if grep -qi 'nan\|inf' one; then return 1; fi
		case $m in gest* | pcf* | ripley*)
			jq -e '.result.p_mad == 0.025 and .result.global_level == 0.05' one
			jq -e '[.result.distances[] | select(.low != null and .low > .high)] | length == 0' one ;;
		clarkevans) jq -e '.result.p_permutation_clustered == 0.025' one ;;
		nearest*) jq -e '.result.orders[1].p_clustered == 0.025' one ;;
		esac
	done
}

@test "one point, two at a place, a line: an error or an answer, never a crash" {
	printf 'x,y\n5,5\n' >one.csv
	printf 'x,y\n5,5\n5,5\n' >two.csv
	printf 'x,y\n5,5\n6,5\n7,5\n' >line.csv
	for m in gest pcf ripley nearest clarkevans quadrats; do
		for f in one two line; do
			run lastseen points $m $f.csv
			fails "area"
			run lastseen points $m $f.csv --area 0,0,10,10 --format json
			[ "$status" -le 2 ]
			[[ "$output" != *[Nn]a[Nn]* ]]
			if [ $f = line ]; then [ "$status" -eq 0 ]; fi
		done
	done
}

@test "centres: mean, Weber at a data point, ellipse both ways, hull, a child once" {
	printf 'x,y,who,w\n2000,0,a,1\n2000,0,a,1\n2000,0,b,1\n2010,0,a,2\n2010,10,c,1\n2000,10,b,4\n' >c.csv
	lastseen points centre c.csv --format json >one
	jq -e '.result.centres | map({(.centre): [.x, .y]}) | add
		| .weber == [2000, 0] and .median == [2000, 0] and (.mean[1] | . * 3 | round) == 10' one
	jq -e '.result | .hull.area_m2 == 100 and (.hull.corners | length == 4) and .ellipse.angle_deg == 45' one
	jq -e '.result | (.ellipse_arcgis.major_m / .ellipse.major_m - (4 / 6 | sqrt) | fabs) < 1e-12' one
	lastseen points centre c.csv --child who --format json >two
	# a is at 2000 twice and at 2010 once, b at 2000 twice, c at 2010.
	jq -e '.result.weight == 3 and ([.result.centres[0].x - (2000 + 10 / 9 + 10 / 3) | fabs] | .[0] < 1e-9)' two
	lastseen points centre c.csv --weight w --format json >three
	jq -e '.result.weight == 10 and .result.centres[0].x == 2003 and .result.centres[0].y == 5' three
	printf 'x,y,w\n2000,0,-1\n2001,1,1\n' >bad.csv
	run lastseen points centre bad.csv --weight w
	fails "row 2" "0 or more"
	printf 'x,y\n2000,5\n' >one.csv
	lastseen points centre one.csv --format json | jq -e '.result.hull.corners == [] and .result.ellipse.major_m == null'
}

@test "shares of places: by events, by children, in squares, with the places that have none" {
	printf 'x,y,who\n2000,0,a\n2000,0,a\n2000,0,b\n2010,0,a\n2010,10,c\n2000,10,b\n' >c.csv
	lastseen points lorenz c.csv --format json >one
	jq -e '.result | .of == "events" and .places == 4 and .gini == 0.25 and .gini_adjusted == 0.25
		and .share_of_top_20_percent == 0.4' one
	lastseen points lorenz c.csv --child who --places 10 --format json >two
	jq -e '.result | .of == "children" and .total == 5 and .places_with_events == 4 and (.gini - 0.66 | fabs) < 1e-12
		and (.gini_adjusted - 0.32 | fabs) < 1e-12' two
	[ "$(lastseen points lorenz c.csv --cell 6m --format csv --quiet | sed -n 2p | tr -d '\r')" = 1,2001,3,3,,0.25,0.5 ]
	run lastseen points lorenz c.csv --places 3
	[ "$status" -eq 2 ]
	says "4 places with events"
	# 100 places, 20 of them with 80 of 100 events.
	awk 'BEGIN { print "x,y"; for (i = 0; i < 20; i++) for (k = 0; k < 4; k++) print 1000 + 10 * i ",5"
		for (i = 20; i < 40; i++) print 1000 + 10 * i ",5" }' >e.csv
	lastseen points lorenz e.csv --places 100 --format json |
		jq -e '.result | .share_of_top_20_percent == 0.8 and .places_with_80_percent == 0.2'
}

@test "K of space and time: planted pairs are found, an even town is not, and odd files are told" {
	awk 'BEGIN { srand(5); print "x,y,t"; for (i = 0; i < 60; i++) { x = 2000 + 1000 * rand(); y = 1000 * rand(); t = 300 * rand()
		for (k = 0; k < 2; k++) printf "%.1f,%.1f,%.2f\n", x + 5 * rand(), y + 5 * rand(), t + 2 * rand() } }' >st.csv
	lastseen points stk st.csv --radius-bands 20m,100m --window-bands 3d,30d --format json --threads 1 >one
	jq -e '.result | .p_value == 0.001 and .p_largest == 0.001 and (.cells | length) == 4' one
	jq -e '.result.cells[0] | .d0 > 10 and (.k - .d - .k_space_m2 * .k_time_days | fabs) < 1e-6 * .k' one
	lastseen points stk st.csv --radius-bands 20m,100m --window-bands 3d,30d --format json --threads 2 | cmp - one
	awk 'BEGIN { srand(6); print "x,y,t"; for (i = 0; i < 120; i++)
		printf "%.1f,%.1f,%.2f\n", 2000 + 1000 * rand(), 1000 * rand(), 300 * rand() }' >even.csv
	lastseen points stk even.csv --radius-bands 50m,100m --window-bands 10d,30d --format json | jq -e '.result.p_value > 0.02'
	printf 'x,y,t\n2000,5,1\n2001,6,1\n' >same.csv
	run lastseen points stk same.csv --radius-bands 5m --window-bands 1d
	fails "all at one time"
	run lastseen points stk even.csv --radius-bands 5m,1m --window-bands 1d
	[ "$status" -eq 2 ]
	run lastseen points stk even.csv --radius-bands 5m --window-bands 1d --permutations 99999999
	[ "$status" -eq 2 ]
}
