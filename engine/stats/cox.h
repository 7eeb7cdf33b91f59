/* By what factor does something change how soon it happens? Cox's regression.
 *
 * The hazard of a unit is that of all times exp(coefficients . covariates). Ties by Efron's
 * method. Newton's steps, halved where the likelihood would fall, on covariates moved to
 * mean 0 and standard deviation 1. Where one group has no events, the likelihood has no
 * top: `converged` is then false and the figures say nothing. One row a unit.
 *
 * Cox, J. R. Stat. Soc. B 34 (1972), doi 10.1111/j.2517-6161.1972.tb00899.x; Efron, J. Am.
 * Stat. Assoc. 72 (1977), doi 10.1080/01621459.1977.10480613. Equals R survival::coxph()
 * (ties = "efron") to 1e-9: as there, the search stops where the likelihood changes by
 * less than a share of 1e-9, when coefficients still have eight digits. O(rounds * n *
 * p^2).
 */
#ifndef LASTSEEN_STATS_COX_H
#define LASTSEEN_STATS_COX_H

#include "base/context.h"

enum { COX_COVARIATES_MOST = 8 };

struct cox_term {
	double coefficient, se;     /* of the logarithm */
	double ratio, lower, upper; /* of hazards, for one more; 95 % */
	double p_value;             /* Wald */
};

struct cox {
	size_t n, events, terms_n;
	struct cox_term terms[COX_COVARIATES_MOST];
	double log_likelihood_null, log_likelihood;
	bool converged;
	int rounds;
};

/* x: n rows of p covariates. A covariate that does not vary, or is made of the others,
 * leaves `converged` false. ERR_DATA for times below 0 or covariates that are no numbers;
 * ERR_USAGE for p of 0 or above COX_COVARIATES_MOST. */
MUST_USE enum err_code cox_run(struct context *ctx, struct cox *cox, size_t n,
	const double *time, const uint8_t *event, const double *x, size_t p);

#endif
