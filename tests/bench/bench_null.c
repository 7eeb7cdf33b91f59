/* How honest and how sharp are the permutation tests? For each: p-values on towns where
 * nothing was planted (Kolmogorov and Smirnov's distance from evenness, its p, and the
 * share at most 0.05), and the share of towns with something planted where it is found at
 * 0.05. Places and times are shared by many events, some children have many; counts tie.
 *
 *	bench_null [towns]        1000 without, a quarter of it with something planted
 *
 * Equal counts make p-values larger than even ones, never smaller: `small` is the
 * one-sided distance that would be a fault. */
#include "clock.h"
#include "stats/cluster_test.h"
#include "stats/flows.h"
#include "stats/jacquez.h"
#include "stats/knox.h"
#include "stats/local.h"
#include "stats/mantel.h"
#include "stats/moran.h"
#include "stats/nearrepeat.h"
#include "stats/scanstat.h"
#include "stats/stk.h"
#include <stdlib.h>
#include <string.h>

enum { MOST = 2000, DAYS = 364, SETS = 200, SIDE = 15, HOMES = 9, TARGETS = 60 };
#define DAY INT64_C(86400)

struct town {
	struct context ctx;
	size_t n;
	double x_m[MOST], y_m[MOST];
	int64_t t_s[MOST];
	uint32_t child[MOST];
};

static void add(struct town *t, uint32_t child, double x_m, double y_m, int64_t day)
{
	t->child[t->n] = child;
	t->x_m[t->n] = x_m;
	t->y_m[t->n] = y_m;
	t->t_s[t->n++] = day * DAY;
}

/* Children at 60 places, of which few draw most, on whole days of a year with a busy
 * middle; where `often`, each fifth child comes more than once. Planted: 2 of the
 * places where 4 children come within 4 days. */
static void town_make(struct town *t, uint64_t seed, bool often, bool planted)
{
	struct stream s = stream_make(seed, 900, 0);
	t->n = 0;
	t->ctx.seed = seed;
	for (uint32_t c = 0; c < 150; c++) {
		uint32_t times = often && c % 5 == 0 ? 2 + stream_below(&s, 6) : 1;
		for (uint32_t k = 0; k < times; k++) {
			double popular = stream_01(&s);
			uint32_t place = (uint32_t)(60 * popular * popular);
			int64_t day =
				(int64_t)(DAYS * (stream_01(&s) + stream_01(&s)) / 2);
			add(t, c, 500.0 * (place % 8) + 20 * stream_below(&s, 3),
				500.0 * (double)(place / 8) + 20 * stream_below(&s, 3),
				day);
		}
	}
	for (uint32_t group = 0; planted && group < 2; group++) {
		uint32_t place = stream_below(&s, 60);
		int64_t first = stream_below(&s, DAYS - 4);
		for (uint32_t k = 0; k < 4; k++)
			add(t, 150 + 4 * group + k,
				500.0 * (place % 8) + 20 * stream_below(&s, 3),
				500.0 * (double)(place / 8) + 20 * stream_below(&s, 3),
				first + stream_below(&s, 4));
	}
}

static struct points points_of(const struct town *t)
{
	return (struct points){t->n, t->x_m, t->y_m, t->t_s};
}

static void must(struct context *ctx, enum err_code code)
{
	if (!code)
		return;
	fprintf(stderr, "bench_null: %s\n", ctx->error);
	exit(1);
}

/* ---- the tests: the p-value of one town -------------------------------------------------- */

static double p_knox(struct town *t, uint64_t seed, bool planted)
{
	struct knox k;
	struct knox_options o = {100, 7 * DAY, SETS - 1};
	town_make(t, seed, false, planted);
	must(&t->ctx, knox_run(&t->ctx, &k, points_of(t), &o));
	return k.p_permutation;
}

static double p_near_repeat(struct town *t, uint64_t seed, bool planted)
{
	static const double radius[] = {100, 600};
	static const int64_t window[] = {7 * DAY, 14 * DAY};
	struct nearrepeat r;
	struct nearrepeat_options o = {.radius_m = radius,
		.radii_n = 2,
		.window_s = window,
		.windows_n = 2,
		.replications = SETS - 1};
	town_make(t, seed, false, planted);
	must(&t->ctx, nearrepeat_run(&t->ctx, &r, points_of(t), &o));
	return r.cells[0].p_value;
}

static double p_mantel(struct town *t, uint64_t seed, bool planted)
{
	struct mantel m;
	struct mantel_options o = {.transform = MANTEL_RECIPROCAL,
		.space_constant_m = 50,
		.time_constant_s = 2.0 * (double)DAY,
		.replications = SETS - 1};
	town_make(t, seed, false, planted);
	must(&t->ctx, mantel_run(&t->ctx, &m, points_of(t), &o));
	return m.p_value;
}

static double p_jacquez(struct town *t, uint64_t seed, bool planted)
{
	struct jacquez j;
	town_make(t, seed, false, planted);
	must(&t->ctx, jacquez_run(&t->ctx, &j, points_of(t), 5, SETS - 1));
	return j.p_value;
}

static double p_stk(struct town *t, uint64_t seed, bool planted)
{
	static const double radius[] = {50, 100, 600};
	static const int64_t window[] = {3 * DAY, 7 * DAY, 28 * DAY};
	struct study_area area;
	struct stk s;
	town_make(t, seed, false, planted);
	must(&t->ctx, study_area_box(&t->ctx, &area, points_box(points_of(t))));
	struct stk_options o = {.area = &area,
		.edge = RIPLEY_ISOTROPIC,
		.radii_n = 3,
		.radius_m = radius,
		.windows_n = 3,
		.window_s = window,
		.replications = SETS - 1};
	must(&t->ctx, stk_run(&t->ctx, &s, points_of(t), &o));
	return s.p_sum;
}

static double p_scan_of(struct town *t, uint64_t seed, bool planted, bool children)
{
	struct scanstat_coordinates at = {MOST, t->x_m, t->y_m, NULL};
	uint32_t *place, unit[MOST];
	struct scanstat scan;
	town_make(t, seed, children, planted);
	at.n = t->n;
	struct scanstat_input in = {.n = t->n, .unit = unit, .units = DAYS};
	scanstat_places(&t->ctx, at, &in.places, &place);
	for (size_t i = 0; i < t->n; i++)
		unit[i] = (uint32_t)(t->t_s[i] / DAY);
	in.place = place;
	in.child = children ? t->child : NULL;
	struct scanstat_options o = {.model = SCANSTAT_PERMUTATION,
		.max_radius_m = 300,
		.max_units = 14,
		.replications = SETS - 1};
	must(&t->ctx, scanstat_run(&t->ctx, &scan, &in, &o));
	return scan.clusters_n ? scan.clusters[0].p_value : 1;
}

static double p_scan(struct town *t, uint64_t seed, bool planted)
{
	return p_scan_of(t, seed, planted, false);
}

static double p_scan_children(struct town *t, uint64_t seed, bool planted)
{
	return p_scan_of(t, seed, planted, true);
}

static double p_cluster_test(struct town *t, uint64_t seed, bool planted)
{
	struct cluster_test test;
	town_make(t, seed, true, planted);
	struct labels labels = {.n = t->n,
		.clusters_n = 1,
		.label = arena_array(t->ctx.arena, uint32_t, t->n),
		.core = arena_array(t->ctx.arena, uint8_t, t->n)};
	/* One cluster of all: its p is that of the largest anywhere. */
	for (size_t i = 0; i < t->n; i++)
		labels.label[i] = 1;
	struct cluster_test_options o = {.radius_m = 250,
		.window_s = 7 * DAY,
		.replications = SETS - 1,
		.from_s = 0,
		.to_s = DAYS * DAY};
	must(&t->ctx,
		cluster_test_run(&t->ctx, &test, points_of(t), t->child, &labels, &o));
	return test.p_value[0];
}

/* Counts on a lattice; planted: twice as many on nine cells in the middle. */
static void lattice(struct town *t, uint64_t seed, bool planted, double *values,
	struct weights *weights, bool self)
{
	struct stream s = stream_make(seed, 901, 0);
	t->n = 0;
	t->ctx.seed = seed;
	for (int i = 0; i < SIDE * SIDE; i++) {
		int column = i % SIDE - SIDE / 2, row = i / SIDE - SIDE / 2;
		bool busy = planted && abs(column) < 2 && abs(row) < 2;
		double left = busy ? 6 : 3;
		values[i] = 0;
		for (; (left += log(1 - stream_01(&s))) > 0; values[i]++)
			;
		add(t, 0, 100 * column, 100 * row, 0);
	}
	must(&t->ctx, weights_within(&t->ctx, weights, points_of(t), 145, self));
}

static double p_moran(struct town *t, uint64_t seed, bool planted)
{
	double values[SIDE * SIDE];
	struct weights w;
	struct autocorrelation m;
	lattice(t, seed, planted, values, &w, false);
	must(&t->ctx,
		moran_run(&t->ctx, &m, values, &w, MORAN_RANDOMISATION, SETS - 1));
	return m.permuted.p_greater;
}

/* Of the place in the middle alone: one named beforehand. */
static double p_getis(struct town *t, uint64_t seed, bool planted)
{
	double values[SIDE * SIDE];
	struct weights w;
	struct local g;
	lattice(t, seed, planted, values, &w, true);
	must(&t->ctx, local_g_run(&t->ctx, &g, values, &w, SETS - 1));
	return g.p_permutation[SIDE * SIDE / 2];
}

/* 60 children of 9 homes and 58 of 25 other places go to 60 places, one of them 40 times;
 * planted: 5 children of one home go to one place, too. */
static double p_flows(struct town *t, uint64_t seed, bool planted)
{
	enum { CHILDREN = 118, ORIGINS = HOMES + 25 };
	struct stream s = stream_make(seed, 902, 0);
	uint32_t child[MOST], origin[MOST], target[MOST], home[CHILDREN], got = 0;
	size_t n = 0;
	t->ctx.seed = seed;
	for (uint32_t c = 0; c < CHILDREN; c++) {
		home[c] =
			c < 60 ? stream_below(&s, HOMES) : HOMES + stream_below(&s, 25);
		uint32_t times = stream_below(&s, 2) ? 1 : 1 + stream_below(&s, 5);
		times = c == 100 ? 40 : times;
		for (uint32_t k = 0; k < times; k++, n++) {
			child[n] = c;
			origin[n] = stream_below(&s, 10) ? home[c]
							 : HOMES + stream_below(&s, 25);
			target[n] = (uint32_t)(TARGETS * pow(stream_01(&s), 3.5));
		}
		if (planted && home[c] == 3 && got < 5) {
			got++;
			child[n] = c;
			origin[n] = home[c];
			target[n++] = 30;
		}
	}
	struct context *ctx = &t->ctx;
	struct flows f;
	struct flows_input in = {n, CHILDREN, child, origin, target,
		flow_places_same(ctx, n, child, origin, ORIGINS),
		flow_places_same(ctx, n, child, target, TARGETS)};
	struct flows_options o = {2, SETS - 1};
	must(ctx, flows_run(ctx, &f, &in, &o));
	return f.p_least;
}

/* ---- the table ---------------------------------------------------------------------------- */

static int ascending(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

/* P(distance >= d) of n even values: Kolmogorov's series with Stephens' correction. */
static double kolmogorov(double d, size_t n)
{
	double root = sqrt((double)n), x = d * (root + 0.12 + 0.11 / root), p = 0;
	for (int k = 1; k <= 100; k++)
		p += (k % 2 ? 2 : -2) * exp(-2.0 * k * k * x * x);
	return x < 0.2 ? 1 : fmin(1, fmax(0, p));
}

static void tell(
	const char *name, double (*p_of)(struct town *, uint64_t, bool), size_t towns)
{
	static struct town t;
	double *p = malloc(towns * sizeof *p), begin = now_s(), apart = 0, small = 0;
	size_t low = 0, found = 0, with = towns / 4;
	for (size_t k = 0; k < towns + with; k++) {
		context_init(&t.ctx);
		double one = p_of(&t, 10000 + k, k >= towns);
		context_release(&t.ctx);
		if (k < towns)
			p[k] = one;
		low += k < towns && one <= 0.05;
		found += k >= towns && one <= 0.05;
	}
	qsort(p, towns, sizeof *p, ascending);
	for (size_t k = 0; k < towns; k++) {
		/* Ranks stand in steps of 1 / SETS: the middle of each is compared. */
		double even = p[k] - 0.5 / SETS;
		small = fmax(small, (double)(k + 1) / (double)towns - p[k]);
		apart = fmax(apart, fmax((double)(k + 1) / (double)towns - even,
					    even - (double)k / (double)towns));
	}
	printf("%-22s %7.4f %7.3f %7.4f %8.3f %7.2f %8.1f s\n", name, apart,
		kolmogorov(apart, towns), small, (double)low / (double)towns,
		(double)found / (double)with, now_s() - begin);
	fflush(stdout);
	free(p);
}

int main(int argc, char **argv)
{
	size_t towns = argc > 1 ? (size_t)strtoul(argv[1], NULL, 10) : 1000;
	if (towns < 4)
		return 2;
	printf("%zu towns without, %zu with something planted, %d permutations\n",
		towns, towns / 4, SETS - 1);
	printf("%-22s %7s %7s %7s %8s %7s\n", "", "KS", "p", "small", "p <= .05",
		"power");
	tell("Knox", p_knox, towns);
	tell("near repeat", p_near_repeat, towns);
	tell("Mantel (reciprocal)", p_mantel, towns);
	tell("Jacquez (5)", p_jacquez, towns);
	tell("K of space and time", p_stk, towns);
	tell("Moran", p_moran, towns);
	tell("Gi* (one place)", p_getis, towns);
	tell("scan, events", p_scan, towns);
	tell("scan, children", p_scan_children, towns);
	tell("clusters, children", p_cluster_test, towns);
	tell("flows, children", p_flows, towns);
	return 0;
}
