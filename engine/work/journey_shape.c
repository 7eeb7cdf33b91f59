#include "geo/point.h"
#include "work/journeys.h"
#include <math.h>

/* The fit of a curve needs far fewer replicates than a flow. */
#define FIT_REPLICATIONS 199

static struct point step_of(const struct episode *e, enum journey_end end)
{
	const struct spot *a = &e->spots[ROLE_FROM];
	const struct spot *b =
		&e->spots[end == JOURNEY_FOUND ? ROLE_FOUND : ROLE_LAST_SEEN];
	return (struct point){b->x_m - a->x_m, b->y_m - a->y_m};
}

/* One direction a child; a child whose journeys cancel out has none. */
static enum err_code bearings(struct context *ctx, const struct episode_set *set,
	enum journey_end end, const uint32_t *episodes, size_t n, struct circular *out)
{
	double *x = arena_array(ctx->scratch, double, set->children_n);
	double *y = arena_array(ctx->scratch, double, set->children_n);
	double *degrees = arena_array(ctx->scratch, double, set->children_n);
	size_t found = 0;
	for (size_t i = 0; i < n; i++) {
		const struct episode *e = &set->episodes[episodes[i]];
		struct point step = step_of(e, end);
		double length = hypot(step.x_m, step.y_m);
		if (length == 0)
			continue;
		x[e->child] += step.x_m / length;
		y[e->child] += step.y_m / length;
	}
	for (size_t c = 0; c < set->children_n; c++)
		if (hypot(x[c], y[c]) > 1e-9)
			degrees[found++] = atan2(x[c], y[c]) * 180 / acos(-1.0);
	*out = (struct circular){0};
	return found > 0 ? circular_run(ctx, out, found, degrees, NULL, 360) : ERR_OK;
}

static enum err_code lengths(struct context *ctx, const struct episode_set *set,
	enum journey_end end, const uint32_t *episodes, size_t n, struct journeys *out)
{
	double *metres = arena_array(ctx->scratch, double, n);
	uint32_t *child = arena_array(ctx->scratch, uint32_t, n);
	uint32_t *number = arena_array(ctx->scratch, uint32_t, set->children_n);
	uint32_t seen = 0;
	for (size_t i = 0; i < n; i++) {
		const struct episode *e = &set->episodes[episodes[i]];
		struct point step = step_of(e, end);
		metres[i] = hypot(step.x_m, step.y_m);
		if (number[e->child] == 0)
			number[e->child] = ++seen;
		child[i] = number[e->child] - 1;
	}
	struct decay_options o = {.from_m = out->options.shortest_m,
		.to_m = out->options.longest_m,
		.replications = out->options.replications > 0 ? FIT_REPLICATIONS : 0};
	return decay_run(ctx, &out->ends[end].decay, n, metres, child, &o);
}

enum err_code journey_shape(struct context *ctx, const struct episode_set *set,
	enum journey_end end, const uint32_t *episodes, size_t n, struct journeys *out)
{
	struct arena_mark mark = arena_mark(ctx->scratch);
	enum err_code code =
		bearings(ctx, set, end, episodes, n, &out->ends[end].bearing);
	if (!code)
		code = lengths(ctx, set, end, episodes, n, out);
	arena_reset(ctx->scratch, mark);
	return code;
}
