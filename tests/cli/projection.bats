#!/usr/bin/env bats
# How exact a place is that was given in longitude and latitude: said in each located
# point, in status and in each report; no grid is taken that is not the published one.
load helper

GRID=uk_os_OSTN15_NTv2_OSGBtoETRS.tif

alone() { # no grid of the machine's
	unset LASTSEEN_GRID
	export HOME=$PWD/home XDG_DATA_HOME=$PWD/home/share
}

case_of_two() {
	lastseen init --db case.db --quiet >/dev/null
	cat >e.csv <<'CSV'
episode_ref,child_ref,type,reported_time,found_time,found_lat,found_lon,found_easting,found_northing
E1,K1,missing,2026-01-02,2026-01-03,53.75991,-2.69895,,
E2,K2,missing,2026-01-02,2026-01-03,,,354123,429321
CSV
	lastseen import episodes e.csv --db case.db --quiet --format json >/dev/null
}

@test "without the grid: 5 m, in every point, in status and in the report" {
	alone
	case_of_two
	run lastseen locate "53.75991, -2.69895" --format json --quiet
	if [ "$(jq -r .input.projection <<<"$output")" = OSTN15 ]; then
		skip "the grid is in PROJ's own folders"
	fi
	[ "$(jq -c '.result.located[0].accuracy_m' <<<"$output")" = 5 ]
	run lastseen locate "354123, 429321" --format json --quiet
	[ "$(jq -c '.result.located[0].accuracy_m' <<<"$output")" = null ]
	run lastseen geocode --db case.db --format json --quiet
	[ "$(jq -c '[.result.places[] | .accuracy_m]' <<<"$output")" = "[5,null]" ]
	run lastseen status --db case.db --table projection --format json
	[ "$(jq -c '.result.projection' <<<"$output")" = '[{"accuracy_m":5,"places":1}]' ]
	lastseen think --db case.db --period 2026-01-01..2026-01-31 --output report --quiet >/dev/null
	grep -q "brought to the National Grid to 5 m: the OSTN15 grid was not found" report/report.html
	grep -q "What each method leaves out because of it" report/report.html
	[ "$(cat report/tables/basis_projection.csv | tr -d '\r')" = $'accuracy_m,places\n5,1' ]
	grep -q '^hotspots,found,250,2,2' report/tables/basis_left_out.csv
}

@test "with the grid: 0.01 m, and what was located without it is located again" {
	alone
	[ -f "$SHARED/data/grids/$GRID" ] || skip "no public data"
	case_of_two
	lastseen geocode --db case.db --format json --quiet >/dev/null
	export LASTSEEN_GRID=$SHARED/data/grids
	run lastseen geocode --db case.db --format json --quiet
	[ "$(jq -c '[.result.places[] | .accuracy_m]' <<<"$output")" = "[0.01,null]" ]
	lastseen think --db case.db --period 2026-01-01..2026-01-31 --output report --quiet >/dev/null
	grep -q "to 0.01 m, by the OSTN15 grid" report/report.html
	printf 'id,x,y\n1,-2.69895,53.75991\n2,-2.7,53.76\n' >p.csv
	run lastseen points dbscan p.csv --radius 500m --min-points 2 --crs EPSG:4326 --format json --quiet
	[ "$(jq -c '.input | [.projection, .accuracy_m]' <<<"$output")" = '["OSTN15",0.01]' ]
}

@test "a grid that is cut or altered is refused, and none is taken from here" {
	alone
	mkdir bad
	echo "no grid" >"bad/$GRID"
	LASTSEEN_GRID=$PWD/bad run lastseen locate "53.75991, -2.69895"
	fails "is not the published OSTN15 grid"
	run lastseen grid install "bad/$GRID"
	fails "is not the published OSTN15 grid"
	[ ! -e "home/share/lastseen/$GRID" ]
	# In the current folder, where PROJ would look by itself.
	cp "bad/$GRID" "$GRID"
	run lastseen locate "53.75991, -2.69895" --format json --quiet
	[ "$status" -eq 0 ]
	[ "$(jq -c '.result.located[0].kind' <<<"$output")" = '"coordinate"' ]
	PROJ_NETWORK=ON run lastseen locate "53.75991, -2.69895" --format json --quiet
	[ "$status" -eq 0 ]
	if [ -f "$SHARED/data/grids/$GRID" ]; then
		head -c 200000 "$SHARED/data/grids/$GRID" >"bad/$GRID"
		LASTSEEN_GRID=$PWD/bad run lastseen locate "53.75991, -2.69895"
		fails "is not the published OSTN15 grid"
		# One byte of three million.
		cp "$SHARED/data/grids/$GRID" "bad/$GRID"
		chmod u+w "bad/$GRID"
		printf '\x7f' | dd of="bad/$GRID" bs=1 seek=1500000 conv=notrunc 2>/dev/null
		LASTSEEN_GRID=$PWD/bad run lastseen locate "53.75991, -2.69895"
		fails "is not the published OSTN15 grid"
	fi
}
