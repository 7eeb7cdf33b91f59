/* A density in space and time, looked at in slices.
 *
 *	f(x, y, t) = the sum of k_h(x - x_i, y - y_i) g_w(t - t_i)
 *
 * k one of the kernels of stats/kde.h, g a Gaussian of standard deviation w in time:
 * events per square metre and per day. In a study area kernels are corrected for what
 * they spill over its border, as there, and in time for what they spill over the first
 * and last moment looked at, by the same rule (uniform: at the slice; diggle: at the
 * event); events before the first or after the last moment are then left out, else they
 * count towards the slices. As sparr's spattemp.density() (Fernando, Hazelton, Spat.
 * Spatiotemporal Epidemiol. 8 (2014), doi 10.1016/j.sste.2013.12.002),
 * whose densities add up to 1 where these add up to the number of events.
 *
 * A slice is the surface at its middle. Cost: a slice that of a surface of the events
 * within 8.6 w of it; memory: one surface at a time, handed to the caller.
 */
#ifndef LASTSEEN_STATS_STKDE_H
#define LASTSEEN_STATS_STKDE_H

#include "stats/kde.h"

struct stkde_options {
	struct kde_options kde; /* fixed bandwidth; weights as there */
	double window;          /* w, in the unit of t_s */
	int64_t from, until;    /* what is looked at: the first slice begins, all end */
	int64_t slice;          /* how long a slice is; > 0 */
	double unit; /* of time in the result: 86400 where t_s is in seconds and
				 * the density is per day */
};

struct stkde_slice {
	size_t at, of;
	int64_t from, until;
	double expected; /* the sum of the surface over its cells, times the slice's length */
	struct kde surface; /* its density lives until the next slice */
};

/* How many slices there are: the last may be cut short. 0 for wrong options. */
size_t stkde_slices(const struct stkde_options *options);

/* Calls `each` for every slice in order, until one fails. ERR_USAGE for a window or slice
 * of 0, or more than STKDE_SLICES_MOST slices; else as kde_run(). points.t_s is needed. */
#define STKDE_SLICES_MOST 10000
MUST_USE enum err_code stkde_run(struct context *ctx, struct points points,
	const struct stkde_options *options,
	enum err_code (*each)(void *caller, const struct stkde_slice *slice),
	void *caller);

#endif
