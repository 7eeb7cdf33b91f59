/* Tails of a Poisson count, exact through the incomplete gamma function. O(1). */
#ifndef LASTSEEN_STATS_POISSON_H
#define LASTSEEN_STATS_POISSON_H

#include <stdint.h>

/* P(X >= count) for a Poisson count of this mean; 1 for count 0 or below. */
double poisson_p_upper(int64_t count, double mean);
/* P(X <= count); 0 for a count below 0. */
double poisson_p_lower(int64_t count, double mean);

#endif
