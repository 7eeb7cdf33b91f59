/* Reading the answers of other programs: plain CSV of numbers and words.
 *
 * They lie outside of the project, below LASTSEEN_SHARED (default ../shared); a test
 * that can't find its file is skipped and says so.
 */
#ifndef LASTSEEN_TESTS_ORACLE_CSV_H
#define LASTSEEN_TESTS_ORACLE_CSV_H

#include "base/context.h"
#include "base/file.h"
#include "base/str.h"
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
/* After the four headers it needs. */
#include <cmocka.h>

struct csv {
	struct arena *arena;
	size_t columns, rows;
	struct str_list head;
	const char **cells; /* row after row */
};

static inline const char *oracle_path(struct context *ctx, const char *path)
{
	const char *folder = getenv("LASTSEEN_SHARED");
	return str_printf(ctx->arena, "%s/%s", folder ? folder : "../shared", path);
}

/* The cells of a line, quotes dropped; empty ones stay. */
static inline size_t csv_line(
	struct arena *arena, char *line, const char **cells, size_t most)
{
	size_t n = 0;
	bool quoted = false;
	char *cell = line;
	for (char *c = line;; c++) {
		if (*c == '"')
			quoted = !quoted;
		if (*c != '\0' && (*c != ',' || quoted))
			continue;
		char end = *c;
		*c = '\0';
		size_t length = strlen(cell);
		if (length > 1 && cell[0] == '"' && cell[length - 1] == '"') {
			cell[length - 1] = '\0';
			cell++;
		}
		if (n < most)
			cells[n] = str_dup(arena, cell);
		n++;
		cell = c + 1;
		if (end == '\0')
			return n;
	}
}

static inline struct csv csv_read(struct context *ctx, const char *path)
{
	struct csv csv = {.arena = ctx->arena};
	const char *full = oracle_path(ctx, path), *text;
	if (!file_exists(full)) {
		print_message("skipped: no %s (LASTSEEN_SHARED)\n", path);
		skip();
	}
	size_t n;
	assert_int_equal(file_read(ctx, full, (size_t)1 << 28, &text, &n), ERR_OK);
	struct str_list lines = str_split(ctx->arena, text, '\n');
	const char *head[256];
	csv.columns =
		csv_line(ctx->arena, str_dup(ctx->arena, lines.items[0]), head, 256);
	csv.head.n = csv.columns;
	csv.head.items = arena_array(ctx->arena, const char *, csv.columns);
	memcpy(csv.head.items, head, csv.columns * sizeof *head);
	csv.rows = lines.n - 1;
	csv.cells = arena_array(ctx->arena, const char *, csv.rows *csv.columns);
	for (size_t i = 0; i < csv.rows; i++) {
		size_t cells =
			csv_line(ctx->arena, str_dup(ctx->arena, lines.items[i + 1]),
				csv.cells + i * csv.columns, csv.columns);
		assert_int_equal(cells, csv.columns);
	}
	return csv;
}

static inline const char *csv_text(
	const struct csv *csv, size_t row, const char *column)
{
	for (size_t c = 0; c < csv->columns; c++)
		if (str_equal(csv->head.items[c], column))
			return csv->cells[row * csv->columns + c];
	fail_msg("no column %s", column);
	return NULL;
}

static inline double csv_number(const struct csv *csv, size_t row, const char *column)
{
	const char *text = csv_text(csv, row, column);
	char *end;
	double number = strtod(text, &end);
	return end == text ? NAN : number;
}

static inline double *csv_column(const struct csv *csv, const char *column)
{
	double *values = arena_array(csv->arena, double, csv->rows);
	for (size_t i = 0; i < csv->rows; i++)
		values[i] = csv_number(csv, i, column);
	return values;
}

/* The text of a JSON file. */
static inline const char *json_read(struct context *ctx, const char *path)
{
	const char *full = oracle_path(ctx, path), *read = NULL;
	if (!file_exists(full)) {
		print_message("skipped: no %s (LASTSEEN_SHARED)\n", path);
		skip();
	}
	size_t n = 0;
	assert_int_equal(file_read(ctx, full, (size_t)1 << 26, &read, &n), ERR_OK);
	return str_dup(ctx->arena, read);
}

/* The number that follows these keys, one inside of the other. */
static inline double json_number(const char *text, const char *outer, const char *inner)
{
	const char *keys[] = {outer, inner};
	for (int k = 0; k < 2; k++) {
		char quoted[128];
		snprintf(quoted, sizeof quoted, "\"%s\":", keys[k]);
		const char *at = strstr(text, quoted);
		if (!at)
			fail_msg("no %s in the answers", quoted);
		text = at + strlen(quoted);
	}
	return strtod(text + strspn(text, " ["), NULL);
}

/* Relative to the larger of the two. */
static inline void near_to(double got, double want, double relative, const char *what)
{
	if (isnan(got) && isnan(want))
		return;
	double size = fmax(fabs(got), fabs(want));
	if (!(fabs(got - want) <= relative * size))
		fail_msg("%s: %.17g, but it should be %.17g", what, got, want);
}

#endif
