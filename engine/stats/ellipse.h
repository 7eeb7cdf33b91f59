/* Where points lie and how they spread: centres, standard distance, the ellipse.
 *
 * The ellipse is CrimeStat's: axes sqrt(2) * sqrt(sum / (n - 2)) of the turned
 * deviations, which covers about 63 % of normally spread points (ArcGIS divides by n in
 * place of n - 2; multiply by sqrt((n - 2) / n) for it). standard_distance_m is
 * sqrt(sum d^2 / n), as in ArcGIS and pointpats.
 *
 * The median centre has the least sum of distances (Weber point): Weiszfeld's steps in
 * the form of Vardi, Zhang, PNAS 97 (2000), doi 10.1073/pnas.97.4.1423, which may start
 * or pass at a data point. Levine, CrimeStat IV, 2013, chapter 4.
 *
 * Cost: O(n), the median O(n * steps).
 */
#ifndef LASTSEEN_STATS_ELLIPSE_H
#define LASTSEEN_STATS_ELLIPSE_H

#include "geo/point.h"

struct ellipse {
	size_t n;
	double weight;       /* sum of weights; n without them */
	struct point mean;   /* weighted */
	struct point median; /* Weber point, to 1e-7 of the spread */
	struct point middle; /* the medians of x and of y */
	double standard_distance_m;
	double major_m, minor_m; /* half axes; NAN for n < 3 */
	double angle_deg; /* of the major axis, clockwise from north, 0 … 180 */
	double area_m2;
};

/* weight: >= 0, one a point, or NULL. n == 0 is ERR_DATA. With weights the sums are
 * weighted and n is the sum of weights. */
MUST_USE enum err_code ellipse_run(struct context *ctx, struct ellipse *ellipse,
	struct points points, const double *weight);

#endif
