#include "base/str.h"
#include "work/cells.h"
#include "work/crossref.h"
#include <math.h>
#include <stdlib.h>

/* The first interview of each kind that an episode has. */
struct interview {
	bool any, accepted;
	int64_t offered_s, held_s; /* INT64_MAX: none */
	int independent;           /* -1 not said */
};

struct id_index {
	int64_t id;
	uint32_t index;
};

static int compare_ids(const void *a, const void *b)
{
	const struct id_index *x = a, *y = b;
	return (x->id > y->id) - (x->id < y->id);
}

static void take(struct statement *s, struct interview *i)
{
	int64_t offered_s = column_null(s, 1) ? INT64_MAX : column_int(s, 1);
	int64_t held_s = column_null(s, 4) ? INT64_MAX : column_int(s, 4);
	if (!i->any)
		*i = (struct interview){true, false, INT64_MAX, INT64_MAX, -1};
	i->accepted |= column_int(s, 3) == 1;
	i->offered_s = offered_s < i->offered_s ? offered_s : i->offered_s;
	if (held_s >= i->held_s)
		return;
	i->held_s = held_s;
	i->independent = column_null(s, 6) ? -1 : (int)column_int(s, 6);
}

static enum err_code interviews_load(struct work_case *c, const struct episode_set *set,
	struct interview *interviews, bool *any)
{
	struct id_index *ids = arena_array(c->ctx->arena, struct id_index, set->n);
	for (size_t i = 0; i < set->n; i++)
		ids[i] = (struct id_index){set->episodes[i].id, (uint32_t)i};
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
		if (found)
			take(s, &interviews[found->index]);
	}
	return code;
}

static void count_soon(const struct episode_set *set,
	const struct interview *interviews, bool *child_ended, bool *child_soon,
	struct interview_figures *f)
{
	for (size_t k = 0; k < set->n; k++) {
		const struct episode *e = &set->episodes[k];
		const struct interview *i = &interviews[k];
		if (e->found.precision == TIME_NONE)
			continue;
		int64_t until_s =
			e->found.start_s + e->found.span_s - 1 + INTERVIEW_SOON_S;
		f->ended++;
		f->ended_children += !child_ended[e->child];
		child_ended[e->child] = true;
		if (!i->any)
			continue;
		f->offered += i->offered_s != INT64_MAX;
		f->offered_soon += i->offered_s <= until_s;
		f->accepted += i->accepted;
		f->held += i->held_s != INT64_MAX;
		if (i->held_s > until_s)
			continue;
		f->held_soon++;
		f->held_soon_children += !child_soon[e->child];
		child_soon[e->child] = true;
	}
}

/* What a child adds to both groups: for the variance. */
struct influence {
	double episodes[INTERVIEW_BY_N], days[INTERVIEW_BY_N];
	bool seen[INTERVIEW_BY_N];
};

static void follow(const struct episode_set *set, const struct groups *by_child,
	const struct interview *interviews, int64_t end_s, struct influence *children,
	struct crossref *out)
{
	const int64_t after_s = INTERVIEW_AFTER_DAYS * DAY_S;
	for (size_t k = 0; k < set->n; k++) {
		const struct interview *i = &interviews[k];
		if (!i->any || i->held_s == INT64_MAX || i->held_s >= end_s)
			continue;
		if (i->independent < 0) {
			out->by_unknown++;
			continue;
		}
		uint32_t child = set->episodes[k].child;
		struct interview_after *a = &out->after[i->independent];
		struct influence *f = &children[child];
		int64_t until_s =
			i->held_s + after_s < end_s ? i->held_s + after_s : end_s;
		double days = (double)(until_s - i->held_s) / (double)DAY_S;
		a->held++;
		a->children += !f->seen[i->independent];
		f->seen[i->independent] = true;
		a->days += days;
		f->days[i->independent] += days;
		for (size_t m = 0; m < groups_size(by_child, child); m++) {
			int64_t gone_s = set->episodes[groups_items(by_child, child)[m]]
						 .gone.start_s;
			bool counts = gone_s >= i->held_s && gone_s < until_s;
			a->episodes += counts;
			f->episodes[i->independent] += counts;
		}
	}
}

/* log ratio +- 1.96 standard errors, by children. */
static void ratio_of(const struct influence *children, size_t n, struct crossref *out)
{
	struct interview_after *a = out->after;
	out->ratio = out->ratio_lower = out->ratio_upper = NAN;
	for (int by = 0; by < INTERVIEW_BY_N; by++)
		a[by].rate = a[by].days > 0 ? (double)a[by].episodes * 100 / a[by].days
					    : NAN;
	if (!a[0].episodes || !a[1].episodes)
		return;
	double variance = 0;
	for (size_t i = 0; i < n; i++) {
		double sum = 0;
		for (int by = 0; by < INTERVIEW_BY_N; by++) {
			double expected = a[by].rate / 100 * children[i].days[by];
			double own = (children[i].episodes[by] - expected) /
				     (double)a[by].episodes;
			sum += by == INTERVIEW_INDEPENDENT ? own : -own;
		}
		variance += sum * sum;
	}
	double reach = 1.959963984540054 * sqrt(variance);
	out->ratio = a[INTERVIEW_INDEPENDENT].rate / a[INTERVIEW_NOT_INDEPENDENT].rate;
	out->ratio_lower = out->ratio * exp(-reach);
	out->ratio_upper = out->ratio * exp(reach);
}

enum err_code crossref_interviews(
	struct work_case *c, const struct episode_set *set, struct crossref *out)
{
	struct arena *arena = c->ctx->arena;
	struct interview *interviews = arena_array(arena, struct interview, set->n);
	enum err_code code = interviews_load(c, set, interviews, &out->interviews.any);
	if (code)
		return code;
	bool *ended = arena_array(arena, bool, set->children_n);
	bool *soon = arena_array(arena, bool, set->children_n);
	count_soon(set, interviews, ended, soon, &out->interviews);
	struct groups by_child = groups_by_child(arena, set);
	struct influence *children =
		arena_array(arena, struct influence, set->children_n);
	struct period days = {set->first_day, set->last_day, false};
	int64_t start_s, end_s;
	period_seconds(days, &start_s, &end_s);
	follow(set, &by_child, interviews, end_s, children, out);
	ratio_of(children, set->children_n, out);
	return ERR_OK;
}
