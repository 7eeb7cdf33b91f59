/* G and F: how far from a point to its nearest other, and how far from anywhere to the
 * nearest point?
 *
 * G(r) is the share of points whose nearest other is at most r away; F(r) (the empty
 * space function) the share of places with a point at most r away, taken at a regular
 * net of places. Both are 1 - exp(-n / area * pi r^2) where there is no pattern. A point
 * nearer to the border than to its neighbour is censored there. Four estimates:
 *
 *	raw  no correction
 *	rs   reduced sample: points more than r from the border alone
 *	km   Kaplan-Meier
 *	han  Hanisch: those not censored, weighted by the area left at their distance (not
 *	     of F)
 *
 * Distances are put in the classes (r[k - 1], r[k]]; censoring takes place at their ends,
 * so that fine radii matter. Baddeley, Gill, Ann. Stat. 25 (1997), doi
 * 10.1214/aos/1034276628; Hanisch, Statistics 15 (1984), doi 10.1080/02331888408801788.
 *
 * Equals spatstat's Gest() to 1e-12, but for distances that are exactly one of the radii,
 * 0 of duplicates among them: here they are at most r, there they come in at the next
 * one. In a polygon it counts pixels for han; this takes exact areas. Its Fest() counts
 * pixels anywhere; here distances are exact.
 *
 * Cost: O((n + places) log n + radii).
 */
#ifndef LASTSEEN_STATS_GEST_H
#define LASTSEEN_STATS_GEST_H

#include "stats/envelope.h"

enum gest_edge { GEST_RAW, GEST_RS, GEST_KM, GEST_HAN };

struct gest_options {
	const struct study_area *area;
	size_t radii_n;
	const double *radius_m; /* ascending from 0 */
	size_t places_n;        /* F in place of G: about so many; 0: G */
	enum gest_edge edge;    /* of the envelope */
	uint32_t replications;  /* 0: no envelope */
	bool without_hanisch;   /* han stays NULL: it costs most in a polygon */
};

struct gest {
	size_t n, radii_n;
	size_t places_n; /* of F; the points of G */
	/* By radius, in ctx->arena; NAN where there is nothing to tell from. */
	double *theory, *raw, *rs, *km, *han; /* han NULL for F, or where it
	 * was not wanted */
	struct curve_envelope envelope;
};

/* The last radius worth asking: where all but 1e-5 of even points have their neighbour,
 * at most half the diagonal. */
double gest_reach_m(const struct study_area *area, size_t n);

/* ERR_DATA for fewer than 2 points (F: 1) or one outside of the area. */
MUST_USE enum err_code gest_run(struct context *ctx, struct gest *gest,
	struct points points, const struct gest_options *options);

#endif
