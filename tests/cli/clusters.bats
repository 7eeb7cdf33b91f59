#!/usr/bin/env bats
# The commands that make clusters: what they add to labels, what they choose by the data,
# and how often a cluster survives where places are uncertain.
load helper

# column FILE NAME: a column of a CSV without quotes, without its header.
column() {
	awk -F, -v name="$2" '{ sub(/\r$/, "") }
		NR == 1 { for (i = 1; i <= NF; i++) { gsub(/"/, "", $i); if ($i == name) at = i } next }
		{ print $at }' "$1"
}

# Six gatherings of thirty, three known to 10 m and three to 800 m, and 150 strays.
gatherings() {
	awk 'function u() { seed = (seed * 16807) % 2147483647; return seed / 2147483647 }
		function g() { return u() + u() + u() + u() + u() + u() - 3 }
		BEGIN { seed = 7; print "id,x,y,t,known,weight,events,place"
			for (c = 0; c < 6; c++) {
				x = 3000 * c; y = 2500 * (c % 2); t = 40 * c
				for (i = 0; i < 30; i++)
					printf "g%d.%d,%.1f,%.1f,%.2f,%d,%.1f,%d,\n", c, i, 400000 + x + 60 * g(),
						300000 + y + 60 * g(), t + 3 * g(), c < 3 ? 10 : 800, 1 + i % 2, 1 + i % 3
			}
			for (i = 0; i < 150; i++)
				printf "s%d,%.1f,%.1f,%.2f,100,1,1,\n", i, 400000 + 30000 * u(),
					310000 + 20000 * u(), 300 * u()
		}' >g.csv
}

@test "each cluster has its hull, its span and, when asked, its outline" {
	printf 'x,y\n0,0\n4,0\n4,3\n0,3\n2,1\n900,900\n' >p.csv
	lastseen points dbscan p.csv --radius 5 --min-points 3 --outlines --format json --quiet >p.json
	jq -e '.result.clusters[0] | .span_m == 5 and .hull_area_m2 == 12 and .n == 5
		and (.outline | startswith("MULTIPOLYGON (((")) and .outline_area_m2 <= 12' p.json
	lastseen points dbscan p.csv --radius 5 --min-points 3 --format json --quiet >q.json
	jq -e '.result.clusters[0] | has("outline") | not' q.json
}

@test "points in line and at one place have a span and no area" {
	printf 'x,y\n0,0\n3,4\n6,8\n100,100\n100,100\n100,100\n' >p.csv
	lastseen points dbscan p.csv --radius 5 --min-points 2 --outlines --format json --quiet >p.json
	jq -e '.result.clusters | map([.span_m, .hull_area_m2, .outline_area_m2, .outline])
		== [[10, 0, 0, null], [0, 0, 0, null]]' p.json
}

@test "outlines are written for a GIS, the same bytes each time" {
	gatherings
	for file in a.gpkg a.geojson; do
		lastseen points dbscan g.csv --radius 200 --crs EPSG:27700 --output $file --format csv --quiet >one.csv
		lastseen points dbscan g.csv --radius 200 --crs EPSG:27700 --output again-$file --threads 2 \
			--format csv --quiet >two.csv
		cmp $file again-$file
		cmp one.csv two.csv
	done
	[ "$(sqlite3 a.gpkg 'SELECT count(*), sum(n) FROM clusters')" = "6|180" ]
	[ "$(sqlite3 a.gpkg 'SELECT srs_id FROM gpkg_geometry_columns')" = 27700 ]
	jq -e '.features | length == 6 and .[0].geometry.type == "MultiPolygon"
		and .[0].properties.label == 1' a.geojson
	run lastseen points dbscan g.csv --radius 200 --output a.shp
	[ "$status" -eq 2 ]
	says .gpkg .geojson
	[ ! -e a.shp ]
	run lastseen points dbscan g.csv --radius 200 --output nowhere/a.gpkg
	[ "$status" -eq 1 ]
}

@test "an outline in degrees lies around its points" {
	printf 'x,y\n-1.5,53.8\n-1.501,53.8\n-1.501,53.801\n-1.5,53.801\n-1.5005,53.8005\n' >p.csv
	lastseen points dbscan p.csv --radius 200 --min-points 3 --crs EPSG:4326 --output p.geojson \
		--format json --quiet >p.json
	jq -e '[.features[0].geometry.coordinates[][][] | .[0] <= -1.4999 and .[0] >= -1.5011
		and .[1] >= 53.7999 and .[1] <= 53.8011] | all' p.geojson
}

@test "a cluster of uncertain places is told from one of certain ones" {
	gatherings
	lastseen points dbscan g.csv --radius 200 --precision known --draws 49 --format json --threads 1 >one.json
	lastseen points dbscan g.csv --radius 200 --precision known --draws 49 --format json --threads 2 >two.json
	cmp one.json two.json
	jq -e '.parameters.draws == 49 and .parameters.precision == "known"' one.json
	jq -e '.result.clusters | length == 6 and
		(.[:3] | all(.survival == 1 and .jaccard_mean > 0.95)) and
		(.[3:] | all(.survival == 0 and .jaccard_mean < 0.4))' one.json
	lastseen points dbscan g.csv --radius 200 --precision known --format csv --quiet >one.csv
	[ "$(head -1 one.csv | tr -d '\r')" = row,id,label,core,survival ]
	[ "$(column one.csv survival | head -30 | sort -u)" = 1 ]
	[ "$(column one.csv survival | tail -1)" = "" ]
	lastseen points dbscan g.csv --radius 200 --precision known --seed 2 --format json --quiet >other.json
	jq -e '.parameters.draws == 99' other.json
	[ "$(jq .result.clusters[3].jaccard_mean one.json)" != "$(jq .result.clusters[3].jaccard_mean other.json)" ]
}

@test "places known exactly survive as they are, in every method" {
	gatherings
	sed 's/,\(10\|100\|800\),/,0,/' g.csv >exact.csv
	for method in "dbscan --radius 200" "stdbscan --radius 200 --window 9d" "hdbscan --min-cluster-size 10" \
		"optics --cut 200" "optics --xi 0.1"; do
		# shellcheck disable=SC2086
		lastseen points $method exact.csv --precision known --draws 3 --format json --quiet >r.json
		jq -e '.result.clusters | length > 3 and all(.survival == 1 and .jaccard_mean == 1)' r.json
	done
}

@test "rows of one place move together" {
	gatherings
	awk -F, -v OFS=, 'NR == 1 || /^g5/ { $8 = NR == 1 ? "place" : "the house" } 1' g.csv >p.csv
	lastseen points dbscan p.csv --radius 200 --precision known --place place --draws 19 --format json --quiet >p.json
	jq -e '.result.clusters[4].survival == 0 and .result.clusters[5].survival == 1' p.json
}

@test "precision that cannot be" {
	printf 'x,y,known\n0,0,10\n1,0,\n0,1,-5\n1,1,far\n2,2,10\n2,1,nan\n' >p.csv
	run lastseen points dbscan p.csv --radius 5 --precision known --draws 3 --format json --quiet
	[ "$status" -eq 3 ]
	jq -e '.input.set_aside | map(.row) == [3, 4, 5, 7]' <<<"$output"
	run lastseen points dbscan p.csv --radius 5 --draws 3
	[ "$status" -eq 2 ]
	says "--precision"
	run lastseen points dbscan p.csv --radius 5 --place x
	[ "$status" -eq 2 ]
	says "--precision"
	run lastseen points dbscan p.csv --radius 5 --precision unknown
	fails "no column 'unknown'"
	run lastseen points dbscan p.csv --radius 5 --precision known --draws 0
	[ "$status" -eq 2 ]
	run lastseen points dbscan p.csv --radius 5 --precision known --draws 2000000000
	[ "$status" -eq 2 ]
	printf 'x,y,known\n0,0,1e300\n1,0,1e308\n0,1,5\n' >p.csv
	run lastseen points dbscan p.csv --radius 5 --min-points 2 --precision known --draws 3 --format json --quiet
	[ "$status" -eq 3 ]
	jq -e '.input.used == 1' <<<"$output"
}

@test "radius, window and number by the data, and why" {
	gatherings
	lastseen points stdbscan g.csv --radius auto --window auto --format json --quiet >r.json
	jq -e '.parameters.radius_m == .result.chosen.radius_m and
		.parameters.window_days == .result.chosen.window_days and .parameters.min_points == 6' r.json
	jq -e '.result.chosen | .radius_m >= 40 and .radius_m <= 250 and .window_days > 0.2 and .window_days < 10
		and .radius_bend > 0.1 and (.radius_why | contains("Kneedle")) and (.min_points_why | length > 9)' r.json
	jq -e '.result.clusters | length == 6' r.json
	lastseen points dbscan g.csv --radius 200 --min-points auto --format json --quiet >r.json
	jq -e '.result.chosen.min_points >= 5 and (.result.chosen | has("radius_m") | not)' r.json
	lastseen points dbscan g.csv --radius 200 --format json --quiet | jq -e '.result.chosen.min_points == 5'
	lastseen points dbscan g.csv --radius 200 --min-points 7 --format json --quiet |
		jq -e '.result | has("chosen") | not'
}

@test "nothing can be chosen where all is at one place" {
	for i in $(seq 50); do echo 5,5,1; done | sed '1i x,y,t' >p.csv
	run lastseen points dbscan p.csv --radius auto --quiet
	fails "give a radius"
	run lastseen points stdbscan p.csv --radius 10 --window auto --quiet
	fails "give a window"
	printf 'x,y\n1,1\n' >p.csv
	run lastseen points dbscan p.csv --radius auto --quiet
	fails "too few"
	run lastseen points dbscan p.csv --radius automatic
	[ "$status" -eq 2 ]
	run lastseen points dbscan p.csv --radius auto --min-points 5000
	[ "$status" -eq 2 ]
}

@test "a row that counts k is k events" {
	gatherings
	awk -F, 'NR == 1 { print; next } { for (k = 0; k < $7; k++) print }' g.csv >expanded.csv
	for method in "dbscan --radius 150 --min-points 9" "stdbscan --radius 200 --window 4d --min-points 9" \
		"hdbscan --min-cluster-size 20" "optics --radius 2000 --cut 150 --min-points 9"; do
		# shellcheck disable=SC2086
		lastseen points $method g.csv --count events --format json --quiet | jq -S '.result | del(.chosen)' >counted
		# shellcheck disable=SC2086
		lastseen points $method expanded.csv --format json --quiet | jq -S '.result | del(.chosen)' >apart
		jq -e '.clusters | length > 3' counted
		# Sums in another order differ in the last digit.
		jq -e --slurpfile b apart '[.clusters, $b[0].clusters] | transpose |
			all(.[0].n == .[1].n and ((.[0].x - .[1].x) | fabs) < 1e-6)' counted
		[ "$(jq .noise counted)" = "$(jq .noise apart)" ]
	done
	run lastseen points hdbscan g.csv --min-cluster-size 5 --count id
	[ "$status" -eq 1 ]
	sed 's/,1,$/,1000000,/' g.csv >many.csv
	run lastseen points hdbscan many.csv --min-cluster-size 5 --count events --quiet
	fails "10000000"
	lastseen points dbscan many.csv --radius 5 --count events --format json --quiet | jq -e '.result.noise >= 0'
}

@test "weights count towards a cluster" {
	printf 'x,y,w\n0,0,2.5\n1,0,0.5\n0,1,0\n100,0,1\n101,0,1\n' >p.csv
	lastseen points dbscan p.csv --radius 2 --min-points 3 --weight w --format csv --quiet >p.out
	[ "$(column p.out label | paste -sd' ')" = "1 1 1 0 0" ]
	lastseen points dbscan p.csv --radius 2 --min-points 3 --weight w --format json --quiet |
		jq -e '.result.clusters[0].weight == 3 and .result.clusters[0].n == 3'
	run lastseen points dbscan p.csv --radius auto --weight w
	[ "$status" -eq 2 ]
	printf 'x,y,w\n0,0,-1\n1,0,1\n' >p.csv
	run lastseen points dbscan p.csv --radius 2 --weight w --quiet
	[ "$status" -eq 3 ]
}

@test "HDBSCAN: R's outlier scores and stabilities" {
	R=$SHARED/reference/clustering
	[ -d "$R" ] || skip "the reference answers are not there"
	lastseen points hdbscan "$R/moons_points.csv" --min-cluster-size 5 --format csv --quiet >got.csv
	paste <(column got.csv outlier) <(column "$R/moons_results.csv" hdbscan_glosh) |
		awk '{ d = $1 - $2; if (d < -1e-9 || d > 1e-9) bad++ } END { exit bad > 0 || NR != 100 }'
	lastseen points hdbscan "$R/moons_points.csv" --min-cluster-size 5 --format json --quiet |
		jq '[.result.clusters[].stability] | sort[]' >got
	column "$R/moons_hdbscan_stability.csv" stability | sort -g >want
	paste got want | awk '{ d = $1 / $2 - 1; if (d < -1e-9 || d > 1e-9) bad++ } END { exit bad > 0 || NR != 3 }'
}

@test "OPTICS: R's valleys" {
	R=$SHARED/reference/clustering
	[ -d "$R" ] || skip "the reference answers are not there"
	lastseen points optics "$R/DS3_points.csv" --radius 1000 --min-points 10 --xi 0.05 --format json --quiet >got.json
	jq -r '.result.valleys[] | "\(.first) \(.last)"' got.json >got
	paste -d' ' <(column "$R/DS3_optics_xi_intervals.csv" start) <(column "$R/DS3_optics_xi_intervals.csv" end) >want
	cmp got want
	jq -e '.parameters.xi == 0.05 and (.parameters | has("cut_m") | not)' got.json
}

@test "OPTICS takes a radius of its own, and one way to clusters" {
	gatherings
	lastseen points optics g.csv --xi 0.1 --format json --quiet | jq -e '.parameters.radius_m > 100'
	for options in "--xi 0" "--xi 1" "--xi nan" "--xi 0.1 --cut 20" "--radius 0" "--cut 0" \
		"--radius 100 --cut 200"; do
		# shellcheck disable=SC2086
		run lastseen points optics g.csv $options
		[ "$status" -eq 2 ]
	done
	printf 'x,y\n1,1\n' >p.csv
	lastseen points optics p.csv --xi 0.1 --format json --quiet | jq -e '.result.valleys == [] and .result.noise == 1'
}

@test "so many nearest that it would take hours are refused" {
	seq 60000 | awk 'BEGIN { print "x,y" } { print $1 % 1009 "," $1 % 997 }' >p.csv
	run lastseen points hdbscan p.csv --min-cluster-size 50000
	[ "$status" -eq 2 ]
	says "a smaller --min-points"
	run lastseen points optics p.csv --min-points 50000
	[ "$status" -eq 2 ]
}

@test "a day with a minus in its year is no day" {
	printf 'x,y,t\n0,0,20-1-01-01\n0,0,2001-01-01\n' >p.csv
	run lastseen points stdbscan p.csv --radius 5 --window 1d --format json --quiet
	[ "$status" -eq 3 ]
	jq -e '.input.set_aside[0].row == 2' <<<"$output"
}

@test "a file whose rows stand for no events has no clusters" {
	printf 'x,y,t,k\n0,0,1,0\n0,1,1,0\n' >p.csv
	for method in "dbscan --radius 5" "stdbscan --radius 5 --window 1d" "hdbscan --min-cluster-size 2" \
		"optics --radius 5" "optics --xi 0.1"; do
		# shellcheck disable=SC2086
		lastseen points $method p.csv --count k --outlines --format json --quiet |
			jq -e '.result.clusters == [] and .result.noise == 0'
		# shellcheck disable=SC2086
		lastseen points $method p.csv --count k --format csv --quiet >p.out
		[ "$(column p.out label | paste -sd' ')" = "0 0" ]
	done
	run lastseen points dbscan p.csv --count k --radius auto --quiet
	fails "too few"
}
