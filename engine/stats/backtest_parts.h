/* What the parts of the backtest share. For stats/backtest*.c alone. */
#ifndef LASTSEEN_STATS_BACKTEST_PARTS_H
#define LASTSEEN_STATS_BACKTEST_PARTS_H

#include "stats/backtest.h"

/* An episode as the score sees it; in order of child, then square. */
struct visit {
	uint32_t child, square; /* UINT32_MAX: outside of the ground */
};
struct visits {
	size_t n;
	struct visit *items;
};

/* So many squares of the ground are chosen (taken[square]), and so many more drawn at
 * random from those that are not. */
struct choice {
	const uint8_t *taken;
	size_t own, drawn, ground;
};

/* What one child adds: to each unit, what there is of it and what is hit. */
struct child_score {
	uint32_t child;
	double events[BACKTEST_UNITS], hits[BACKTEST_UNITS];
};

/* ---- backtest_score.c ---- */
struct visits visits_make(struct arena *arena, struct points points,
	const uint32_t *child, const struct squares *ground);
/* The child whose visits begin at *at; moves *at behind them. */
struct child_score choice_score(
	const struct choice *choice, const struct visits *visits, size_t *at);
/* The whole of a list. */
struct child_score choice_total(const struct choice *choice, const struct visits *v);
/* The best of `squares` squares: of each child, by unit, what they hit. out has room for
 * input's children; squares of the visits are numbered below `ground`. */
void best_squares(struct context *ctx, const struct visits *visits, size_t ground,
	size_t squares, double *const hits[BACKTEST_UNITS]);

/* ---- backtest_chance.c ---- */
/* What a child adds to a method's figures. */
struct tally {
	double events, hits, by_area, best;
	double common_events, common_hits, last_year_hits;
};
enum { TALLY_FIELDS = sizeof(struct tally) / sizeof(double) };

/* A month as a random choice sees it. */
struct month_visits {
	struct visits visits; /* by square, then child */
	size_t ground;
	bool used;
};

struct chances {
	struct backtest *result;
	const struct backtest_options *options;
	struct tally *tallies; /* by child, method, unit */
	uint32_t children;
	const struct month_visits *months;
	size_t months_n;
	const bool *asked; /* by month and method */
};
size_t tally_at(const struct chances *c, uint32_t child, size_t method, int unit);
/* The figures of summed tallies, all but p and intervals. */
void figures_of(struct backtest_figures *f, const struct tally *sum);
void bootstrap_children(struct context *ctx, const struct chances *c);
void draw_at_random(struct context *ctx, const struct chances *c);

#endif
