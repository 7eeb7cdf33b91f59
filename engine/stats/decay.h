/* Distance decay: which curve do the lengths of journeys follow, and how steep is it?
 *
 * Four densities over [from_m, to_m], fitted by maximum likelihood as what they are there,
 * truncated at both ends (a shorter way can't be told from none, a longer one isn't in the
 * data):
 *
 *	exponential   rate * exp(-rate d)                  (the negative exponential)
 *	power         d^-exponent, where from_m > 0        (Pareto)
 *	lognormal     log d normal with mean, sd
 *	gamma         d^(shape - 1) exp(-rate d)
 *
 * Each child weighs 1 in all, whatever the number of its journeys; standard errors are
 * of whole children (sandwich), AIC is 2 parameters - 2 log likelihood of those weights.
 * Fit: Kolmogorov and Smirnov's distance of one journey a child, drawn by the seed (of at
 * most 1,000 children), ranked among that of replicates drawn from the curve and fitted
 * again: (1 + #{>=}) / (1 + replications). A small p: the curve does not describe them.
 *
 * Kent, Leitner, Curtis, Comput. Environ. Urban Syst. 30 (2006), doi
 * 10.1016/j.compenvurbsys.2005.06.003 for the curves; White, Econometrica 50 (1982), doi
 * 10.2307/1912526 for the errors; Stute, Manteiga, Quindimil, Metrika 40 (1993), doi
 * 10.1007/BF02613687 for the fit. Estimates equal R's MASS::fitdistr() where nothing is
 * truncated.
 *
 * Cost: O(n), and O(children) a replicate. Replicate k has stream k.
 */
#ifndef LASTSEEN_STATS_DECAY_H
#define LASTSEEN_STATS_DECAY_H

#include "base/context.h"

enum decay_family {
	DECAY_EXPONENTIAL,
	DECAY_POWER,
	DECAY_LOGNORMAL,
	DECAY_GAMMA,
	DECAY_FAMILIES_N
};

struct decay_options {
	double from_m;         /* >= 0; 0 itself is never in */
	double to_m;           /* 0: no end */
	uint32_t replications; /* of the fit; 0: none */
};

struct decay_fit {
	bool fitted; /* false: no maximum, or none is defined; all else is NAN */
	/* rate (1/m); exponent; mean and sd of log metres; shape and rate (1/m). */
	double parameter[2], error[2];
	size_t parameters_n;
	double log_likelihood, aic;
	double median_m; /* of the curve as truncated */
	double ks, p_fit;
};

struct decay {
	size_t n, children;
	size_t short_n, long_n; /* left out */
	struct decay_fit fits[DECAY_FAMILIES_N];
	enum decay_family best; /* least AIC */
	bool any;
};

const char *decay_name(enum decay_family family);
/* "rate_per_m", … ; NULL beyond parameters_n. */
const char *decay_parameter_name(enum decay_family family, size_t parameter);

/* child: a number per distance below n; NULL: every distance is one of its own. Fewer
 * than 3 distances in the range: nothing is fitted. ERR_USAGE unless 0 <= from < to. */
MUST_USE enum err_code decay_run(struct context *ctx, struct decay *decay, size_t n,
	const double *distance_m, const uint32_t *child,
	const struct decay_options *options);

/* The density of a fit at a distance, per metre. */
double decay_density(const struct decay_fit *fit, enum decay_family family,
	const struct decay_options *options, double distance_m);

#endif
