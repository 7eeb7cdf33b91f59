#include "intake/table_reader.h"
#include "intake/csv.h"
#include "intake/xml903.h"
#include <string.h>

struct table_reader {
	struct context *ctx;
	struct arena *arena;
	const struct file_facts *facts;
	struct csv *csv; /* one of these three */
	struct ogr_table *ogr;
	struct xml903 *xml;
	int64_t row;
};

enum file_kind { FILE_TEXT, FILE_XML, FILE_OGR, FILE_GZIP, FILE_XML_UNKNOWN };

static bool begins(const struct file_facts *f, const char *bytes, size_t n)
{
	return f->head_n >= n && memcmp(f->head, bytes, n) == 0;
}

static bool has_ending(const char *name, const char *const *endings)
{
	for (size_t i = 0; endings[i]; i++) {
		size_t n = strlen(name), m = strlen(endings[i]);
		if (n > m && str_equal_fold(name + n - m, endings[i]))
			return true;
	}
	return false;
}

/* The first byte that is neither a blank nor of a byte order mark. */
static unsigned char first_sign(const struct file_facts *f)
{
	size_t i = begins(f, "\xEF\xBB\xBF", 3) ? 3 : 0;
	while (i < f->head_n && strchr(" \t\r\n", f->head[i]))
		i++;
	return i < f->head_n ? f->head[i] : 0;
}

static enum file_kind kind_of(const struct file_facts *f)
{
	static const char *const maps[] = {".geojson", ".json", ".kml", ".shp", NULL};
	if (f->connection)
		return FILE_OGR;
	if (begins(f, "\x1F\x8B", 2))
		return FILE_GZIP;
	if (begins(f, "PK\x03\x04", 4) || begins(f, "\xD0\xCF\x11\xE0", 4) ||
		begins(f, "SQLite format 3", 16) || begins(f, "fgb\x03", 4))
		return FILE_OGR;
	if (has_ending(f->name, maps))
		return FILE_OGR;
	if (first_sign(f) == '<')
		return xml903_known(f->head, f->head_n) ? FILE_XML : FILE_XML_UNKNOWN;
	return FILE_TEXT;
}

static enum err_code open_gzip(
	struct table_reader *r, const char *path, const struct table_options *options)
{
	if (str_starts(path, "/vsigzip/"))
		return err_at(r->ctx, ERR_DATA,
			(struct err_where){.file = r->facts->name},
			"is packed twice; unpack it");
	return csv_open(r->ctx, str_printf(r->arena, "/vsigzip/%s", path),
		options->separator, &r->csv);
}

static enum err_code open_xml(
	struct table_reader *r, const char *path, const struct table_options *options)
{
	if (!options->xml_record)
		return err_at(r->ctx, ERR_DATA,
			(struct err_where){.file = r->facts->name},
			"is an SSDA903 return in XML; it gives episodes, placements "
			"and registers");
	return xml903_open(r->ctx, path, options->xml_record, &r->xml);
}

static enum err_code open_ogr(
	struct table_reader *r, const char *path, const struct table_options *options)
{
	enum err_code err = ogr_table_open(r->ctx, path, options->sheet, &r->ogr);
	if (err == ERR_IO && begins(r->facts, "PK", 2) && !str_starts(path, "/vsi"))
		return err_at(r->ctx, ERR_DATA,
			(struct err_where){.file = r->facts->name},
			"is no workbook that can be read; if it is a zip with a CSV "
			"inside, name that: /vsizip/%s/NAME.csv",
			r->facts->name);
	return err;
}

enum err_code table_open(struct context *ctx, const char *path,
	const struct file_facts *facts, const struct table_options *options,
	struct table_reader **reader)
{
	struct arena *arena = arena_create();
	struct table_reader *r = arena_new(arena, struct table_reader);
	enum err_code err = ERR_OK;
	*reader = NULL;
	r->ctx = ctx;
	r->arena = arena;
	r->facts = facts;
	switch (kind_of(facts)) {
	case FILE_TEXT:
		err = csv_open(ctx, path, options->separator, &r->csv);
		break;
	case FILE_GZIP:
		err = open_gzip(r, path, options);
		break;
	case FILE_XML:
		err = open_xml(r, path, options);
		break;
	case FILE_OGR:
		err = open_ogr(r, path, options);
		break;
	case FILE_XML_UNKNOWN:
		err = err_at(ctx, ERR_DATA, (struct err_where){.file = facts->name},
			"is XML of a kind that is not known here; only the SSDA903 "
			"return is read as XML");
		break;
	}
	if (!err && !r->ogr && options->sheet)
		err = err_at(ctx, ERR_USAGE, (struct err_where){.file = facts->name},
			"has no sheets; leave out --sheet");
	if (err)
		table_close(r);
	else
		*reader = r;
	return err;
}

void table_close(struct table_reader *r)
{
	if (!r)
		return;
	csv_close(r->csv);
	ogr_table_close(r->ogr);
	xml903_close(r->xml);
	arena_free(r->arena);
}

enum err_code table_turn(struct table_reader *r, const char *sheet)
{
	if (!r->ogr)
		BUG("a file without sheets was turned to one");
	r->row = 0;
	return ogr_table_turn(r->ogr, sheet);
}

bool table_hides(const struct table_reader *r, const char *sheet)
{
	return r->ogr && ogr_table_hides(r->ogr, sheet);
}

static enum err_code next_any(struct table_reader *r, struct table_row *row, bool *more)
{
	enum err_code err = ERR_OK;
	if (r->csv) {
		struct csv_record record;
		err = csv_next(r->csv, &record, more);
		*row = (struct table_row){record.row, record.cells, record.cells_n,
			record.raw, record.fault};
	} else if (r->ogr) {
		struct ogr_row record;
		err = ogr_table_next(r->ogr, &record, more);
		*row = (struct table_row){
			record.row, record.cells, record.cells_n, NULL, NULL};
	} else {
		const char *const *cells = NULL;
		*more = xml903_next(r->xml, &cells);
		*row = (struct table_row){
			r->row + 1, cells, xml903_columns(r->xml), NULL, NULL};
	}
	if (!err && *more)
		r->row = row->row;
	return err;
}

static bool is_blank(const struct table_row *row)
{
	for (size_t i = 0; i < row->cells_n; i++)
		for (const char *p = row->cells[i]; *p; p++)
			if (!strchr(" \t\r\n", *p))
				return false;
	return row->fault == NULL;
}

enum err_code table_next(struct table_reader *r, struct table_row *row, bool *more)
{
	enum err_code err;
	do {
		err = next_any(r, row, more);
	} while (!err && *more && is_blank(row));
	return err;
}

static void add_cell(struct strbuf *buf, const char *cell)
{
	if (!strpbrk(cell, ",\"\r\n")) {
		strbuf_add(buf, cell);
		return;
	}
	strbuf_char(buf, '"');
	for (; *cell; cell++) {
		if (*cell == '"')
			strbuf_char(buf, '"');
		strbuf_char(buf, *cell);
	}
	strbuf_char(buf, '"');
}

const char *table_row_text(struct arena *arena, const struct table_row *row)
{
	if (row->raw)
		return str_dup(arena, row->raw);
	struct strbuf buf;
	strbuf_init(&buf, arena);
	/* Sheets are often wider than their data. */
	size_t n = row->cells_n;
	while (n > 0 && str_empty(row->cells[n - 1]))
		n--;
	for (size_t i = 0; i < n; i++) {
		if (i > 0)
			strbuf_char(&buf, ',');
		add_cell(&buf, row->cells[i]);
	}
	return buf.text;
}

struct table_facts table_facts(const struct table_reader *r)
{
	struct table_facts f = {.sheet = "", .encoding = "UTF-8"};
	if (r->csv) {
		f.encoding = csv_encoding(r->csv);
		f.row_1252 = csv_1252_row(r->csv);
		f.done = (uint64_t)csv_position(r->csv);
		f.done_at_most = (uint64_t)r->facts->bytes;
	} else if (r->ogr) {
		f.sheet = ogr_table_sheet(r->ogr);
		f.other_sheets = ogr_table_others(r->ogr);
		f.sheet_hidden = ogr_table_hides(r->ogr, f.sheet);
		f.from_1904 = ogr_table_from_1904(r->ogr);
		f.done = (uint64_t)r->row;
		f.done_at_most = (uint64_t)ogr_table_rows(r->ogr);
	} else {
		f.done = (uint64_t)r->row;
		f.done_at_most = xml903_rows(r->xml);
	}
	return f;
}

enum err_code table_connection_hash(struct table_reader *r, struct file_facts *facts)
{
	struct sha256 hash;
	struct ogr_row row;
	bool more = true;
	enum err_code err = ERR_OK;
	sha256_init(&hash);
	facts->bytes = 0;
	while (!(err = ogr_table_next(r->ogr, &row, &more)) && more)
		for (size_t i = 0; i < row.cells_n; i++) {
			size_t n = strlen(row.cells[i]) + 1;
			sha256_add(&hash, row.cells[i], n);
			facts->bytes += (int64_t)n;
		}
	sha256_hex(&hash, facts->sha256);
	ogr_table_rewind(r->ogr);
	return err;
}

enum err_code table_outline(struct table_reader *r, struct ogr_outline *outline)
{
	if (!r->ogr)
		return err_at(r->ctx, ERR_DATA,
			(struct err_where){.file = r->facts->name},
			"has no outlines; boundaries come as GeoJSON or GeoPackage");
	return ogr_table_outline(r->ogr, outline);
}
