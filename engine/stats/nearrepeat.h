/* Near repeats: how many pairs of events are so far apart in space and in time, and how
 * many would chance give?
 *
 * A table of bands. NEAR_PLAIN: the first distance band is [0, first edge], the others
 * (edge before, edge], so that an edge belongs to the band that ends there; a first
 * edge of 0 makes a row for the same place. Time bands likewise. Pairs beyond the last
 * edge of either are not in the table. NEAR_CALCULATOR keeps the rules of the Near
 * Repeat Calculator 1.3: coordinates in single precision, whole days, a row for the same
 * place, then bands without their upper edge (its labels say otherwise), and a last row
 * and column for all that lies beyond. Its own expectation is the mean of its
 * simulations, and random; here expected is exact: pairs of the row * pairs of the
 * column / all pairs.
 *
 * p is (1 + #{>=}) / (1 + replications) with times shuffled over the events. An
 * originator of a cell is an event that another one of the cell follows; of two at the
 * same time the first by index.
 *
 * Townsley, Homel, Chaseling, Br. J. Criminol. 43 (2003), doi 10.1093/bjc/43.3.615;
 * Ratcliffe, Rengert, Secur. J. 21 (2008), doi 10.1057/palgrave.sj.8350068. Cost:
 * O(n log n + pairs within the last distance edge), and as much a replicate; where the
 * pairs don't fit in memory, ERR_DATA.
 */
#ifndef LASTSEEN_STATS_NEARREPEAT_H
#define LASTSEEN_STATS_NEARREPEAT_H

#include "geo/point.h"

enum near_rules { NEAR_PLAIN, NEAR_CALCULATOR };
enum near_metric { NEAR_EUCLIDEAN, NEAR_MANHATTAN };

struct nearrepeat_options {
	enum near_rules rules;
	enum near_metric metric;
	const double *radius_m; /* edges, ascending, >= 0 */
	size_t radii_n;
	const int64_t *window_s; /* edges, ascending, >= 0 */
	size_t windows_n;
	uint32_t replications;
};

struct nearrepeat_cell {
	/* Bands; to_m INFINITY and to_s INT64_MAX: beyond. */
	double from_m, to_m;
	int64_t from_s, to_s;
	int64_t observed;
	uint32_t originators;
	double expected, ratio, p_value; /* NAN where there is none */
};

struct nearrepeat {
	size_t n, rows, columns;
	int64_t pairs;
	struct nearrepeat_cell *cells; /* rows by columns; in ctx->arena */
};

MUST_USE enum err_code nearrepeat_run(struct context *ctx, struct nearrepeat *result,
	struct points points, const struct nearrepeat_options *options);

/* Knox's test at each event: with its own time fixed and those of the others shuffled,
 * the number near in both is hypergeometric, so that p is exact.
 *
 * Rogerson, Stat. Med. 20 (2001), doi 10.1002/sim.871 (who takes normal tails). */
struct local_knox {
	uint32_t close_space, close_time, close_both; /* others */
	double expected, p_value; /* P(X >= close_both); 1 where none can be near */
};

/* O(n log n + pairs close in space). Results in ctx->arena, by event. */
MUST_USE enum err_code local_knox_run(struct context *ctx, struct local_knox **local,
	struct points points, double radius_m, int64_t window_s);

#endif
