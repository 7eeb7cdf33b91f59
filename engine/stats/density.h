/* What DBSCAN and ST-DBSCAN share: cells in which all points reach each other, which of
 * their points are core, and which cells hang together. Inside stats/ only.
 *
 * Cells are a hair under radius / sqrt 2 wide and window + 1 long in whole units of
 * time, so that two points of one cell are always within reach; what a point can reach
 * lies at most two cells off in space and one in time:
 *
 *     slot - 1         slot           slot + 1
 *     5 x 5 cells      5 x 5 cells    5 x 5 cells, each row of 5 one run of cells
 */
#ifndef LASTSEEN_STATS_DENSITY_H
#define LASTSEEN_STATS_DENSITY_H

#include "geo/cells.h"
#include "stats/dbscan.h"

struct density {
	size_t n;
	double radius2_m2, radius_cells;
	uint64_t window; /* UINT64_MAX: time plays no part */
	uint32_t min_points, min_units;
	double min_x_m, min_y_m, per_m;
	int64_t min_t;
	/* Two of the columns and two of the rows are empty: so the five cells around
	 * one at the edge never run over into the next row or slot. */
	uint64_t columns, rows, slots;
	struct cells cells; /* without a directory */
	int lanes;          /* 5, or 15 in time */
	int64_t offset[15]; /* of each lane's first cell from a cell in its middle */
	double *x_m, *y_m;  /* sorted by cell */
	int64_t *t;         /* likewise; NULL where time plays no part */
	uint32_t *unit;     /* likewise; NULL where min_units is no condition */
	double *weight;     /* likewise; NULL where each point counts 1 */
	uint32_t *id;       /* the input index of each place */
	uint8_t *core;      /* one a place */
	uint32_t *core_n;   /* core points of each cell */
	uint8_t *touched; /* by cell: a core point may be within reach of its others */
	uint32_t *parent; /* of each cell, in the forest of joined cells */
	uint32_t *owner;  /* cell whose cluster each place joins, or UINT32_MAX */
};

/* Cells within reach of a cell: a run [from, to) of cell numbers a lane, that is a row
 * of five cells; many are empty. Lane 0 is the cell's own row. */
struct reach {
	uint32_t from[15], to[15];
};

/* Goes through cells in ascending order and says what each can reach: what is in reach
 * moves ahead with the cell, so that a step is O(1) and needs no look-up. */
struct sweep {
	const struct density *d;
	bool begun;
	struct reach reach;
};
const struct reach *sweep_to(struct sweep *sweep, size_t cell);

/* Whether two places are within the radius and the window of each other. */
static inline bool density_near(const struct density *d, size_t a, size_t b)
{
	double dx = d->x_m[a] - d->x_m[b], dy = d->y_m[a] - d->y_m[b];
	if (dx * dx + dy * dy > d->radius2_m2)
		return false;
	if (!d->t)
		return true;
	uint64_t apart = d->t[a] > d->t[b] ? (uint64_t)d->t[a] - (uint64_t)d->t[b]
					   : (uint64_t)d->t[b] - (uint64_t)d->t[a];
	return apart <= d->window;
}

/* The steps, in this order; the first may fail on its input. All in ctx->scratch. */
MUST_USE enum err_code density_init(struct context *ctx, struct density *d,
	struct points points, const struct dbscan_options *options, bool in_time);
void density_find_core(struct context *ctx, struct density *d);
void density_join_cells(struct context *ctx, struct density *d);
void density_claim_border(struct context *ctx, struct density *d);

/* The cell that stands for all cells joined with this one. */
uint32_t density_root(const struct density *d, uint32_t cell);

#endif
