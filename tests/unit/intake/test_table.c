#include "helper.h"

#include "intake/spreadsheet_text.h"
#include "intake/table_reader.h"
#include "intake/xml903.h"
#include <gdal.h>
#include <ogr_api.h>
#include <ogr_srs_api.h>

/* The whole file as "ROW: text" lines. */
static const char *all(struct desk *d, const char *path, const char *sheet)
{
	struct file_facts facts;
	struct table_reader *reader;
	struct table_options options = {sheet, 0, "AMISSING"};
	struct table_row row;
	struct strbuf buf;
	bool more = true;
	strbuf_init(&buf, d->ctx.arena);
	ok(d, file_facts_read(&d->ctx, path, &facts));
	ok(d, table_open(&d->ctx, path, &facts, &options, &reader));
	for (;;) {
		ok(d, table_next(reader, &row, &more));
		if (!more)
			break;
		strbuf_printf(&buf, "%lld: %s\n", (long long)row.row,
			table_row_text(d->ctx.arena, &row));
	}
	table_close(reader);
	return buf.text;
}

static void add_field(OGRLayerH layer, const char *name, OGRFieldType type)
{
	OGRFieldDefnH field = OGR_Fld_Create(name, type);
	assert_int_equal(OGR_L_CreateField(layer, field, 1), OGRERR_NONE);
	OGR_Fld_Destroy(field);
}

/* A layer of four columns and, after its header, two rows. */
static const char *make(struct desk *d, const char *driver, const char *name)
{
	const char *path = desk_path(d, name);
	GDALAllRegister();
	GDALDatasetH set = GDALCreate(
		GDALGetDriverByName(driver), path, 0, 0, 0, GDT_Unknown, NULL);
	assert_non_null(set);
	OGRLayerH layer = GDALDatasetCreateLayer(set, "first", NULL, wkbNone, NULL);
	add_field(layer, "ref", OFTString);
	add_field(layer, "n", OFTInteger);
	add_field(layer, "when", OFTDateTime);
	add_field(layer, "day", OFTDate);
	add_field(layer, "x", OFTReal);
	for (int i = 0; i < 2; i++) {
		OGRFeatureH f = OGR_F_Create(OGR_L_GetLayerDefn(layer));
		OGR_F_SetFieldString(f, 0, i ? "007" : "a, \"b\"");
		OGR_F_SetFieldInteger(f, 1, 10 + i);
		OGR_F_SetFieldDateTime(f, 2, 2026, 3, 28 + i, 21, 30, 0, 0);
		if (i == 0)
			OGR_F_SetFieldDateTime(f, 3, 2026, 3, 28, 0, 0, 0, 0);
		OGR_F_SetFieldDouble(f, 4, i ? 0.1 + 0.2 : 354017);
		assert_int_equal(OGR_L_CreateFeature(layer, f), OGRERR_NONE);
		OGR_F_Destroy(f);
	}
	GDALClose(set);
	return path;
}

static const char expected[] =
	"1: ref,n,when,day,x\n"
	"2: \"a, \"\"b\"\"\",10,2026-03-28 21:30:00,2026-03-28,354017\n"
	"3: 007,11,2026-03-29 21:30:00,,0.3\n";

static void every_format_gives_the_same_rows(void **state)
{
	struct desk *d = *state;
	assert_string_equal(all(d, make(d, "XLSX", "a.xlsx"), NULL), expected);
	assert_string_equal(all(d, make(d, "ODS", "a.ods"), NULL), expected);
	const char *gpkg = all(d, make(d, "GPKG", "a.gpkg"), NULL);
	holds(gpkg, "1: ref,n,when,day,x\n2: \"a, \"\"b\"\"\",10,2026-03-28 21:30:00");
	holds(gpkg, "3: 007,11,2026-03-29 21:30:00");
	/* What a file is, its bytes say. */
	const char *named = desk_path(d, "b.csv");
	assert_int_equal(rename(make(d, "XLSX", "b.xlsx"), named), 0);
	assert_string_equal(all(d, named, NULL), expected);
}

static void a_sheet_by_name(void **state)
{
	struct desk *d = *state;
	const char *path = make(d, "XLSX", "s.xlsx");
	struct file_facts facts;
	struct table_reader *reader;
	struct table_options options = {"frist", 0, NULL};
	assert_string_equal(all(d, path, "FIRST"), expected);
	ok(d, file_facts_read(&d->ctx, path, &facts));
	refused(d, table_open(&d->ctx, path, &facts, &options, &reader), ERR_NOT_FOUND,
		"did you mean 'first'");
	path = put(d, "s.csv", "a\n1\n");
	ok(d, file_facts_read(&d->ctx, path, &facts));
	refused(d, table_open(&d->ctx, path, &facts, &options, &reader), ERR_USAGE,
		"has no sheets");
}

static void numbers_and_dates_of_workbooks(void **state)
{
	struct desk *d = *state;
	struct arena *a = d->ctx.arena;
	static const char *const pairs[][2] = {{"2023/12/01", "2023-12-01"},
		{"2023/12/01 21:31:00", "2023-12-01 21:31:00"},
		{"2026-03-28T21:30:00", "2026-03-28 21:30:00"},
		{"2026-03-28", "2026-03-28"}, {"2023/12/010", "2023/12/010"},
		{"4.4770090012300003E11", "447700900123"}, {"30.000000000000004", "30"},
		{"0.30000000000000004", "0.3"}, {"4.47E+11", "4.47E+11"},
		{"1E5", "1E5"}, {"0071", "0071"}, {"12.5", "12.5"}, {"1.2.3", "1.2.3"},
		{"", ""}, {"1234567890123456789", "1234567890123456789"}};
	for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
		assert_string_equal(spreadsheet_text(a, pairs[i][0]), pairs[i][1]);
}

static void damaged_files_are_refused(void **state)
{
	struct desk *d = *state;
	const char *path = make(d, "XLSX", "whole.xlsx"), *bytes;
	size_t n;
	struct file_facts facts;
	struct table_reader *reader;
	struct table_options options = {0};
	ok(d, file_read(&d->ctx, path, 1 << 20, &bytes, &n));
	for (size_t part = 4; part < 20; part++) {
		path = put_bytes(d, "part.xlsx", bytes, n * part / 20);
		ok(d, file_facts_read(&d->ctx, path, &facts));
		enum err_code err =
			table_open(&d->ctx, path, &facts, &options, &reader);
		refused(d, err, ERR_DATA, "part.xlsx: is no workbook");
		assert_null(reader);
	}
	path = put(d, "x.xml", "<?xml version='1.0'?><a><b/></a>");
	ok(d, file_facts_read(&d->ctx, path, &facts));
	refused(d, table_open(&d->ctx, path, &facts, &options, &reader), ERR_DATA,
		"XML of a kind that is not known");
	/* GDAL's own messages reach nobody. */
	assert_string_equal(said(d), "");
}

static const char ssda903[] =
	"<?xml version='1.0' encoding='us-ascii'?>\n<EXPSSDA903><CHILD><HEADER>"
	"<CHILDID>1</CHILDID><DOB>01/02/2010</DOB><UASC />"
	"<AMISSING><MISSING>M</MISSING><MIS_START>03/04/2025</MIS_START>"
	"<MIS_END>04/04/2025</MIS_END></AMISSING>"
	"<AMISSING><MISSING>A</MISSING><MIS_START>05/04/2025</MIS_START></AMISSING>"
	"</HEADER><EPISODE><DECOM>01/01/2025</DECOM><PL>K2</PL></EPISODE></CHILD>"
	"<CHILD><HEADER><CHILDID>2 &amp; 3</CHILDID></HEADER>"
	"<EPISODE><DECOM>01/01/2024</DECOM><PL>U6</PL><URN>SC1</URN></EPISODE></CHILD>"
	"</EXPSSDA903>";

static void the_return_as_xml(void **state)
{
	struct desk *d = *state;
	const char *path = put(d, "r.xml", ssda903);
	struct xml903 *xml;
	const char *const *cells;
	assert_string_equal(all(d, path, NULL),
		"1: CHILD,DOB,UASC,MISSING,MIS_START,MIS_END\n"
		"2: 1,01/02/2010,,M,03/04/2025,04/04/2025\n"
		"3: 1,01/02/2010,,A,05/04/2025\n");
	ok(d, xml903_open(&d->ctx, path, "EPISODE", &xml));
	assert_int_equal(xml903_rows(xml), 2);
	assert_true(xml903_next(xml, &cells));
	assert_string_equal(cells[4], "PLACE");
	assert_true(xml903_next(xml, &cells) && xml903_next(xml, &cells));
	assert_string_equal(cells[0], "2 & 3");
	assert_string_equal(cells[4], "U6");
	assert_false(xml903_next(xml, &cells));
	xml903_close(xml);
	refused(d, xml903_open(&d->ctx, path, "AREVIEW", &xml), ERR_DATA,
		"has no AREVIEW records");
	path = put(d, "b.xml", "<EXPSSDA903><CHILD></EXPSSDA903>");
	refused(d, xml903_open(&d->ctx, path, "EPISODE", &xml), ERR_DATA,
		"no well-formed XML");
}

/* A square of 0.01 degrees at Preston, longitude first, clockwise as the field has it.
 */
static const char square[] =
	"{\"type\":\"FeatureCollection\",\"name\":\"areas\",\"features\":["
	"{\"type\":\"Feature\",\"properties\":{\"code\":\"E1\"},\"geometry\":{\"type\":"
	"\"Polygon\",\"coordinates\":[[[-2.70,53.75],[-2.70,53.76],[-2.69,53.76],"
	"[-2.69,53.75],[-2.70,53.75]]]}},"
	"{\"type\":\"Feature\",\"properties\":{\"code\":\"E2\"},\"geometry\":null},"
	"{\"type\":\"Feature\",\"properties\":{\"code\":\"E3\"},\"geometry\":{\"type\":"
	"\"Point\",\"coordinates\":[-2.7,53.7]}}]}";

static double coordinate(const unsigned char *bytes)
{
	double value;
	memcpy(&value, bytes, sizeof value);
	return value;
}

static void outlines_come_in_national_grid(void **state)
{
	struct desk *d = *state;
	const char *path = put(d, "areas.geojson", square);
	struct file_facts facts;
	struct table_reader *reader;
	struct table_options options = {0};
	struct table_row row;
	struct ogr_outline o;
	bool more;
	ok(d, file_facts_read(&d->ctx, path, &facts));
	ok(d, table_open(&d->ctx, path, &facts, &options, &reader));
	assert_string_equal(table_facts(reader).sheet, "areas");
	ok(d, table_next(reader, &row, &more));
	ok(d, table_next(reader, &row, &more));
	assert_int_equal(row.row, 2);
	ok(d, table_outline(reader, &o));
	assert_null(o.fault);
	/* Byte order, type 6, 1 polygon; byte order, type 3, 1 ring, 5 points: 22
	 * bytes, then easting and northing. 53.75 N 2.70 W is 353937 428409 by
	 * EPSG:1314, which is good to 5 m, as is what GDAL may take instead. */
	assert_int_equal(o.n, 22 + 5 * 16);
	assert_int_equal(o.wkb[0], 1);
	assert_int_equal(o.wkb[1], 6);
	double dx_m = coordinate(o.wkb + 22) - 353937,
	       dy_m = coordinate(o.wkb + 30) - 428409;
	if (dx_m * dx_m + dy_m * dy_m > 10 * 10)
		fail_msg("%.1f %.1f", dx_m, dy_m);
	ok(d, table_next(reader, &row, &more));
	ok(d, table_outline(reader, &o));
	holds(o.fault, "has no outline");
	ok(d, table_next(reader, &row, &more));
	ok(d, table_outline(reader, &o));
	holds(o.fault, "is no polygon");
	table_close(reader);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, desk_open, desk_shut)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(every_format_gives_the_same_rows),
		TEST(a_sheet_by_name),
		TEST(numbers_and_dates_of_workbooks),
		TEST(damaged_files_are_refused),
		TEST(the_return_as_xml),
		TEST(outlines_come_in_national_grid),
	};
	int failed = cmocka_run_group_tests_name("table", tests, NULL, NULL);
	GDALDestroyDriverManager();
	return failed;
}
