/* The cluster test with 999 replications on a made-up year, for growing n. */
#include "clock.h"
#include "stats/cluster_test.h"
#include "stats/dbscan.h"

#define DAY INT64_C(86400)

static void time_one(uint32_t n, int threads)
{
	struct context ctx;
	context_init(&ctx);
	ctx.threads = threads;
	double *x_m = arena_array(ctx.arena, double, n);
	double *y_m = arena_array(ctx.arena, double, n);
	int64_t *t_s = arena_array(ctx.arena, int64_t, n);
	uint32_t *child = arena_array(ctx.arena, uint32_t, n);
	struct stream s = stream_make(1, 1, n);
	for (uint32_t i = 0; i < n; i++) {
		double spread = 300 + 3000 * stream_01(&s);
		child[i] = (uint32_t)(pow(stream_01(&s), 2) * n / 2);
		x_m[i] = floor(spread * stream_normal(&s) / 10) * 10;
		y_m[i] = floor(spread * stream_normal(&s) / 10) * 10;
		t_s[i] = (int64_t)(stream_01(&s) * 365 * (double)DAY);
	}
	struct points points = {n, x_m, y_m, t_s};
	struct dbscan_options d = {.radius_m = 250,
		.window_s = 14 * DAY,
		.min_points = 4,
		.min_units = 3,
		.unit = child};
	struct labels labels;
	struct cluster_test_options o = CLUSTER_TEST_DEFAULT;
	struct cluster_test test;
	double begin_s = now_s();
	if (stdbscan_run(&ctx, &labels, points, &d) ||
		cluster_test_run(&ctx, &test, points, child, &labels, &o))
		puts(ctx.error);
	else
		printf("%7u episodes  %u clusters  %u replications  %d threads  %.3f "
		       "s\n",
			n, labels.clusters_n, test.replications, threads,
			now_s() - begin_s);
	context_release(&ctx);
}

int main(void)
{
	for (uint32_t n = 300; n <= 20000; n *= 4)
		for (int threads = 1; threads <= 2; threads++)
			time_one(n, threads);
	time_one(20000, 2);
}
