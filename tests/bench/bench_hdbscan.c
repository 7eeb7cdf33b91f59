/* HDBSCAN on made-up towns, minimum cluster size 25, for growing n. */
#include "clock.h"
#include "stats/hdbscan.h"
#include <stdlib.h>

static void time_one(size_t n, const double *x_m, const double *y_m, int threads)
{
	struct context ctx;
	context_init(&ctx);
	ctx.threads = threads;
	struct points points = {n, x_m, y_m, NULL};
	struct hdbscan_options o = {.min_cluster_size = 25};
	struct hdbscan result;
	double begin_s = now_s();
	if (hdbscan_run(&ctx, &result, points, &o))
		puts(ctx.error);
	else
		printf("%9zu points  %d threads  %7.3f s  %u clusters  %zu noise\n", n,
			threads, now_s() - begin_s, result.labels.clusters_n,
			result.labels.noise_n);
	context_release(&ctx);
}

int main(void)
{
	size_t most = 1000000;
	double *x_m = malloc(most * sizeof *x_m), *y_m = malloc(most * sizeof *y_m);
	if (!x_m || !y_m)
		return 1;
	make_towns(most, x_m, y_m);
	time_one(20000, x_m, y_m, 2);
	for (int threads = 1; threads <= 2; threads++)
		time_one(100000, x_m, y_m, threads);
	time_one(most, x_m, y_m, 2);
	free(x_m);
	free(y_m);
}
