/* Building the grid and asking it: queries a second, for growing n. */
#include "clock.h"
#include "geo/grid.h"
#include <stdlib.h>

static void time_one(size_t n, const double *x_m, const double *y_m, double radius_m)
{
	struct context ctx;
	context_init(&ctx);
	struct points points = {n, x_m, y_m, NULL};
	struct grid grid;
	double begin_s = now_s();
	if (grid_build(&ctx, &grid, ctx.arena, points, radius_m)) {
		puts(ctx.error);
		return;
	}
	double built_s = now_s();
	size_t found = 0, asked = n < 1000000 ? n : 1000000;
	for (size_t i = 0; i < asked; i++) {
		struct point at = {grid.x_m[i], grid.y_m[i]};
		found += grid_count(&grid, at, radius_m);
	}
	double asked_s = now_s() - built_s, sorted = (double)asked / asked_s;
	built_s = now_s();
	for (size_t i = 0; i < asked; i++) {
		struct point at = {x_m[i], y_m[i]};
		found -= grid_count(&grid, at, radius_m);
	}
	asked_s = now_s() - built_s;
	printf("%9zu points  %4.0f m  built in %.4f s  %.2f M queries a second in "
	       "order, "
	       "%.2f M at random\n",
		n, radius_m, built_s - begin_s - (double)asked / sorted, sorted / 1e6,
		(double)asked / asked_s / 1e6);
	context_release(&ctx);
}

int main(void)
{
	size_t most = 4000000;
	double *x_m = malloc(most * sizeof *x_m), *y_m = malloc(most * sizeof *y_m);
	if (!x_m || !y_m)
		return 1;
	make_towns(most, x_m, y_m);
	for (size_t n = most / 256; n <= most; n *= 4)
		time_one(n, x_m, y_m, 150);
	free(x_m);
	free(y_m);
}
