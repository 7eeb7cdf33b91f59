#include "stats/ellipse.h"
#include "geo/sort.h"
#include <math.h>
#include <string.h>

#define STEPS_MOST 1000

static double weight_of(const double *weight, size_t i)
{
	return weight ? weight[i] : 1;
}

static double median_of(struct context *ctx, const double *values, size_t n)
{
	struct arena_mark mark = arena_mark(ctx->scratch);
	uint32_t *order = arena_array(ctx->scratch, uint32_t, n);
	sort_order_double(ctx->scratch, values, order, n);
	double median = (values[order[(n - 1) / 2]] + values[order[n / 2]]) / 2;
	arena_reset(ctx->scratch, mark);
	return median;
}

/* One step of Vardi and Zhang towards the point of least distance; its length, 0 where
 * it is there. */
static double median_step(struct points p, const double *weight, struct point *at)
{
	double pull_x = 0, pull_y = 0, x = 0, y = 0, sum = 0, here = 0;
	for (size_t i = 0; i < p.n; i++) {
		double w = weight_of(weight, i);
		double dx = p.x_m[i] - at->x_m, dy = p.y_m[i] - at->y_m;
		double away = hypot(dx, dy);
		if (away == 0) {
			here += w;
			continue;
		}
		pull_x += w * dx / away;
		pull_y += w * dy / away;
		x += w * p.x_m[i] / away;
		y += w * p.y_m[i] / away;
		sum += w / away;
	}
	double pull = hypot(pull_x, pull_y);
	/* A data point holds the centre where the others pull less than it weighs. */
	if (sum == 0 || pull <= here)
		return 0;
	double stay = here / pull;
	struct point to = {(1 - stay) * x / sum + stay * at->x_m,
		(1 - stay) * y / sum + stay * at->y_m};
	double length = point_distance_m(*at, to);
	*at = to;
	return length;
}

/* The steps near a data point only slowly: where the nearest one is the centre, it is
 * taken as it stands. */
static void settle(struct ellipse *e, struct points p, const double *weight)
{
	struct point near = e->median;
	double least = INFINITY;
	for (size_t i = 0; i < p.n; i++) {
		struct point at = {p.x_m[i], p.y_m[i]};
		double away = point_distance_m(at, e->median);
		if (weight_of(weight, i) > 0 && away < least) {
			least = away;
			near = at;
		}
	}
	if (least < 1e-4 * e->standard_distance_m && median_step(p, weight, &near) == 0)
		e->median = near;
}

static void find_median(struct ellipse *e, struct points p, const double *weight)
{
	e->median = e->mean;
	double enough = 1e-10 * e->standard_distance_m;
	for (int step = 0; step < STEPS_MOST; step++)
		if (median_step(p, weight, &e->median) <= enough)
			break;
	settle(e, p, weight);
}

/* Sums of squares and products of deviations, x and y from the mean. */
struct spread {
	double xx, yy, xy;
};

static void set_axes(struct ellipse *e, struct spread s)
{
	/* Eigenvalues of the matrix of sums; the major axis turned from north (y). */
	double half = (s.xx - s.yy) / 2, root = hypot(half, s.xy);
	double middle = (s.xx + s.yy) / 2, pi = acos(-1);
	double angle = atan2(s.xy, root - half) * 180 / pi;
	if (s.xy == 0)
		angle = half > 0 ? 90 : 0;
	e->angle_deg = angle < 0 ? angle + 180 : angle;
	if (e->angle_deg >= 180)
		e->angle_deg -= 180;
	e->major_m = e->minor_m = e->area_m2 = NAN;
	if (e->weight > 2) {
		e->major_m = sqrt(2 * (middle + root) / (e->weight - 2));
		e->minor_m = sqrt(2 * fmax(0, middle - root) / (e->weight - 2));
		e->area_m2 = pi * e->major_m * e->minor_m;
	}
}

enum err_code ellipse_run(struct context *ctx, struct ellipse *e, struct points points,
	const double *weight)
{
	memset(e, 0, sizeof *e);
	enum err_code code = points_check(ctx, points);
	if (code)
		return code;
	e->n = points.n;
	for (size_t i = 0; i < points.n; i++) {
		double w = weight_of(weight, i);
		if (!(w >= 0) || !isfinite(w))
			return err_set(ctx, ERR_DATA,
				"the weight of point %zu must be 0 or more", i + 1);
		if (w == 0)
			continue;
		e->weight += w;
		e->mean.x_m += (points.x_m[i] - e->mean.x_m) * w / e->weight;
		e->mean.y_m += (points.y_m[i] - e->mean.y_m) * w / e->weight;
	}
	if (!(e->weight > 0))
		return err_set(
			ctx, ERR_DATA, "there are no points to take a centre of");
	struct spread s = {0, 0, 0};
	for (size_t i = 0; i < points.n; i++) {
		double dx = points.x_m[i] - e->mean.x_m,
		       dy = points.y_m[i] - e->mean.y_m;
		double w = weight_of(weight, i);
		s.xx += w * dx * dx;
		s.yy += w * dy * dy;
		s.xy += w * dx * dy;
	}
	e->standard_distance_m = sqrt((s.xx + s.yy) / e->weight);
	e->middle.x_m = median_of(ctx, points.x_m, points.n);
	e->middle.y_m = median_of(ctx, points.y_m, points.n);
	find_median(e, points, weight);
	set_axes(e, s);
	return ERR_OK;
}
