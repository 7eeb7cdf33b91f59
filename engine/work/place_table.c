#include "work/place_table.h"
#include "base/str.h"
#include "work/cells.h"
#include "work/naming.h"
#include <math.h>
#include <stdlib.h>

struct place_row {
	double x_m, y_m, precision_m;
	uint32_t episode, child;
};

static int compare_rows(const void *a, const void *b)
{
	const struct place_row *x = a, *y = b;
	if (x->x_m != y->x_m)
		return x->x_m < y->x_m ? -1 : 1;
	if (x->y_m != y->y_m)
		return x->y_m < y->y_m ? -1 : 1;
	return (x->child > y->child) - (x->child < y->child);
}

static double square_middle(double metres)
{
	return (floor(metres / PLACE_SQUARE_M) + 0.5) * PLACE_SQUARE_M;
}

double place_shown_m(const struct context *ctx, bool lives_there, double metres)
{
	if (ctx->audience == AUDIENCE_PUBLIC ||
		(ctx->audience == AUDIENCE_PARTNER && lives_there))
		return square_middle(metres);
	return metres;
}

static bool lives(const struct episode *e, enum place_role role)
{
	if (!e->spots[role].belongs)
		return false;
	return !str_equal(e->from_kind, "childrens_home") &&
	       !str_equal(e->from_kind, "supported");
}

static size_t rows_take(struct context *ctx, const struct episode_set *set,
	enum place_role role, bool leave_belonging, struct place_row *rows)
{
	size_t n = 0;
	for (size_t i = 0; i < set->n; i++) {
		const struct episode *e = &set->episodes[i];
		const struct spot *spot = &e->spots[role];
		if (spot->state != SPOT_LOCATED || (leave_belonging && spot->belongs))
			continue;
		bool lived = lives(e, role);
		bool squared = ctx->audience == AUDIENCE_PUBLIC ||
			       (ctx->audience == AUDIENCE_PARTNER && lived);
		rows[n++] = (struct place_row){
			.x_m = place_shown_m(ctx, lived, spot->x_m),
			.y_m = place_shown_m(ctx, lived, spot->y_m),
			.precision_m = squared ? fmax(PLACE_SQUARE_M, spot->precision_m)
					       : spot->precision_m,
			.episode = (uint32_t)i,
			.child = e->child};
	}
	qsort(rows, n, sizeof *rows, compare_rows);
	return n;
}

/* Rows i … of the same place; its distinct children. */
static size_t place_end(
	const struct place_row *rows, size_t n, size_t i, int64_t *children)
{
	size_t end = i;
	*children = 0;
	for (; end < n && rows[end].x_m == rows[i].x_m && rows[end].y_m == rows[i].y_m;
		end++)
		*children += end == i || rows[end].child != rows[end - 1].child;
	return end;
}

/* A place of one child is that child's own affair: a partner sees its square. */
static void square_single(struct place_row *rows, size_t n)
{
	int64_t children;
	for (size_t i = 0, end; i < n; i = end) {
		end = place_end(rows, n, i, &children);
		for (size_t k = i; k < end && children < 2; k++) {
			/* A district's middle is no child's place, and no square's. */
			if (rows[k].precision_m > PLACE_SQUARE_M)
				continue;
			rows[k].x_m = square_middle(rows[k].x_m);
			rows[k].y_m = square_middle(rows[k].y_m);
			rows[k].precision_m = fmax(PLACE_SQUARE_M, rows[k].precision_m);
		}
	}
	qsort(rows, n, sizeof *rows, compare_rows);
}

const struct table *place_table(struct context *ctx, const char *name,
	const struct episode_set *set, enum place_role role, bool leave_belonging)
{
	static const struct column columns[] = {
		{"x", NULL, 0, AUDIENCE_PUBLIC},
		{"y", NULL, 0, AUDIENCE_PUBLIC},
		{"precision_m", NULL, 0, AUDIENCE_PUBLIC},
		{"episodes", NULL, 0, AUDIENCE_PUBLIC},
		{"children", NULL, 0, AUDIENCE_PUBLIC},
	};
	struct table *t = TABLE_CREATE(ctx->arena, name, "Places", columns);
	t->reading =
		"One row a place. Where a child lives with family or foster carers, "
		"and a place of one child alone, is shown to analysts; others see the "
		"middle of its kilometre square.";
	struct arena_mark mark = arena_mark(ctx->scratch);
	struct place_row *rows = arena_array(ctx->scratch, struct place_row, set->n);
	size_t n = rows_take(ctx, set, role, leave_belonging, rows);
	if (ctx->audience == AUDIENCE_PARTNER)
		square_single(rows, n);
	for (size_t i = 0, end; i < n; i = end) {
		int64_t children;
		double precision_m = 0;
		end = place_end(rows, n, i, &children);
		for (size_t k = i; k < end; k++)
			precision_m = fmax(precision_m, rows[k].precision_m);
		if (naming_suppressed(ctx, children))
			continue;
		cell_real(t, rows[i].x_m);
		cell_real(t, rows[i].y_m);
		cell_real(t, precision_m);
		cell_int(t, (int64_t)(end - i));
		cell_int(t, children);
	}
	arena_reset(ctx->scratch, mark);
	return t;
}
