#include "work/repeat_groups.h"
#include "stats/km.h"
#include "work/crossref.h"
#include "work/months.h"
#include "work/naming.h"
#include <math.h>
#include <stdlib.h>

#define SOON_DAYS 28.0

/* Times to the next episode, and whether it came; group -1 is in neither. */
struct follow {
	size_t n;
	double *days;
	uint8_t *again;
	uint32_t *group;
	int *care; /* 1, 0, -1 not known */
};

static struct follow follow_create(struct arena *arena, size_t n)
{
	return (struct follow){0, arena_array(arena, double, n),
		arena_array(arena, uint8_t, n), arena_array(arena, uint32_t, n),
		arena_array(arena, int, n)};
}

static void follow_add(struct follow *f, double days, bool again, int group, int care)
{
	f->care[f->n] = care;
	f->days[f->n] = days;
	f->again[f->n] = again;
	f->group[f->n++] = (uint32_t)group;
}

static double days_between(int64_t from_s, int64_t to_s)
{
	return to_s > from_s ? (double)(to_s - from_s) / (double)DAY_S : 0;
}

/* ---- the interviews ---------------------------------------------------------------- */

struct id_index {
	int64_t id;
	uint32_t index;
};

static int compare_ids(const void *a, const void *b)
{
	const struct id_index *x = a, *y = b;
	return (x->id > y->id) - (x->id < y->id);
}

/* When the first interview about each episode was held; INT64_MAX: none. */
static enum err_code interviews_load(
	struct work_case *c, const struct episode_set *set, int64_t *held_s, bool *any)
{
	struct id_index *ids = arena_array(c->ctx->arena, struct id_index, set->n);
	for (size_t i = 0; i < set->n; i++) {
		ids[i] = (struct id_index){set->episodes[i].id, (uint32_t)i};
		held_s[i] = INT64_MAX;
	}
	qsort(ids, set->n, sizeof *ids, compare_ids);
	struct statement *s;
	enum err_code code = store_prepare(c->store, &sql_crossref_interviews, &s);
	for (bool row = true; !code;) {
		code = statement_step(s, &row);
		if (code || !row)
			break;
		struct id_index key = {column_int(s, 0), 0};
		const struct id_index *found =
			bsearch(&key, ids, set->n, sizeof *ids, compare_ids);
		*any = true;
		if (!found || column_null(s, 4))
			continue;
		int64_t at_s = column_int(s, 4);
		if (at_s < held_s[found->index])
			held_s[found->index] = at_s;
	}
	return code;
}

/* ---- the groups -------------------------------------------------------------------- */

/* What the first episode of a child, and the next one, say. */
struct first {
	const struct episode *episode;
	int64_t held_s, next_s; /* INT64_MAX: none */
};

static void by_from(
	const struct first *x, int64_t end_s, struct follow *f, struct again *a)
{
	int care = episode_from_care(x->episode);
	bool again = x->next_s != INT64_MAX;
	if (care < 0) {
		a->left_out++;
		return;
	}
	follow_add(f, days_between(x->episode->gone.start_s, again ? x->next_s : end_s),
		again, care, care);
}

/* From 72 hours after the return on. */
static void by_interview(
	const struct first *x, int64_t end_s, struct follow *f, struct again *a)
{
	const struct moment *found = &x->episode->found;
	int64_t landmark_s = found->start_s + found->span_s - 1 + INTERVIEW_SOON_S;
	bool again = x->next_s != INT64_MAX;
	bool too_soon =
		found->precision != TIME_NONE && again && x->next_s < landmark_s;
	if (found->precision == TIME_NONE || too_soon || landmark_s >= end_s) {
		a->left_out++;
		a->too_soon += too_soon;
		return;
	}
	follow_add(f, days_between(landmark_s, again ? x->next_s : end_s), again,
		x->held_s <= landmark_s, episode_from_care(x->episode));
}

static enum err_code describe(
	struct context *ctx, const struct follow *f, int which, struct again_group *g)
{
	struct km km;
	double *days = arena_array(ctx->arena, double, f->n);
	uint8_t *again = arena_array(ctx->arena, uint8_t, f->n);
	size_t n = 0;
	g->within_28 = g->within_28_lower = g->within_28_upper = g->median_days = NAN;
	for (size_t i = 0; i < f->n; i++)
		if ((int)f->group[i] == which) {
			days[n] = f->days[i];
			again[n++] = f->again[i];
			g->again += f->again[i];
		}
	g->children = (int64_t)n;
	if (n == 0)
		return ERR_OK;
	enum err_code err = km_run(ctx, &km, n, days, again);
	if (err)
		return err;
	g->median_days = km.median;
	g->within_28 = 1 - km_at(&km, SOON_DAYS);
	for (size_t i = 0; i < km.steps_n && km.steps[i].time <= SOON_DAYS; i++) {
		g->within_28_lower = 1 - km.steps[i].upper;
		g->within_28_upper = 1 - km.steps[i].lower;
	}
	return ERR_OK;
}

/* The ratio with where they went from as a second covariate. */
static enum err_code adjust(
	struct context *ctx, const struct follow *f, struct again *a)
{
	double *days = arena_array(ctx->arena, double, f->n);
	uint8_t *again = arena_array(ctx->arena, uint8_t, f->n);
	double *x = arena_array(ctx->arena, double, 2 * f->n);
	size_t n = 0;
	for (size_t i = 0; i < f->n; i++) {
		if (f->care[i] < 0)
			continue;
		days[n] = f->days[i];
		again[n] = f->again[i];
		x[2 * n] = f->group[i];
		x[2 * n++ + 1] = f->care[i];
	}
	struct cox cox;
	enum err_code err = cox_run(ctx, &cox, n, days, again, x, 2);
	if (!err)
		a->adjusted = cox.terms[0];
	return err;
}

static enum err_code compare(
	struct context *ctx, const struct follow *f, struct again *a)
{
	static const struct cox_term none = {NAN, NAN, NAN, NAN, NAN, NAN};
	a->p_value = NAN;
	a->ratio = a->adjusted = none;
	enum err_code err = describe(ctx, f, 0, &a->group[0]);
	if (!err)
		err = describe(ctx, f, 1, &a->group[1]);
	a->compared = a->group[0].children > 0 && a->group[1].children > 0 &&
		      a->group[0].again + a->group[1].again > 0;
	if (err || !a->compared)
		return err;
	struct logrank l;
	struct cox cox;
	double *x = arena_array(ctx->arena, double, f->n);
	for (size_t i = 0; i < f->n; i++)
		x[i] = f->group[i];
	err = logrank_run(ctx, &l, f->n, f->days, f->again, f->group, 2);
	if (!err)
		err = cox_run(ctx, &cox, f->n, f->days, f->again, x, 1);
	if (err)
		return err;
	a->p_value = l.p_value;
	a->ratio = cox.terms[0];
	return ERR_OK;
}

enum err_code repeat_groups_compute(struct work_case *c, const struct episode_set *set,
	const struct groups *by_child, struct repeat_groups *out)
{
	struct context *ctx = c->ctx;
	*out = (struct repeat_groups){0};
	int64_t start_s, end_s, *held_s = arena_array(ctx->arena, int64_t, set->n);
	struct period days = {set->first_day, set->last_day, false};
	enum err_code err = interviews_load(c, set, held_s, &out->interviews);
	if (err)
		return err;
	period_seconds(days, &start_s, &end_s);
	struct follow from = follow_create(ctx->arena, set->children_n);
	struct follow interview = follow_create(ctx->arena, set->children_n);
	for (size_t child = 0; child < set->children_n; child++) {
		const uint32_t *items = groups_items(by_child, child);
		size_t size = groups_size(by_child, child);
		struct first x = {&set->episodes[items[0]], held_s[items[0]],
			size > 1 ? set->episodes[items[1]].gone.start_s : INT64_MAX};
		by_from(&x, end_s, &from, &out->by[AGAIN_BY_FROM]);
		by_interview(&x, end_s, &interview, &out->by[AGAIN_BY_INTERVIEW]);
	}
	struct again *by_interviews = &out->by[AGAIN_BY_INTERVIEW];
	err = compare(ctx, &from, &out->by[AGAIN_BY_FROM]);
	if (!err)
		err = compare(ctx, &interview, by_interviews);
	if (!err && by_interviews->compared)
		err = adjust(ctx, &interview, by_interviews);
	return err;
}

/* ---- the result -------------------------------------------------------------------- */

bool again_shown(const struct context *ctx, const struct again *a)
{
	for (int g = 0; g < 2; g++)
		if (naming_suppressed(ctx, a->group[g].children) ||
			naming_suppressed(ctx, a->group[g].again) ||
			naming_suppressed(
				ctx, a->group[g].children - a->group[g].again))
			return false;
	return !naming_suppressed(ctx, a->left_out);
}

static void add_row(struct table *t, const char *by, const char *name,
	const struct again *a, int which)
{
	const struct again_group *g = &a->group[which];
	cell_text(t, by);
	cell_text(t, name);
	cell_int(t, g->children);
	cell_int(t, g->again);
	cell_real(t, g->within_28);
	cell_real(t, g->within_28_lower);
	cell_real(t, g->within_28_upper);
	cell_real(t, g->median_days);
	cell_real(t, which == 1 ? a->ratio.ratio : NAN);
	cell_real(t, which == 1 ? a->ratio.lower : NAN);
	cell_real(t, which == 1 ? a->ratio.upper : NAN);
	cell_real(t, which == 1 ? a->p_value : NAN);
	cell_real(t, which == 1 ? a->adjusted.ratio : NAN);
	cell_real(t, which == 1 ? a->adjusted.lower : NAN);
	cell_real(t, which == 1 ? a->adjusted.upper : NAN);
}

const struct table *repeat_groups_table(
	struct context *ctx, const struct repeat_groups *x)
{
	static const struct column columns[] = {
		{"by", "By", 0, AUDIENCE_PUBLIC},
		{"group", "After a first episode", 0, AUDIENCE_PUBLIC},
		{"children", "Children", 0, AUDIENCE_PUBLIC},
		{"again", "Went again", 0, AUDIENCE_PUBLIC},
		{"share_within_28", "Within 28 days", 3, AUDIENCE_PUBLIC},
		{"share_within_28_lower", "at least", 3, AUDIENCE_PUBLIC},
		{"share_within_28_upper", "at most", 3, AUDIENCE_PUBLIC},
		{"median_days", "Half by day", 1, AUDIENCE_PUBLIC},
		{"ratio", "Ratio", 2, AUDIENCE_PUBLIC},
		{"ratio_lower", "at least", 2, AUDIENCE_PUBLIC},
		{"ratio_upper", "at most", 2, AUDIENCE_PUBLIC},
		{"p_value", "p", 4, AUDIENCE_PUBLIC},
		{"ratio_adjusted", "Ratio, given home or care", 2, AUDIENCE_PUBLIC},
		{"ratio_adjusted_lower", "at least", 2, AUDIENCE_PUBLIC},
		{"ratio_adjusted_upper", "at most", 2, AUDIENCE_PUBLIC},
	};
	static const char *const by[] = {"from", "interview"};
	static const char *const names[][2] = {{"from home", "from care"},
		{"no interview within 72 hours", "interview within 72 hours"}};
	struct table *t = TABLE_CREATE(ctx->arena, "next_by_group",
		"How soon children go again, by group", columns);
	t->reading =
		"Each child once, after its first episode of the period; by "
		"interview, from 72 hours after the return on, for children who had "
		"not gone again by then. Ratio: how much more often, at any time, "
		"the second group goes again than the first (Cox); p by log-rank. "
		"Who gets an interview is not drawn by lot.";
	for (int k = 0; k < AGAIN_BY_N; k++) {
		const struct again *a = &x->by[k];
		if (!again_shown(ctx, a) || (k == AGAIN_BY_INTERVIEW && !x->interviews))
			continue;
		for (int g = 0; g < 2; g++)
			add_row(t, by[k], names[k][g], a, g);
	}
	return t;
}
