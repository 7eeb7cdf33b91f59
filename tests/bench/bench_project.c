/* Longitude and latitude to the National Grid: points a second forward and back, with
 * the OSTN15 grid and without, on one core and on all. LASTSEEN_SHARED names the folder
 * with the grid; without it the fallback alone is timed. */
#include "base/str.h"
#include "clock.h"
#include "geo/project.h"
#include <omp.h>
#include <stdlib.h>

/* Of all threads, so that other programs on the machine don't count. */
static double cpu_s(void)
{
	struct timespec t;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static void time_one(const char *grid, int threads, size_t n, const double *lon_deg,
	const double *lat_deg)
{
	struct context ctx;
	struct projection *projection = NULL;
	size_t failed = 0, failed_back = 0;
	context_init(&ctx);
	ctx.threads = threads;
	double *x_m = arena_array(ctx.arena, double, n);
	double *y_m = arena_array(ctx.arena, double, n);
	if (projection_create_gb(&ctx, &projection, EPSG_WGS84, grid)) {
		puts(ctx.error);
		context_release(&ctx);
		return;
	}
	double begin_s = now_s(), begin_cpu_s = cpu_s();
	project_forward(&ctx, projection, n, lon_deg, lat_deg, x_m, y_m, &failed);
	double there_s = now_s() - begin_s, there_cpu_s = cpu_s() - begin_cpu_s;
	begin_s = now_s();
	project_inverse(&ctx, projection, n, x_m, y_m, x_m, y_m, &failed_back);
	double back_s = now_s() - begin_s;
	double worst = 0;
	for (size_t i = 0; i < n; i++)
		worst = fmax(worst,
			fmax(fabs(x_m[i] - lon_deg[i]), fabs(y_m[i] - lat_deg[i])));
	printf("%-18s %d cores  forward %.2f M a second (%.2f M a second of a core's "
	       "own time), back %.2f M; %zu failed, there and back to %.1e degrees\n",
		projection_info(projection)->name, threads, (double)n / there_s / 1e6,
		(double)n / there_cpu_s / 1e6, (double)n / back_s / 1e6,
		failed + failed_back, worst);
	projection_free(projection);
	context_release(&ctx);
}

int main(void)
{
	size_t n = 4000000;
	char grid[4096];
	const char *shared = getenv("LASTSEEN_SHARED");
	double *lon_deg = malloc(n * sizeof *lon_deg);
	double *lat_deg = malloc(n * sizeof *lat_deg);
	if (!lon_deg || !lat_deg)
		return 1;
	/* On land mostly: England and Wales. */
	for (size_t i = 0; i < n; i++) {
		struct stream s = stream_make(20260104, 7, i);
		lon_deg[i] = -4 + 5 * stream_01(&s);
		lat_deg[i] = 51 + 4 * stream_01(&s);
	}
	snprintf(grid, sizeof grid, "%s/data/grids", shared ? shared : "../shared");
	int cores = omp_get_num_procs();
	for (int threads = 1; threads <= cores; threads += cores > 1 ? cores - 1 : 1) {
		time_one(grid, threads, n, lon_deg, lat_deg);
		time_one(NULL, threads, n, lon_deg, lat_deg);
	}
	free(lon_deg);
	free(lat_deg);
}
