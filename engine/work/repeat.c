#include "work/repeat.h"
#include "base/str.h"
#include "work/cells.h"
#include "work/hiding.h"
#include "work/naming.h"
#include <math.h>

#define SOON_DAYS 28.0

static const struct repeat_band empty_bands[REPEAT_BANDS_N] = {{1, 1, 0, 0},
	{2, 2, 0, 0}, {3, 3, 0, 0}, {4, 5, 0, 0}, {6, 9, 0, 0}, {10, 19, 0, 0},
	{20, 0, 0, 0}};

static void bands_count(const struct episode_set *set, struct repeat *out)
{
	for (size_t i = 0; i < set->children_n; i++) {
		uint32_t n = set->children[i].episodes_n;
		out->children_at_2 += n >= 2;
		out->children_at_3 += n >= 3;
		for (size_t b = 0; b < REPEAT_BANDS_N; b++) {
			struct repeat_band *band = &out->bands[b];
			if (n >= band->least && (band->most == 0 || n <= band->most)) {
				band->children++;
				band->episodes += n;
			}
		}
	}
}

static double days_between(int64_t from_s, int64_t to_s)
{
	return to_s > from_s ? (double)(to_s - from_s) / (double)DAY_S : 0;
}

/* The curve after each child's episode number `after` (from 0). */
static enum err_code curve(struct context *ctx, const struct episode_set *set,
	const struct groups *by_child, size_t after, struct repeat *out)
{
	struct period days = {set->first_day, set->last_day, false};
	int64_t start_s, end_s;
	period_seconds(days, &start_s, &end_s);
	double *time = arena_array(ctx->arena, double, set->children_n);
	uint8_t *event = arena_array(ctx->arena, uint8_t, set->children_n);
	size_t n = 0, soon = 0, again = 0;
	for (size_t child = 0; child < set->children_n; child++) {
		const uint32_t *items = groups_items(by_child, child);
		size_t size = groups_size(by_child, child);
		if (size <= after)
			continue;
		int64_t gone_s = set->episodes[items[after]].gone.start_s;
		event[n] = size > after + 1;
		time[n] = days_between(
			gone_s, event[n] ? set->episodes[items[after + 1]].gone.start_s
					 : end_s);
		again += event[n];
		soon += event[n] && time[n] <= SOON_DAYS;
		n++;
	}
	out->watched[after] = n;
	if (after == 0)
		out->repeats_within_28 = again ? (double)soon / (double)again : NAN;
	return n ? km_run(ctx, &out->next[after], n, time, event) : ERR_OK;
}

/* Going again by day 28 of the first curve: what the last step up to then says. */
static void soon_again(struct repeat *out)
{
	const struct km *km = &out->next[0];
	out->within_28 = out->watched[0] ? 1 - km_at(km, SOON_DAYS) : NAN;
	out->within_28_lower = out->within_28_upper = NAN;
	for (size_t i = 0; i < km->steps_n && km->steps[i].time <= SOON_DAYS; i++) {
		out->within_28_lower = 1 - km->steps[i].upper;
		out->within_28_upper = 1 - km->steps[i].lower;
	}
}

/* What rests on under 5 children is not known to the public, the report's sentences
 * included. */
static void hide_few(const struct context *ctx, struct repeat *out)
{
	double n = (double)out->children;
	if (naming_suppressed(ctx, (int64_t)ceil(0.06 * n)))
		out->top_6_share = NAN;
	if (naming_suppressed(ctx, (int64_t)ceil(0.10 * n)))
		out->top_10_share = NAN;
	if (isfinite(out->half_by) &&
		naming_suppressed(ctx, (int64_t)ceil(out->half_by * n)))
		out->half_by = NAN;
	out->within_28 = share_shown(ctx, (int64_t)out->watched[0], out->within_28);
	if (!isfinite(out->within_28))
		out->within_28_lower = out->within_28_upper = NAN;
	out->repeats_within_28 =
		share_shown(ctx, out->children_at_2, out->repeats_within_28);
}

enum err_code repeat_compute(
	struct work_case *c, const struct episode_set *set, struct repeat *out)
{
	struct context *ctx = c->ctx;
	*out = (struct repeat){
		.episodes = (int64_t)set->n, .children = (int64_t)set->children_n};
	for (size_t b = 0; b < REPEAT_BANDS_N; b++)
		out->bands[b] = empty_bands[b];
	bands_count(set, out);
	double *counts = arena_array(ctx->arena, double, set->children_n);
	for (size_t i = 0; i < set->children_n; i++)
		counts[i] = set->children[i].episodes_n;
	out->top_6_share = out->top_10_share = out->half_by = NAN;
	enum err_code code = ERR_OK;
	if (set->n) {
		code = lorenz_run(ctx, &out->lorenz, set->children_n, counts);
		if (!code) {
			out->top_6_share = lorenz_top(&out->lorenz, 0.06);
			out->top_10_share = lorenz_top(&out->lorenz, 0.10);
			out->half_by = lorenz_needed(&out->lorenz, 0.5);
		}
	}
	struct groups by_child = groups_by_child(ctx->arena, set);
	for (size_t after = 0; !code && after < REPEAT_CURVES_N; after++)
		code = curve(ctx, set, &by_child, after, out);
	if (!code)
		code = repeat_groups_compute(c, set, &by_child, &out->groups);
	if (!code)
		soon_again(out);
	if (!code)
		hide_few(ctx, out);
	return code;
}

static const struct table *bands_table(struct context *ctx, const struct repeat *x)
{
	static const struct column columns[] = {
		{"episodes_each", "Episodes each", 0, AUDIENCE_PUBLIC},
		{"children", "Children", 0, AUDIENCE_PUBLIC},
		{"share_of_children", "Share of children", 3, AUDIENCE_PUBLIC},
		{"episodes", "Episodes", 0, AUDIENCE_PUBLIC},
		{"share_of_episodes", "Share of episodes", 3, AUDIENCE_PUBLIC},
	};
	struct table *t = TABLE_CREATE(ctx->arena, "repeat",
		"Children by their number of episodes in the period", columns);
	t->reading =
		"A few children make many of the episodes: read the last two columns "
		"against the two before them.";
	for (size_t i = 0; i < REPEAT_BANDS_N; i++) {
		const struct repeat_band *b = &x->bands[i];
		cell_text(t,
			b->most == b->least ? str_printf(ctx->arena, "%u", b->least)
			: b->most
				? str_printf(ctx->arena, "%u to %u", b->least, b->most)
				: str_printf(ctx->arena, "%u or more", b->least));
		cell_count(ctx, t, b->children);
		cell_figure(
			ctx, t, b->children, (double)b->children / (double)x->children);
		cell_episodes(ctx, t, b->episodes, b->children);
		cell_figure(
			ctx, t, b->children, (double)b->episodes / (double)x->episodes);
	}
	static const char *const counts[] = {
		"children", "share_of_children", "episodes", "share_of_episodes", NULL};
	hide_second_row(ctx, t, counts);
	return t;
}

/* About this many rows: a figure has no more dots. */
#define LORENZ_ROWS 200
#define CURVE_ROWS 300

static const struct table *lorenz_table(struct context *ctx, const struct repeat *x)
{
	static const struct column columns[] = {
		{"share_of_children", NULL, 4, AUDIENCE_PUBLIC},
		{"share_of_episodes", NULL, 4, AUDIENCE_PUBLIC},
	};
	struct table *t = TABLE_CREATE(ctx->arena, "lorenz",
		"Share of episodes made by a share of children", columns);
	t->reading = "The most frequent children come first; if all were alike the two "
		     "shares would be equal.";
	size_t n = x->lorenz.n, step = n / LORENZ_ROWS + 1;
	if (n == 0 || naming_suppressed(ctx, x->children))
		return t;
	/* A step is the episodes of so many children: at public never of under 5. */
	size_t least = ctx->audience == AUDIENCE_PUBLIC ? 5 : 1;
	step = step < least ? least : step;
	for (size_t i = 0; i < n && (i == 0 || i + least <= n); i += step) {
		cell_real(t, x->lorenz.unit_share[i]);
		cell_real(t, x->lorenz.event_share[i]);
	}
	cell_real(t, 1);
	cell_real(t, 1);
	return t;
}

static const struct table *next_table(struct context *ctx, const struct repeat *x)
{
	static const struct column columns[] = {
		{"after", NULL, 0, AUDIENCE_PUBLIC},
		{"days", NULL, 1, AUDIENCE_PUBLIC},
		{"at_risk", NULL, 0, AUDIENCE_PUBLIC},
		{"again", NULL, 3, AUDIENCE_PUBLIC},
		{"lower", NULL, 3, AUDIENCE_PUBLIC},
		{"upper", NULL, 3, AUDIENCE_PUBLIC},
	};
	struct table *t = TABLE_CREATE(
		ctx->arena, "next_episode", "How soon children go again", columns);
	t->reading =
		"The share of children who have gone again by that day after their "
		"first, "
		"second or third episode of the period (Kaplan-Meier, 95 % interval); "
		"children not yet gone again count as long as they were watched.";
	/* A step is one child's gap to the minute: no table for the public. */
	for (size_t c = 0; c < REPEAT_CURVES_N && ctx->audience > AUDIENCE_PUBLIC;
		c++) {
		const struct km *km = &x->next[c];
		for (size_t i = 0; i < km->steps_n; i += km->steps_n / CURVE_ROWS + 1) {
			const struct km_step *s = &km->steps[i];
			if (naming_suppressed(ctx, (int64_t)s->at_risk))
				break;
			cell_int(t, (int64_t)c + 1);
			cell_real(t, s->time);
			cell_int(t, (int64_t)s->at_risk);
			cell_real(t, 1 - s->survival);
			cell_real(t, 1 - s->upper);
			cell_real(t, 1 - s->lower);
		}
	}
	return t;
}

enum err_code repeat_result(struct work_case *c, const struct episode_set *set,
	const struct repeat *x, struct result **out)
{
	struct context *ctx = c->ctx;
	struct result *r = result_create(ctx->arena);
	(void)set;
	const struct table *bands = bands_table(ctx, x);
	bool once = !is_hidden(bands, 0, "children");
	bool twice = !is_hidden(bands, 1, "children");
	result_count(ctx, r, "episodes", x->episodes);
	result_count(ctx, r, "children", x->children);
	/* All less those of one episode, and of two. */
	result_count(ctx, r, "children_at_2", once ? x->children_at_2 : 1);
	result_count(ctx, r, "children_at_3", once && twice ? x->children_at_3 : 1);
	result_figure(ctx, r, "gini", x->children, x->children ? x->lorenz.gini : NAN);
	result_real(r, "top_6_percent_share", x->top_6_share);
	result_real(r, "top_10_percent_share", x->top_10_share);
	result_real(r, "half_made_by_share", x->half_by);
	result_real(r, "again_within_28_days", x->within_28);
	result_real(r, "again_within_28_days_lower", x->within_28_lower);
	result_real(r, "again_within_28_days_upper", x->within_28_upper);
	result_real(r, "first_repeats_within_28_days", x->repeats_within_28);
	result_table(r, bands);
	result_table(r, lorenz_table(ctx, x));
	result_table(r, repeat_groups_table(ctx, &x->groups));
	result_table(r, next_table(ctx, x));
	*out = r;
	return ERR_OK;
}

enum err_code work_repeat(struct context *ctx, const struct work_options *options)
{
	struct work_case c;
	struct episode_set set;
	struct repeat x;
	struct result *result = NULL;
	enum err_code code = case_open(ctx, options, STORE_WRITE, &c);
	if (code)
		return code;
	code = episodes_load(&c, &set);
	if (!code)
		code = repeat_compute(&c, &set, &x);
	if (!code)
		code = repeat_result(&c, &set, &x, &result);
	return analysis_finish(&c, code, "repeat", case_parameters(&c), result);
}
