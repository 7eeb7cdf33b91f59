#include "stats/knox.h"
#include "work/cells.h"
#include "work/circles.h"
#include "work/network.h"
#include <math.h>
#include <stdlib.h>

#define SAME_PLACE_PRECISION_M 100.0
#define SAME_PLACE_M 50.0
/* Pairs that chance gives more often than this are not told: a large case has millions.
 */
#define TOGETHER_P 0.01
#define TOGETHER_Q 0.2

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

/* A pair of children, a < b. */
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

/* Children who went from, or were found at, one place within the window. */
static enum err_code meet(struct meetings *m, enum place_role role, struct pairs *pairs)
{
	const struct episode *episodes = m->set->episodes;
	struct arena *arena = m->c->ctx->arena;
	enum err_code code = presences(m, role);
	if (code)
		return code;
	for (size_t i = 0; i < m->n; i++)
		for (size_t k = i + 1;
			k < m->n && m->items[k].place == m->items[i].place &&
			m->items[k].time_s - m->items[i].time_s <= m->window_s;
			k++) {
			uint32_t a = episodes[m->items[i].episode].child;
			uint32_t b = episodes[m->items[k].episode].child;
			if (a == b)
				continue;
			if (role == ROLE_FOUND)
				tie_add(arena, m->ties, a, b, TIE_FOUND_TOGETHER, 1);
			arena_reserve(
				arena, pairs->items, pairs->capacity, pairs->n + 1);
			pairs->items[pairs->n++] =
				a < b ? (struct pair){a, b} : (struct pair){b, a};
		}
	return ERR_OK;
}

static bool share_a_place(const struct pairs *pairs, uint32_t a, uint32_t b)
{
	struct pair key = {a, b};
	return pairs->n &&
	       bsearch(&key, pairs->items, pairs->n, sizeof key, compare_pairs);
}

/* Episodes in order of when the child went, and those of each child in that order. */
struct goings {
	int64_t *gone_s;
	uint32_t *episode;
	size_t n;
	uint32_t *first, *place; /* place[first[c] … first[c + 1] - 1] in that order */
};

struct going {
	int64_t gone_s;
	uint32_t episode;
};

static int compare_goings(const void *a, const void *b)
{
	const struct going *x = a, *y = b;
	if (x->gone_s != y->gone_s)
		return x->gone_s < y->gone_s ? -1 : 1;
	return (x->episode > y->episode) - (x->episode < y->episode);
}

/* Times known to the day only say nothing of two hours, and stay out. */
static struct goings goings_make(struct meetings *m)
{
	struct arena *arena = m->c->ctx->arena;
	const struct episode_set *set = m->set;
	struct going *order = arena_array(arena, struct going, set->n);
	struct goings g = {.n = 0};
	for (size_t i = 0; i < set->n; i++)
		if (to_the_hour(set->episodes[i].gone))
			order[g.n++] = (struct going){
				set->episodes[i].gone.start_s, (uint32_t)i};
	if (g.n)
		qsort(order, g.n, sizeof *order, compare_goings);
	g.gone_s = arena_array(arena, int64_t, g.n);
	g.episode = arena_array(arena, uint32_t, g.n);
	g.first = arena_array(arena, uint32_t, set->children_n + 1);
	g.place = arena_array(arena, uint32_t, g.n);
	for (size_t i = 0; i < g.n; i++) {
		g.gone_s[i] = order[i].gone_s;
		g.episode[i] = order[i].episode;
		g.first[set->episodes[g.episode[i]].child + 1]++;
	}
	for (size_t c = 0; c < set->children_n; c++)
		g.first[c + 1] += g.first[c];
	uint32_t *at = arena_array(arena, uint32_t, set->children_n);
	for (size_t i = 0; i < g.n; i++) {
		uint32_t c = set->episodes[g.episode[i]].child;
		g.place[g.first[c] + at[c]++] = (uint32_t)i;
	}
	return g;
}

/* Counts for child a, in count, the evenings shared with each child after it. */
static void count_shared(struct meetings *m, const struct goings *g, uint32_t a,
	uint32_t *count, uint32_t *touched, size_t *touched_n)
{
	const struct episode *episodes = m->set->episodes;
	for (uint32_t p = g->first[a]; p < g->first[a + 1]; p++) {
		size_t i = g->place[p], from = i, to = i;
		while (from > 0 && g->gone_s[i] - g->gone_s[from - 1] <= m->window_s)
			from--;
		while (to + 1 < g->n && g->gone_s[to + 1] - g->gone_s[i] <= m->window_s)
			to++;
		for (size_t k = from; k <= to; k++) {
			uint32_t b = episodes[g->episode[k]].child;
			if (b <= a || !overlap(&episodes[g->episode[i]],
					      &episodes[g->episode[k]]))
				continue;
			if (count[b]++ == 0)
				touched[(*touched_n)++] = b;
		}
	}
}

/* How often two children would share an evening if they went independently. */
static double shared_by_chance(
	const struct episode_set *set, uint32_t a, uint32_t b, double pair_share)
{
	return (double)set->children[a].episodes_n * set->children[b].episodes_n *
	       pair_share;
}

/* Missing together: more often than chance gives, or from or at one place. */
static void missing_together(struct meetings *m, const struct goings *g,
	const struct pairs *near, double pair_share)
{
	struct arena *arena = m->c->ctx->arena;
	uint32_t *count = arena_array(arena, uint32_t, m->set->children_n);
	uint32_t *touched = arena_array(arena, uint32_t, m->set->children_n);
	for (uint32_t a = 0; a < m->set->children_n; a++) {
		size_t n = 0;
		count_shared(m, g, a, count, touched, &n);
		for (size_t i = 0; i < n; i++) {
			uint32_t b = touched[i];
			double expected = shared_by_chance(m->set, a, b, pair_share);
			if ((count[b] >= 2 && poisson_p_upper(count[b], expected) <=
						      TOGETHER_P) ||
				share_a_place(near, a, b))
				tie_add(arena, m->ties, a, b, TIE_CO_MISSING, count[b]);
			count[b] = 0;
		}
	}
}

/* The share of all pairs of episodes that begin within the window. */
static double share_of_pairs(const struct goings *g, int64_t window_s)
{
	double near = 0;
	for (size_t i = 0, k = 0; i < g->n; i++) {
		while (g->gone_s[i] - g->gone_s[k] > window_s)
			k++;
		near += (double)(i - k);
	}
	return g->n > 1 ? near / ((double)g->n * (double)(g->n - 1) / 2) : 0;
}

static int compare_by_p(const void *a, const void *b)
{
	const struct child_tie *x = *(struct child_tie *const *)a,
			       *y = *(struct child_tie *const *)b;
	if (x->p_value != y->p_value)
		return x->p_value < y->p_value ? -1 : 1;
	return compare_ties(x, y);
}

/* The surest first, within each kind. */
static int compare_by_strength(const void *a, const void *b)
{
	const struct child_tie *x = a, *y = b;
	if (x->kind != y->kind)
		return x->kind < y->kind ? -1 : 1;
	return compare_by_p(&x, &y);
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

/* Leaves out evenings shared so rarely that chance may give them, unless from or at the
 * same place: a large case has hundreds of thousands. */
static void drop_chance(struct tie_list *ties, const struct pairs *near)
{
	size_t n = 0;
	for (size_t i = 0; i < ties->n; i++) {
		const struct child_tie *t = &ties->items[i];
		if (t->kind != TIE_CO_MISSING || t->q_value <= TOGETHER_Q ||
			share_a_place(near, t->a, t->b))
			ties->items[n++] = *t;
	}
	ties->n = n;
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
	struct pairs near = {0};
	enum err_code code = meet(&m, ROLE_FROM, &near);
	if (!code)
		code = meet(&m, ROLE_FOUND, &near);
	if (code)
		return code;
	if (near.n)
		qsort(near.items, near.n, sizeof *near.items, compare_pairs);
	struct goings goings = goings_make(&m);
	*pair_share = share_of_pairs(&goings, o->window_s);
	missing_together(&m, &goings, &near, *pair_share);
	ties_merge(ties);
	for (size_t i = 0; i < ties->n; i++) {
		struct child_tie *t = &ties->items[i];
		t->expected = shared_by_chance(set, t->a, t->b, *pair_share);
		t->p_value = poisson_p_upper(t->episodes, t->expected);
	}
	double all = (double)set->children_n * (double)(set->children_n - 1) / 2;
	discovery_rate(c->ctx->scratch, ties, TIE_CO_MISSING, all);
	discovery_rate(c->ctx->scratch, ties, TIE_FOUND_TOGETHER, all);
	drop_chance(ties, &near);
	if (ties->n)
		qsort(ties->items, ties->n, sizeof *ties->items, compare_by_strength);
	return ERR_OK;
}
