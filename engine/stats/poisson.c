#include "stats/poisson.h"
#include <gsl/gsl_cdf.h>

double poisson_p_upper(int64_t count, double mean)
{
	if (count <= 0)
		return 1;
	return mean > 0 ? gsl_cdf_gamma_P(mean, (double)count, 1) : 0;
}

double poisson_p_lower(int64_t count, double mean)
{
	if (count < 0)
		return 0;
	return mean > 0 ? gsl_cdf_gamma_Q(mean, (double)count + 1, 1) : 1;
}
