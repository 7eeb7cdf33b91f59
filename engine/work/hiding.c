#include "work/hiding.h"
#include "work/naming.h"
#include <math.h>

static struct cell *cell_of(const struct table *t, size_t row, const char *column)
{
	size_t at;
	if (!table_column(t, column, &at))
		BUG("no such column to hide");
	return &t->cells[row * t->columns_n + at];
}

bool is_hidden(const struct table *t, size_t row, const char *column)
{
	return cell_of(t, row, column)->kind == CELL_NULL;
}

void hide_row(const struct context *ctx, struct table *t, size_t row,
	const char *const *columns)
{
	if (ctx->audience != AUDIENCE_PUBLIC)
		return;
	for (; *columns; columns++)
		*cell_of(t, row, *columns) = (struct cell){.kind = CELL_NULL};
}

static double number_in(const struct table *t, size_t row, const char *column)
{
	const struct cell *c = cell_of(t, row, column);
	return c->kind == CELL_INT    ? (double)c->as.integer
	       : c->kind == CELL_REAL ? c->as.real
				      : 0;
}

void hide_second(const struct context *ctx, struct table *t, const size_t *rows,
	size_t n, const char *const *columns)
{
	size_t hidden = 0, next = SIZE_MAX;
	double least = INFINITY;
	if (ctx->audience != AUDIENCE_PUBLIC)
		return;
	for (size_t i = 0; i < n; i++) {
		size_t row = rows ? rows[i] : i;
		if (is_hidden(t, row, columns[0])) {
			hidden++;
			hide_row(ctx, t, row, columns);
			continue;
		}
		double number = number_in(t, row, columns[0]);
		if (number > 0 && number < least) {
			least = number;
			next = row;
		}
	}
	if (hidden == 1 && next != SIZE_MAX)
		hide_row(ctx, t, next, columns);
}

void hide_second_row(
	const struct context *ctx, struct table *t, const char *const *columns)
{
	hide_second(ctx, t, NULL, t->rows_n, columns);
}

void result_count(
	const struct context *ctx, struct result *r, const char *name, int64_t n)
{
	if (naming_suppressed(ctx, n))
		result_text(r, name, NULL);
	else
		result_int(r, name, n);
}

void result_figure(const struct context *ctx, struct result *r, const char *name,
	int64_t n, double value)
{
	result_real(r, name, naming_suppressed(ctx, n) ? NAN : value);
}

double share_shown(const struct context *ctx, int64_t n, double share_01)
{
	double part = share_01 * (double)n, rest = (double)n - part;
	bool few = (part > 0.5 && part < 4.5) || (rest > 0.5 && rest < 4.5);
	bool told =
		ctx->audience == AUDIENCE_PUBLIC && (naming_suppressed(ctx, n) || few);
	return told ? NAN : share_01;
}
