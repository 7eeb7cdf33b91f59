/* Any bytes as a CSV file: rows ascend, cells and raw text are UTF-8, the text made from
 * a row's cells reads back as the same cells; then the same bytes by the way that an
 * import takes. */
#define _DEFAULT_SOURCE
#include "base/str.h"
#include "intake/csv.h"
#include "intake/spreadsheet_text.h"
#include "intake/table_reader.h"
#include <cpl_vsi.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void put(const char *path, const void *bytes, size_t n)
{
	VSILFILE *file = VSIFOpenL(path, "wb");
	VSIFWriteL(bytes, 1, n, file);
	VSIFCloseL(file);
}

/* A row with one more cell, that is not blank, read on its own. */
static void reads_back(struct context *ctx, const struct csv_record *r)
{
	const char **cells = arena_array(ctx->scratch, const char *, r->cells_n + 1);
	for (size_t i = 0; i < r->cells_n; i++)
		cells[i] = r->cells[i];
	cells[r->cells_n] = "end";
	struct table_row row = {1, cells, r->cells_n + 1, NULL, NULL};
	const char *line = table_row_text(ctx->scratch, &row);
	struct csv *csv;
	struct csv_record again;
	bool more;
	put("/vsimem/line.csv", line, strlen(line));
	if (csv_open(ctx, "/vsimem/line.csv", ',', &csv))
		return; /* control characters enough to pass for binary */
	if (csv_next(csv, &again, &more) || !more)
		abort();
	/* "sep=," is eaten, as a byte order mark is. */
	bool eaten = str_starts(line, "sep=") || str_starts(line, "\xEF\xBB\xBF") ||
		     strchr(line, '\r');
	if (!eaten && again.cells_n != r->cells_n + 1)
		abort();
	for (size_t i = 0; i < r->cells_n && !eaten; i++)
		if (strcmp(again.cells[i], cells[i]) != 0)
			abort();
	csv_close(csv);
}

static void read_all(struct context *ctx, struct csv *csv)
{
	struct csv_record r;
	bool more = true;
	int64_t row = 0;
	while (csv_next(csv, &r, &more) == ERR_OK && more) {
		if (r.row != row + 1 || !utf8_valid(r.raw, strlen(r.raw)))
			abort();
		row = r.row;
		for (size_t i = 0; i < r.cells_n; i++)
			if (!utf8_valid(r.cells[i], strlen(r.cells[i])) ||
				!spreadsheet_text(ctx->scratch, r.cells[i]))
				abort();
		if (!r.fault && r.cells_n > 0 && row < 20)
			reads_back(ctx, &r);
	}
}

/* The way that an import takes: by the first bytes, passing over blank rows. */
static void read_as_import(struct context *ctx, const char *path)
{
	struct file_facts facts;
	struct table_reader *reader = NULL;
	struct table_options options = {0};
	struct table_row row;
	bool more = true;
	int64_t before = 0;
	if (file_facts_read(ctx, path, &facts) ||
		table_open(ctx, path, &facts, &options, &reader))
		return;
	while (table_next(reader, &row, &more) == ERR_OK && more) {
		if (row.row <= before)
			abort();
		before = row.row;
		for (size_t i = 0; i < row.cells_n; i++)
			if (!utf8_valid(row.cells[i], strlen(row.cells[i])))
				abort();
		table_row_text(ctx->scratch, &row);
	}
	table_close(reader);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct context ctx;
	struct csv *csv;
	context_init(&ctx);
	put("/vsimem/fuzz.csv", data, size);
	if (csv_open(&ctx, "/vsimem/fuzz.csv", 0, &csv) == ERR_OK)
		read_all(&ctx, csv);
	csv_close(csv);
	err_clear(&ctx);
	read_as_import(&ctx, "/vsimem/fuzz.csv");
	context_release(&ctx);
	return 0;
}
