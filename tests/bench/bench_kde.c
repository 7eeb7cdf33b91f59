/* Densities of made-up towns on 1000 by 1000 cells: how they grow with events, bandwidth,
 * cells; edges, bandwidths of their own, bandwidths from the data, a comparison. */
#include "base/str.h"
#include "clock.h"
#include "stats/bandwidth.h"
#include "stats/relrisk.h"
#include <stdlib.h>
#include <string.h>

static double *x_m, *y_m;

static struct kde_options plain(void)
{
	return (struct kde_options){
		.bandwidth_m = 2000, .cell_m = 600, .box = {0, 0, 600e3, 600e3}};
}

/* One surface; the difference from direct sums at some cells, of the largest value. */
static void run(const char *what, size_t n, int threads, const struct kde_options *o)
{
	struct context ctx;
	struct kde k;
	struct points points = {n, x_m, y_m, NULL};
	double off = 0;
	context_init(&ctx);
	ctx.threads = threads;
	double begin_s = now_s();
	if (kde_run(&ctx, &k, points, o)) {
		puts(ctx.error);
		context_release(&ctx);
		return;
	}
	double took_s = now_s() - begin_s;
	for (size_t i = 0; !o->area && o->pilot_m == 0 && i < 20; i++) {
		size_t at = i * (k.columns * k.rows / 20) + 12345 % k.columns;
		struct point place = {kde_centre(k.min_x_m, k.cell_m, at % k.columns),
			kde_centre(k.min_y_m, k.cell_m, at / k.columns)};
		off = fmax(off, fabs(k.density[at] - kde_at(points, o, place)));
	}
	printf("%-34s %8zu points  h %6.0f m  %4zu x %4zu cells  %d threads  %7.3f s",
		what, n, o->bandwidth_m, k.columns, k.rows, threads, took_s);
	if (off > 0)
		printf("  off by %.0e of the largest", off / k.maximum);
	puts("");
	context_release(&ctx);
}

static void growth(void)
{
	for (size_t n = 10000; n <= 1000000; n *= 10)
		for (int threads = 1; threads <= 2; threads++) {
			struct kde_options o = plain();
			run("gaussian", n, threads, &o);
		}
	for (double h = 500; h < 100e3; h *= 4) {
		struct kde_options o = plain();
		o.bandwidth_m = h;
		run("gaussian", 100000, 2, &o);
	}
	struct kde_options fine = plain();
	fine.cell_m = 150;
	run("gaussian", 100000, 2, &fine);
	struct kde_options quartic = plain();
	quartic.kernel = KDE_QUARTIC;
	quartic.bandwidth_m = 5660;
	run("quartic", 100000, 2, &quartic);
}

/* A rough coast of m corners. */
static struct shape *coast(struct context *ctx, size_t m)
{
	struct strbuf text;
	struct shape *shape = NULL;
	strbuf_init(&text, ctx->arena);
	strbuf_add(&text, "POLYGON((");
	for (size_t i = 0; i <= m; i++) {
		double a = 6.283185307179586 * (double)(i % m) / (double)m;
		double r = 1 + 0.05 * sin(9 * a) + 0.01 * sin(211 * a);
		strbuf_printf(&text, "%s%.3f %.3f", i ? "," : "",
			300e3 + 280e3 * r * cos(a), 300e3 + 280e3 * r * sin(a));
	}
	strbuf_add(&text, "))");
	if (shape_from_wkt(ctx, &shape, text.text))
		puts(ctx->error);
	return shape;
}

/* The points in a shape, moved to the front. */
static size_t keep(const struct shape *shape, size_t n)
{
	size_t kept = 0;
	for (size_t i = 0; i < n; i++)
		if (shape_covers_point(shape, (struct point){x_m[i], y_m[i]})) {
			x_m[kept] = x_m[i];
			y_m[kept++] = y_m[i];
		}
	return kept;
}

static void in_an_area(struct context *ctx)
{
	for (size_t m = 100; m <= 10000; m *= 10) {
		struct shape *shape = coast(ctx, m);
		size_t n = keep(shape, 100000);
		struct kde_options o = plain();
		o.area = shape;
		o.edge = KDE_EDGE_UNIFORM;
		run(str_printf(ctx->arena, "uniform, %zu corners", m), n, 2, &o);
		o.edge = KDE_EDGE_DIGGLE;
		run(str_printf(ctx->arena, "diggle, %zu corners", m), n, 2, &o);
		o.edge = KDE_EDGE_UNIFORM;
		o.pilot_m = 4000;
		run(str_printf(ctx->arena, "adaptive, uniform, %zu corners", m), n, 2,
			&o);
		shape_free(shape);
	}
	struct kde_options o = plain();
	o.pilot_m = 4000;
	run("adaptive", 60000, 2, &o);
}

static void the_rest(struct context *ctx)
{
	struct points points = {20000, x_m, y_m, NULL};
	struct bandwidth b;
	struct study_area area;
	struct relrisk r;
	double begin_s = now_s();
	if (bandwidth_likelihood(ctx, &b, points, NULL))
		puts(ctx->error);
	printf("likelihood of 20,000: %.0f m  %.3f s\n", b.best_m, now_s() - begin_s);
	begin_s = now_s();
	if (study_area_box(ctx, &area, points_box(points)) ||
		bandwidth_diggle(ctx, &b, points, &area))
		puts(ctx->error);
	printf("diggle of 20,000: %.0f m  %.3f s\n", b.best_m, now_s() - begin_s);
	uint8_t *is_case = arena_array(ctx->arena, uint8_t, points.n);
	for (size_t i = 0; i < points.n; i++)
		is_case[i] = i % 10 == 0;
	struct relrisk_options o = {.kde = plain(), .replications = 999};
	o.kde.cell_m = 3000;
	o.kde.bandwidth_m = 9000;
	begin_s = now_s();
	if (relrisk_run(ctx, &r, points, is_case, &o))
		puts(ctx->error);
	printf("comparison, 20,000 points, 200 x 200 cells, 999 relabellings: %.3f s\n",
		now_s() - begin_s);
}

int main(void)
{
	size_t most = 1000000;
	struct context ctx;
	x_m = malloc(most * sizeof *x_m);
	y_m = malloc(most * sizeof *y_m);
	if (!x_m || !y_m)
		return 1;
	make_towns(most, x_m, y_m);
	context_init(&ctx);
	ctx.threads = 2;
	growth();
	in_an_area(&ctx);
	the_rest(&ctx);
	context_release(&ctx);
	free(x_m);
	free(y_m);
}
