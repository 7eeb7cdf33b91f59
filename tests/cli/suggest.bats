#!/usr/bin/env bats
# Mappings proposed for the extracts of systems that agree on nothing: what is proposed
# is right, what is made up is said to be, and the file that is written imports.
load helper

# proposed COLUMN: from what, by the last proposal.
proposed() {
	jq -r --arg c "$1" '.result.columns[] | select(.column == $c).from' out.json
}

# suggest FILE KIND: the proposal in mapping.ini, what was said in messages.
suggest() {
	rm -f mapping.ini
	"$LASTSEEN" mapping suggest "$1" --kind "$2" --output mapping.ini --format json \
		>out.json 2>messages
}

# taken FILE KIND: rows that the proposal brings into a new case.
taken() {
	rm -f case.db*
	"$LASTSEEN" init --db case.db --quiet >/dev/null
	"$LASTSEEN" import "$2" "$1" --mapping mapping.ini --db case.db --quiet --format json |
		jq .result.added
}

@test "a police extract: short words, dates and times apart, names in two" {
	cat >niche.csv <<'CSV'
MISPER REF,OCC_NO,NOM_ID,NOM_SURNAME,NOM_FORENAME,NOM_DOB,NOM_AGE,NOM_SEX,DATE_LAST_SEEN,TIME_LAST_SEEN,LKL_ADDR,LKL_PCODE,DATE_RPTD,TIME_RPTD,RISK,MISPER TYPE,LAC,DATE_LOCATED,TIME_LOCATED,LOC_FOUND_ADDR,LOC_FOUND_E,LOC_FOUND_N,FOUND_BY
MP/1,44/1,N1,GROVNANE,William,17/05/2012,13,M,28/02/2026,21:30,"12 High Street",ZQ1 1AA,28/02/2026,23:15,Med,Missing,1,01/03/2026,02:10,"Park, Low Road",462100,812200,Located by police
MP/2,44/2,N2,PELL,Stev,31/07/2009,16,M,01/03/2026,19:00,"4 Low Road",ZQ1 2BB,01/03/2026,20:00,High,No Apparent Risk,0,,,,,,
CSV
	suggest niche.csv episodes
	[ "$(proposed child_ref)" = NOM_ID ]
	[ "$(proposed child_name)" = "NOM_FORENAME + NOM_SURNAME" ]
	[ "$(proposed last_seen_time)" = "DATE_LAST_SEEN + TIME_LAST_SEEN" ]
	[ "$(proposed reported_time)" = "DATE_RPTD + TIME_RPTD" ]
	[ "$(proposed last_seen_address)" = LKL_ADDR ]
	[ "$(proposed last_seen_postcode)" = LKL_PCODE ]
	[ "$(proposed found_easting)" = LOC_FOUND_E ]
	[ "$(jq -c .result.unused out.json)" = '["OCC_NO"]' ]
	[ "$(jq -c .result.assumed out.json)" = '[]' ]
	[ "$(taken niche.csv episodes)" = 2 ]
	[ "$(sqlite3 case.db 'SELECT episode_ref, name, type, risk, looked_after, last_seen_text,
		reported_text, found_text, found_by FROM episode JOIN child USING (child_id) ORDER BY 1')" = \
		"MP/1|William GROVNANE|missing|medium|1|28/02/2026 21:30|28/02/2026 23:15|01/03/2026 02:10|police
MP/2|Stev PELL|no_apparent_risk|high|0|01/03/2026 19:00|01/03/2026 20:00||" ]
}

@test "no column takes what its header or its cells contradict" {
	cat >american.csv <<'CSV'
Case Number,Subject ID,Subject DOB,Date Reported,Time Reported,Date Missing,Time Missing,Address Missing From,Status,Date Recovered,Time Recovered,Recovery Location
C1,S1,04/13/2011,03/28/2026,9:30 PM,03/28/2026,7:00 PM,1 High St,Missing,03/29/2026,3:05 AM,3 Low Rd
C2,S2,12/03/2011,04/02/2026,9:30 PM,04/02/2026,7:00 PM,1 High St,Away,04/12/2026,1:05 AM,
CSV
	suggest american.csv episodes
	[ "$(jq -r .result.dates out.json)" = mdy ]
	[ "$(proposed episode_ref)" = "Case Number" ]
	[ "$(proposed child_ref)" = "Subject ID" ]
	[ "$(proposed found_address)" = "Recovery Location" ]
	[ "$(proposed found_time)" = "Date Recovered + Time Recovered" ]
	[ "$(taken american.csv episodes)" = 2 ]
	[ "$(sqlite3 case.db "SELECT datetime(reported_s, 'unixepoch'), datetime(found_s, 'unixepoch')
		FROM episode ORDER BY episode_ref")" = "2026-03-28 21:30:00|2026-03-29 02:05:00
2026-04-02 20:30:00|2026-04-12 00:05:00" ]
}

@test "what an episode must have and no column gives is made up, and said to be" {
	cat >liquid.csv <<'CSV'
Missing Person Episodes,,,,
Report run on 01/04/2026 09:12,,,,
,,,,
Person ID,Person Name,Missing Start Date Time,Missing End Date Time,Located At
77001,"Vole, Ann",06-Mar-2026 18:00,07-Mar-2026 01:00,Friend's home
77002,"Vole, Bob",16-Mar-2026 18:00,,
CSV
	suggest liquid.csv episodes
	[ "$(jq -c .result.assumed out.json)" = '["episode_ref","reported_time","type"]' ]
	grep -q "something is ASSUMED" messages
	[ "$(grep -c ASSUMED mapping.ini)" = 3 ]
	[ "$(taken liquid.csv episodes)" = 2 ]
	[ "$(sqlite3 case.db 'SELECT episode_ref, type, reported_text FROM episode ORDER BY 1')" = \
		"77001/06-Mar-2026 18:00|missing|06-Mar-2026 18:00
77002/16-Mar-2026 18:00|missing|16-Mar-2026 18:00" ]
	# Nothing is made up of nothing.
	printf 'colour,size\nred,4\nblue,5\n' >other.csv
	suggest other.csv episodes
	[ "$(jq -c '[.result.assumed, .result.missing]' out.json)" = \
		'[[],["episode_ref","child_ref","type","reported_time"]]' ]
}

@test "a header in two lines, an address in several columns, a title above" {
	cat >list.csv <<'CSV'
MISSING,,,,,,
Ref,Child ID,Went Missing,,Returned,,Where to
,,Date,Time,Date,Time,
R1,K1,06/03/2026,18:00,07/03/2026,01:00,Park
R2,K2,26/03/2026,18:00,27/03/2026,01:00,Shop
CSV
	suggest list.csv episodes
	[ "$(proposed last_seen_time)" = "Date (column C) + Time (column D)" ]
	[ "$(proposed found_time)" = "Date (column E) + Time (column F)" ]
	[ "$(taken list.csv episodes)" = 2 ]
	cat >homes.csv <<'CSV'
Children's Homes - April 2026,,,,,,,,
,,,,,,,,
Name of Home,Ofsted No,Company,Addr1,Address Line 2,Town,Post Code,No of Beds,Last Inspection
Hillside,SC900001,Acme Care Ltd,Hillside,12 High Street,Skavermouth,ZQ1 1AA,4,13/05/2025
CSV
	suggest homes.csv homes
	[ "$(jq -r .result.header_row out.json)" = 3 ]
	[ "$(proposed urn)" = "Ofsted No" ]
	[ "$(proposed address)" = "Addr1 + Address Line 2 + Town" ]
	[ "$(taken homes.csv homes)" = 1 ]
	[ "$(sqlite3 case.db 'SELECT urn, name, registered_places, address, postcode FROM home JOIN place USING (home_id)')" = \
		"SC900001|Hillside|4|Hillside, 12 High Street, Skavermouth|ZQ1 1AA" ]
}

@test "yes, no and codes in words of their own" {
	cat >rhi.csv <<'CSV'
Missing Episode Ref,LCS ID,RHI Offered Date,RHI Accepted?,RHI Completed Date,Interviewed By
E1,77001,02/03/2026,Yes,03/03/2026,Charity worker
E2,77002,13/03/2026,Declined,,
CSV
	suggest rhi.csv interviews
	grep -q '^Declined = N$' mapping.ini
	[ "$(taken rhi.csv interviews)" = 2 ]
	# What is denied is no code, nor what two codes could mean.
	cat >codes.csv <<'CSV'
episode_ref,child_ref,type,reported_time
E1,K1,Not missing - cancelled,2026-03-01
E2,K1,Missing from care,2026-03-02
E3,K1,Absent or missing,2026-03-03
CSV
	suggest codes.csv episodes
	grep -q '^Missing from care = missing$' mapping.ini
	[ "$(grep -c 'WHICH CODE' mapping.ini)" = 2 ]
}

@test "where a built-in mapping fits, its text is the proposal" {
	printf 'CHILD,DOB,MISSING,MIS_START,MIS_END\n1,01/02/2010,M,01/03/2026,02/03/2026\n' >m.csv
	suggest m.csv episodes
	grep -q "'ssda903-missing' fits as it is" messages
	[ "$(jq -c '[.result.builtin, .result.missing]' out.json)" = '["ssda903-missing",[]]' ]
	[ "$(taken m.csv episodes)" = 1 ]
	diff <(grep -v '^;' mapping.ini) <("$LASTSEEN" mapping show ssda903-missing | grep -v '^;')
}

@test "public files of other people's systems" {
	[ -d "$SHARED/data/ofsted" ] || skip "no public data"
	for file in "$SHARED"/data/ofsted/*.csv "$SHARED"/data/ofsted/*.xlsx; do
		suggest "$file" homes
		[ "$(jq -r .result.builtin out.json)" = ofsted ]
		[ "$(taken "$file" homes)" -ge 1 ]
	done
	suggest "$SHARED/data/people/dataset1.csv" people
	[ "$(proposed person_ref)" = rec_id ]
	[ "$(proposed name)" = "given_name + surname" ]
	[ "$(proposed dob)" = date_of_birth ]
	for file in missing.csv fake_903.xml; do
		suggest "$SHARED/data/ssda903/$file" episodes
		[[ "$(jq -r .result.builtin out.json)" == ssda903-* ]]
	done
	suggest "$SHARED/data/dfe/la_children_who_were_missing_or_away_2020-2024.csv" benchmarks
	[ "$(jq -r .result.builtin out.json)" = dfe-missing ]
}
