/* Relabelling for stats/relrisk.h. */
#ifndef LASTSEEN_STATS_RELRISK_DRAWS_H
#define LASTSEEN_STATS_RELRISK_DRAWS_H

#include "stats/relrisk.h"

/* Fills p_random and p_any. */
MUST_USE enum err_code relrisk_draws(struct context *ctx, struct relrisk *result,
	struct points points, const uint8_t *is_case, const struct kde_options *kde,
	uint32_t replications);

#endif
