#include "work/points_journeys.h"
#include <math.h>
#include <string.h>

#define JOURNEYS_MOST 50000000

static void copy_row(struct events *e, size_t to, size_t from)
{
	e->row[to] = e->row[from];
	e->x[to] = e->x[from];
	e->y[to] = e->y[from];
	e->x_m[to] = e->x_m[from];
	e->y_m[to] = e->y_m[from];
	if (e->id)
		e->id[to] = e->id[from];
	if (e->count)
		e->count[to] = e->count[from];
	if (e->child)
		e->child[to] = e->child[from];
}

/* What the other end's rows were left out for, unless the row is told already. Both lists
 * ascend. */
static void tell_left_out(struct table *to, const struct table *from)
{
	size_t before = to->rows_n, k = 0;
	for (size_t i = 0; i < from->rows_n; i++) {
		int64_t row = table_at(from, i, 0)->as.integer;
		while (k < before && table_at(to, k, 0)->as.integer < row)
			k++;
		if (k < before && table_at(to, k, 0)->as.integer == row)
			continue;
		cell_int(to, row);
		for (size_t c = 1; c < to->columns_n; c++) {
			const struct cell *cell = table_at(from, i, c);
			cell_text(to, cell->kind == CELL_TEXT ? cell->as.text : NULL);
		}
	}
}

/* Keeps the rows that have both ends; to_x and to_y become metres of the first's plane,
 * by row. Both lists of rows ascend. */
static void match(struct context *ctx, struct events *e, const struct events *to,
	double *to_x_m, double *to_y_m)
{
	size_t n = 0, k = 0;
	for (size_t i = 0; i < e->n; i++) {
		while (k < to->n && to->row[k] < e->row[i])
			k++;
		if (k == to->n || to->row[k] != e->row[i])
			continue;
		copy_row(e, n, i);
		to_x_m[n] = to->x[k];
		to_y_m[n++] = to->y[k];
	}
	e->n = n;
	if (e->projection)
		project_forward(
			ctx, e->projection, n, to_x_m, to_y_m, to_x_m, to_y_m, NULL);
}

/* Room for a number of each child that is left, 0 so far. */
static uint32_t *child_numbers(struct context *ctx, const struct events *e)
{
	size_t n = 0;
	for (size_t i = 0; e->child && i < e->n; i++)
		n = e->child[i] >= n ? (size_t)e->child[i] + 1 : n;
	return arena_array(ctx->arena, uint32_t, n);
}

static enum err_code expand(struct context *ctx, struct events_journeys *j,
	const double *to_x_m, const double *to_y_m)
{
	const struct events *e = &j->from;
	size_t n = 0;
	for (size_t i = 0; i < e->n; i++)
		n += e->count ? e->count[i] : 1;
	if (n > JOURNEYS_MOST)
		return err_set(ctx, ERR_DATA, "%s: stands for %zu journeys; at most %d",
			e->file, n, JOURNEYS_MOST);
	j->row = arena_array(ctx->arena, size_t, n);
	j->child = arena_array(ctx->arena, uint32_t, n);
	j->x_m = arena_array(ctx->arena, double, n);
	j->y_m = arena_array(ctx->arena, double, n);
	j->to_x_m = arena_array(ctx->arena, double, n);
	j->to_y_m = arena_array(ctx->arena, double, n);
	uint32_t *number = child_numbers(ctx, e);
	for (size_t i = 0; i < e->n; i++) {
		uint32_t child = 0;
		if (e->child && number[e->child[i]] == 0)
			number[e->child[i]] = (uint32_t)++j->children_n;
		if (e->child)
			child = number[e->child[i]] - 1;
		for (uint32_t k = 0; k < (e->count ? e->count[i] : 1); k++, j->n++) {
			if (!isfinite(to_x_m[i]) || !isfinite(to_y_m[i]))
				return err_at(ctx, ERR_DATA,
					(struct err_where){
						.file = e->file, .row = e->row[i]},
					"where the journey ends can't be turned to "
					"metres");
			j->row[j->n] = i;
			j->child[j->n] = e->child ? child : (uint32_t)j->children_n++;
			j->x_m[j->n] = e->x_m[i];
			j->y_m[j->n] = e->y_m[i];
			j->to_x_m[j->n] = to_x_m[i];
			j->to_y_m[j->n] = to_y_m[i];
		}
	}
	return ERR_OK;
}

enum err_code events_journeys_read(struct context *ctx, const struct points_file *file,
	const struct points_journeys_options *o, struct events_journeys *j)
{
	struct points_file other = {.path = file->path,
		.x = o->to_x ? o->to_x : "to_x",
		.y = o->to_y ? o->to_y : "to_y",
		.crs = file->crs};
	struct events to = {0};
	memset(j, 0, sizeof *j);
	enum err_code err = events_read(ctx, file, EVENTS_TIMELESS, &j->from);
	if (!err)
		err = events_read(ctx, &other, EVENTS_TIMELESS, &to);
	if (!err) {
		double *x_m = arena_array(ctx->arena, double, j->from.n);
		double *y_m = arena_array(ctx->arena, double, j->from.n);
		match(ctx, &j->from, &to, x_m, y_m);
		tell_left_out(j->from.left_out, to.left_out);
		err = expand(ctx, j, x_m, y_m);
	}
	events_release(&to);
	if (!err && j->n == 0)
		err = err_set(ctx, ERR_DATA,
			"%s: has no row with both ends of a journey", j->from.file);
	return err;
}
