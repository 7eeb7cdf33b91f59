#!/usr/bin/env bats
# The point commands against published answers, and their contract.
load helper

@test "Knox on the Burkitt data" {
	[ -d "$SHARED/data" ] || skip "public data is not there"
	run lastseen points knox "$SHARED/data/points/burkitt/burkitt.csv" --radius 20 --window 5 --format json
	[ "$status" -eq 0 ]
	[ "$(jq .result.close_both <<<"$output")" = 13 ]
	jq -e '.result.expected - 10.143816133803618 | fabs < 1e-9' <<<"$output"
	jq -e '.result | .pairs == 17578 and .close_space == 3429 and .close_time == 52' <<<"$output"
}

@test "ST-DBSCAN on 148,636 assaults, packed, in degrees" {
	[ -d "$SHARED/data" ] || skip "public data is not there"
	lastseen points stdbscan "$SHARED/data/points/crimemappingdata/chicago_aggravated_assaults.csv.gz" \
		--x longitude --y latitude --t date --crs EPSG:4326 --radius 250m --window 14d \
		--format csv >labels.csv
	[ "$(wc -l <labels.csv)" -eq 148637 ]
	[ "$(head -1 labels.csv | tr -d '\r')" = row,id,label,core ]
}

@test "labels by first member, noise 0, in the order of the file" {
	printf 'x,y,t,id\n0,0,1,a\n100,100,1,b\n1,0,2,c\n101,100,1,d\n0,1,1,e\n100,101,1,f\n500,500,9,g\n' >p.csv
	run lastseen points dbscan p.csv --radius 2m --min-points 3 --format csv
	[ "$status" -eq 0 ]
	[ "$(tr -d '\r' <<<"$output" | cut -d, -f2,3 | paste -sd' ')" = "id,label a,1 b,2 c,1 d,2 e,1 f,2 g,0" ]
	run lastseen points dbscan p.csv --radius 2m --min-points 3 --format json
	jq -e '.result.clusters | length == 2 and .[0].n == 3 and .[0].label == 1' <<<"$output"
	jq -e '.result.noise == 1' <<<"$output"
}

@test "within means up to and including" {
	printf 'x,y,t\n0,0,0\n3,4,7\n' >p.csv
	run lastseen points knox p.csv --radius 5 --window 7d --format json --quiet
	jq -e '.result.close_both == 1' <<<"$output"
	run lastseen points knox p.csv --radius 4.999 --window 7d --format json --quiet
	jq -e '.result.close_both == 0' <<<"$output"
}

@test "rows that cannot be used are left out, told, and status is 3" {
	printf 'x,y,t\n0,0,2026-01-01\nabc,1,2026-01-02\n2,2,soon\n3,3,2026-01-03\n' >p.csv
	run lastseen points knox p.csv --radius 5 --window 7d --format json --quiet
	[ "$status" -eq 3 ]
	jq -e '.input.set_aside | map(.row) == [3, 4]' <<<"$output"
	jq -e '.input.set_aside | map(.column) == ["x", "t"]' <<<"$output"
	jq -e '.result.n == 2' <<<"$output"
}

@test "a count column repeats its row" {
	printf 'x,y,n\n0,0,3\n9,9,1\n' >p.csv
	run lastseen points dbscan p.csv --count n --radius 1 --min-points 3 --format json --quiet
	jq -e '.result.clusters[0].n == 3 and .result.noise == 1' <<<"$output"
}

@test "a missing column names the nearest" {
	printf 'easting,northing\n0,0\n' >p.csv
	run lastseen points dbscan p.csv --x eastings --y northing --radius 1
	[ "$status" -eq 1 ]
	says easting p.csv
}

@test "the ellipse of four points" {
	printf 'x,y\n0,0\n2,0\n0,2\n2,2\n' >p.csv
	run lastseen points ellipse p.csv --format json --quiet
	jq -e '.result | .n == 4 and .mean_centre.x == 1 and .mean_centre.y == 1
		and (.standard_distance_m - 1.4142135623731 | fabs < 1e-9)' <<<"$output"
}

@test "JSON has no thread count, clock time or path" {
	printf 'x,y\n0,0\n2,0\n' >p.csv
	lastseen points dbscan "$PWD/p.csv" --radius 1 --format json --threads 1 >one
	lastseen points dbscan p.csv --radius 1 --format json --threads 2 >two
	cmp one two
	! grep -F "$PWD" one
}
