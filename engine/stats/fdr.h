/* p-values of many tests, made fit to be read together.
 *
 * Holm, Scand. J. Stat. 6 (1979) 65; Benjamini, Hochberg, J. R. Stat. Soc. B 57 (1995),
 * doi 10.1111/j.2517-6161.1995.tb02031.x; Benjamini, Yekutieli, Ann. Stat. 29 (2001),
 * doi 10.1214/aos/1013699998. Equals R p.adjust() to 1e-15. O(n).
 */
#ifndef LASTSEEN_STATS_FDR_H
#define LASTSEEN_STATS_FDR_H

#include "base/context.h"

enum fdr_method {
	FDR_BENJAMINI_HOCHBERG,  /* the default: share of false ones among the found */
	FDR_BENJAMINI_YEKUTIELI, /* the same under any dependence */
	FDR_HOLM,                /* the chance of a single false one */
	FDR_BONFERRONI,
};

/* adjusted[i] for p[i]; a NAN (no test) stays NAN and is not counted. In place is
 * fine. */
void fdr_adjust(struct context *ctx, enum fdr_method method, size_t n, const double *p,
	double *adjusted);

#endif
