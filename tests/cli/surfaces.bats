# Surfaces: densities in study areas, comparisons of two, slices of time, their files.
load helper

# 400 events in two towns; k says which kind, c the same as 0 and 1, w 1 to 3.
towns() {
	awk 'BEGIN { srand(11); print "x,y,t,k,c,w"; for (i = 0; i < 400; i++) {
		u = sqrt(-2 * log(1 - rand())); v = 6.283185307 * rand(); far = i % 2
		x = 351000 + far * 3000 + 500 * u * cos(v); y = 430000 + 500 * u * sin(v)
		c = rand() < (far && y > 430100 ? 0.8 : 0.25)
		printf "%.1f,%.1f,2026-%02d-%02d,%s,%d,%d\n", x, y, 1 + int(rand() * 3),
			1 + int(rand() * 28), c ? "found" : "other", c, 1 + i % 3 } }' >towns.csv
}

# near A B RELATIVE
near() {
	awk -v a="$1" -v b="$2" -v most="$3" 'BEGIN { d = a - b; if (d < 0) d = -d
		m = a < 0 ? -a : a; n = b < 0 ? -b : b; exit !(d <= most * (m > n ? m : n)) }' ||
		{ echo "$1 is not $2"; return 1; }
}

@test "KDE: what is promised of its CSV and JSON stands, with all options" {
	towns
	run lastseen points kde towns.csv --bandwidth 300m --cell 100m --kernel epanechnikov \
		--weight w --adaptive --pilot 400m --study-area 349000,428000,357000,432000 \
		--edge diggle --format json --quiet
	[ "$status" -eq 0 ]
	jq -e '.result | .columns == 80 and .rows == 40 and .cell_m == 100 and
		(.maximum | has("x") and has("y") and has("density"))' <<<"$output"
	# Diggle's correction gives all back: the weights add up to it.
	near "$(jq .result.events_on_surface <<<"$output")" \
		"$(awk -F, 'FNR > 1 { s += $6 } END { print s }' towns.csv)" 0.01
	jq -e '.result | .bandwidth_least_m < 300 and .bandwidth_largest_m > 300' <<<"$output"
	lastseen points kde towns.csv --bandwidth 300m --cell 100m --format csv --quiet >k.csv
	[ "$(head -1 k.csv | tr -d '\r')" = x,y,density ]
	lastseen points kde towns.csv --bandwidth 300m --cell 100m --format json --quiet >k.json
	[ $(($(wc -l <k.csv) - 1)) -eq "$(jq '.result.columns * .result.rows' k.json)" ]
}

@test "KDE: the same bytes with one thread and two" {
	towns
	for o in "--bandwidth likelihood" "--bandwidth 300m --adaptive" \
		"--bandwidth diggle --study-area 349000,428000,357000,432000"; do
		# shellcheck disable=SC2086
		for t in 1 2; do lastseen points kde towns.csv $o --cell 50m --output s.tif \
			--contours s.gpkg --format json --quiet --threads $t >$t.json
			sha256sum s.tif s.gpkg >$t.sha; done
		cmp 1.json 2.json
		cmp 1.sha 2.sha
	done
	lastseen points kde towns.csv --bandwidth 300m --cell 50m --format csv --threads 1 --quiet >1
	lastseen points kde towns.csv --bandwidth 300m --cell 50m --format csv --threads 2 --quiet >2
	cmp 1 2
}

@test "KDE: spatstat's bandwidths, and events at one place do them no harm" {
	R=$SHARED/reference/point_process
	[ -d "$R" ] || skip "the reference answers are not there"
	for set in redwood,0,-1,1,0 longleaf,0,0,200,200; do
		name=${set%%,*}
		for rule in scott.scott_iso diggle.diggle; do
			lastseen points kde "$R/${name}_points.csv" --bandwidth "${rule%.*}" --cell 0.1 \
				--study-area "${set#*,}" --format json --quiet >k.json
			near "$(jq .result.bandwidth_m k.json)" \
				"$(jq ".$name.bw.${rule#*.}" "$R/results.json")" 1e-12
		done
	done
	towns
	for rule in likelihood diggle; do
		lastseen points kde towns.csv --bandwidth $rule --cell 100m --format json --quiet >one.json
		(cat towns.csv; sed 1d towns.csv) >twice.csv
		lastseen points kde twice.csv --bandwidth $rule --cell 100m --format json --quiet >two.json
		jq -se '.[0].result.bandwidth_m > 50 and .[1].result.bandwidth_m > 50' one.json two.json
		jq -e '.result.bandwidth_at_end == false' two.json
	done
	# "auto" is Scott's.
	lastseen points kde towns.csv --bandwidth auto --cell 100m --format json --quiet >a.json
	jq -e '.parameters.bandwidth == "scott" and .result.bandwidth_rule == "scott"' a.json
	printf 'x,y\n5,5\n5,5\n5,5\n' >same.csv
	for rule in scott likelihood diggle; do
		run lastseen points kde same.csv --bandwidth $rule --cell 100m --quiet
		[ "$status" -eq 1 ]
	done
	run lastseen points kde towns.csv --bandwidth wide --cell 100m
	[ "$status" -eq 2 ]
	says likelihood 500m
}

@test "KDE: a study area with a hole; what is outside is no data, and counted" {
	towns
	echo 'POLYGON((349500 428500,356500 428500,356500 431500,349500 431500,349500 428500),
		(350000 429000,350400 429000,350400 431000,350000 431000,350000 429000))' >area.wkt
	lastseen points kde towns.csv --bandwidth 300m --cell 100m --study-area area.wkt \
		--output s.tif --crs EPSG:27700 --format json --quiet >k.json
	jq -e '.parameters.study_area == "area.wkt" and .parameters.edge == "uniform"' k.json
	jq -e '.result | .area_m2 == 20200000 and .outside > 0 and .n + .outside == 400' k.json
	lastseen points kde towns.csv --bandwidth 300m --cell 100m --study-area area.wkt \
		--crs EPSG:27700 --format csv --quiet >k.csv
	[ "$(wc -l <k.csv)" -eq $((70 * 30 - 4 * 20 + 1)) ]
	command -v gdalinfo >/dev/null || skip "gdalinfo is not there"
	[ "$(gdallocationinfo -valonly -geoloc s.tif 350200 430000)" = nan ]
	gdalinfo -json s.tif | jq -e '(.coordinateSystem.wkt | test("27700")) and
		(.bands[0].noDataValue | tostring | ascii_downcase | test("nan"))'
}

@test "KDE: contours hold the shares they say, in a plane and in degrees" {
	towns
	lastseen points kde towns.csv --bandwidth 300m --cell 20m --contours c.gpkg \
		--crs EPSG:27700 --format json --quiet >k.json
	jq -e '.result.contours | map(.share * 100 | round) == [50, 75, 95]' k.json
	jq -e '.result.contours | .[0].level > .[1].level and .[1].level > .[2].level' k.json
	lastseen points kde towns.csv --bandwidth 300m --cell 20m --contours c.geojson \
		--levels 50%,0.0001 --crs EPSG:27700 --format json --quiet >l.json
	jq -e '.result.contours[1].level == 0.0001' l.json
	jq -e '.features | length == 2 and .[0].properties.kind == "volume 50%"' c.geojson
	jq -e '[.features[].geometry.coordinates | .. | numbers] | all(. > -3 and . < 54)' c.geojson
	# The areas of the cells inside and of the outline agree.
	near "$(jq '.result.contours[0].area_m2' l.json)" \
		"$(jq '.features[0].properties.area_m2' c.geojson)" 0.01
	command -v ogrinfo >/dev/null || skip "ogrinfo is not there"
	ogrinfo -q -dialect sqlite -sql "SELECT ST_SRID(geom) AS s, count(*) AS n,
		min(ST_IsValid(geom)) AS v FROM contours" c.gpkg >q
	grep -q 's (Integer) = 27700' q
	grep -q 'n (Integer) = 3' q
	grep -q 'v (Integer) = 1' q
}

@test "KDE: what is asked wrongly" {
	towns
	k="points kde towns.csv --quiet --cell 100m"
	for wrong in "--bandwidth 0" "--bandwidth nan" "--bandwidth 300m --edge diggle" \
		"--bandwidth 300m --levels 50%" "--bandwidth 300m --contours c.shp" \
		"--bandwidth 300m --contours c.gpkg --levels 101%" \
		"--bandwidth 300m --contours c.gpkg --levels -1" "--bandwidth 300m --pilot 5m" \
		"--bandwidth 300m --study-area 5,5,1,1"; do
		# shellcheck disable=SC2086
		run lastseen $k $wrong
		[ "$status" -eq 2 ] || { echo "$wrong: $status"; return 1; }
	done
	run lastseen points kde towns.csv --bandwidth 300m --cell 1mm
	[ "$status" -eq 2 ]
	run lastseen points kde towns.csv --bandwidth 300m --cell 0.1
	[ "$status" -eq 2 ]
	says "the most" "take cells of"
	run lastseen $k --bandwidth 300m --study-area 0,0,1,1
	fails "no event lies in the study area"
	run lastseen $k --bandwidth 300m --study-area none.csv
	[ "$status" -eq 1 ]
	[ ! -e c.shp ] && [ ! -e c.gpkg ]
}

@test "relrisk: a planted excess is found, by theory and by relabelling" {
	towns
	r="points relrisk towns.csv --bandwidth 400m --cell 100m --crs EPSG:27700 --quiet"
	# shellcheck disable=SC2086
	lastseen $r --by k --case-value found --replications 199 --output r.tif \
		--contours r.gpkg --format json >r.json
	jq -e '.result | .case_value == "found" and .cases + .controls == 400 and .p_any == 0.005' r.json
	jq -e '.result | .raised_m2 > 0 and .lowered_m2 > 0 and .highest.log_risk > 0.5' r.json
	# shellcheck disable=SC2086
	lastseen $r --case c --replications 199 --format json >c.json
	jq -se '.[0].result.p_any == .[1].result.p_any and
		.[0].result.highest == .[1].result.highest' r.json c.json
	# shellcheck disable=SC2086
	lastseen $r --case c --replications 199 --format csv --threads 2 >r.csv
	# shellcheck disable=SC2086
	lastseen $r --case c --replications 199 --format csv --threads 1 | cmp - r.csv
	[ "$(head -1 r.csv | tr -d '\r')" = x,y,log_risk,probability,p_value,p_random ]
	# North of the second town, and south of it.
	awk -F, '$1 == 354050 && $2 == 430650 { n = $6 < 0.02 && $5 < 0.01 && $4 > 0.6 }
		$1 == 354050 && $2 == 429450 { s = $5 > 0.5 } END { exit !(n && s) }' r.csv
	command -v gdalinfo >/dev/null || skip "gdalinfo is not there"
	gdalinfo -json r.tif | jq -e '.bands | length == 4 and .[1].description == "probability of a case"'
	ogrinfo -q -al -geom=NO r.gpkg | grep -q 'kind (String) = raised'
}

@test "relrisk: spatstat's and sparr's comparison of Chorley, within their pixels" {
	R=$SHARED/reference/kde
	[ -d "$R" ] || skip "the reference answers are not there"
	lastseen points relrisk "$R/chorley_marked.csv" --by mark --case-value larynx \
		--bandwidth 1.5 --cell 0.1 --study-area "$R/chorley_window.csv" \
		--reference controls --format csv --quiet >r.csv
	# The cell that holds the centre of each pixel.
	for what in chorley_sparr_logrr_h1.5_64,3,0.1 chorley_sparr_asymp_p_h1.5_64,5,0.03; do
		IFS=, read -r file field most <<<"$what"
		awk -F, -v field="$field" -v most="$most" '
		FNR == NR { if (FNR > 1) v[sprintf("%d,%d", $1 * 10, $2 * 10)] = $field; next }
		FNR > 1 && $5 != "NA" && ((k = sprintf("%d,%d", $3 * 10, $4 * 10)) in v) {
			n++; d = v[k] - $5; s += d * d }
		END { print n, sqrt(s / n); exit !(n > 2500 && sqrt(s / n) < most) }' r.csv "$R/$file.csv"
	done
}

@test "relrisk: what is asked wrongly" {
	towns
	r="points relrisk towns.csv --bandwidth 400m --cell 100m --quiet"
	# shellcheck disable=SC2086
	for wrong in "" "--case c --by k" "--case c --case-value found" \
		"--by k --case-value lost" "--case c --contours r.gpkg --levels 50%" \
		"--case c --replications -1"; do
		run lastseen $r $wrong
		[ "$status" -eq 2 ] || { echo "$wrong: $status"; return 1; }
	done
	# shellcheck disable=SC2086
	run lastseen $r --by t
	fails "more than two values"
	printf 'x,y,c\n0,0,1\n1,5,1\n' >all.csv
	run lastseen points relrisk all.csv --case c --bandwidth 1 --cell 1
	fails "2 cases among 2 events"
	printf 'x,y,c\n0,0,1\n1,5,0\n3,3,2\n' >two.csv
	run lastseen points relrisk two.csv --case c --bandwidth 1 --cell 1 --format json --quiet
	[ "$status" -eq 3 ]
	jq -e '.input.set_aside[0].reason == "is neither 1 (a case) nor 0"' <<<"$output"
}

@test "stkde: slices add up to the events, each is a band" {
	towns
	s="points stkde towns.csv --bandwidth 300m --cell 100m --window-bandwidth 10d --slice 7d --quiet"
	# shellcheck disable=SC2086
	lastseen $s --crs EPSG:27700 --study-area 349000,428000,357000,432000 --edge diggle \
		--output s.tif --format json >s.json
	jq -e '.result.slices | length == 13 and .[0].from == "2026-01-01" and
		.[1].from == "2026-01-08" and .[12].until == "2026-03-29"' s.json
	near "$(jq '[.result.slices[].expected] | add' s.json)" "$(jq .result.n s.json)" 0.02
	jq -e '.result as $r | $r.maximum.density == ([$r.slices[].density] | max)' s.json
	# shellcheck disable=SC2086
	lastseen $s --period 2026-02-01..2026-02-14 --format csv >s.csv
	[ "$(head -1 s.csv | tr -d '\r')" = from,until,x,y,density ]
	[ "$(cut -d, -f1 s.csv | sort -u | wc -l)" -eq 3 ]
	# One cell by its formula: space and time, events outside of the period too.
	awk -F, 'function days(t) { split(t, p, "-"); return (p[2] > 1 ? 31 : 0) + (p[2] > 2 ? 28 : 0) + p[3] - 1 }
		FNR == NR { if (FNR > 1) { n++; x[n] = $1; y[n] = $2; t[n] = days($3) } next }
		FNR == 1000 { middle = days($1) + 3.5; pi = 3.14159265358979
			for (i = 1; i <= n; i++) {
				u = ((x[i] - $3) ^ 2 + (y[i] - $4) ^ 2) / 180000 + (t[i] - middle) ^ 2 / 200
				sum += exp(-u) / (180000 * pi) / (10 * sqrt(2 * pi)) }
			d = sum / $5 - 1; exit !(d * d < 1e-20) }' towns.csv s.csv
	for wrong in "--slice 0d" "--slice 1s" "--window-bandwidth 0d"; do
		# shellcheck disable=SC2086
		run lastseen $s $wrong
		[ "$status" -eq 2 ]
	done
	command -v gdalinfo >/dev/null || skip "gdalinfo is not there"
	gdalinfo -json s.tif | jq -e '.bands | length == 13 and .[2].description == "2026-01-15"'
	# shellcheck disable=SC2086
	for t in 1 2; do lastseen $s --threads $t --format csv | sha256sum; done | uniq | wc -l | grep -qx 1
}
