/* What holds for the whole program: GSL ends it at an error of arithmetic (a quantile
 * that does not converge, a matrix without an inverse) unless it is told not to.
 *
 * Once told, such a function answers NAN, and the method that asked says what cannot be
 * said. Call it once, before any method, from one thread. O(1).
 */
#ifndef LASTSEEN_STATS_NUMERIC_H
#define LASTSEEN_STATS_NUMERIC_H

void numeric_begin(void);

#endif
