/* Gaussian density of made-up towns on 1000 by 1000 cells, bandwidth 2 km. */
#include "clock.h"
#include "stats/kde.h"
#include <stdlib.h>

int main(void)
{
	size_t most = 1000000;
	double *x_m = malloc(most * sizeof *x_m), *y_m = malloc(most * sizeof *y_m);
	if (!x_m || !y_m)
		return 1;
	make_towns(most, x_m, y_m);
	for (size_t n = 10000; n <= most; n *= 10)
		for (int threads = 1; threads <= 2; threads++) {
			struct context ctx;
			context_init(&ctx);
			ctx.threads = threads;
			struct points points = {n, x_m, y_m, NULL};
			struct kde_options o = {.bandwidth_m = 2000,
				.cell_m = 600,
				.box = {0, 0, 600e3, 600e3}};
			struct kde k;
			double begin_s = now_s();
			if (kde_run(&ctx, &k, points, &o))
				puts(ctx.error);
			printf("%8zu points  %zu x %zu cells  %d threads  %.3f s\n", n,
				k.columns, k.rows, threads, now_s() - begin_s);
			context_release(&ctx);
		}
	free(x_m);
	free(y_m);
}
