/* How wide a Gaussian should be, from the points themselves.
 *
 *	scott       kde_bandwidth_scott(): sd n^(-1/6). Smooth; for trends. O(n)
 *	diggle      least mean square error of the intensity of a Cox process, from K:
 *	            Diggle, Appl. Stat. 34 (1985), doi 10.2307/2347366; Berman, Diggle, J. R.
 *	            Stat. Soc. B 51 (1989), doi 10.1111/j.2517-6161.1989.tb01750.x. Narrow
 *	likelihood  that under which each event is likeliest, given the others: Loader,
 *	            Local regression and likelihood, 1999. For tight clusters
 *
 * Duplicates: events at one place would make 0 the best bandwidth of the last two. Here
 * nothing is moved: events of one place are never compared with each other. Diggle's K
 * leaves out pairs 0 apart; in the likelihood an event is predicted by those of all other
 * places. Without duplicates nothing changes.
 *
 * Equals spatstat's bw.scott.iso() and bw.diggle() to 1e-9 (the latter is the best of 256
 * bandwidths, here the same ones), and of bw.ppl() its best of 16, from the least distance
 * of two points to half of the area's diameter; `best` is then sought between the two
 * beside it, so that it lies within a step of spatstat's. Its integral of the surface is
 * over 128 by 128 pixels, ours over cells no wider than half of the bandwidth.
 *
 * Cost: diggle O(n + pairs that are near), n n / 2 at most; likelihood 16 + 24 estimates at
 * all points, each O(n) (stats/kde_lattice.h) or O(n points within reach).
 */
#ifndef LASTSEEN_STATS_BANDWIDTH_H
#define LASTSEEN_STATS_BANDWIDTH_H

#include "stats/kde.h"
#include "stats/study_area.h"

struct bandwidth {
	double best_m;
	double grid_m; /* likelihood: the best of the 16 */
	bool at_end;   /* at an end of what was looked at: take it with care */
	size_t places; /* distinct ones */
};

/* ERR_DATA for fewer than 2 places, or points outside of the area. */
MUST_USE enum err_code bandwidth_diggle(struct context *ctx,
	struct bandwidth *bandwidth, struct points points,
	const struct study_area *area);

/* area: each kernel is corrected for what it spills (uniform); NULL: none is, and the
 * widest that is looked at is half of the diagonal of the points' box. */
MUST_USE enum err_code bandwidth_likelihood(struct context *ctx,
	struct bandwidth *bandwidth, struct points points, const struct shape *area);

#endif
