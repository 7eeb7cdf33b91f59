#!/usr/bin/env bats
# Workbooks as people make them: dates, sheets, titles, errors; and the text files that
# spreadsheets write.
load helper
load workbook

head='episode_ref|child_ref|type|reported_time|found_time|child_dob|notes'

# into FILE [OPTION…]: imports episodes into a new case; $output is the JSON, $messages
# what was said.
into() {
	rm -f case.db*
	"$LASTSEEN" init --db case.db --quiet >/dev/null
	status=0
	"$LASTSEEN" import episodes "$@" --db case.db --format json >out.json 2>messages || status=$?
	output=$(cat out.json) messages=$(cat messages)
}

refused() {
	[ "$status" -eq 1 ] && [[ $messages == *"$1"* ]] || { echo "$status: $messages"; return 1; }
}

episodes() {
	sqlite3 case.db "SELECT row, episode_ref, child_ref, reported_text, reported_precision,
		coalesce(found_text, ''), coalesce(dob, '') FROM episode JOIN child USING (child_id)
		ORDER BY row"
}

@test "dates of a workbook: days, moments, serials without a style, text, gaps" {
	begin_book
	sheet S <<-ROWS
		1|$head
		2|E1|K1|missing|@1:46109|@2:46110.5|@1:40000|a day
		3|E2|#1234567|missing|@2:46109.8958333333|@2:46110|#40000|serials
		6|E3|007|missing|28/03/2026 21:30|#46110.5||text, after a gap
		7|E4|#4.4770090012300003E11|missing|<c r="REF" t="d"><v>2026-03-28T21:30:00</v></c>|||ISO
		8|E5|K5|missing|@1:46109|@3:0.5||a time alone
	ROWS
	end_book dates.xlsx
	into dates.xlsx
	[ "$status" -eq 3 ]
	[ "$(episodes)" = "2|E1|K1|2026-03-28|day|2026-03-29 12:00:00|2009-07-06
3|E2|1234567|2026-03-28 21:30:00|minute|2026-03-29 00:00:00|2009-07-06
6|E3|007|28/03/2026 21:30|minute|46110.5|
7|E4|447700900123|2026-03-28 21:30:00|minute||
8|E5|K5|2026-03-28|day||" ]
	[ "$(jq -c '[.result.set_aside[] | [.row, .column, .raw]]' <<<"$output")" = \
		'[[8,"found_time","12:00:00"]]' ]
}

@test "a workbook that counts its days from 1904 is read four years and a day later" {
	for from in '' from_1904; do
		begin_book $from
		sheet S <<-ROWS
			1|$head
			2|E1|K1|missing|@1:44647|@2:44648.5|@1:38538|x
			3|E2|K2|missing|2026-03-28 10:00|#44648.5||a serial without a style
		ROWS
		end_book "days$from.xlsx"
	done
	into days.xlsx
	[[ "$(episodes)" == "2|E1|K1|2022-03-27|day|2022-03-28 12:00:00|2005-07-05"* ]]
	into daysfrom_1904.xlsx
	[ "$status" -eq 3 ]
	[ "$(episodes)" = "2|E1|K1|2026-03-28|day|2026-03-29 12:00:00|2009-07-06
3|E2|K2|2026-03-28 10:00|minute||" ]
	[ "$(jq -c '[.result.set_aside[] | [.row, .column, .raw]]' <<<"$output")" = \
		'[[3,"found_time","44648.5"]]' ]
	# Dates as text in the form that the reader gives dates in: refused, not guessed.
	begin_book from_1904
	sheet S <<-ROWS
		1|$head
		2|E1|K1|missing|2026/03/28|||
	ROWS
	end_book text.xlsx
	into text.xlsx
	refused "counts its days from 1904"
}

@test "errors of a spreadsheet are no values" {
	begin_book
	sheet S <<-ROWS
		1|$head
		2|!#N/A|K1|missing|@1:46109|||
		3|E2|K2|missing|@1:46109|!#VALUE!||!#REF!
	ROWS
	end_book errors.xlsx
	into errors.xlsx
	[ "$status" -eq 3 ]
	[ "$(jq -c '[.result.set_aside[] | [.row, .column, .whole]]' <<<"$output")" = \
		'[[2,"episode_ref",true],[3,"found_time",false],[3,"notes",false]]' ]
	printf 'episode_ref,child_ref,type,reported_time,found_time\nE1,K1,missing,2026-01-02,########\n' >wide.csv
	into wide.csv
	[ "$(jq -r '.result.set_aside[0].reason' <<<"$output")" = \
		"is an error of a spreadsheet, not a value; mend its formula, or widen its column, and export again" ]
}

@test "the sheet whose header fits is read, a hidden one last; what is not read is said" {
	begin_book
	sheet Cover <<-ROWS
		1|OFFICIAL
		3|1. Episodes
	ROWS
	sheet Old hidden <<-ROWS
		1|$head
		2|E0|K1|missing|@1:46000|||
	ROWS
	sheet April <<-ROWS
		1|Missing episodes, April
		3|$head
		4|E1|K1|missing|@1:46109|||
	ROWS
	sheet May <<-ROWS
		1|$head
		2|E2|K1|missing|@1:46110|||
	ROWS
	end_book many.xlsx
	into many.xlsx
	[ "$status" -eq 0 ]
	[[ $(episodes) == "4|E1|"* ]]
	[[ $messages == *"the sheet 'April' is read; these could be read too, and are NOT: May; it also has: Cover, Old (hidden)"* ]]
	into many.xlsx --sheet may
	[[ $(episodes) == "2|E2|"* ]]
	[ -z "$messages" ]
	into many.xlsx --sheet Old
	[[ $(episodes) == "2|E0|"* ]]
	into many.xlsx --sheet Aprill
	refused "did you mean 'April'"
	into many.xlsx --sheet Cover
	refused "lacks what episodes must have"
	begin_book
	sheet Cover <<<'1|OFFICIAL'
	sheet Notes <<<'1|nothing'
	end_book none.xlsx
	into none.xlsx
	[[ $messages == *"no sheet fits (Cover, Notes)"* ]]
}

@test "headers: breaks inside, names that stand twice, none at all; titles above" {
	begin_book
	sheet S <<-ROWS
		1|A title over all
		2|Printed on|@1:46109
		4|Episode~ref| Child  ref|TYPE|Reported_x000D_~time||Date|Date
		5|E1|K1|missing|@1:46109|x|1|2_x000D_~3
	ROWS
	end_book header.xlsx
	into header.xlsx
	[ "$status" -eq 0 ]
	[[ $messages == *"not used: Date, Date (column G), and 1 without a name"* ]]
	[ "$(sqlite3 case.db 'SELECT row, extra FROM episode')" = \
		'5|{"column E":"x","Date":"1","Date (column G)":"2\u000d\u000a3"}' ]
	# A used name that stands twice is nobody's choice.
	begin_book
	sheet S <<-ROWS
		1|episode_ref|child_ref|type|reported_time|reported_time
		2|E1|K1|missing|@1:46109|@1:46110
	ROWS
	end_book twice.xlsx
	into twice.xlsx
	refused "stands twice in the header"
}

@test "formatted pieces of text are read whole, or refused" {
	book_strings='<?xml version="1.0"?><sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><r><t xml:space="preserve">12 </t></r><r><t>High Street</t></r></si></sst>'
	begin_book
	sheet S <<-ROWS
		1|$head
		2|E1|K1|missing|@1:46109|||<c r="REF" t="s"><v>0</v></c>
	ROWS
	end_book shared.xlsx
	book_strings=
	into shared.xlsx
	[ "$(sqlite3 case.db 'SELECT notes FROM episode')" = "12 High Street" ]
	begin_book
	sheet S <<-ROWS
		1|$head
		2|E1|K1|missing|@1:46109|||<c r="REF" t="inlineStr"><is><r><t>12 </t></r><r><t>High Street</t></r></is></c>
	ROWS
	end_book inline.xlsx
	into inline.xlsx
	refused "can't be read whole"
}

@test "a date and its time of day in two columns, as exports give them" {
	begin_book
	sheet S <<-ROWS
		1|episode_ref|child_ref|type|day|clock|back|hour
		2|E1|K1|missing|@1:46109|@3:0.895833333333333|@2:46110|@2:0.5
		3|E2|K1|missing|@2:46109|#0.895833333333333|29/03/2026|21:30
		4|E3|K1|missing|@2:46109|@2:1.895833333333333|@1:46110|
		5|E4|K1|missing|@1:46109|@2:46109.895833333333|@1:46110|@2:46111.5
		6|E5|K1|missing|@1:46109|0.30||
	ROWS
	end_book clock.xlsx
	cat >clock.ini <<-INI
		[mapping]
		kind = episodes
		[columns]
		episode_ref = episode_ref
		child_ref = child_ref
		type = type
		reported_time = {day} {clock}
		found_time = {back} {hour}
	INI
	into clock.xlsx --mapping clock.ini
	[ "$(episodes)" = "2|E1|K1|2026-03-28 21:30:00|minute|2026-03-29 12:00:00|
3|E2|K1|2026-03-28 21:30:00|minute|29/03/2026 21:30|
4|E3|K1|2026-03-28 21:30:00|minute|2026-03-29|
5|E4|K1|2026-03-28 21:30:00|minute||
6|E5|K1|2026-03-28 0.30|minute||" ]
	[ "$(jq -c '[.result.set_aside[] | [.row, .column]]' <<<"$output")" = '[[5,"found_time"]]' ]
}

@test "text as spreadsheets save it: separators, signs, marks, breaks, ragged rows" {
	head='Episode_ref;child_ref;type;reported_time;notes'
	printf '\xEF\xBB\xBFsep=;\r\n%s\r\nE1;K1;missing;2026-01-02;caf\xC3\xA9\r\n' "$head" >semi.csv
	printf '%s\n' "${head//;/$'\t'}" "E1${IFS:1:1}K1${IFS:1:1}missing${IFS:1:1}2026-01-02${IFS:1:1}x" >tab.txt
	printf '%s\r\nE1;K1;missing;2026-01-02;caf\xE9 \x96 x\r\n' "$head" >windows.csv
	printf '%s\nE1;K1;missing;2026-01-02;caf\xC3\xA9\n' "$head" | iconv -t UTF-16 >wide.csv
	printf '%s\nE1;K1;missing;2026-01-02;"two\nlines; ""quoted"""\n\n;;;;\nE2;K2;missing;2026-01-03\nE3;K3;missing;2026-01-04;x;;;\nE4;K4;missing;2026-01-05;x;y\n' "$head" >ragged.csv
	for file in semi.csv tab.txt windows.csv wide.csv; do
		into $file
		[ "$status" -eq 0 ]
		[ "$(sqlite3 case.db 'SELECT episode_ref, child_ref FROM episode JOIN child USING (child_id)')" = "E1|K1" ]
	done
	into windows.csv
	[ "$(sqlite3 case.db 'SELECT notes FROM episode')" = "café – x" ]
	[[ $messages == *"is not in UTF-8 (first in row 2)"* ]]
	into semi.csv
	# The spreadsheet does not show the line "sep=;".
	[ "$(sqlite3 case.db 'SELECT row, notes FROM episode')" = "2|café" ]
	into ragged.csv
	[ "$status" -eq 3 ]
	[ "$(sqlite3 case.db "SELECT row, episode_ref, replace(notes, char(10), '/') FROM episode ORDER BY row")" = '2|E1|two/lines; "quoted"
5|E2|
6|E3|x' ]
	[ "$(jq -c '[.result.set_aside[] | [.row, .reason[0:27]]]' <<<"$output")" = \
		'[[7,"has 6 cells, the header 5; "]]' ]
}

@test "a sheet of OpenDocument and a layer of a GeoPackage" {
	mkdir ods
	cat >ods/content.xml <<'XML'
<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2"><office:body><office:spreadsheet>
<table:table table:name="Cover"><table:table-row><table:table-cell office:value-type="string"><text:p>OFFICIAL</text:p></table:table-cell></table:table-row></table:table>
<table:table table:name="Data"><table:table-row><table:table-cell office:value-type="string"><text:p>episode_ref</text:p></table:table-cell><table:table-cell office:value-type="string"><text:p>child_ref</text:p></table:table-cell><table:table-cell office:value-type="string"><text:p>type</text:p></table:table-cell><table:table-cell office:value-type="string"><text:p>reported_time</text:p></table:table-cell><table:table-cell office:value-type="string"><text:p>found_time</text:p></table:table-cell></table:table-row>
<table:table-row table:number-rows-repeated="2"><table:table-cell/></table:table-row>
<table:table-row><table:table-cell office:value-type="string"><text:p>E1</text:p></table:table-cell><table:table-cell office:value-type="float" office:value="7"><text:p>7</text:p></table:table-cell><table:table-cell office:value-type="string"><text:p>missing</text:p></table:table-cell><table:table-cell office:value-type="date" office:date-value="2026-03-28T21:30:00"><text:p>28/03/26 21:30</text:p></table:table-cell><table:table-cell office:value-type="date" office:date-value="2026-03-29"><text:p>29/03/26</text:p></table:table-cell></table:table-row></table:table>
</office:spreadsheet></office:body></office:document-content>
XML
	printf application/vnd.oasis.opendocument.spreadsheet >ods/mimetype
	(cd ods && zip -q -X -0 ../data.ods mimetype && zip -q ../data.ods content.xml)
	into data.ods
	[ "$status" -eq 0 ]
	[ "$(episodes)" = "4|E1|7|2026-03-28 21:30:00|minute|2026-03-29|" ]
	[[ $messages == *"the sheet 'Data' is read; it also has: Cover"* ]]
	sqlite3 data.gpkg <<'SQL'
PRAGMA application_id = 1196444487;
CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT NOT NULL, srs_id INTEGER PRIMARY KEY, organization TEXT NOT NULL, organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT);
CREATE TABLE gpkg_contents (table_name TEXT PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE, description TEXT, last_change DATETIME, min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER);
CREATE TABLE gpkg_geometry_columns (table_name TEXT NOT NULL, column_name TEXT NOT NULL, geometry_type_name TEXT NOT NULL, srs_id INTEGER NOT NULL, z TINYINT NOT NULL, m TINYINT NOT NULL);
CREATE TABLE extract (fid INTEGER PRIMARY KEY, episode_ref TEXT, child_ref TEXT, type TEXT, reported_time DATETIME, found_time DATE);
INSERT INTO gpkg_contents VALUES ('extract', 'attributes', 'extract', '', '2026-01-01T00:00:00Z', NULL, NULL, NULL, NULL, 0);
INSERT INTO extract VALUES (1, 'E1', 'K1', 'missing', '2026-07-28T21:30:00Z', '2026-07-29');
SQL
	into data.gpkg
	[ "$status" -eq 0 ]
	# Half past nine in universal time is half past ten in London.
	[ "$(sqlite3 case.db "SELECT row, episode_ref, datetime(reported_s, 'unixepoch'), found_text FROM episode")" = \
		"2|E1|2026-07-28 21:30:00|2026-07-29" ]
}

@test "rows mended in a workbook come back to their place" {
	printf 'episode_ref,child_ref,type,reported_time,found_time\nE1,007,zebra,2026-01-02 21:30:05,2026-01-03\nE2,008,zebra,2026-01-04,\n' >e.csv
	into e.csv
	"$LASTSEEN" set-aside export out.csv --db case.db --audience analyst --quiet >/dev/null
	# As a spreadsheet keeps them: numbers and dates in their cells.
	begin_book
	sheet out <<-ROWS
		1|set_aside_source|set_aside_file|set_aside_row|set_aside_column|set_aside_reason|episode_ref|child_ref|type|reported_time|found_time
		2|#1|e.csv|#2|type|is not known|E1|#7|missing|@2:46024.8958912037|@1:46025
		3|#1|e.csv|#3|type|is not known|E2|#8|zebra|@1:46026|
	ROWS
	end_book mended.xlsx
	status=0
	"$LASTSEEN" import episodes mended.xlsx --db case.db --format json >out.json 2>messages || status=$?
	[ "$status" -eq 3 ]
	[ "$(jq -c '.result | [.added, (.set_aside | length)]' out.json)" = "[1,1]" ]
	[ "$(sqlite3 case.db 'SELECT row, episode_ref, child_ref, reported_text, found_text
		FROM episode JOIN child USING (child_id)')" = "2|E1|007|2026-01-02 21:30:05|2026-01-03" ]
}

@test "a workbook behind a password is told from one that is damaged" {
	{
		printf '\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1'
		head -c 70000 /dev/zero
		printf EncryptedPackage | iconv -t UTF-16LE
		head -c 500 /dev/zero
	} >locked.xlsx
	into locked.xlsx
	refused "is protected by a password"
	printf '\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1junk' >old.xls
	into old.xls
	refused "can't be read as a workbook"
}

@test "a workbook without rows, and one whose only sheet is hidden" {
	begin_book
	sheet S </dev/null
	end_book empty.xlsx
	into empty.xlsx
	refused "has no rows"
	begin_book
	sheet Only hidden <<-ROWS
		1|$head
		2|E1|K1|missing|@1:46109|||
	ROWS
	end_book hidden.xlsx
	into hidden.xlsx
	[ "$status" -eq 0 ]
	echo "not a workbook" >part && zip -q part.xlsx part
	into part.xlsx
	refused "is no workbook that can be read"
}
