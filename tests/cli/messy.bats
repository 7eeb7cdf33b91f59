#!/usr/bin/env bats
# Texts as other people write them, and lists as other people keep them, end to end.
load helper

# Names of roads (first: they tell where a street ends in a list without commas), such a
# list, one in parts, own places.
gazetteer() {
	cat >upper.csv <<'CSV'
uprn,address,postcode,easting,northing
999000000001,12 KELSO ROAD SKAVERMOUTH,ZQ1 1AA,462000,812000
999000000002,14 KELSO ROAD SKAVERMOUTH,ZQ1 1AA,462020,812000
999000000003,3 LONG ACRE WICK SKAVERMOUTH,ZQ1 1AB,462500,812000
999000000004,ROSE BANK LONG ACRE WICK SKAVERMOUTH,ZQ1 1AB,462520,812000
CSV
	cat >parts.csv <<'CSV'
UPRN,ORGANISATION,SAO_TEXT,SAO_START_NUMBER,PAO_TEXT,PAO_START_NUMBER,STREET_DESCRIPTION,LOCALITY,TOWN_NAME,POSTCODE_LOCATOR,X_COORDINATE,Y_COORDINATE
999000000011,,,1,THE GRANARY,,CHEAPSIDE,,FARRENDALE,ZQ7 1AA,484000,822000
999000000012,,2,,THE GRANARY,,CHEAPSIDE,,FARRENDALE,ZQ7 1AA,484000,822000
999000000013,,,,,2,CHEAPSIDE,,FARRENDALE,ZQ7 1AA,484040,822000
999000000014,ORVANE POST OFFICE,,,,6,CHEAPSIDE,,FARRENDALE,ZQ7 1AA,484080,822000
CSV
	row() { printf '%s,u,%s,,,,%s,%s,%s,%s,1,1,%s,%s,%s,%s,%s,u,%s,u,t,,,,,,,,,,,,,\n' "$@"; }
	{
		row r1 "Long Acre" transportNetwork "Named Road" 462510 812000 462480 811990 462560 812010 ZQ1 Wick
		row p1 Farrendale populatedPlace Town 484000 822000 483000 821000 485000 823000 ZQ7 ""
		row s1 Farrendale transportNetwork "Railway Station" 484600 822195 "" "" "" "" "" Farrendale
		row k1 "Queens Park" landform Park 484400 822400 484300 822300 484500 822500 ZQ7 Farrendale
		row k2 "Queens Park" landform Park 462400 812400 462300 812300 462500 812500 ZQ1 Skavermouth
	} >ZQ10.csv
	printf 'name,aliases,kind,easting,northing,radius_m\nBurger bar ring road Farrendale,Maccies Farrendale,food,484300,822900,40\n' >places.csv
	for f in "opennames ZQ10.csv" "addresses upper.csv" "addresses parts.csv" "places places.csv"; do
		# shellcheck disable=SC2086
		lastseen gazetteer add $f --quiet >/dev/null
	done
}

@test "each text where it is, by locate from standard input" {
	gazetteer
	cat >texts <<'TEXTS'
nan's house 14 kelso rd skavermouth ask for mum	462020
Skavermouth - Kelso Road - 12	462000
14 Kelso, Skavermouth	462020
14KelsoRoad Skavermouth ZQ1 1AA	462020
12 Kelso Road, Skavremouth	462000
zq1 wick rose bank long acre	462520
3 LongAcre, Wick	462500
14 Kelso Road<br>Skavermouth&nbsp;ZQ1 1AA	462020
14 Kelso Road\nSkavermouth\nZQ1 1AA	462020
1 The Granary, Cheapside, Farrendale	484000
Flat 2 The Granary Cheapside ZQ7 1AA	484000
2 Cheapside Farrendale	484040
Orvane Post Office 6 Cheapside	484080
Farrendale, Queens Park	484400
queens park skavermouth	462400
station, Farrendale	484600
maccies, Farrendale	484300
burger bar, ring road, farrendale	484300
bus stop opp 2 Cheapside, Farrendale	484040
woods at NK 84020 23000	484020.5
2 Cheapside (UPRN: 999000000014)	484080
TEXTS
	cut -f1 texts | lastseen locate --format json --quiet - >out.json
	paste <(cut -f2 texts) <(jq -r '.result.located[].easting' out.json) <(cut -f1 texts) >both
	awk -F'\t' '$1 != $2' both >wrong
	cat wrong
	[ ! -s wrong ]
	jq -e '[.result.located[].confidence] | all(. > 0.5)' out.json
}

@test "what the text leaves open is never sure" {
	gazetteer
	cat >texts <<'TEXTS'
12 or 14 Kelso Road, Skavermouth
14 Kelso Road then 2 Cheapside
queens park
14 Kelso Road, Farrendale
14 Zanzibar Terrace, Farrendale
99 Cheapside, Farrendale ZQ7 1AA
14 Kelso Road, Skavermouth ZQ1 1AX
The Granary, Birmingham B1 1AA
///filled.count.soap
TEXTS
	lastseen locate --format json --quiet - <texts >out.json
	jq -e '[.result.located[].confidence] | all(. < 0.9)' out.json
	# A wrong last letter proposes, and never replaces.
	jq -e '.result.located[6] | .kind == "sector" and (.candidates[0].match | startswith("14 KELSO ROAD"))' out.json
	# The town alone is coarse and says so.
	jq -e '.result.located[4] | .kind == "place" and .precision_m > 1000 and (.method | test("town alone"))' out.json
}
