/* Scores from clusters: which comes first, and where most of its children are. */
#include "geo/grid.h"
#include "stats/cluster_test.h"
#include "stats/dbscan.h"
#include "stats/forecast.h"
#include "stats/scanstat.h"
#include "stats/usual.h"
#include <math.h>
#include <stdlib.h>

/* A cluster with its place in the order: active ones, then by worth. */
struct ranked {
	bool active;
	double worth;
	uint32_t number; /* from 0 */
};

static int ranked_compare(const void *a, const void *b)
{
	const struct ranked *x = a, *y = b;
	if (x->active != y->active)
		return x->active ? -1 : 1;
	if (x->worth != y->worth)
		return x->worth > y->worth ? -1 : 1;
	return (x->number > y->number) - (x->number < y->number);
}

struct stay {
	uint32_t cluster, square, child;
};

static int stay_compare(const void *a, const void *b)
{
	const struct stay *x = a, *y = b;
	if (x->cluster != y->cluster)
		return x->cluster < y->cluster ? -1 : 1;
	if (x->square != y->square)
		return x->square < y->square ? -1 : 1;
	return (x->child > y->child) - (x->child < y->child);
}

/* A better cluster's squares come before those of the next; within one, the squares with
 * more of its children. label: 0 for none, else the cluster's number + 1. */
static void score_members(struct context *ctx, const struct forecast *f,
	const uint32_t *label, struct ranked *clusters, uint32_t n, double *score)
{
	size_t points = f->past.points.n, members = 0;
	struct stay *stays = arena_array(ctx->arena, struct stay, points);
	uint32_t *place = arena_array(ctx->arena, uint32_t, n);
	for (uint32_t i = 0; i < n; i++)
		clusters[i].number = i;
	for (size_t i = 0; i < points; i++) {
		if (!label[i] || f->point[i].square == UINT32_MAX)
			continue;
		stays[members++] = (struct stay){
			label[i] - 1, f->point[i].square, f->past.child[i]};
		int64_t age_s = f->past.now_s - f->past.points.t_s[i];
		clusters[label[i] - 1].active |= age_s <= 2 * f->options.window_s;
	}
	qsort(stays, members, sizeof *stays, stay_compare);
	qsort(clusters, n, sizeof *clusters, ranked_compare);
	for (uint32_t i = 0; i < n; i++)
		place[clusters[i].number] = i;
	uint32_t children = 0;
	for (size_t i = 0; i < members; i++) {
		const struct stay *s = &stays[i], *before = s - (i > 0);
		bool same = i > 0 && before->cluster == s->cluster &&
			    before->square == s->square;
		children = same ? children + (before->child != s->child) : 1;
		double worth = (double)(n - place[s->cluster]) +
			       (double)children / (1.0 + f->past.children);
		score[s->square] = fmax(score[s->square], worth);
	}
}

/* Numbers of children below that of events. */
static uint32_t *children_of(struct context *ctx, const struct forecast *f)
{
	size_t n = f->past.points.n;
	uint32_t *number = arena_array(ctx->arena, uint32_t, f->past.children);
	uint32_t *child = arena_array(ctx->arena, uint32_t, n), next = 0;
	for (size_t i = 0; i < n; i++) {
		if (!number[f->past.child[i]])
			number[f->past.child[i]] = ++next;
		child[i] = number[f->past.child[i]] - 1;
	}
	return child;
}

static enum err_code dense_from(struct context *ctx, const struct forecast *f,
	int64_t window_s, uint32_t *points)
{
	*points = f->options.min_points;
	if (*points || f->past.points.n == 0)
		return ERR_OK;
	struct grid grid;
	enum err_code err =
		grid_build(ctx, &grid, ctx->arena, f->past.points, f->options.radius_m);
	if (err)
		return err;
	*points = usual_min_points(
		ctx, f->past.points, &grid, f->options.radius_m, window_s);
	return ERR_OK;
}

static enum err_code label_points(struct context *ctx, const struct forecast *f,
	bool in_time, struct labels *labels)
{
	struct dbscan_options o = {.radius_m = f->options.radius_m,
		.window_s = f->options.window_s,
		.min_units = f->options.min_children,
		.unit = f->past.child};
	int64_t window_s = in_time ? o.window_s : INT64_MAX;
	enum err_code err = dense_from(ctx, f, window_s, &o.min_points);
	if (err)
		return err;
	return in_time ? stdbscan_run(ctx, labels, f->past.points, &o)
		       : dbscan_run(ctx, labels, f->past.points, &o);
}

enum err_code forecast_clusters(
	struct context *ctx, const struct forecast *f, double *score)
{
	struct labels labels;
	struct cluster_test test;
	enum err_code err = label_points(ctx, f, true, &labels);
	if (err || labels.clusters_n == 0)
		return err;
	/* The statistic alone: its order needs no replicates. */
	struct cluster_test_options o = {
		.radius_m = f->options.radius_m, .window_s = f->options.window_s};
	err = cluster_test_run(
		ctx, &test, f->past.points, children_of(ctx, f), &labels, &o);
	if (err)
		return err;
	struct ranked *clusters =
		arena_array(ctx->arena, struct ranked, labels.clusters_n);
	for (uint32_t i = 0; i < labels.clusters_n; i++)
		clusters[i].worth = test.statistic[i];
	score_members(ctx, f, labels.label, clusters, labels.clusters_n, score);
	return ERR_OK;
}

enum err_code forecast_dbscan(
	struct context *ctx, const struct forecast *f, double *score)
{
	struct labels labels;
	enum err_code err = label_points(ctx, f, false, &labels);
	if (err || labels.clusters_n == 0)
		return err;
	struct cluster *found =
		cluster_summaries(ctx, f->past.points, f->past.child, &labels);
	struct ranked *clusters =
		arena_array(ctx->arena, struct ranked, labels.clusters_n);
	for (uint32_t i = 0; i < labels.clusters_n; i++)
		clusters[i].worth = (double)found[i].units;
	score_members(ctx, f, labels.label, clusters, labels.clusters_n, score);
	return ERR_OK;
}

/* Days of the past, counted back from now. */
static uint32_t *days_of(struct context *ctx, const struct forecast *f, uint32_t *units)
{
	const struct points *p = &f->past.points;
	uint32_t *unit = arena_array(ctx->arena, uint32_t, p->n);
	uint32_t most = 0;
	for (size_t i = 0; i < p->n; i++) {
		int64_t days = (f->past.now_s - 1 - p->t_s[i]) / 86400;
		unit[i] = days < UINT16_MAX - 1 ? (uint32_t)days : UINT16_MAX - 1;
		most = unit[i] > most ? unit[i] : most;
	}
	for (size_t i = 0; i < p->n; i++)
		unit[i] = most - unit[i];
	*units = most + 1;
	return unit;
}

enum err_code forecast_scan(
	struct context *ctx, const struct forecast *f, double *score)
{
	const struct points *p = &f->past.points;
	struct scanstat_input in = {.n = p->n, .child = children_of(ctx, f)};
	struct scanstat_coordinates at = {p->n, p->x_m, p->y_m, NULL};
	uint32_t *place;
	if (p->n < 2)
		return ERR_OK;
	scanstat_places(ctx, at, &in.places, &place);
	in.place = place;
	in.unit = days_of(ctx, f, &in.units);
	int64_t days = 2 * f->options.window_s / 86400;
	struct scanstat_options o = {.model = SCANSTAT_PERMUTATION,
		.shape = SCANSTAT_SPACE_TIME,
		.min_cases = f->options.min_children,
		.max_radius_m = 2 * f->options.radius_m,
		.max_units = days > 1 ? (uint32_t)days : 1};
	struct scanstat scan;
	enum err_code err = scanstat_run(ctx, &scan, &in, &o);
	if (err)
		return err;
	uint32_t *label = arena_array(ctx->arena, uint32_t, p->n);
	struct ranked *clusters =
		arena_array(ctx->arena, struct ranked, scan.clusters_n);
	for (uint32_t i = 0; i < scan.clusters_n; i++) {
		clusters[i].worth = scan.clusters[i].llr;
		for (uint32_t m = 0; m < scan.clusters[i].members_n; m++)
			label[scan.clusters[i].members[m]] = i + 1;
	}
	score_members(ctx, f, label, clusters, scan.clusters_n, score);
	return ERR_OK;
}
