#include "stats/forecast.h"
#include "geo/sort.h"
#include <string.h>

const char *const forecast_method_names[FORECAST_METHODS] = {"last_year", "repeat",
	"clusters", "dbscan", "scan", "kde", "gi", "emerging", "near_repeat"};

#define NO_SQUARE UINT32_MAX

/* Points in order of square, child, time. */
static uint32_t *by_square_and_child(struct context *ctx, const struct forecast *f)
{
	size_t n = f->past.points.n;
	uint32_t *order = arena_array(ctx->scratch, uint32_t, n);
	uint64_t *keys = arena_array(ctx->scratch, uint64_t, n);
	sort_order_i64(ctx->scratch, f->past.points.t_s, order, n);
	for (size_t i = 0; i < n; i++)
		keys[i] = (uint64_t)f->point[order[i]].square << 32 |
			  f->past.child[order[i]];
	sort_by_key(ctx->scratch, keys, order, n, 64);
	return order;
}

static void count_squares(struct context *ctx, struct forecast *f)
{
	struct arena_mark mark = arena_mark(ctx->scratch);
	size_t n = f->past.points.n;
	const uint32_t *order = by_square_and_child(ctx, f);
	for (size_t k = 0; k < n; k++) {
		uint32_t i = order[k], next = k + 1 < n ? order[k + 1] : i;
		struct forecast_point *p = &f->point[i];
		if (p->square == NO_SQUARE)
			continue;
		struct forecast_square *s = &f->square[p->square];
		p->counts = k + 1 == n || f->point[next].square != p->square ||
			    f->past.child[next] != f->past.child[i];
		if (s->episodes++ == 0 || f->past.points.t_s[i] > s->last_s)
			s->last_s = f->past.points.t_s[i];
		s->children += p->counts;
	}
	arena_reset(ctx->scratch, mark);
}

void forecast_begin(struct context *ctx, struct forecast *f, struct arena *arena,
	const struct squares *ground, const struct forecast_past *past,
	const struct forecast_options *options)
{
	size_t n = past->points.n;
	*f = (struct forecast){.ground = ground,
		.past = *past,
		.options = *options,
		.point = arena_array(arena, struct forecast_point, n),
		.square = arena_array(arena, struct forecast_square, ground->n)};
	for (size_t i = 0; i < n; i++)
		if (!squares_find(ground,
			    (struct point){past->points.x_m[i], past->points.y_m[i]},
			    &f->point[i].square))
			f->point[i].square = NO_SQUARE;
	count_squares(ctx, f);
}

bool forecast_can(const struct forecast *f, enum forecast_method method)
{
	if (method == FORECAST_LAST_YEAR)
		return f->past.last_year_from_s < f->past.last_year_to_s;
	return method != FORECAST_SCAN || f->past.points.n <= FORECAST_SCAN_MOST;
}

static void score_repeat(const struct forecast *f, double *score)
{
	for (size_t i = 0; i < f->ground->n; i++)
		score[i] = f->square[i].children;
}

static void score_last_year(
	struct context *ctx, const struct forecast *f, double *score)
{
	struct arena_mark mark = arena_mark(ctx->scratch);
	const uint32_t *order = by_square_and_child(ctx, f);
	uint32_t square = NO_SQUARE, child = 0;
	for (size_t k = 0; k < f->past.points.n; k++) {
		uint32_t i = order[k], at = f->point[i].square;
		int64_t t_s = f->past.points.t_s[i];
		if (at == NO_SQUARE || t_s < f->past.last_year_from_s ||
			t_s >= f->past.last_year_to_s)
			continue;
		if (at == square && f->past.child[i] == child)
			continue;
		square = at;
		child = f->past.child[i];
		score[at]++;
	}
	arena_reset(ctx->scratch, mark);
}

static enum err_code score_of(struct context *ctx, const struct forecast *f,
	enum forecast_method method, double *score)
{
	switch (method) {
	case FORECAST_LAST_YEAR:
		score_last_year(ctx, f, score);
		return ERR_OK;
	case FORECAST_REPEAT:
		score_repeat(f, score);
		return ERR_OK;
	case FORECAST_CLUSTERS:
		return forecast_clusters(ctx, f, score);
	case FORECAST_DBSCAN:
		return forecast_dbscan(ctx, f, score);
	case FORECAST_SCAN:
		return forecast_scan(ctx, f, score);
	case FORECAST_KDE:
		return forecast_kde(ctx, f, score);
	case FORECAST_GI:
		return forecast_gi(ctx, f, score);
	case FORECAST_EMERGING:
		return forecast_emerging(ctx, f, score);
	case FORECAST_NEAR_REPEAT:
		return forecast_near_repeat(ctx, f, score);
	case FORECAST_METHODS:
		break;
	}
	BUG("unknown method");
}

static bool comes_first(
	const struct forecast *f, const double *score, uint32_t a, uint32_t b)
{
	const struct forecast_square *x = &f->square[a], *y = &f->square[b];
	/* The same sum in another order may differ in its last digits. */
	double apart = score[a] - score[b], same = 1e-12 * score[a];
	if (apart > same || apart < -same)
		return apart > 0;
	if (x->children != y->children)
		return x->children > y->children;
	if (x->episodes != y->episodes)
		return x->episodes > y->episodes;
	if (x->last_s != y->last_s)
		return x->last_s > y->last_s;
	return a < b;
}

enum err_code forecast_choose(struct context *ctx, const struct forecast *f,
	enum forecast_method method, uint32_t *chosen, size_t *n)
{
	struct arena_mark results = arena_mark(ctx->arena);
	struct arena_mark mark = arena_mark(ctx->scratch);
	double *score = arena_array(ctx->arena, double, f->ground->n);
	enum err_code err = score_of(ctx, f, method, score);
	*n = 0;
	for (uint32_t i = 0; !err && i < f->ground->n; i++) {
		bool full = *n == f->options.squares;
		if (!(score[i] > 0) ||
			(full && !comes_first(f, score, i, chosen[*n - 1])))
			continue;
		*n += !full;
		size_t at = *n - 1;
		for (; at > 0 && comes_first(f, score, i, chosen[at - 1]); at--)
			chosen[at] = chosen[at - 1];
		chosen[at] = i;
	}
	arena_reset(ctx->scratch, mark);
	arena_reset(ctx->arena, results);
	return err;
}
