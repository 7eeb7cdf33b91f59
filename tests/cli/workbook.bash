# Workbooks made of their XML parts, for the tests of the command line.
#
#	begin_book [from_1904]; sheet NAME [hidden] <<<ROWS; end_book FILE.xlsx
#
# ROWS: a row a line, `N|cell|cell…`, N its number in the sheet. A cell is text, or
# `#V` the number V, `@S:V` the number V in style S (1 day, 2 day and time, 3 time),
# `!E` an error, or `<…` its own XML with REF for its place.

begin_book() {
	book=$(mktemp -d "$BATS_TEST_TMPDIR/book-XXXXXX")
	book_sheets=() book_pr=
	[ "${1:-}" != from_1904 ] || book_pr='<workbookPr date1904="1"/>'
	mkdir -p "$book/xl/worksheets" "$book/xl/_rels" "$book/_rels"
}

sheet() { # NAME [state]
	book_sheets+=("$1|${2:-visible}")
	awk -F'|' '
	function esc(s) { gsub(/&/, "\\&amp;", s); gsub(/</, "\\&lt;", s); gsub(/~/, "\n", s); return s }
	BEGIN {
		printf "<?xml version=\"1.0\" encoding=\"UTF-8\"?><worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>"
	}
	{
		printf "<row r=\"%d\">", $1
		for (i = 2; i <= NF; i++) {
			ref = sprintf("%c%d", 63 + i, $1)
			c = $i
			if (c == "") continue
			if (c ~ /^#/) printf "<c r=\"%s\"><v>%s</v></c>", ref, substr(c, 2)
			else if (c ~ /^@/) printf "<c r=\"%s\" s=\"%s\"><v>%s</v></c>", ref, substr(c, 2, 1), substr(c, 4)
			else if (c ~ /^!/) printf "<c r=\"%s\" t=\"e\"><v>%s</v></c>", ref, substr(c, 2)
			else if (c ~ /^</) { gsub(/REF/, ref, c); printf "%s", c }
			else printf "<c r=\"%s\" t=\"inlineStr\"><is><t xml:space=\"preserve\">%s</t></is></c>", ref, esc(c)
		}
		printf "</row>"
	}
	END { printf "</sheetData></worksheet>" }' \
		>"$book/xl/worksheets/sheet${#book_sheets[@]}.xml"
}

end_book() { # FILE
	local head='<?xml version="1.0" encoding="UTF-8"?>' i name state
	local office=http://schemas.openxmlformats.org/officeDocument/2006/relationships
	local package=http://schemas.openxmlformats.org/package/2006
	local main=application/vnd.openxmlformats-officedocument.spreadsheetml
	local types='' sheets='' links=''
	for ((i = 1; i <= ${#book_sheets[@]}; i++)); do
		name=${book_sheets[i - 1]%|*} state=${book_sheets[i - 1]#*|}
		types+="<Override PartName=\"/xl/worksheets/sheet$i.xml\" ContentType=\"$main.worksheet+xml\"/>"
		sheets+="<sheet name=\"$name\" sheetId=\"$i\" state=\"$state\" r:id=\"rId$i\"/>"
		links+="<Relationship Id=\"rId$i\" Type=\"$office/worksheet\" Target=\"worksheets/sheet$i.xml\"/>"
	done
	echo "$head<Types xmlns=\"$package/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/><Override PartName=\"/xl/workbook.xml\" ContentType=\"$main.sheet.main+xml\"/><Override PartName=\"/xl/styles.xml\" ContentType=\"$main.styles+xml\"/>$types</Types>" >"$book/[Content_Types].xml"
	echo "$head<Relationships xmlns=\"$package/relationships\"><Relationship Id=\"rId1\" Type=\"$office/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>" >"$book/_rels/.rels"
	echo "$head<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" xmlns:r=\"$office\">$book_pr<sheets>$sheets</sheets></workbook>" >"$book/xl/workbook.xml"
	echo "$head<Relationships xmlns=\"$package/relationships\">$links<Relationship Id=\"rId99\" Type=\"$office/styles\" Target=\"styles.xml\"/></Relationships>" >"$book/xl/_rels/workbook.xml.rels"
	echo "$head<styleSheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><fonts count=\"1\"><font/></fonts><fills count=\"1\"><fill/></fills><borders count=\"1\"><border/></borders><cellStyleXfs count=\"1\"><xf/></cellStyleXfs><cellXfs count=\"4\"><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"22\"/><xf numFmtId=\"20\"/></cellXfs></styleSheet>" >"$book/xl/styles.xml"
	[ -z "${book_strings:-}" ] || echo "$book_strings" >"$book/xl/sharedStrings.xml"
	rm -f "$1"
	(cd "$book" && zip -q -r "$OLDPWD/$1" '[Content_Types].xml' _rels xl)
	rm -rf "$book"
}
