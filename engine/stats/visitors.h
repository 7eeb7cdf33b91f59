/* Who comes to a place at all, and how many of them to expect in a share of the time.
 * Inside stats/ only: the denominator of the cluster test.
 */
#ifndef LASTSEEN_STATS_VISITORS_H
#define LASTSEEN_STATS_VISITORS_H

#include "geo/grid.h"

/* So many children come to a place in so many bouts. */
struct bouts {
	uint32_t bouts, children;
};

/* The visitors within the radius of one place: bouts[from … to), and all in all. */
struct visitors {
	uint32_t from, to, children;
};

struct visitor_table {
	struct bouts *bouts;
	struct visitors *visitors; /* one a place of the grid, in its order */
	uint32_t *own_bouts;       /* of the child whose event it is, likewise */
};

/* child and rank by place of the grid: whose event it is, and where its time stands
 * among all n times. Events of a child that are at most `gap` ranks apart, around the
 * end to the start, are one bout: a number that no shift of its series changes. Cost:
 * O(pairs within the radius) but for places that share their coordinates. */
void visitors_build(struct context *ctx, struct visitor_table *table,
	const struct grid *grid, double radius_m, const uint32_t *child,
	const uint32_t *rank, uint32_t gap);

/* The number of other children to expect near a place in a share of the time. */
double visitors_expected(
	const struct visitor_table *table, size_t place, double share_01);

#endif
