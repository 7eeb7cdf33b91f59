/* DBSCAN on made-up towns: 70 % of the points in 200 Gaussian towns, 30 % anywhere, on
 * 400 by 600 km. The least of three times of the method alone: the rows of the timing
 * table, then growing n. bench_table sets them beside the times of others.
 *
 *	bench_dbscan [FILE.csv]	with a file of x,y,… its points instead
 */
#include "clock.h"
#include "stats/dbscan.h"
#include <stdlib.h>

static size_t read_points(const char *path, size_t most, double *x_m, double *y_m)
{
	FILE *file = fopen(path, "r");
	if (!file)
		return 0;
	char line[256];
	size_t n = 0;
	while (n < most && fgets(line, sizeof line, file))
		n += sscanf(line, "%lf,%lf", &x_m[n], &y_m[n]) == 2;
	fclose(file);
	return n;
}

static void time_one(
	const double *x_m, const double *y_m, size_t n, double radius_m, int threads)
{
	struct labels labels = {0};
	double least_s = INFINITY;
	struct context ctx;
	for (int k = 0; k < 3; k++) {
		context_init(&ctx);
		ctx.threads = threads;
		struct points points = {n, x_m, y_m, NULL};
		struct dbscan_options options = {
			.radius_m = radius_m, .min_points = 10};
		double begin_s = now_s();
		if (dbscan_run(&ctx, &labels, points, &options)) {
			puts(ctx.error);
			context_release(&ctx);
			return;
		}
		least_s = fmin(least_s, now_s() - begin_s);
		context_release(&ctx);
	}
	printf("%9zu points  %4.0f m  %d threads  %7.4f s  %6u clusters  %7zu noise\n",
		n, radius_m, threads, least_s, labels.clusters_n, labels.noise_n);
}

static void time_rows(const double *x_m, const double *y_m, size_t n)
{
	for (int threads = 1; threads <= 2; threads++) {
		time_one(x_m, y_m, n, 150, threads);
		time_one(x_m, y_m, n, 500, threads);
	}
}

int main(int argc, char **argv)
{
	size_t most = 4000000;
	double *x_m = malloc(most * sizeof *x_m), *y_m = malloc(most * sizeof *y_m);
	if (!x_m || !y_m)
		return 1;
	if (argc > 1) {
		size_t n = read_points(argv[1], most, x_m, y_m);
		if (n == 0) {
			printf("%s: no points\n", argv[1]);
			return 1;
		}
		time_rows(x_m, y_m, n);
	} else {
		make_towns(most, x_m, y_m);
		time_rows(x_m, y_m, 100000);
		time_rows(x_m, y_m, 1000000);
		for (size_t n = most / 64; n <= most; n *= 4)
			time_one(x_m, y_m, n, 150, 2);
	}
	free(x_m);
	free(y_m);
}
