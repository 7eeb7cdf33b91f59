#!/usr/bin/env bats
# The gazetteer, single texts, and the places of a case.
load helper

small_gazetteer() {
	cat >addresses.csv <<'CSV'
uprn,address,postcode,easting,northing
999000000001,"1 Gelkane Road, Skavermouth",ZQ1 1BX,462058,812029
999000000002,"2 Gelkane Road, Skavermouth",ZQ1 1AA,462042,812038
999000000003,"12 Ildrley Place, Skavermouth",ZQ1 2AB,463000,813000
999000000004,"14 Ildrley Place, Skavermouth",ZQ1 2AB,463020,813010
999000000005,"40 Ildrley Place, Skavermouth",ZQ1 2AD,463200,813090
CSV
	cat >places.csv <<'CSV'
name,aliases,kind,easting,northing,radius_m
Skavermouth Central station,the train station;Skavermouth station,station,462600,813195,80
CSV
	lastseen gazetteer add addresses addresses.csv --quiet >/dev/null
	lastseen gazetteer add places places.csv --quiet >/dev/null
}

# locate TEXT FILTER: what jq makes of its only result
one() {
	lastseen locate --format json --quiet -- "$1" | jq -c ".result.located[0] | $2"
}

@test "a file that is in already adds nothing, and says so" {
	small_gazetteer
	sha256sum gazetteer.db >before
	run lastseen gazetteer add addresses addresses.csv --format json
	[ "$status" -eq 0 ]
	says "in the gazetteer already"
	sha256sum -c --quiet before
	cp addresses.csv other.csv
	run lastseen gazetteer add addresses other.csv --format json
	says "in the gazetteer already"
}

@test "rows that cannot be used are set aside, told, and status is 3" {
	printf 'uprn,address,postcode,easting,northing\n1,1 A Road,ZQ1 1AA,462058,812029\nx,2 A Road,ZQ1 1AA,462058,812029\n3,,ZQ1 1AA,462058,812029\n4,4 A Road,,462058,\n5,5 A Road,ZQ1 1AA,962058,812029\n' >a.csv
	run lastseen gazetteer add addresses a.csv --format json --quiet
	[ "$status" -eq 3 ]
	[ "$(jq -c '[.result.set_aside[] | [.row, .column]]' <<<"$output")" = \
		'[[3,"uprn"],[4,"address"],[5,"northing"],[6,"easting"]]' ]
	[ "$(jq '.result.gazetteer.addresses' <<<"$output")" = 1 ]
}

@test "wrong files: a clear message, and no gazetteer left behind half full" {
	run lastseen gazetteer add postcode x.zip
	[ "$status" -eq 2 ]
	says codepoint
	run lastseen gazetteer add codepoint nowhere.zip
	fails nowhere.zip "no such file"
	echo hello >text.zip
	run lastseen gazetteer add codepoint text.zip
	fails text.zip "neither a zip file nor a folder"
	mkdir folder
	run lastseen gazetteer add codepoint folder
	fails folder "no postcode files"
	echo 'a,b' >header.csv
	run lastseen gazetteer add addresses header.csv
	fails header.csv uprn
	[ "$(sqlite3 gazetteer.db 'SELECT count(*) FROM source')" = 0 ]
	lastseen init --quiet >/dev/null
	run lastseen gazetteer add addresses header.csv --gazetteer lastseen.db
	fails lastseen.db "not a gazetteer"
	run lastseen status --db gazetteer.db
	fails gazetteer.db "not a case store"
}

@test "Code-Point from a folder, bad lines set aside" {
	mkdir -p cp/Data/CSV cp/Doc
	printf '"ZQ1 1AA",10,462042,812038,"E92000001","","","","",""\r\n"ZQ1 1AB",90,0,0,"E92000001","","","","",""\r\n"ZQ1 1A",10,1,1\r\n' >cp/Data/CSV/zq.csv
	printf 'PRODUCT: OS CODE-POINT_OPEN\r\nCOPYRIGHT DATE: 20140729\r\n' >cp/Doc/metadata.txt
	echo '"PC","PQ"' >cp/Doc/Code-Point_Open_Column_Headers.csv
	run lastseen gazetteer add codepoint cp --format json --quiet
	[ "$status" -eq 3 ]
	[ "$(jq -c '.result.files[0] | [.file, .release, .rows, .added, .set_aside, .without_position]' \
		<<<"$output")" = '["cp","2014-07-29",3,2,1,1]' ]
	[ "$(jq -c '.result.set_aside[0] | [.file, .row]' <<<"$output")" = '["zq.csv",3]' ]
	(cd cp && zip -qr ../cp.zip .)
	run lastseen gazetteer add codepoint cp.zip --format json --quiet --gazetteer zip.db
	[ "$(jq -c '.result.files[0].rows' <<<"$output")" = 3 ]
	head -c $(($(stat -c %s cp.zip) - 300)) cp.zip >cut.zip
	run lastseen gazetteer add codepoint cut.zip --gazetteer cut.db
	fails cut.zip
}

@test "every field of a located text, in the order of the contract" {
	small_gazetteer
	run lastseen locate --format json --quiet "2 Gelkane Rd, zq11aa"
	[ "$status" -eq 0 ]
	[ "$(jq -c '[.tool, .command, (.result.located | length)]' <<<"$output")" = '["lastseen","locate",1]' ]
	[ "$(jq -c '.result.located[0] | keys_unsorted' <<<"$output")" = \
		'["input","easting","northing","lon","lat","precision_m","kind","method","confidence","match","candidates","accuracy_m"]' ]
	[ "$(one '2 Gelkane Rd, zq11aa' '[.easting,.northing,.kind,.precision_m]')" = '[462042,812038,"address",10]' ]
	[ "$(one 'the train station' '[.kind,.precision_m]')" = '["place",80]' ]
	[ "$(one 'NFA' '[.kind,.easting,.lon,.method]')" = '["none",null,null,"no fixed abode"]' ]
	[ "$(one 'ZQ1' '.kind')" = '"district"' ]
	lastseen locate --format json --quiet 2 Gelkane Rd zq11aa | jq -e '.result.located[0].kind == "address"'
}

@test "lines from standard input, each one row, in their order" {
	small_gazetteer
	printf 'ZQ1 1AA\r\n\nNK 62042 12038\ncaf\351\n=1+1\n53.7599, -2.69895' >lines
	lastseen locate --format json --quiet - <lines >out.json
	[ "$(jq -c '[.result.located[].kind]' out.json)" = \
		'["postcode","none","gridref","none","none","coordinate"]' ]
	[ "$(jq -r '.result.located[3].input' out.json)" = 'café' ]
	lastseen locate --format csv --quiet - <lines >out.csv
	[ "$(wc -l <out.csv)" -eq 7 ]
	grep -q "^'=1+1," out.csv
	lastseen locate --format json --quiet - </dev/null | jq -e '.result.located == []'
}

@test "thousands of lines come out as one by one" {
	small_gazetteer
	for i in $(seq 1 3000); do echo "2 Gelkane Road, ZQ1 1AA"; echo "ZQ1 2AB"; echo "NFA"; done >lines
	lastseen locate --format json --quiet - <lines >out.json
	[ "$(jq -c '[.result.located | length, (map(.kind) | group_by(.) | map([.[0], length]))]' out.json)" = \
		'[9000,[["address",3000],["none",3000],["postcode",3000]]]' ]
	[ "$(jq -c '.result.located | [.[0], .[8997]] | .[0] == .[1]' out.json)" = true ]
	lastseen locate --format json --quiet --threads 2 - <lines | cmp - out.json
}

@test "without a gazetteer coordinates are located, and that is said" {
	run lastseen locate "NK 62042 12038" --format json
	[ "$status" -eq 0 ]
	says "no gazetteer" '"kind": "gridref"'
	run lastseen locate ZQ11AA --gazetteer nowhere.db
	fails nowhere.db
}

@test "OSTN15 is used where it is named, and said where not" {
	[ -d "$SHARED/data/grids" ] || skip "no public data"
	run lastseen locate "53.7599, -2.69895" --format json --quiet
	[ "$(jq -c '.input | [.projection, .projection_accuracy_m]' <<<"$output")" = '["Helmert EPSG:1314",5]' ]
	run lastseen locate "53.7599, -2.69895" --format json --quiet --grid "$SHARED/data/grids"
	[ "$(jq -c '.input | [.projection, .projection_accuracy_m]' <<<"$output")" = '["OSTN15",0.01]' ]
	run lastseen locate "53.7599, -2.69895" --grid "$BATS_TEST_TMPDIR"
	fails uk_os_OSTN15
}

# A case whose places say each thing once. Rows 2, 3, 4 …
places_case() {
	small_gazetteer
	lastseen init --quiet >/dev/null
	cat >homes.csv <<'CSV'
urn,name,registered_places,building,address,postcode
SC900001,Ulvr House,4,,"12 Ildrley Place, Skavermouth",ZQ1 2AB
SC900002,Two Gates,6,East,"1 Gelkane Road, Skavermouth",ZQ1 1BX
SC900002,Two Gates,6,West,"40 Ildrley Place, Skavermouth",ZQ1 2AD
CSV
	cat >placements.csv <<'CSV'
child_ref,urn,kind,start,end
K1,SC900001,K2,2026-01-01,
CSV
	cat >episodes.csv <<'CSV'
episode_ref,child_ref,type,reported_time,from_kind,from_home_urn,from_address,from_postcode,from_uprn,last_seen_address,found_kind,found_address,found_postcode,found_easting,found_northing
E1,K1,missing,2026-02-01 20:00,childrens_home,SC900001,,,,as above,,as above,,,
E2,K2,missing,2026-02-02 20:00,home,,2 Gelkane Road,ZQ1 1AA,,the train station,home,home,,,
E3,K1,missing,2026-02-03 20:00,,,,,,as above,,placement,,,
E4,K3,missing,2026-02-04 20:00,childrens_home,SC900002,,,,,,NFA,,,
E5,K3,missing,2026-02-05 20:00,childrens_home,,Two Gates,,,,,,ZQ1 1AA,480000,820000
E6,K4,missing,2026-02-06 20:00,home,,"2 gelkane rd, skavermouth zq11aa",,,,,"14 Ildrley Place, Skavermouth",ZQ1 2AA,,
E7,K5,missing,2026-02-07 20:00,home,,,,999000000002,,,"Flat 9, 77 Quarr Lane",ZQ1 2AB,,
CSV
	lastseen import homes homes.csv --quiet >/dev/null
	lastseen import placements placements.csv --quiet >/dev/null
	lastseen import episodes episodes.csv --quiet >/dev/null
	lastseen geocode --format json --audience analyst --quiet >geocode.json
}

# place REF ROLE FILTER
place() {
	jq -c --arg ref "$1" --arg role "$2" \
		".result.places[] | select(.ref == \$ref and .role == \$role) | $3" geocode.json
}

@test "homes, as above, home, placement" {
	places_case
	[ "$(place E1 from '[.kind,.easting,.northing]')" = '["address",463000,813000]' ]
	place E1 from .method | grep -q "home by its URN"
	[ "$(place E1 last_seen '[.easting,.northing]')" = '[463000,813000]' ]
	[ "$(place E1 found '[.easting,.northing]')" = '[463000,813000]' ]
	[ "$(place E2 found '[.easting,.northing]')" = '[462042,812038]' ]
	# The row above's place of the same column.
	[ "$(place E3 last_seen '[.kind,.easting]')" = '["place",462600]' ]
	[ "$(place E3 found '[.easting,.northing]')" = '[463000,813000]' ]
	place E3 found .method | grep -q "placement of that day"
	[ "$(place E4 found '[.kind,.method]')" = '["none","no fixed abode"]' ]
}

@test "a home of several buildings: candidates, and a precision that covers them" {
	places_case
	place E4 from .method | grep -q "which building is not said"
	# 1 Gelkane Road (462058 812029) and 40 Ildrley Place (463200 813090), 1559 m apart.
	[ "$(place E4 from '[.easting,.northing,.precision_m]')" = '[462629,812559.5,790]' ]
	[ "$(sqlite3 lastseen.db "SELECT group_concat(match, ' / ') FROM candidate
		JOIN place USING (place_id) WHERE ref = 'E4' AND role = 'from' ORDER BY rank")" = \
		"1 Gelkane Road, Skavermouth, ZQ1 1BX / 40 Ildrley Place, Skavermouth, ZQ1 2AD" ]
	place E5 from .method | grep -q "by its name"
}

@test "a contradiction is told with its distance" {
	places_case
	[ "$(place E5 found '[.kind,.easting,(.conflict_m | round)]')" = '["coordinate",480000,19644]' ]
	[ "$(jq '.result.counts.conflicts' geocode.json)" = 1 ]
	[ "$(sqlite3 lastseen.db 'SELECT count(*) FROM located WHERE conflict_m > 1000')" = 1 ]
}

@test "a wrong postcode is never replaced" {
	places_case
	[ "$(place E6 found '.kind')" = '"sector"' ]
	sqlite3 lastseen.db "SELECT match FROM candidate JOIN place USING (place_id)
		WHERE ref = 'E6' AND rank = 1" | grep -q "14 Ildrley Place"
}

@test "one address, one number, however it is written" {
	places_case
	[ "$(sqlite3 lastseen.db "SELECT count(DISTINCT address_id) FROM located JOIN place USING (place_id)
		WHERE (ref = 'E2' AND role IN ('from', 'found')) OR (ref IN ('E6', 'E7') AND role = 'from')")" = 1 ]
	[ "$(sqlite3 lastseen.db "SELECT key FROM address JOIN located USING (address_id)
		JOIN place USING (place_id) WHERE ref = 'E7' AND role = 'found'")" = \
		'FLAT 9|77|QUARR LANE|ZQ1 2AB' ]
}

@test "a second run changes nothing and prints the same bytes" {
	places_case
	sqlite3 lastseen.db "SELECT * FROM located; SELECT * FROM candidate; SELECT * FROM address" >before
	lastseen geocode --format json --audience analyst --quiet | cmp - geocode.json
	sqlite3 lastseen.db "SELECT * FROM located; SELECT * FROM candidate; SELECT * FROM address" >after
	cmp before after
	run lastseen geocode --format text
	says "0 of them"
	run lastseen audit verify
	[ "$status" -eq 0 ]
}

@test "a changed gazetteer changes what hangs on it, and numbers stay" {
	places_case
	sqlite3 lastseen.db "SELECT address_id, key FROM address ORDER BY 1" >before
	printf 'uprn,address,postcode,easting,northing\n999000000009,"77 Quarr Lane, Skavermouth",ZQ1 2AB,463100,813050\n' >more.csv
	lastseen gazetteer add addresses more.csv --quiet >/dev/null
	lastseen geocode --format json --audience analyst --quiet >geocode.json
	[ "$(place E7 found '[.kind,.easting]')" = '["address",463100]' ]
	sqlite3 lastseen.db "SELECT address_id, key FROM address ORDER BY 1" >after
	[ "$(comm -23 before after | wc -l)" -eq 0 ]
}

@test "points are geometries that SpatiaLite finds" {
	places_case
	command -v spatialite >/dev/null || [ -e /usr/lib/x86_64-linux-gnu/mod_spatialite.so ] || skip "no SpatiaLite"
	[ "$(sqlite3 lastseen.db "SELECT load_extension('mod_spatialite'); SELECT count(*), sum(ST_X(geom) = easting AND
		ST_Y(geom) = northing AND ST_SRID(geom) = 27700) FROM located WHERE kind <> 'none'" | tail -1 |
		awk -F'|' '{print ($1 == $2 && $1 > 10)}')" = 1 ]
	[ "$(sqlite3 lastseen.db "SELECT (SELECT count(*) FROM idx_located_geom) =
		(SELECT count(*) FROM located WHERE kind <> 'none')")" = 1 ]
}

@test "below analyst no text as it was written, to the public counts alone" {
	places_case
	lastseen geocode --format json --quiet | jq -e '[.result.places[].input] | unique == [null]'
	run lastseen geocode --format json --quiet
	[[ "$output" != *Gelkane* && "$output" != *'"K1"'* ]]
	lastseen geocode --format json --quiet --audience public | jq -e '.result.places == [] and .result.counts.places > 5'
}

@test "kill -9 while locating leaves the case as it was" {
	"$BATS_TEST_DIRNAME/../demo_case.sh" "$LASTSEEN" "$FIXTURES/case" case >log 2>&1
	sqlite3 case/case.db "DELETE FROM located" 2>/dev/null || skip "the index needs SpatiaLite"
	for wait in 0.02 0.05 0.08; do
		lastseen geocode --db case/case.db --quiet >/dev/null &
		sleep $wait
		kill -9 $! 2>/dev/null || true
		wait || true
		n=$(sqlite3 case/case.db "SELECT count(*) FROM located")
		[ "$n" -eq 0 ] || [ "$n" -gt 1000 ]
	done
}

@test "known points of Code-Point Open" {
	zip=$SHARED/data/codepoint/codepo_gb.zip
	[ -f "$zip" ] || skip "no public data"
	run lastseen gazetteer add codepoint "$zip" --format json --quiet
	[ "$status" -eq 0 ]
	[ "$(jq -c '.result.files[0] | [.rows, .added, .set_aside, .without_position]' <<<"$output")" = \
		'[1684769,1684769,0,84]' ]
	printf '%s\n' 'SW1A 1AA' 'sw1a2aa' 'EH99 1SP' 'CF991NA' 'PR1 2RL' 'bl1  1ru' 'LS1 3AD' >lines
	lastseen locate --format json --quiet --grid "$SHARED/data/grids" - <lines >out.json
	[ "$(jq -c '[.result.located[] | [.easting, .northing, (.lat * 100000 | round), (.lon * 100000 | round)]]' out.json)" = \
		'[[529090,179645,5150101,-14156],[530047,179951,5150354,-12767],[326730,673838,5595196,-317492],[319399,174573,5146437,-316166],[354017,429508,5375990,-269895],[371575,409157,5357825,-243077],[429756,433880,5380039,-154971]]' ]
	jq -e '[.result.located[] | .kind == "postcode" and .precision_m >= 50 and .confidence >= 0.9] | all' out.json
	# A postcode that is not there is not answered with a near one.
	[ "$(one 'PR1 2ZZ' '.kind')" = '"sector"' ]
}

# ---- other products

# A header, then one postcode in use, one that ended, Northern Ireland, none, a bad one.
# onspd NAMES-OF-POSTCODE-EAST-NORTH-QUALITY-END
onspd() {
	cat <<CSV
pcd,$1,dointr,$5,oslaua,$2,$3,$4,ctry
"x","ZQ1 1AA","198001","","E1","462042","0812038",1,E92000001
"x","ZQ1 1AB","198001","$6","E1","462052","0812038",2,E92000001
"x","BT1 1AA","198001","","N1","333000","0374000",1,N92000002
"x","ZQ1 1AD","198001","","E1","","",9,E92000001
"x","ZQ1 1A","198001","","E1","462052","0812038",1,E92000001
CSV
}

@test "ONS Postcode Directory: headers of two releases, postcodes that ended are told" {
	onspd pcds oseast1m osnrth1m osgrdind doterm 201906 >ONSPD_FEB_2024_UK.csv
	run lastseen gazetteer add onspd ONSPD_FEB_2024_UK.csv --format json --quiet
	[ "$status" -eq 3 ]
	[ "$(jq -c '.result.files[0] | [.release, .rows, .added, .set_aside, .without_position]' <<<"$output")" = \
		'["2024-02",5,4,1,2]' ]
	[ "$(one 'ZQ1 1AA' '[.kind,.method,.easting]')" = '["postcode","postcode",462042]' ]
	[ "$(one 'ZQ1 1AB' '[.method,.match,.easting]')" = \
		'["postcode, terminated 2019-06","ZQ1 1AB, terminated 2019-06",462052]' ]
	[ "$(one 'BT1 1AA' .kind)" = '"none"' ]
	mv gazetteer.db one.db
	mkdir -p z/Data/multi_csv
	onspd PCD7 EAST1M NORTH1M GRIDIND DOTERM 2019-06 >z/Data/ONSPD_MAY_2025.csv
	echo "not read" >z/Data/multi_csv/ONSPD_MAY_2025_ZQ.csv
	(cd z && zip -qr ../onspd.zip .)
	run lastseen gazetteer add onspd onspd.zip --format json --quiet
	[ "$(jq -c '.result.files[0] | [.release, .rows]' <<<"$output")" = '["2025-05",5]' ]
	[ "$(one 'ZQ1 1AB' .match)" = '"ZQ1 1AB, terminated 2019-06"' ]
	printf 'a,b\n1,2\n' >wrong.csv
	run lastseen gazetteer add onspd wrong.csv
	fails wrong.csv pcds
	mkdir none && touch none/x.csv
	run lastseen gazetteer add onspd none
	fails none ONSPD
}

@test "of two releases of postcodes the later stays" {
	mkdir cp
	printf '"ZQ1 1AA",10,462099,812099,"E92000001","","","","",""\n' >cp/zq.csv
	printf 'COPYRIGHT DATE: 20140729\n' >cp/metadata.txt
	onspd pcds oseast1m osnrth1m osgrdind doterm 201906 >ONSPD_FEB_2024_UK.csv
	lastseen gazetteer add onspd ONSPD_FEB_2024_UK.csv --quiet >/dev/null || [ $? -eq 3 ]
	lastseen gazetteer add codepoint cp --quiet >/dev/null
	[ "$(one 'ZQ1 1AA' .easting)" = 462042 ]
	printf 'COPYRIGHT DATE: 20250801\n' >cp/metadata.txt
	printf '"ZQ1 1AB",10,462098,812098,"E92000001","","","","",""\n' >>cp/zq.csv
	lastseen gazetteer add codepoint cp --quiet >/dev/null
	[ "$(one 'ZQ1 1AA' .easting)" = 462099 ]
	[ "$(one 'ZQ1 1AB' '[.easting,.method]')" = '[462098,"postcode"]' ]
}

@test "OS Open Names: streets, settlements, postcodes that nothing else gives" {
	row() { printf '%s,u,%s,,,,%s,%s,%s,%s,1,1,%s,%s,%s,%s,%s,u,%s,u,t,,,,,,,,,,,,,\n' "$@"; }
	{
		row r1 "Gelkane Road" transportNetwork "Named Road" 462050 812040 462000 812000 462100 812080 ZQ1 Skavermouth
		row r2 "Gelkane Road" transportNetwork "Section Of Named Road" 462250 812040 462200 812000 462300 812080 ZQ1 Skavermouth
		row p1 Skavermouth populatedPlace Town 462500 812500 461500 811500 463500 813500 ZQ1 ""
		row s1 Skavermouth transportNetwork "Railway Station" 462600 813195 "" "" "" "" "" Skavermouth
		row ZQ11AA "ZQ1 1AA" other Postcode 462042 812038 "" "" "" "" "" Skavermouth
		row bad "" other School 1 2 "" "" "" "" "" ""
	} >ZQ10.csv
	run lastseen gazetteer add opennames ZQ10.csv --format json --quiet
	[ "$status" -eq 3 ]
	[ "$(jq -c '.result.gazetteer | [.postcodes,.streets,.places]' <<<"$output")" = '[1,1,2]' ]
	# The circle covers both sections.
	[ "$(one 'Gelkane Rd, Skavermouth' '[.kind,.easting,.northing,.precision_m]')" = '["street",462150,812040,165]' ]
	[ "$(one 'Gelkaen Road, Skavermouth' '.method')" = '"street by its name, spelt otherwise"' ]
	[ "$(one Skavermouth '[.kind,.precision_m]')" = '["place",1415]' ]
	[ "$(one 'Skavermouth station' '[.kind,.easting]')" = '["place",462600]' ]
	[ "$(one 'ZQ1 1AA' '[.kind,.easting]')" = '["postcode",462042]' ]
	# Addresses say better; and a list of names never moves a postcode.
	small_gazetteer
	[ "$(one '2 Gelkane Road, Skavermouth' '[.kind,.easting]')" = '["address",462042]' ]
	[ "$(one 'the train station' '.precision_m')" = 80 ]
}

@test "the sample of OS Open Names" {
	[ -f "$SHARED/data/names/HY20.csv" ] || skip "no public data"
	mkdir -p n/Doc n/Data
	cp "$SHARED/data/names/HY20.csv" n/Data
	cp "$SHARED/data/names/OS_Open_Names_Header.csv" n/Doc
	(cd n && zip -qr ../names.zip .)
	run lastseen gazetteer add opennames names.zip --format json --quiet
	[ "$status" -eq 0 ]
	[ "$(jq -c '[.result.files[0].rows, .result.gazetteer.postcodes, .result.gazetteer.places]' <<<"$output")" = '[2544,1580,105]' ]
	[ "$(one 'KW16 3EJ' '.kind')" = '"postcode"' ]
	[ "$(one "East Kilbride" '.match')" = "\"Taobh a' Chaolais\"" ]
}

@test "OS Open UPRN: a point for a UPRN that no list of addresses has" {
	small_gazetteer
	printf '\357\273\277UPRN,X_COORDINATE,Y_COORDINATE,LATITUDE,LONGITUDE\r\n999000000077,462100.25,812000.75,1,1\r\n999000000002,462042.00,812038.00,1,1\r\nx,1,2,3,4\r\n7,800000,2,3,4\r\n' >osopenuprn_202403.csv
	run lastseen gazetteer add openuprn osopenuprn_202403.csv --format json --quiet
	[ "$status" -eq 3 ]
	[ "$(jq -c '.result | [.files[0].release, .files[0].added, (.set_aside | map(.row)), .gazetteer.uprns]' <<<"$output")" = \
		'["2024-03",2,[4,5],2]' ]
	[ "$(one 'UPRN 999000000077' '[.kind,.easting,.northing,.method]')" = '["uprn",462100.25,812000.75,"UPRN, its point alone"]' ]
	[ "$(one 'UPRN 999000000002' '.method')" = '"UPRN"' ]
}

@test "address lists in parts: by their columns, or by a mapping" {
	cat >llpg.csv <<'CSV'
UPRN,ORGANISATION,SAO_TEXT,SAO_START_NUMBER,PAO_TEXT,PAO_START_NUMBER,PAO_START_SUFFIX,PAO_END_NUMBER,PAO_END_SUFFIX,STREET_DESCRIPTION,LOCALITY,TOWN_NAME,POSTCODE_LOCATOR,X_COORDINATE,Y_COORDINATE
999000000001,,,3,,12,A,,,GELKANE ROAD,,SKAVERMOUTH,ZQ1 1AA,462042,812038
999000000002,Neskor Pizza,,,ASHTON HOUSE,18,,22,,GELKANE ROAD,,SKAVERMOUTH,ZQ1 1AA,462062,812038
999000000003,,,,,,,,,,,,ZQ1 1AA,462062,812038
CSV
	run lastseen gazetteer add addresses llpg.csv --format json --quiet
	[ "$status" -eq 3 ]
	[ "$(one 'Flat 3, 12a Gelkane Rd, ZQ1 1AA' '[.kind,.match]')" = \
		'["address","FLAT 3, 12A GELKANE ROAD, SKAVERMOUTH, ZQ1 1AA"]' ]
	[ "$(one 'Ashton House, 18-22 Gelkane Rd, ZQ1 1AA' '.easting')" = 462062 ]
	cat >dpa.csv <<'CSV'
UPRN,RM_ORGANISATION_NAME,SUB_BUILDING_NAME,BUILDING_NAME,BUILDING_NUMBER,DEPENDENT_THOROUGHFARE,THOROUGHFARE,DEPENDENT_LOCALITY,POST_TOWN,POSTCODE,X_COORDINATE,Y_COORDINATE
999000000009,,FLAT 2,ELM COURT,7,,QUARR LANE,ASHBY,SKAVERMOUTH,ZQ1 2AA,462300,812300
CSV
	lastseen gazetteer add addresses dpa.csv --quiet >/dev/null
	[ "$(one 'flat 2 elm court, 7 quarr ln, zq1 2aa' '[.kind,.easting]')" = '["address",462300]' ]
	cat >own.csv <<'CSV'
Ref No,Line 1,Line 2,PC,E,N
999000000011,1 Vexley Street,Skavermouth,ZQ1 3AB,464030,812020
CSV
	cat >own.map <<'CSV'
[mapping]
kind = addresses
[columns]
uprn = Ref No
address = Line 1 + Line 2
postcode = PC
easting = E
northing = N
CSV
	lastseen gazetteer add addresses own.csv --mapping own.map --quiet >/dev/null
	[ "$(one '1 Vexley St ZQ1 3AB' '[.kind,.easting]')" = '["address",464030]' ]
}

# ---- review

# sheet: writes the review, prints its rows as JSON
sheet() {
	lastseen geocode --review review.csv --quiet --format json >review.json
	sqlite3 :memory: ".mode csv" ".import review.csv r" ".mode json" "SELECT * FROM r"
}

# decide TEXT COLUMN=VALUE…: fills in the row of a text
decide() {
	local text=$1 set=
	shift
	for pair; do set="$set${set:+, }${pair%%=*} = '${pair#*=}'"; done
	sqlite3 :memory: ".mode csv" ".import review.csv r" \
		"UPDATE r SET $set WHERE text LIKE '%$text%'" ".headers on" \
		".output review.csv" "SELECT * FROM r"
	[ "$(grep -c "${1#*=}" review.csv)" -ge 1 ]
}

apply() {
	lastseen geocode --apply "${1:-review.csv}" --format json --audience analyst --quiet >geocode.json
}

@test "review: what needs a person, worst first, with candidates and episodes" {
	places_case
	cat >more.csv <<'CSV'
episode_ref,child_ref,type,reported_time,found_address,found_postcode
E20,K1,missing,2026-03-01 20:00,Nowhere House,
E21,K2,missing,2026-03-02 20:00,nowhere  house,
E22,K2,missing,2026-03-03 20:00,"14 ildrley place, skavermouth",ZQ1 2AA
CSV
	lastseen import episodes more.csv --quiet >/dev/null
	sheet >sheet.json
	[ "$(jq -r '.[0] | [.text, .episodes, .kind] | join("/")' sheet.json)" = "Nowhere House/2/none" ]
	jq -e '.[] | select(.text | startswith("14 Ildrley")) | .episodes == "2" and
		(.candidate_1 | startswith("14 Ildrley Place")) and (.candidate_1_at | startswith("address 463020.00 813010.00 10"))' sheet.json
	# A contradiction is told with its distance.
	jq -e '.[] | select(.problem | test("km apart")) | .conflict_m == "19644"' sheet.json
	# NFA, "as above" and what is surely located need nobody.
	jq -e '[.[].text | select(test("NFA|as above|2 Gelkane"))] == []' sheet.json
	jq -e '.result.review | .file == "review.csv" and .texts > 2' review.json
	run lastseen geocode --review x.csv --audience public
	[ "$status" -eq 2 ]
}

@test "decisions: taken in, kept with who and why, used for the same text, undone" {
	places_case
	cp geocode.json first.json
	sheet >/dev/null
	decide "14 Ildrley" decision=1 why="seen on the ground" who="PC 1"
	apply
	[ "$(place E6 found '[.kind,.easting,.northing,.method]')" = \
		'["address",463020,813010,"one of the candidates, chosen by a person"]' ]
	[ "$(jq -c '.result.decisions' geocode.json)" = '{"decided":1,"withdrawn":0,"unchanged":0,"set_aside":0}' ]
	[ "$(sqlite3 lastseen.db "SELECT who || '/' || why FROM place_decision")" = "PC 1/seen on the ground" ]
	[ "$(sqlite3 lastseen.db "SELECT key FROM address JOIN located USING (address_id) JOIN place USING (place_id)
		WHERE ref = 'E6' AND role = 'found'")" = uprn:999000000004 ]
	# Again: nothing changes. The same text in a later row is decided too.
	apply
	[ "$(jq -c '.result.decisions.unchanged' geocode.json)" = 1 ]
	printf 'episode_ref,child_ref,type,reported_time,found_address,found_postcode\nE30,K9,missing,2026-03-01 20:00,"14  ILDRLEY Place,  Skavermouth",zq12aa\n' >more.csv
	lastseen import episodes more.csv --quiet >/dev/null
	lastseen geocode --format json --audience analyst --quiet >geocode.json
	[ "$(place E30 found .easting)" = 463020 ]
	# Another decision takes its place; both are kept.
	sheet >sheet.json
	jq -e '.[-1].decided | test("candidate by PC 1 on 20..-..-..: seen on the ground")' sheet.json
	decide "14 Ildrley" decision=point new_easting=463500 new_northing=813500 new_precision_m=40 why="the flat is elsewhere"
	apply
	[ "$(place E6 found '[.kind,.easting,.precision_m]')" = '["coordinate",463500,40]' ]
	[ "$(sqlite3 lastseen.db "SELECT count(*), sum(withdrawn_utc IS NULL) FROM place_decision")" = "2|1" ]
	# Undone: as it was before.
	sheet >/dev/null
	decide "14 Ildrley" decision=undo why="mistaken"
	apply
	[ "$(place E6 found '[.kind,.easting]')" = "$(jq -c '.result.places[] | select(.ref == "E6" and .role == "found") | [.kind,.easting]' first.json)" ]
	[ "$(sqlite3 lastseen.db "SELECT withdrawn_why FROM place_decision ORDER BY decision_id" | tail -1)" = mistaken ]
	sqlite3 lastseen.db "SELECT action FROM audit WHERE command = 'geocode --apply'" | grep -q alteration
	run lastseen audit verify
	[ "$status" -eq 0 ]
}

@test "decisions: accept, text, none; what cannot be used is set aside" {
	places_case
	sheet >/dev/null
	decide "14 Ildrley" decision=text new_text="40 Ildrley Place, ZQ1 2AD" why="a slip"
	decide "ZQ1 1AA, easting" decision=accept why="the coordinates are right"
	apply
	[ "$(place E6 found '[.kind,.easting]')" = '["address",463200]' ]
	place E6 found .method | grep -q "as a person read the text"
	[ "$(place E5 found '[.easting,.conflict_m,.confidence]')" = '[480000,null,0.98]' ]
	sheet >/dev/null
	decide "14 Ildrley" decision=none why="not a place"
	apply
	[ "$(place E6 found .kind)" = '"none"' ]
	sqlite3 lastseen.db "SELECT * FROM place_decision" >before
	sheet >/dev/null
	decide "14 Ildrley" decision=accept why=x
	decide "ZQ1 1AA, easting" decision=7 why=x
	run lastseen geocode --apply review.csv --format json --quiet
	[ "$status" -eq 3 ]
	[ "$(jq -c '[.result.set_aside[].column]' <<<"$output")" = '["decision","decision"]' ]
	sqlite3 lastseen.db "SELECT * FROM place_decision" | cmp - before
	printf 'text_id,decision,why\nT000,none,x\n' >odd.csv
	run lastseen geocode --apply odd.csv --quiet
	[ "$status" -eq 3 ]
	echo 'a,b' >wrong.csv
	run lastseen geocode --apply wrong.csv
	fails wrong.csv text_id
	sheet >/dev/null
	decide "14 Ildrley" decision=point why=
	run lastseen geocode --apply review.csv --quiet --format json
	[ "$(jq -c '[.result.set_aside[].column]' <<<"$output")" = '["why"]' ]
}

# ---- the grid

@test "grid install: checked, put where it is found, said" {
	[ -d "$SHARED/data/grids" ] || skip "no public data"
	export XDG_DATA_HOME=$BATS_TEST_TMPDIR/share
	unset LASTSEEN_GRID
	lastseen locate "53.7599, -2.69895" --format json --quiet |
		jq -e '.input.projection == "Helmert EPSG:1314" or env.LASTSEEN_GRID != null'
	run lastseen grid install "$SHARED/data/grids/uk_os_OSTN15_NTv2_OSGBtoETRS.tif" --format json
	[ "$status" -eq 0 ]
	says "$XDG_DATA_HOME/lastseen" '"already": false'
	cmp "$SHARED/data/grids/uk_os_OSTN15_NTv2_OSGBtoETRS.tif" share/lastseen/uk_os_OSTN15_NTv2_OSGBtoETRS.tif
	lastseen locate "53.7599, -2.69895" --format json --quiet | jq -e '.input.projection == "OSTN15"'
	run lastseen grid install "$SHARED/data/grids" --format json
	says '"already": true'
	head -c 100000 "$SHARED/data/grids/uk_os_OSTN15_NTv2_OSGBtoETRS.tif" >uk_os_OSTN15_NTv2_OSGBtoETRS.tif
	run lastseen grid install uk_os_OSTN15_NTv2_OSGBtoETRS.tif
	fails "not the published OSTN15 grid"
	run lastseen grid install nowhere.tif
	fails nowhere.tif
	cmp "$SHARED/data/grids/uk_os_OSTN15_NTv2_OSGBtoETRS.tif" share/lastseen/uk_os_OSTN15_NTv2_OSGBtoETRS.tif
}

@test "a home's name in a text, or a slip from it, is a candidate" {
	places_case
	cat >more.csv <<'CSV'
episode_ref,child_ref,type,reported_time,found_address
E40,K1,missing,2026-03-01 20:00,Ulvr Hose
E41,K2,missing,2026-03-02 20:00,"Two Gates, Farrendale"
E42,K2,missing,2026-03-02 20:00,Ulvr House
CSV
	lastseen import episodes more.csv --quiet >/dev/null
	lastseen geocode --format json --audience analyst --quiet >geocode.json
	[ "$(place E40 found .kind)" = '"none"' ]
	[ "$(sqlite3 lastseen.db "SELECT match, reason FROM candidate JOIN place USING (place_id) WHERE ref = 'E40'")" = \
		'home SC900001, 12 Ildrley Place, Skavermouth, ZQ1 2AB|a home of a name that is a slip away' ]
	sqlite3 lastseen.db "SELECT match FROM candidate JOIN place USING (place_id) WHERE ref = 'E41'" | grep -q "home SC900002"
	[ "$(place E42 found '[.kind,.easting]')" = '["address",463000]' ]
}
