/* Uncertainty of place: positions drawn from each point's precision, and how often a
 * cluster is found again in the draws.
 *
 * Order: draws_survival() does it all for a method that labels points. A method with
 * more to say goes by itself:
 *
 *	survival_begin(); for each draw: draws_place(), the method, survival_add()
 *
 * precision_m is the radius within which the true place lies. A draw puts each place
 * anywhere on that disc, each spot being as likely as any other: the precision says how
 * far and nothing more, and a disc holds to it (a normal distribution would put some
 * farther out than the precision allows, and the most of them near the middle, as if
 * that were known to be better). Half of the draws are more than 0.7 precision_m off.
 * So survival is rather too low than too high. Precision 0 is exact and stays.
 *
 * Points known to be at one place (the same building, the same text) are given the same
 * number in `place` and move together, each by its own precision in the same direction
 * and share of it: it is one place that is not known. Points that share a centroid alone
 * (a postcode's, a district's) are not at one place; with numbers of their own they part
 * in the draws, and a cluster that came of the centroid goes.
 *
 * Survival is Hennig's clusterwise stability: of a draw's clusters that with the largest
 * Jaccard index (members in both / members in either) stands for the cluster; above 1/2
 * the cluster survived, at or below it dissolved. Two clusters can't both survive in
 * one of a draw. A mean index of 0.75 or more is called stable. Hennig, Comput. Stat.
 * Data Anal. 52 (2007), doi 10.1016/j.csda.2006.11.025; the dissolution point of fpc's
 * clusterboot().
 *
 * Draw k of place p is stream (k, p) of ctx->seed: it depends on neither threads nor
 * other places. Cost: O(n) a draw beside the method's own.
 */
#ifndef LASTSEEN_STATS_DRAWS_H
#define LASTSEEN_STATS_DRAWS_H

#include "stats/cluster.h"

/* What is known of where the points are; both by input index. */
struct places {
	const double *precision_m; /* >= 0, finite */
	const uint32_t *place;     /* any numbers; NULL: each point is a place */
};

#define DRAWS_MOST 1000000

/* ERR_DATA where a precision is no finite number of 0 or more (says which, from 1). */
MUST_USE enum err_code draws_check(
	struct context *ctx, size_t n, const struct places *places);

/* The positions of draw k, from 0; x_m and y_m have room for points.n. */
void draws_place(const struct context *ctx, struct points points,
	const struct places *places, uint32_t k, double *x_m, double *y_m);

struct survival {
	uint32_t clusters_n;
	uint32_t draws;     /* that were added */
	uint32_t *survived; /* draws by cluster: label - 1 */
	double *jaccard;    /* by cluster: the sum over the draws */
	const struct labels *reference;
	uint32_t *members; /* of each cluster */
};

/* In ctx->arena. The reference is borrowed. */
void survival_begin(
	struct context *ctx, struct survival *s, const struct labels *reference);
/* The labels of one more draw, of the same points in the same order. O(n). */
void survival_add(struct context *ctx, struct survival *s, const struct labels *draw);

/* In how many of the draws, 0 … 1, and how alike; NAN before the first. */
static inline double survival_share_01(const struct survival *s, uint32_t cluster)
{
	return (double)s->survived[cluster] / (double)s->draws;
}
static inline double survival_jaccard_mean(const struct survival *s, uint32_t cluster)
{
	return s->jaccard[cluster] / (double)s->draws;
}

/* A method that labels points as `how` says; labels in ctx->arena. */
typedef enum err_code labels_method(
	struct context *ctx, struct labels *labels, struct points points, void *how);

/* The method on each of `draws` draws (1 … DRAWS_MOST) against its labels of the points
 * themselves. What the method leaves in ctx->arena is given back after each draw. */
MUST_USE enum err_code draws_survival(struct context *ctx, struct survival *s,
	struct points points, const struct places *places, uint32_t draws,
	const struct labels *reference, labels_method *method, void *how);

#endif
