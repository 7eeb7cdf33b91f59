#include "geo/point.h"
#include <math.h>

enum err_code points_check(struct context *ctx, struct points points)
{
	if (points.n > POINTS_MOST)
		return err_set(ctx, ERR_DATA,
			"%zu points are more than the %zu that fit: take a shorter "
			"period",
			points.n, POINTS_MOST);
	for (size_t i = 0; i < points.n; i++)
		if (!isfinite(points.x_m[i]) || !isfinite(points.y_m[i]))
			return err_set(ctx, ERR_DATA,
				"point %zu has no finite coordinates: leave it out",
				i + 1);
	return ERR_OK;
}

struct box points_box(struct points points)
{
	struct box box = {0};
	if (points.n == 0)
		return box;
	box.min_x_m = box.max_x_m = points.x_m[0];
	box.min_y_m = box.max_y_m = points.y_m[0];
	for (size_t i = 1; i < points.n; i++) {
		double x = points.x_m[i], y = points.y_m[i];
		box.min_x_m = x < box.min_x_m ? x : box.min_x_m;
		box.max_x_m = x > box.max_x_m ? x : box.max_x_m;
		box.min_y_m = y < box.min_y_m ? y : box.min_y_m;
		box.max_y_m = y > box.max_y_m ? y : box.max_y_m;
	}
	return box;
}

double point_distance_m(struct point a, struct point b)
{
	return hypot(a.x_m - b.x_m, a.y_m - b.y_m);
}
