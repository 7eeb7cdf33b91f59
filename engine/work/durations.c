#include "work/durations.h"
#include "base/str.h"
#include "work/cells.h"
#include "work/hiding.h"
#include "work/naming.h"
#include <math.h>
#include <stdlib.h>

static const double band_hours[DURATION_BANDS_N] = {0, 6, 12, 24, 48, 72, 168};
static const char *const band_names[DURATION_BANDS_N] = {"under 6 hours",
	"6 to 12 hours", "12 to 24 hours", "1 to 2 days", "2 to 3 days", "3 to 7 days",
	"a week or more"};

static bool to_the_hour(struct moment m)
{
	return m.precision >= TIME_SECOND && m.precision <= TIME_HOUR;
}

static size_t band_of(double hours)
{
	size_t b = DURATION_BANDS_N - 1;
	while (hours < band_hours[b])
		b--;
	return b;
}

static int compare_double(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

/* Linear between values, as R's type 7. */
static double quantile(const double *sorted, size_t n, double p)
{
	double at = p * (double)(n - 1);
	size_t i = (size_t)at;
	if (i + 1 >= n)
		return sorted[n - 1];
	return sorted[i] + (at - (double)i) * (sorted[i + 1] - sorted[i]);
}

/* The episode's length in hours; below 0: not known. */
static double hours_of(const struct episode *e, struct durations *out)
{
	if (e->found.precision == TIME_NONE) {
		out->not_found++;
		return -1;
	}
	if (!to_the_hour(e->gone) || !to_the_hour(e->found)) {
		out->day_only++;
		return -1;
	}
	double hours = (double)(e->found.start_s - e->gone.start_s) / 3600.0;
	return hours > 0 ? hours : 0;
}

enum err_code durations_compute(
	struct work_case *c, const struct episode_set *set, struct durations *out)
{
	struct context *ctx = c->ctx;
	*out = (struct durations){.quartile_1 = NAN,
		.median = NAN,
		.quartile_3 = NAN,
		.within_24_share = NAN};
	double *hours = arena_array(ctx->arena, double, set->n);
	uint8_t *event = arena_array(ctx->arena, uint8_t, set->n);
	bool *seen = arena_array(ctx->arena, bool, set->children_n *DURATION_BANDS_N);
	bool *known = arena_array(ctx->arena, bool, set->children_n);
	size_t n = 0, within = 0;
	for (size_t i = 0; i < set->n; i++) {
		const struct episode *e = &set->episodes[i];
		double h = hours_of(e, out);
		if (h < 0)
			continue;
		size_t band = band_of(h), key = e->child * DURATION_BANDS_N + band;
		out->band_episodes[band]++;
		out->band_children[band] += !seen[key];
		out->children += !known[e->child];
		known[e->child] = true;
		seen[key] = true;
		within += h <= 24;
		event[n] = 1;
		hours[n++] = h;
	}
	out->known = (int64_t)n;
	if (n == 0)
		return ERR_OK;
	qsort(hours, n, sizeof *hours, compare_double);
	out->quartile_1 = quantile(hours, n, 0.25);
	out->median = quantile(hours, n, 0.5);
	out->quartile_3 = quantile(hours, n, 0.75);
	out->within_24_share = (double)within / (double)n;
	return km_run(ctx, &out->km, n, hours, event);
}

/* A curve of more steps than this is thinned: a figure has no more dots. */
#define CURVE_ROWS 400

static const struct table *curve_table(struct context *ctx, const struct durations *x)
{
	static const struct column columns[] = {
		{"hours", NULL, 1, AUDIENCE_PUBLIC},
		{"still_missing", NULL, 3, AUDIENCE_PUBLIC},
		{"lower", NULL, 3, AUDIENCE_PUBLIC},
		{"upper", NULL, 3, AUDIENCE_PUBLIC},
	};
	struct table *t = TABLE_CREATE(ctx->arena, "duration_curve",
		"Share of episodes not yet over", columns);
	t->reading = "The share of episodes that last longer than so many hours.";
	size_t n = x->km.steps_n, step = n / CURVE_ROWS + 1;
	/* A step is one episode to the minute: no figure for the public. */
	if (ctx->audience == AUDIENCE_PUBLIC)
		return t;
	for (size_t i = 0; i < n; i += step) {
		const struct km_step *s = &x->km.steps[i];
		cell_real(t, s->time);
		cell_real(t, s->survival);
		cell_real(t, s->lower);
		cell_real(t, s->upper);
	}
	return t;
}

void durations_result(struct context *ctx, const struct durations *x, struct result *r)
{
	static const struct column columns[] = {
		{"length", "Length", 0, AUDIENCE_PUBLIC},
		{"episodes", "Episodes", 0, AUDIENCE_PUBLIC},
		{"children", "Children", 0, AUDIENCE_PUBLIC},
		{"share", "Share", 3, AUDIENCE_PUBLIC},
	};
	struct table *t =
		TABLE_CREATE(ctx->arena, "durations", "Length of episodes", columns);
	t->reading = "Episodes whose ends are both known to the hour; the others are "
		     "counted as left out.";
	for (size_t b = 0; b < DURATION_BANDS_N; b++) {
		int64_t children = x->band_children[b];
		cell_text(t, band_names[b]);
		cell_episodes(ctx, t, x->band_episodes[b], children);
		cell_count(ctx, t, children);
		cell_figure(ctx, t, children,
			(double)x->band_episodes[b] / (double)x->known);
	}
	static const char *const counts[] = {"episodes", "children", "share", NULL};
	hide_second_row(ctx, t, counts);
	struct result *left = result_create(ctx->arena);
	result_count(ctx, left, "known_to_the_day", x->day_only);
	result_count(ctx, left, "no_time_found", x->not_found);
	result_figure(ctx, r, "hours_quartile_1", x->children, x->quartile_1);
	result_figure(ctx, r, "hours_median", x->children, x->median);
	result_figure(ctx, r, "hours_quartile_3", x->children, x->quartile_3);
	result_figure(ctx, r, "within_24_hours_share", x->children,
		share_shown(ctx, x->known, x->within_24_share));
	result_result(r, "durations_left_out", left);
	result_table(r, t);
	result_table(r, curve_table(ctx, x));
}
