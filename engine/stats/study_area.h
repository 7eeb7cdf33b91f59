/* Where events could lie: a rectangle, or a polygon with holes, and what of a circle or
 * of a moved copy lies inside: the edge corrections of the point process.
 *
 * Order: study_area_box() or study_area_shape(); any of the questions, from any number
 * of threads. A polygon borrows its shape, which must live as long.
 *
 * A weight tells how many pairs like this one there would be without a border:
 * translation, area / the area common to it and itself moved by the pair's vector;
 * isotropic (Ripley), one over the share of the circle around the first point through
 * the second that lies inside. Both at most 100. Equals spatstat's edge.Trans() (in a
 * polygon with exact = TRUE) and edge.Ripley(), to 1e-12, but for circles that pass just
 * through a corner of a polygon: some of those it takes to lie inside as a whole.
 *
 * Ripley, J. R. Stat. Soc. B 39 (1977), doi 10.1111/j.2517-6161.1977.tb01615.x; Ohser,
 * Stoyan, Biom. J. 23 (1981), doi 10.1002/bimj.4710230602.
 *
 * Cost of a question: O(1) in a rectangle; in a polygon of m corners O(m), a translation
 * weight O(m * corners in a 256th of its width).
 */
#ifndef LASTSEEN_STATS_STUDY_AREA_H
#define LASTSEEN_STATS_STUDY_AREA_H

#include "geo/shape.h"

struct stream; /* of base/random.h */

struct study_area {
	struct box box;
	bool rectangle;
	double area_m2, around_m; /* around_m: the length of its border */
	/* Of a polygon, by least x; the inside lies to the left of each. Long ones are cut,
	 * so that few lie over one another. reach_m: the largest x so far. */
	size_t edges_n;
	const double *x0_m, *y0_m, *x1_m, *y1_m, *reach_m;
	const struct shape *shape; /* NULL: a rectangle */
};

/* ERR_DATA where the box has no area. */
MUST_USE enum err_code study_area_box(
	struct context *ctx, struct study_area *area, struct box box);
/* In ctx->arena. ERR_DATA where the shape has no area. */
MUST_USE enum err_code study_area_shape(
	struct context *ctx, struct study_area *area, const struct shape *shape);

/* Its border is in it. */
bool study_area_covers(const struct study_area *area, struct point at);
/* ERR_DATA where a point lies outside; the text says which, from 1. */
MUST_USE enum err_code study_area_check(
	struct context *ctx, const struct study_area *area, struct points points);
/* From a point inside to the border. */
double study_area_border_m(const struct study_area *area, struct point at);
/* What is common to it and itself moved. */
double study_area_common_m2(const struct study_area *area, double dx_m, double dy_m);
/* What of it lies in a box. */
double study_area_within_m2(const struct study_area *area, struct box box);
/* The share of a circle's line that lies inside; the centre does. */
double study_area_circle_01(
	const struct study_area *area, struct point at, double radius_m);
/* The area at least so far from the border. In a polygon the arcs that its inner
 * corners leave are drawn with 64 sides a quarter. */
MUST_USE enum err_code study_area_eroded_m2(struct context *ctx,
	const struct study_area *area, double distance_m, double *area_m2);
/* n points thrown evenly. */
void study_area_throw(const struct study_area *area, struct stream *s, size_t n,
	double *x_m, double *y_m);

enum ripley_edge { RIPLEY_NONE, RIPLEY_TRANSLATION, RIPLEY_ISOTROPIC, RIPLEY_BORDER };

/* The weight of a pair whose first point lies at a place; 1 for none and border.
 * border_m: how far the place is from the border, 0 where that is not known. */
double study_area_weight(const struct study_area *area, enum ripley_edge edge,
	struct point at, double border_m, double dx_m, double dy_m);
/* border_m of each point where weights are faster for it, else NULL. In ctx->scratch. */
const double *study_area_borders(struct context *ctx, const struct study_area *area,
	enum ripley_edge edge, struct points points);

#endif
