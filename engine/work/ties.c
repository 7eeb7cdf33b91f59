#include "stats/knox.h"
#include "work/cells.h"
#include "work/circles.h"
#include "work/network.h"
#include <math.h>
#include <stdlib.h>

#define SAME_PLACE_PRECISION_M 100.0
#define SAME_PLACE_M 50.0

void tie_add(struct arena *arena, struct tie_list *ties, uint32_t a, uint32_t b,
	enum tie_kind kind, uint32_t episodes)
{
	if (a == b)
		return;
	arena_reserve(arena, ties->items, ties->capacity, ties->n + 1);
	ties->items[ties->n++] = (struct child_tie){.a = a < b ? a : b,
		.b = a < b ? b : a,
		.kind = kind,
		.episodes = episodes,
		.expected = NAN,
		.p_value = NAN,
		.q_value = NAN};
}

static int compare_ties(const void *a, const void *b)
{
	const struct child_tie *x = a, *y = b;
	if (x->kind != y->kind)
		return x->kind < y->kind ? -1 : 1;
	if (x->a != y->a)
		return x->a < y->a ? -1 : 1;
	return (x->b > y->b) - (x->b < y->b);
}

void ties_merge(struct tie_list *ties)
{
	if (ties->n == 0)
		return;
	qsort(ties->items, ties->n, sizeof *ties->items, compare_ties);
	size_t n = 0;
	for (size_t i = 0; i < ties->n; i++) {
		if (n && compare_ties(&ties->items[n - 1], &ties->items[i]) == 0)
			ties->items[n - 1].episodes += ties->items[i].episodes;
		else
			ties->items[n++] = ties->items[i];
	}
	ties->n = n;
}

uint32_t child_by_id(const struct episode_set *set, int64_t child_id)
{
	size_t low = 0, high = set->children_n;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (set->children[middle].id < child_id)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == set->children_n || set->children[low].id != child_id)
		return NO_KEY;
	return (uint32_t)low;
}

/* An episode at a place at a time. */
struct presence {
	uint32_t place, episode;
	int64_t time_s;
};

struct meetings {
	struct work_case *c;
	const struct episode_set *set;
	int64_t window_s;
	struct tie_list *ties;
	struct presence *items;
	size_t n;
};

static int compare_presences(const void *a, const void *b)
{
	const struct presence *x = a, *y = b;
	if (x->place != y->place)
		return x->place < y->place ? -1 : 1;
	if (x->time_s != y->time_s)
		return x->time_s < y->time_s ? -1 : 1;
	return (x->episode > y->episode) - (x->episode < y->episode);
}

static bool to_the_hour(struct moment m)
{
	return m.precision >= TIME_SECOND && m.precision <= TIME_HOUR;
}

static bool may_meet(const struct episode *e, enum place_role role)
{
	const struct spot *s = &e->spots[role];
	if (!to_the_hour(role == ROLE_FROM ? e->gone : e->found))
		return false;
	if (role == ROLE_FROM && e->from_home_urn)
		return true;
	return s->state == SPOT_LOCATED && s->precision_m <= SAME_PLACE_PRECISION_M &&
	       !(role == ROLE_FOUND && s->belongs);
}

/* Who was where and when; a home with a URN is a place by it, else circles are. */
static enum err_code presences(struct meetings *m, enum place_role role)
{
	struct arena *arena = m->c->ctx->arena;
	double *x_m = arena_array(arena, double, m->set->n);
	double *y_m = arena_array(arena, double, m->set->n);
	uint32_t *item = arena_array(arena, uint32_t, m->set->n);
	struct map homes;
	size_t points_n = 0;
	map_init(&homes, arena);
	m->n = 0;
	for (size_t i = 0; i < m->set->n; i++) {
		const struct episode *e = &m->set->episodes[i];
		if (!may_meet(e, role))
			continue;
		struct presence *p = &m->items[m->n];
		*p = (struct presence){.episode = (uint32_t)i,
			.time_s =
				role == ROLE_FROM ? e->gone.start_s : e->found.start_s};
		if (role == ROLE_FROM && e->from_home_urn) {
			p->place = (uint32_t)map_intern(&homes, e->from_home_urn);
		} else {
			x_m[points_n] = e->spots[role].x_m;
			y_m[points_n] = e->spots[role].y_m;
			item[points_n++] = (uint32_t)m->n;
		}
		m->n++;
	}
	struct circles circles;
	enum err_code code = circles_make(m->c->ctx,
		(struct points){.n = points_n, .x_m = x_m, .y_m = y_m}, SAME_PLACE_M,
		&circles);
	for (size_t i = 0; !code && i < points_n; i++)
		m->items[item[i]].place = (uint32_t)homes.n + circles.of_point[i];
	qsort(m->items, m->n, sizeof *m->items, compare_presences);
	return code;
}

/* Overlap in time; an episode without an end is taken to last a day. */
static bool overlap(const struct episode *a, const struct episode *b)
{
	int64_t a_end = a->found.precision != TIME_NONE
				? a->found.start_s + a->found.span_s
				: a->gone.start_s + DAY_S;
	int64_t b_end = b->found.precision != TIME_NONE
				? b->found.start_s + b->found.span_s
				: b->gone.start_s + DAY_S;
	return a->gone.start_s < b_end && b->gone.start_s < a_end;
}

/* A pair of episodes, so that a pair that shares both places counts once. */
struct pair {
	uint32_t a, b;
};

static int compare_pairs(const void *a, const void *b)
{
	const struct pair *x = a, *y = b;
	if (x->a != y->a)
		return x->a < y->a ? -1 : 1;
	return (x->b > y->b) - (x->b < y->b);
}

struct pairs {
	struct pair *items;
	size_t n, capacity;
};

static enum err_code meet(struct meetings *m, enum place_role role, struct pairs *pairs)
{
	const struct episode *episodes = m->set->episodes;
	enum err_code code = presences(m, role);
	if (code)
		return code;
	for (size_t i = 0; i < m->n; i++)
		for (size_t k = i + 1;
			k < m->n && m->items[k].place == m->items[i].place &&
			m->items[k].time_s - m->items[i].time_s <= m->window_s;
			k++) {
			uint32_t a = m->items[i].episode, b = m->items[k].episode;
			if (episodes[a].child == episodes[b].child)
				continue;
			if (role == ROLE_FOUND)
				tie_add(m->c->ctx->arena, m->ties, episodes[a].child,
					episodes[b].child, TIE_FOUND_TOGETHER, 1);
			if (!overlap(&episodes[a], &episodes[b]))
				continue;
			arena_reserve(m->c->ctx->arena, pairs->items, pairs->capacity,
				pairs->n + 1);
			pairs->items[pairs->n++] =
				a < b ? (struct pair){a, b} : (struct pair){b, a};
		}
	return ERR_OK;
}

static int compare_i64(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
	return (x > y) - (x < y);
}

/* The share of all pairs of episodes that begin within the window. */
static double share_of_pairs(struct meetings *m)
{
	struct arena_mark mark = arena_mark(m->c->ctx->scratch);
	int64_t *gone = arena_array(m->c->ctx->scratch, int64_t, m->set->n);
	size_t n = m->set->n;
	double near = 0;
	for (size_t i = 0; i < n; i++)
		gone[i] = m->set->episodes[i].gone.start_s;
	qsort(gone, n, sizeof *gone, compare_i64);
	for (size_t i = 0, k = 0; i < n; i++) {
		while (gone[i] - gone[k] > m->window_s)
			k++;
		near += (double)(i - k);
	}
	arena_reset(m->c->ctx->scratch, mark);
	return n > 1 ? near / ((double)n * (double)(n - 1) / 2) : 0;
}

static int compare_by_p(const void *a, const void *b)
{
	const struct child_tie *x = *(struct child_tie *const *)a,
			       *y = *(struct child_tie *const *)b;
	if (x->p_value != y->p_value)
		return x->p_value < y->p_value ? -1 : 1;
	return compare_ties(x, y);
}

/* Benjamini and Hochberg over all pairs of children: those without a tie have p 1 and
 * need no place in memory. */
static void discovery_rate(
	struct arena *scratch, struct tie_list *ties, enum tie_kind kind, double tests)
{
	struct arena_mark mark = arena_mark(scratch);
	struct child_tie **order = arena_array(scratch, struct child_tie *, ties->n);
	size_t n = 0;
	for (size_t i = 0; i < ties->n; i++)
		if (ties->items[i].kind == kind)
			order[n++] = &ties->items[i];
	qsort(order, n, sizeof *order, compare_by_p);
	double least = 1;
	for (size_t i = n; i > 0; i--) {
		least = fmin(least, order[i - 1]->p_value * tests / (double)i);
		order[i - 1]->q_value = least;
	}
	arena_reset(scratch, mark);
}

enum err_code ties_of_time(struct work_case *c, const struct episode_set *set,
	const struct network_case_options *o, struct tie_list *ties, double *pair_share)
{
	struct arena *arena = c->ctx->arena;
	struct meetings m = {.c = c,
		.set = set,
		.window_s = o->window_s,
		.ties = ties,
		.items = arena_array(arena, struct presence, set->n)};
	struct pairs pairs = {0};
	enum err_code code = meet(&m, ROLE_FROM, &pairs);
	if (!code)
		code = meet(&m, ROLE_FOUND, &pairs);
	if (code)
		return code;
	if (pairs.n)
		qsort(pairs.items, pairs.n, sizeof *pairs.items, compare_pairs);
	for (size_t i = 0; i < pairs.n; i++)
		if (i == 0 || compare_pairs(&pairs.items[i], &pairs.items[i - 1]))
			tie_add(arena, ties, set->episodes[pairs.items[i].a].child,
				set->episodes[pairs.items[i].b].child, TIE_CO_MISSING,
				1);
	ties_merge(ties);
	*pair_share = share_of_pairs(&m);
	for (size_t i = 0; i < ties->n; i++) {
		struct child_tie *t = &ties->items[i];
		t->expected = (double)set->children[t->a].episodes_n *
			      set->children[t->b].episodes_n * *pair_share;
		t->p_value = poisson_p_upper(t->episodes, t->expected);
	}
	double all = (double)set->children_n * (double)(set->children_n - 1) / 2;
	discovery_rate(c->ctx->scratch, ties, TIE_CO_MISSING, all);
	discovery_rate(c->ctx->scratch, ties, TIE_FOUND_TOGETHER, all);
	return ERR_OK;
}
