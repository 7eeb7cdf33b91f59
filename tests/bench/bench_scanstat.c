/* The space-time permutation scan on a made-up case: events at 2,000 places on 100 by
 * 100 km and 365 days, 2,000 candidate centres. Prints the times for small circles and
 * for half of the events, and how they grow. Then the p-values of a thousand towns
 * without clusters, for each null.
 *
 *	bench_scanstat [EVENTS.csv CENTRES.csv [REPLICATIONS]]
 *		id,x,y,yyyy-mm-dd and id,x,y instead, and no towns
 */
#include "../unit/stats/scanstat_null.h"
#include "base/civil.h"
#include "base/random.h"
#include "stats/scanstat.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { DAYS = 365, CENTRES = 2000, EVENTS = 40000, TOWNS = 1000 };

struct bench {
	size_t n, centres_n;
	double x_m[EVENTS], y_m[EVENTS], centre_x_m[EVENTS], centre_y_m[EVENTS];
	uint32_t unit[EVENTS];
};

static double now_s(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static void make_up(struct bench *b, size_t n)
{
	struct stream s = stream_make(20230101, 1, 0);
	b->n = n;
	b->centres_n = CENTRES;
	for (size_t i = 0; i < CENTRES; i++) {
		b->centre_x_m[i] = floor(100e3 * stream_01(&s));
		b->centre_y_m[i] = floor(100e3 * stream_01(&s));
	}
	for (size_t i = 0; i < n; i++) {
		uint32_t at = stream_below(&s, CENTRES);
		b->x_m[i] = b->centre_x_m[at];
		b->y_m[i] = b->centre_y_m[at];
		b->unit[i] = stream_below(&s, DAYS);
	}
}

static bool read_files(struct bench *b, const char *events, const char *centres)
{
	FILE *file = fopen(events, "r");
	char line[256];
	int id, year, month, day;
	int64_t first = civil_days(2023, 1, 1);
	while (file && b->n < EVENTS && fgets(line, sizeof line, file)) {
		if (sscanf(line, "%d,%lf,%lf,%d-%d-%d", &id, &b->x_m[b->n],
			    &b->y_m[b->n], &year, &month, &day) == 6)
			b->unit[b->n++] =
				(uint32_t)(civil_days(year, month, day) - first);
	}
	if (file)
		fclose(file);
	file = fopen(centres, "r");
	while (file && b->centres_n < EVENTS && fgets(line, sizeof line, file)) {
		const char *comma = strchr(line, ',');
		b->centres_n +=
			comma && sscanf(comma, ",%lf,%lf", &b->centre_x_m[b->centres_n],
					 &b->centre_y_m[b->centres_n]) == 2;
	}
	if (file)
		fclose(file);
	return b->n > 0 && b->centres_n > 0;
}

static void time_one(
	const struct bench *b, double radius_m, uint32_t replications, int threads)
{
	struct context ctx;
	context_init(&ctx);
	ctx.threads = threads;
	struct scanstat_input in = {.n = b->n, .unit = b->unit, .units = DAYS};
	uint32_t *place;
	double begin_s = now_s();
	scanstat_places(&ctx, (struct scanstat_coordinates){b->n, b->x_m, b->y_m, NULL},
		&in.places, &place);
	in.place = place;
	in.centres = (struct scanstat_coordinates){
		b->centres_n, b->centre_x_m, b->centre_y_m, NULL};
	struct scanstat_options o = {.max_radius_m = radius_m,
		.max_share = radius_m > 0 ? 0 : 0.5,
		.max_units = 30,
		.replications = replications};
	struct scanstat scan;
	if (scanstat_run(&ctx, &scan, &in, &o)) {
		puts(ctx.error);
	} else {
		printf("%6zu events  %5.0f m  %4u replications  %d threads  %7.3f s  "
		       "%9zu entries  %u clusters\n",
			b->n, radius_m, replications, threads, now_s() - begin_s,
			scan.entries, scan.clusters_n);
		for (uint32_t i = 0; i < scan.clusters_n && i < 2; i++) {
			const struct scanstat_cluster *c = &scan.clusters[i];
			printf("  centre %u, %.0f m, %u of %u places, days %u to %u: "
			       "%u for "
			       "%.4f, %.6f, p %.4f, Gumbel %.3g\n",
				c->centre, c->radius_m, c->places_n, c->locations_n,
				c->from_unit, c->to_unit, c->observed, c->expected,
				c->llr, c->p_value, c->p_gumbel);
		}
	}
	context_release(&ctx);
}

static void null_towns(void)
{
	static double p[TOWNS];
	for (int what = 0; what < WHATS; what++) {
		for (int k = 0; k < TOWNS; k++)
			p[k] = p_of((enum what)what, (uint64_t)(5000 + k));
		printf("%-11s  distance from even p %.4f of %.4f\n", what_names[what],
			uneven(p, TOWNS), 1.63 / sqrt(TOWNS));
	}
}

int main(int argc, char **argv)
{
	static struct bench b;
	if (argc > 2) {
		if (!read_files(&b, argv[1], argv[2]))
			return 1;
		uint32_t half = argc > 3 ? (uint32_t)atoi(argv[3]) : 999;
		for (int k = 0; k < 3; k++)
			time_one(&b, 2000, 999, 2);
		time_one(&b, 2000, 999, 1);
		time_one(&b, 0, half, 2);
		return 0;
	}
	for (size_t n = 1250; n <= 20000; n *= 2) {
		make_up(&b, n);
		time_one(&b, 2000, 999, 2);
		time_one(&b, 0, 9, 2);
	}
	null_towns();
}
