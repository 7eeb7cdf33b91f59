/* Any bytes as a file that GDAL/OGR reads, by the way an import takes: first as the
 * GeoJSON that its name says, then, up to a NUL byte, as the sheet of a workbook with the
 * rest as its shared texts. Rows ascend, cells and the text made of them are UTF-8. */
#define _DEFAULT_SOURCE
#include "base/str.h"
#include "intake/table_reader.h"
#include <cpl_conv.h>
#include <cpl_vsi.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char types[] =
	"<?xml version=\"1.0\"?><Types "
	"xmlns=\"http://schemas.openxmlformats.org/package/"
	"2006/content-types\"><Override PartName=\"/xl/workbook.xml\" "
	"ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml."
	"sheet.main+xml\"/></Types>";
static const char book[] =
	"<?xml version=\"1.0\"?><workbook xmlns:r=\"http://schemas.openxmlformats.org/"
	"officeDocument/2006/relationships\"><workbookPr date1904=\"1\"/><sheets>"
	"<sheet name=\"A\" sheetId=\"1\" r:id=\"rId1\"/><sheet name=\"B\" "
	"sheetId=\"2\" "
	"state=\"hidden\" r:id=\"rId1\"/></sheets></workbook>";
static const char links[] =
	"<?xml version=\"1.0\"?><Relationships><Relationship Id=\"rId1\" "
	"Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
	"worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>";
static const char styles[] =
	"<?xml version=\"1.0\"?><styleSheet><cellXfs count=\"2\"><xf numFmtId=\"0\"/>"
	"<xf numFmtId=\"22\"/></cellXfs></styleSheet>";

static void put(const char *path, const void *bytes, size_t n)
{
	VSILFILE *file = VSIFOpenL(path, "wb");
	if (!file)
		abort();
	VSIFWriteL(bytes, 1, n, file);
	VSIFCloseL(file);
}

static void put_book(const uint8_t *data, size_t size)
{
	const uint8_t *end = memchr(data, 0, size);
	size_t n = end ? (size_t)(end - data) : size;
	VSIUnlink("/vsimem/fuzz.xlsx");
	/* One handle holds the zip open for the parts. */
	VSILFILE *zip = VSIFOpenL("/vsizip//vsimem/fuzz.xlsx", "wb");
	if (!zip)
		abort();
	put("/vsizip//vsimem/fuzz.xlsx/[Content_Types].xml", types, sizeof types - 1);
	put("/vsizip//vsimem/fuzz.xlsx/xl/workbook.xml", book, sizeof book - 1);
	put("/vsizip//vsimem/fuzz.xlsx/xl/_rels/workbook.xml.rels", links,
		sizeof links - 1);
	put("/vsizip//vsimem/fuzz.xlsx/xl/styles.xml", styles, sizeof styles - 1);
	put("/vsizip//vsimem/fuzz.xlsx/xl/worksheets/sheet1.xml", data, n);
	if (end)
		put("/vsizip//vsimem/fuzz.xlsx/xl/sharedStrings.xml", end + 1,
			size - n - 1);
	VSIFCloseL(zip);
}

static void read_all(struct context *ctx, struct table_reader *reader)
{
	struct table_row row;
	bool more = true;
	int64_t before = 0;
	for (int n = 0; n < 200; n++) {
		if (table_next(reader, &row, &more)) {
			if (str_empty(ctx->error))
				abort();
			return;
		}
		if (!more)
			return;
		if (row.row <= before)
			abort();
		before = row.row;
		for (size_t i = 0; i < row.cells_n; i++)
			if (!utf8_valid(row.cells[i], strlen(row.cells[i])))
				abort();
		const char *text = table_row_text(ctx->scratch, &row);
		if (!utf8_valid(text, strlen(text)))
			abort();
	}
}

static void try_file(struct context *ctx, const char *path)
{
	struct file_facts facts;
	struct table_reader *reader = NULL;
	struct table_options options = {0};
	if (file_facts_read(ctx, path, &facts) ||
		table_open(ctx, path, &facts, &options, &reader)) {
		if (str_empty(ctx->error))
			abort();
		err_clear(ctx);
		return;
	}
	read_all(ctx, reader);
	struct table_facts f = table_facts(reader);
	if (f.other_sheets.n > 0 &&
		table_turn(reader, f.other_sheets.items[0]) == ERR_OK)
		read_all(ctx, reader);
	table_close(reader);
	err_clear(ctx);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct context ctx;
	context_init(&ctx);
	ctx.quiet = true;
	put("/vsimem/fuzz.geojson", data, size);
	try_file(&ctx, "/vsimem/fuzz.geojson");
	put_book(data, size);
	try_file(&ctx, "/vsimem/fuzz.xlsx");
	context_release(&ctx);
	return 0;
}
