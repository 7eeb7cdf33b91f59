/* OPTICS: the points in an order in which clusters of any radius are valleys.
 *
 * From the first point on, the next is always the one that is easiest to reach from
 * those before it: reachability of q from p is the larger of the core distance of p
 * (that to its min_points-th nearest point, itself counted) and the distance p - q,
 * where p has so many within radius_m. Drawn in their order, reachabilities show
 * clusters as valleys; a cut at any length up to radius_m gives DBSCAN's clusters there.
 *
 * Of points that are equally easy to reach the one with the higher index comes first,
 * as in ELKI and R. Ankerst, Breunig, Kriegel, Sander, SIGMOD 1999, doi
 * 10.1145/304181.304187. Equals R dbscan's optics() and extractDBSCAN(): order,
 * distances, labels but for their numbers; optics_xi() equals extractXi().
 *
 * Cost: O(n log n) for the core distances, O(n (neighbours + log n)) for the order;
 * neighbours are those within radius_m, all n where it is INFINITY.
 */
#ifndef LASTSEEN_STATS_OPTICS_H
#define LASTSEEN_STATS_OPTICS_H

#include "stats/cluster.h"

struct optics_options {
	double radius_m;     /* > 0; INFINITY is allowed; 0: the largest distance to a
			      * min_points-th nearest, as R has it by default */
	uint32_t min_points; /* >= 1 */
};

struct optics {
	size_t n;
	uint32_t *order; /* input indices */
	double *core_m;  /* by input index; INFINITY where none within radius_m */
	double *reach_m; /* by input index; INFINITY where a new part begins */
	uint32_t *from;  /* by input index: the point it was reached from, or … */
	uint32_t min_points;
	double radius_m; /* as given, or what 0 came to */
};
#define OPTICS_NOWHERE UINT32_MAX /* … none, where a new part begins */

MUST_USE enum err_code optics_run(struct context *ctx, struct optics *result,
	struct points points, const struct optics_options *options);

/* DBSCAN's clusters at radius_m (at most that of the run) and its min_points. A border
 * point goes to the cluster that came to it first in the order; one that came before
 * its cluster is noise. core marks core points. O(n). */
void optics_cut(struct context *ctx, const struct optics *optics, double radius_m,
	struct labels *labels);

/* Valleys of the order, one in the other: places first … last in the order, from 0, both
 * in; ascending by (first, last). */
struct optics_valleys {
	size_t n;
	uint32_t *first, *last;
};

/* Clusters of any density: a valley begins where reachability falls by a share of xi_01
 * or more from one place to the next and ends where it rises so; a last place that was
 * not reached from inside of the valley is no part of it. labels are those of the
 * innermost valleys around each point (of equally long ones the later), 0 outside of
 * all; core marks members. ERR_USAGE unless 0 < xi_01 < 1. `valleys` may be NULL.
 *
 * The paper's section 4.3; the correction of the end is that of Schubert, Gertz, LWDA
 * 2018. Equals R dbscan's extractXi(). O(n + valleys found and tried * their length). */
MUST_USE enum err_code optics_xi(struct context *ctx, const struct optics *optics,
	double xi_01, struct labels *labels, struct optics_valleys *valleys);

#endif
