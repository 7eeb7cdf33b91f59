/* Knox's test with 999 permutations, and ST-DBSCAN, on made-up towns. */
#include "clock.h"
#include "stats/dbscan.h"
#include "stats/knox.h"

#define DAY INT64_C(86400)

static void time_one(size_t n, int threads)
{
	struct context ctx;
	context_init(&ctx);
	ctx.threads = threads;
	double *x_m = arena_array(ctx.arena, double, n);
	double *y_m = arena_array(ctx.arena, double, n);
	int64_t *t_s = arena_array(ctx.arena, int64_t, n);
	make_towns(n, x_m, y_m);
	struct stream s = stream_make(5, 1, n);
	for (size_t i = 0; i < n; i++)
		t_s[i] = (int64_t)stream_below(&s, 3650) * DAY;
	struct points points = {n, x_m, y_m, t_s};
	struct knox_options o = {
		.radius_m = 1000, .window_s = 14 * DAY, .replications = 999};
	struct knox k;
	double begin_s = now_s();
	if (knox_run(&ctx, &k, points, &o))
		puts(ctx.error);
	double knox_s = now_s() - begin_s;
	struct dbscan_options d = {
		.radius_m = 1000, .window_s = 90 * DAY, .min_points = 5};
	struct labels labels;
	begin_s = now_s();
	if (stdbscan_run(&ctx, &labels, points, &d))
		puts(ctx.error);
	printf("%9zu events  %d threads  Knox %.3f s (%lld pairs close)  ST-DBSCAN "
	       "%.3f s "
	       "(%u clusters)\n",
		n, threads, knox_s, (long long)k.close_space, now_s() - begin_s,
		labels.clusters_n);
	context_release(&ctx);
}

int main(void)
{
	for (size_t n = 1250; n <= 80000; n *= 4)
		for (int threads = 1; threads <= 2; threads++)
			time_one(n, threads);
}
