#include "report/axis.h"
#include "report/words.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

double axis_step(double most, int ticks)
{
	double rough = most / ticks, power = pow(10, floor(log10(rough)));
	double times = rough / power;
	if (times <= 1)
		return power;
	if (times <= 2)
		return 2 * power;
	return times <= 5 ? 5 * power : 10 * power;
}

double axis_top(double most, double step)
{
	return ceil(most / step - 1e-9) * step;
}

void axis_spread(double *y, size_t n, double gap, double low, double high)
{
	/* Upwards so that none stands on the one below, then down from the top. */
	size_t order[AXIS_LABELS];
	if (n > AXIS_LABELS)
		BUG("too many labels to spread");
	for (size_t i = 0; i < n; i++) {
		size_t k = i;
		for (; k > 0 && y[order[k - 1]] > y[i]; k--)
			order[k] = order[k - 1];
		order[k] = i;
	}
	for (size_t i = 1; i < n; i++) {
		double *a = &y[order[i - 1]], *b = &y[order[i]], need = gap - (*b - *a);
		if (need > 0) {
			*a = fmax(*a - need / 2, low);
			*b = *a + gap;
		}
	}
	for (size_t i = n; i-- > 0;) {
		double most = i + 1 < n ? y[order[i + 1]] - gap : high;
		if (y[order[i]] > most)
			y[order[i]] = most;
	}
}

/* Mean advances of Arial at 15 px; others' fonts are a little wider. */
double axis_pixels(const char *text)
{
	return 8.6 * (double)words_width(text);
}

const char *axis_short(struct arena *arena, const char *text, size_t most)
{
	if (words_width(text) <= most)
		return text;
	int n = (int)words_fit(text, most - 1);
	return str_printf(arena, "%.*s\xe2\x80\xa6", n, text);
}

static const struct cell *cell_of(const struct table *t, size_t row, const char *column)
{
	size_t i;
	if (!table_column(t, column, &i))
		BUG("a figure's table lacks a column");
	return table_at(t, row, i);
}

double axis_number(const struct table *t, size_t row, const char *column)
{
	const struct cell *cell = cell_of(t, row, column);
	if (cell->kind == CELL_REAL)
		return cell->as.real;
	if (cell->kind == CELL_INT)
		return (double)cell->as.integer;
	return cell->kind == CELL_BOOL ? cell->as.boolean : NAN;
}

int64_t axis_count(const struct table *t, size_t row, const char *column)
{
	const struct cell *cell = cell_of(t, row, column);
	if (cell->kind == CELL_INT)
		return cell->as.integer;
	return cell->kind == CELL_BOOL ? cell->as.boolean : 0;
}

const char *axis_text(const struct table *t, size_t row, const char *column)
{
	const struct cell *cell = cell_of(t, row, column);
	return cell->kind == CELL_TEXT ? cell->as.text : "";
}

bool axis_may_see(const struct context *ctx, const struct table *t,
	const char *const *columns, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		size_t found;
		if (!table_column(t, columns[i], &found))
			BUG("a figure's table lacks a column");
		if (ctx->audience < t->columns[found].clearance)
			return false;
	}
	return true;
}

double axis_colour(const char *hex)
{
	return (double)strtoul(hex + 1, NULL, 16);
}
