#include "stats/quadrats.h"
#include "base/random.h"
#include "stats/streams.h"
#include <gsl/gsl_cdf.h>
#include <math.h>
#include <string.h>

#define QUADRATS_MOST 1000000

/* The part that a coordinate is in: the line between two belongs to the lower one. */
static size_t part_of(double at, double from, double wide, size_t parts)
{
	double part = fmin((double)parts - 1, fmax(0, ceil((at - from) / wide) - 1));
	while (part + 1 < (double)parts && at > from + wide * (part + 1))
		part++;
	while (part > 0 && at <= from + wide * part)
		part--;
	return (size_t)part;
}

static void count(struct points p, const struct box *box, const struct quadrats *q,
	uint32_t *counts)
{
	double wide_m = (box->max_x_m - box->min_x_m) / (double)q->columns;
	double high_m = (box->max_y_m - box->min_y_m) / (double)q->rows;
	memset(counts, 0, q->columns * q->rows * sizeof *counts);
	for (size_t i = 0; i < p.n; i++) {
		size_t c = part_of(p.x_m[i], box->min_x_m, wide_m, q->columns);
		size_t r = part_of(p.y_m[i], box->min_y_m, high_m, q->rows);
		counts[r * q->columns + c]++;
	}
}

static double x2_of(const struct quadrats *q, const uint32_t *counts)
{
	double x2 = 0;
	for (size_t k = 0; k < q->columns * q->rows; k++) {
		double expected = q->quadrat[k].expected;
		if (expected > 0)
			x2 += (counts[k] - expected) * (counts[k] - expected) /
			      expected;
	}
	return x2;
}

static void cut(struct quadrats *q, const struct study_area *a)
{
	double wide_m = (a->box.max_x_m - a->box.min_x_m) / (double)q->columns;
	double high_m = (a->box.max_y_m - a->box.min_y_m) / (double)q->rows;
	double all = 0;
	for (size_t k = 0; k < q->columns * q->rows; k++) {
		size_t row = k / q->columns;
		double c = (double)(k % q->columns), r = (double)row;
		struct quadrat *one = &q->quadrat[k];
		one->box = (struct box){a->box.min_x_m + wide_m * c,
			a->box.min_y_m + high_m * r, a->box.min_x_m + wide_m * (c + 1),
			a->box.min_y_m + high_m * (r + 1)};
		one->area_m2 = study_area_within_m2(a, one->box);
		/* What rounding leaves of a rectangle outside is none. */
		if (one->area_m2 < 1e-9 * wide_m * high_m)
			one->area_m2 = 0;
		all += one->area_m2;
		q->used += one->area_m2 > 0;
	}
	for (size_t k = 0; k < q->columns * q->rows; k++)
		q->quadrat[k].expected = (double)q->n * q->quadrat[k].area_m2 / all;
}

static void compare(struct quadrats *q, const uint32_t *counts, double whole_m2)
{
	double n = 0, mean = 0, squares = 0;
	for (size_t k = 0; k < q->columns * q->rows; k++) {
		struct quadrat *one = &q->quadrat[k];
		one->count = counts[k];
		one->residual = one->expected > 0 ? (counts[k] - one->expected) /
							    sqrt(one->expected)
						  : NAN;
		if (one->area_m2 < whole_m2 * (1 - 1e-9))
			continue;
		double off = counts[k] - mean;
		mean += off / ++n;
		squares += off * (counts[k] - mean);
	}
	q->variance_to_mean = n > 1 && mean > 0 ? squares / (n - 1) / mean : NAN;
	q->x2 = x2_of(q, counts);
	q->df = (int64_t)q->used - 1;
	q->p_clustered = gsl_cdf_chisq_Q(q->x2, (double)q->df);
	q->p_regular = gsl_cdf_chisq_P(q->x2, (double)q->df);
	q->p_value = fmin(1, 2 * fmin(q->p_clustered, q->p_regular));
}

static void rank(struct context *ctx, struct quadrats *q, const struct study_area *a,
	uint32_t replications, uint32_t *counts)
{
	double *x_m = arena_array(ctx->scratch, double, q->n);
	double *y_m = arena_array(ctx->scratch, double, q->n);
	double above = 1, below = 1;
	for (uint32_t r = 1; r <= replications; r++) {
		struct stream s = stream_make(ctx->seed, STREAM_ENVELOPE, r);
		study_area_throw(a, &s, q->n, x_m, y_m);
		count((struct points){q->n, x_m, y_m, NULL}, &a->box, q, counts);
		double x2 = x2_of(q, counts);
		above += x2 >= q->x2 * (1 - 1e-12);
		below += x2 <= q->x2 * (1 + 1e-12);
	}
	q->p_rank_clustered = replications ? above / (1.0 + replications) : NAN;
	q->p_rank_regular = replications ? below / (1.0 + replications) : NAN;
}

enum err_code quadrats_run(struct context *ctx, struct quadrats *q,
	struct points points, const struct study_area *area, size_t columns,
	size_t rows, uint32_t replications)
{
	memset(q, 0, sizeof *q);
	if (columns < 1 || rows < 1 || columns > QUADRATS_MOST ||
		rows > QUADRATS_MOST || columns * rows > QUADRATS_MOST)
		return err_set(ctx, ERR_USAGE,
			"from 2 to %d quadrats: columns times rows", QUADRATS_MOST);
	if (points.n == 0)
		return err_set(ctx, ERR_DATA, "there are no points to count");
	enum err_code code = study_area_check(ctx, area, points);
	if (code)
		return code;
	q->n = points.n;
	q->columns = columns;
	q->rows = rows;
	q->quadrat = arena_array(ctx->arena, struct quadrat, columns * rows);
	cut(q, area);
	if (q->used < 2)
		return err_set(ctx, ERR_USAGE,
			"one quadrat alone can't be compared: ask for more columns or "
			"rows");
	struct arena_mark mark = arena_mark(ctx->scratch);
	uint32_t *counts = arena_array(ctx->scratch, uint32_t, columns * rows);
	count(points, &area->box, q, counts);
	const struct box *b = &q->quadrat[0].box;
	compare(q, counts, (b->max_x_m - b->min_x_m) * (b->max_y_m - b->min_y_m));
	rank(ctx, q, area, replications, counts);
	arena_reset(ctx->scratch, mark);
	return ERR_OK;
}
