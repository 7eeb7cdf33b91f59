/* A choice of squares against a list of episodes. */
#include "stats/backtest_parts.h"
#include <stdlib.h>
#include <string.h>

#define OUTSIDE UINT32_MAX

static int by_child(const void *a, const void *b)
{
	const struct visit *x = a, *y = b;
	if (x->child != y->child)
		return x->child < y->child ? -1 : 1;
	return (x->square > y->square) - (x->square < y->square);
}

struct visits visits_make(struct arena *arena, struct points points,
	const uint32_t *child, const struct squares *ground)
{
	struct visits v = {points.n, arena_array(arena, struct visit, points.n)};
	for (size_t i = 0; i < points.n; i++) {
		struct point at = {points.x_m[i], points.y_m[i]};
		v.items[i] = (struct visit){child[i], OUTSIDE};
		if (!squares_find(ground, at, &v.items[i].square))
			v.items[i].square = OUTSIDE;
	}
	qsort(v.items, v.n, sizeof *v.items, by_child);
	return v;
}

/* The chance that of m squares of which r are drawn at least one is among d of them. */
static double any_drawn(size_t m, size_t r, size_t d)
{
	double none = 1;
	for (size_t i = 0; i < d; i++) {
		if (m - i <= r)
			return 1;
		none *= (double)(m - r - i) / (double)(m - i);
	}
	return 1 - none;
}

struct child_score choice_score(
	const struct choice *c, const struct visits *v, size_t *at)
{
	struct child_score s = {.child = v->items[*at].child};
	size_t left = c->ground - c->own, others = 0;
	double drawn = left ? (double)c->drawn / (double)left : 0;
	bool hit = false;
	uint32_t before = OUTSIDE;
	s.events[BACKTEST_CHILDREN] = 1;
	for (; *at < v->n && v->items[*at].child == s.child; ++*at) {
		uint32_t square = v->items[*at].square;
		s.events[BACKTEST_EPISODES]++;
		if (square == OUTSIDE)
			continue;
		bool taken = c->taken && c->taken[square];
		s.hits[BACKTEST_EPISODES] += taken ? 1 : drawn;
		hit |= taken;
		others += !taken && square != before;
		before = square;
	}
	s.hits[BACKTEST_CHILDREN] = hit ? 1 : any_drawn(left, c->drawn, others);
	return s;
}

struct child_score choice_total(const struct choice *c, const struct visits *v)
{
	struct child_score sum = {0};
	for (size_t at = 0; at < v->n;) {
		struct child_score s = choice_score(c, v, &at);
		for (int u = 0; u < BACKTEST_UNITS; u++) {
			sum.events[u] += s.events[u];
			sum.hits[u] += s.hits[u];
		}
	}
	return sum;
}

/* ---- the best there could have been -------------------------------------------- */

/* Counts of squares: of episodes, or of children who are in none of those taken. */
static void count_open(const struct visits *v, enum backtest_unit unit,
	const double *hit, uint32_t *count)
{
	for (size_t i = 0; i < v->n; i++) {
		const struct visit *a = &v->items[i], *before = a - (i > 0);
		bool again = i > 0 && before->child == a->child &&
			     before->square == a->square;
		if (unit == BACKTEST_EPISODES || (!again && !(hit[a->child] > 0)))
			count[a->square]++;
	}
}

void best_squares(struct context *ctx, const struct visits *v, size_t ground,
	size_t squares, double *const hits[BACKTEST_UNITS])
{
	struct arena_mark mark = arena_mark(ctx->scratch);
	uint32_t *count = arena_array(ctx->scratch, uint32_t, ground);
	for (int u = 0; u < BACKTEST_UNITS; u++) {
		memset(count, 0, ground * sizeof *count);
		if (u == BACKTEST_EPISODES)
			count_open(v, BACKTEST_EPISODES, NULL, count);
		for (size_t k = 0; k < squares && k < ground; k++) {
			if (u == BACKTEST_CHILDREN) {
				memset(count, 0, ground * sizeof *count);
				count_open(v, BACKTEST_CHILDREN, hits[u], count);
			}
			size_t most = 0;
			for (size_t i = 1; i < ground; i++)
				most = count[i] > count[most] ? i : most;
			if (count[most] == 0)
				break;
			count[most] = 0;
			for (size_t i = 0; i < v->n; i++)
				if (v->items[i].square != most)
					continue;
				else if (u == BACKTEST_EPISODES)
					hits[u][v->items[i].child]++;
				else
					hits[u][v->items[i].child] = 1;
		}
	}
	arena_reset(ctx->scratch, mark);
}
