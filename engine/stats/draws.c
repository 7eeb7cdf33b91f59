#include "stats/draws.h"
#include "base/random.h"
#include "geo/sort.h"
#include "stats/streams.h"
#include <math.h>

enum err_code draws_check(struct context *ctx, size_t n, const struct places *places)
{
	for (size_t i = 0; i < n; i++)
		if (!(places->precision_m[i] >= 0) || !isfinite(places->precision_m[i]))
			return err_set(ctx, ERR_DATA,
				"the precision of point %zu is no distance: give "
				"metres, 0 for a place that is exact",
				i + 1);
	return ERR_OK;
}

void draws_place(const struct context *ctx, struct points points,
	const struct places *places, uint32_t k, double *x_m, double *y_m)
{
	static const double full_turn = 6.283185307179586;
#pragma omp parallel for num_threads(ctx->threads)
	for (size_t i = 0; i < points.n; i++) {
		double away_m = places->precision_m[i];
		x_m[i] = points.x_m[i];
		y_m[i] = points.y_m[i];
		if (!(away_m > 0))
			continue;
		uint64_t place = places->place ? places->place[i] : i;
		struct stream s =
			stream_make(ctx->seed, STREAM_DRAWS, (uint64_t)k << 32 | place);
		/* The root spreads evenly over the area of the disc. */
		away_m *= sqrt(stream_01(&s));
		double angle = full_turn * stream_01(&s);
		x_m[i] += away_m * cos(angle);
		y_m[i] += away_m * sin(angle);
	}
}

void survival_begin(
	struct context *ctx, struct survival *s, const struct labels *reference)
{
	uint32_t n = reference->clusters_n;
	*s = (struct survival){.clusters_n = n,
		.survived = arena_array(ctx->arena, uint32_t, n),
		.jaccard = arena_array(ctx->arena, double, n),
		.reference = reference,
		.members = arena_array(ctx->arena, uint32_t, n)};
	for (size_t i = 0; i < reference->n; i++)
		if (reference->label[i])
			s->members[reference->label[i] - 1]++;
}

/* The pairs (cluster, cluster of the draw) that share members, sorted; returns how many
 * points are in both. */
static size_t sort_shared(struct context *ctx, const struct labels *reference,
	const struct labels *draw, uint64_t *keys)
{
	uint32_t *ids = arena_array(ctx->scratch, uint32_t, reference->n);
	uint64_t highest = 0;
	size_t n = 0;
	for (size_t i = 0; i < reference->n; i++) {
		if (!reference->label[i] || !draw->label[i])
			continue;
		keys[n] = (uint64_t)(reference->label[i] - 1) * draw->clusters_n +
			  (draw->label[i] - 1);
		highest = keys[n] > highest ? keys[n] : highest;
		n++;
	}
	sort_by_key(ctx->scratch, keys, ids, n, sort_bits(highest));
	return n;
}

void survival_add(struct context *ctx, struct survival *s, const struct labels *draw)
{
	const struct labels *reference = s->reference;
	struct arena_mark mark = arena_mark(ctx->scratch);
	uint64_t *keys = arena_array(ctx->scratch, uint64_t, reference->n);
	uint32_t *size = arena_array(ctx->scratch, uint32_t, draw->clusters_n);
	double *best = arena_array(ctx->scratch, double, s->clusters_n);
	for (size_t i = 0; i < draw->n; i++)
		if (draw->label[i])
			size[draw->label[i] - 1]++;
	size_t n = sort_shared(ctx, reference, draw, keys), stop;
	for (size_t i = 0; i < n; i = stop) {
		for (stop = i + 1; stop < n && keys[stop] == keys[i];)
			stop++;
		size_t mine = keys[i] / draw->clusters_n;
		size_t theirs = keys[i] % draw->clusters_n;
		double shared = (double)(stop - i);
		double either = (double)s->members[mine] + size[theirs] - shared;
		best[mine] = fmax(best[mine], shared / either);
	}
	for (uint32_t c = 0; c < s->clusters_n; c++) {
		s->jaccard[c] += best[c];
		s->survived[c] += best[c] > 0.5;
	}
	s->draws++;
	arena_reset(ctx->scratch, mark);
}

enum err_code draws_survival(struct context *ctx, struct survival *s,
	struct points points, const struct places *places, uint32_t draws,
	const struct labels *reference, labels_method *method, void *how)
{
	survival_begin(ctx, s, reference);
	if (draws < 1 || draws > DRAWS_MOST)
		return err_set(
			ctx, ERR_USAGE, "from 1 to %d draws can be made", DRAWS_MOST);
	enum err_code code = draws_check(ctx, points.n, places);
	struct arena_mark mark = arena_mark(ctx->arena);
	double *x_m = arena_array(ctx->arena, double, points.n);
	double *y_m = arena_array(ctx->arena, double, points.n);
	struct points drawn = {points.n, x_m, y_m, points.t_s};
	struct progress bar;
	progress_begin(&bar, ctx, "drawing places", draws);
	for (uint32_t k = 0; k < draws && !code; k++) {
		struct arena_mark before = arena_mark(ctx->arena);
		struct labels labels = {0};
		draws_place(ctx, points, places, k, x_m, y_m);
		code = method(ctx, &labels, drawn, how);
		if (!code)
			survival_add(ctx, s, &labels);
		arena_reset(ctx->arena, before);
		progress_step(&bar, k + 1);
	}
	progress_end(&bar);
	arena_reset(ctx->arena, mark);
	return code;
}
