/* Quasi-Poisson regression with a log link, by iterated weighted least squares.
 *
 * McCullagh, Nelder, Generalized linear models, 2nd ed. 1989. Starts, stops (relative
 * change of the deviance below 1e-8, at most 25 rounds) and measures dispersion as R
 * glm() does, so that figures equal its to 1e-12. O(rounds * rows * columns^2).
 */
#ifndef LASTSEEN_STATS_SURVEILLANCE_GLM_H
#define LASTSEEN_STATS_SURVEILLANCE_GLM_H

#include "base/context.h"

struct glm {
	size_t rows, columns;
	const double *x;      /* rows by columns */
	const double *y;      /* counts */
	const double *prior;  /* weights; NULL: 1 each */
	const double *offset; /* added to what the columns give; NULL: 0 each */
	double *coefficient;  /* columns */
	double *mu;           /* fitted */
	double *work;         /* working weights of the last round */
	double *hat;          /* leverages */
	double *triangle;     /* columns by columns: R of the last QR */
	double dispersion;    /* Pearson's, as measured; not below 1 in farrington.c */
	bool converged;
};

/* Fills what comes after `prior`; arrays in the scratch arena, which the caller marks.
 * Fewer rows than columns: not converged. */
void glm_fit(struct context *ctx, struct glm *m);

/* Variance of x'coefficient for a dispersion of 1. */
double glm_variance(struct context *ctx, const struct glm *m, const double *x);

#endif
