#include "work/hotspots.h"
#include "base/str.h"
#include "geo/grid.h"
#include "geo/sort.h"
#include "stats/cluster_test.h"
#include "stats/dbscan.h"
#include "stats/rates.h"
#include "work/cells.h"
#include "work/hiding.h"
#include "work/naming.h"
#include "work/place_table.h"
#include <math.h>
#include <stdlib.h>

const char *const hotspot_state_names[] = {
	"new", "intensifying", "persistent", "diminishing", "sporadic", "historical"};

/* The parts that all steps of one computation look at. */
struct search {
	struct context *ctx;
	const struct episode_set *set;
	struct hotspots_options *o; /* as used */
	struct episode_points found;
	struct points points;
	struct labels labels;
	struct cluster_test test;
	struct grid grid;
	int64_t from_s, to_s; /* the period */
};

static uint32_t root_of(uint32_t *parent, uint32_t i)
{
	while (parent[i] != i)
		i = parent[i] = parent[parent[i]];
	return i;
}

/* Children who go from the same own home are one household: a number for each child. */
static uint32_t *households(struct search *s)
{
	const struct episode_set *set = s->set;
	uint32_t *parent = arena_array(s->ctx->arena, uint32_t, set->children_n);
	for (uint32_t i = 0; i < set->children_n; i++)
		parent[i] = i;
	struct map homes;
	map_init(&homes, s->ctx->arena);
	for (size_t i = 0; i < set->n; i++) {
		const struct episode *e = &set->episodes[i];
		const struct spot *from = &e->spots[ROLE_FROM];
		if (!from->address_id || !str_equal(e->from_kind, "home"))
			continue;
		char key[32];
		snprintf(key, sizeof key, "%lld", (long long)from->address_id);
		size_t other;
		if (!map_get(&homes, key, &other))
			map_set(&homes, key, e->child);
		else
			parent[root_of(parent, e->child)] =
				root_of(parent, (uint32_t)other);
	}
	for (uint32_t i = 0; i < set->children_n; i++)
		parent[i] = root_of(parent, i);
	return parent;
}

/* The unit of each point: the child, or the household where it is about homes. */
static uint32_t *units_of(struct search *s)
{
	uint32_t *unit = arena_array(s->ctx->arena, uint32_t, s->points.n);
	const uint32_t *household = s->o->place == ROLE_FROM ? households(s) : NULL;
	for (size_t i = 0; i < s->points.n; i++)
		unit[i] = household ? household[s->found.child[i]] : s->found.child[i];
	return unit;
}

/* Numbers below the number of points, in order of first sight. */
static void renumber(struct search *s, uint32_t *unit)
{
	struct arena_mark mark = arena_mark(s->ctx->scratch);
	uint32_t *number = arena_array(s->ctx->scratch, uint32_t, s->set->children_n);
	uint32_t n = 0;
	for (size_t i = 0; i < s->points.n; i++) {
		if (!number[unit[i]])
			number[unit[i]] = ++n;
		unit[i] = number[unit[i]] - 1;
	}
	arena_reset(s->ctx->scratch, mark);
}

/* The days of the period, widened to where episodes of the period ended. */
static void study_period(struct search *s)
{
	struct period days = {s->set->first_day, s->set->last_day, false};
	period_seconds(days, &s->from_s, &s->to_s);
	for (size_t i = 0; i < s->points.n; i++) {
		int64_t t = s->points.t_s[i];
		s->from_s = t < s->from_s ? t : s->from_s;
		s->to_s = t >= s->to_s ? t + 1 : s->to_s;
	}
}

/* How much of what lies in clusters here is recent, each child counted once a window.
 */
struct recency {
	int64_t recent, all, windows, spanned;
};

static int compare_i64(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
	return (x > y) - (x < y);
}

static struct recency recency_of(
	struct search *s, const uint32_t *near, size_t n, int64_t recent_s)
{
	struct recency r = {0};
	int64_t window_s = s->o->window_s > 0 ? s->o->window_s : 1;
	int64_t *keys = arena_array(s->ctx->scratch, int64_t, n);
	size_t near_n = n;
	n = 0;
	for (size_t i = 0; i < near_n; i++) {
		if (!s->labels.core[near[i]])
			continue;
		int64_t window = (s->to_s - 1 - s->points.t_s[near[i]]) / window_s;
		keys[n++] = window * INT64_C(0x80000000) + s->found.child[near[i]];
	}
	qsort(keys, n, sizeof *keys, compare_i64);
	for (size_t i = 0; i < n; i++) {
		int64_t window = keys[i] >> 31;
		if (i && keys[i] == keys[i - 1])
			continue;
		r.all++;
		r.recent += (window + 1) * window_s <= recent_s ||
			    (window == 0 && recent_s < window_s);
		r.windows += i == 0 || window != keys[i - 1] >> 31;
	}
	r.spanned = n ? (keys[n - 1] >> 31) - (keys[0] >> 31) + 1 : 0;
	return r;
}

static enum hotspot_state state_of(struct search *s, const struct cluster *cluster)
{
	struct arena_mark mark = arena_mark(s->ctx->scratch);
	int64_t period_s = s->to_s - s->from_s, recent_s = 2 * s->o->window_s;
	if (recent_s > period_s / 3)
		recent_s = period_s / 3;
	struct point centre = {cluster->x_m, cluster->y_m};
	double radius_m = fmax(cluster->radius_m, s->o->radius_m);
	size_t n = grid_count(&s->grid, centre, radius_m);
	uint32_t *near = arena_array(s->ctx->scratch, uint32_t, n);
	grid_within(&s->grid, centre, radius_m, near, n);
	struct recency r = recency_of(s, near, n, recent_s);
	arena_reset(s->ctx->scratch, mark);
	double share = (double)recent_s / (double)period_s;
	struct interval likely = share_interval(r.recent, r.all, 0.8);
	if (r.recent == 0)
		return HOTSPOT_HISTORICAL;
	if (r.recent == r.all)
		return HOTSPOT_NEW;
	if (likely.lower > share)
		return HOTSPOT_INTENSIFYING;
	if (likely.upper < share)
		return HOTSPOT_DIMINISHING;
	return r.spanned > 2 && r.windows * 2 < r.spanned ? HOTSPOT_SPORADIC
							  : HOTSPOT_PERSISTENT;
}

static int compare_hotspots(const void *a, const void *b)
{
	const struct hotspot *x = a, *y = b;
	if (x->p_value != y->p_value)
		return x->p_value < y->p_value ? -1 : 1;
	if (x->children_n != y->children_n)
		return x->children_n > y->children_n ? -1 : 1;
	if (x->episodes_n != y->episodes_n)
		return x->episodes_n > y->episodes_n ? -1 : 1;
	return (x->id > y->id) - (x->id < y->id);
}

static void gather(struct search *s, const uint32_t *unit, struct hotspots *out)
{
	struct context *ctx = s->ctx;
	size_t n = s->labels.clusters_n;
	struct cluster *clusters = cluster_summaries(ctx, s->points, unit, &s->labels);
	uint32_t *key = arena_array(ctx->arena, uint32_t, s->points.n);
	for (size_t i = 0; i < s->points.n; i++)
		key[i] = s->labels.label[i] ? s->labels.label[i] - 1 : NO_KEY;
	struct groups members = groups_make(ctx->arena, key, s->points.n, n);
	out->items = arena_array(ctx->arena, struct hotspot, n);
	out->n = n;
	for (size_t i = 0; i < n; i++) {
		const uint32_t *items = groups_items(&members, i);
		size_t size = groups_size(&members, i);
		uint32_t *episodes = arena_array(ctx->arena, uint32_t, size);
		for (size_t m = 0; m < size; m++)
			episodes[m] = s->found.episode[items[m]];
		out->items[i] = (struct hotspot){.id = clusters[i].label,
			.x_m = clusters[i].x_m,
			.y_m = clusters[i].y_m,
			.radius_m = clusters[i].radius_m,
			.from_day = london_day(clusters[i].from_s),
			.to_day = london_day(clusters[i].to_s),
			.episodes_n = (uint32_t)size,
			.children_n = (uint32_t)episodes_children(
				ctx->scratch, s->set, episodes, size),
			.episodes = episodes,
			.p_value = s->test.p_value[i],
			.children_expected = s->test.children_expected[i],
			.children_near = s->test.children_near[i],
			.state = state_of(s, &clusters[i])};
	}
	qsort(out->items, n, sizeof *out->items, compare_hotspots);
	for (size_t i = 0; i < n; i++)
		out->items[i].id = (int64_t)i + 1;
}

#define USUAL_POINTS 2000
#define LEAST_POINTS 5
#define MANY_POINTS 50000

/* The median, over points taken evenly, of the points within reach in space and time.
 */
static int64_t usual_neighbours(struct search *s)
{
	struct arena_mark mark = arena_mark(s->ctx->scratch);
	size_t step = s->points.n / USUAL_POINTS + 1, n = 0;
	int64_t *counts = arena_array(s->ctx->scratch, int64_t, s->points.n / step + 1);
	uint32_t *near = arena_array(s->ctx->scratch, uint32_t, s->points.n);
	for (size_t i = 0; i < s->points.n; i += step) {
		struct point at = {s->points.x_m[i], s->points.y_m[i]};
		size_t near_n =
			grid_within(&s->grid, at, s->o->radius_m, near, s->points.n);
		for (size_t k = 0; k < near_n; k++)
			counts[n] += llabs(s->points.t_s[near[k]] - s->points.t_s[i]) <=
				     s->o->window_s;
		n++;
	}
	qsort(counts, n, sizeof *counts, compare_i64);
	int64_t median = counts[n / 2] - 1;
	arena_reset(s->ctx->scratch, mark);
	return median;
}

/* What was left to the data. */
static void choose(struct search *s)
{
	if (s->o->min_points == 0) {
		double usual = (double)usual_neighbours(s);
		int64_t points = (int64_t)ceil(1 + usual + 3 * sqrt(usual));
		int64_t most = (int64_t)(s->points.n / 10);
		points = points < most ? points : most;
		s->o->min_points = points > LEAST_POINTS ? points : LEAST_POINTS;
	}
	if (s->o->permutations == 0)
		s->o->permutations = s->points.n > MANY_POINTS ? 199 : 999;
}

static enum err_code clusters_make(struct search *s, uint32_t *unit)
{
	struct dbscan_options dbscan = {.radius_m = s->o->radius_m,
		.window_s = s->o->window_s,
		.min_points = (uint32_t)s->o->min_points,
		.min_units = (uint32_t)s->o->min_children,
		.unit = unit};
	enum err_code code = stdbscan_run(s->ctx, &s->labels, s->points, &dbscan);
	if (code || s->labels.clusters_n == 0)
		return code;
	struct cluster_test_options test = {.radius_m = s->o->radius_m,
		.window_s = s->o->window_s,
		.replications = (uint32_t)s->o->permutations,
		.from_s = s->from_s,
		.to_s = s->to_s};
	return cluster_test_run(s->ctx, &s->test, s->points, unit, &s->labels, &test);
}

/* A gathering of under 5 children is not for the public, its days included. */
static void leave_few(const struct context *ctx, struct hotspots *out)
{
	size_t n = 0;
	for (size_t i = 0; i < out->n; i++)
		if (!naming_suppressed(ctx, out->items[i].children_n) &&
			!naming_suppressed(ctx, out->items[i].episodes_n))
			out->items[n++] = out->items[i];
	out->n = n;
	for (size_t i = 0; i < n; i++)
		out->items[i].id = (int64_t)i + 1;
}

enum err_code hotspots_compute(struct work_case *c, const struct episode_set *set,
	const struct hotspots_options *o, struct hotspots *out)
{
	*out = (struct hotspots){.options = *o};
	struct search s = {.ctx = c->ctx, .set = set, .o = &out->options};
	if (o->radius_m <= 0)
		return err_set(c->ctx, ERR_USAGE,
			"--radius must be more than 0 m: give a distance such as 250m");
	episodes_points(c->ctx->arena, set, o->place, o->radius_m,
		o->place != ROLE_FROM, &s.found);
	s.points = (struct points){s.found.n, s.found.x_m, s.found.y_m, s.found.t_s};
	out->points_n = s.found.n;
	out->too_coarse = s.found.too_coarse;
	out->not_located = s.found.not_located;
	out->not_given = s.found.not_given;
	out->where_they_belong = s.found.where_they_belong;
	if (s.found.n == 0)
		return ERR_OK;
	enum err_code code =
		grid_build(c->ctx, &s.grid, c->ctx->arena, s.points, o->radius_m);
	if (code)
		return code;
	choose(&s);
	study_period(&s);
	uint32_t *unit = units_of(&s);
	renumber(&s, unit);
	code = clusters_make(&s, unit);
	if (!code && s.labels.clusters_n)
		gather(&s, unit, out);
	leave_few(c->ctx, out);
	return code;
}

static const struct column hotspot_columns[] = {
	{"id", "No.", 0, AUDIENCE_PUBLIC},
	{"place", "Place", 0, AUDIENCE_PUBLIC},
	{"method", NULL, 0, AUDIENCE_PUBLIC},
	{"x", "Easting", 0, AUDIENCE_PUBLIC},
	{"y", "Northing", 0, AUDIENCE_PUBLIC},
	{"radius_m", "Radius (m)", 0, AUDIENCE_PUBLIC},
	{"from", "From", 0, AUDIENCE_PUBLIC},
	{"to", "To", 0, AUDIENCE_PUBLIC},
	{"episodes", "Episodes", 0, AUDIENCE_PUBLIC},
	{"children", "Children", 0, AUDIENCE_PUBLIC},
	{"children_near", "Children together", 0, AUDIENCE_PARTNER},
	{"children_expected", "By chance", 1, AUDIENCE_PARTNER},
	{"p_value", "p", 3, AUDIENCE_PUBLIC},
	{"state", "State", 0, AUDIENCE_PUBLIC},
	{"members", NULL, 0, AUDIENCE_PARTNER},
};

static const struct table *hotspots_table(
	struct context *ctx, const struct episode_set *set, const struct hotspots *x)
{
	struct table *t =
		TABLE_CREATE(ctx->arena, "hotspots", "Hotspots", hotspot_columns);
	t->reading = "Each row is a place and time where different children come "
		     "together. p is "
		     "how often children who know nothing of each other would give a "
		     "gathering "
		     "as strong as this anywhere in the case; it holds for all rows "
		     "together. "
		     "Children together are those at the strongest moment, beside the "
		     "number to "
		     "expect there by chance.";
	for (size_t i = 0; i < x->n; i++) {
		const struct hotspot *h = &x->items[i];
		double radius_m = ctx->audience == AUDIENCE_PUBLIC
					  ? fmax(PLACE_SQUARE_M, h->radius_m)
					  : h->radius_m;
		cell_int(t, h->id);
		cell_text(t, x->options.place == ROLE_LAST_SEEN
				     ? "last-seen"
				     : place_role_names[x->options.place]);
		cell_text(t, "stdbscan");
		bool single = h->children_n < 2;
		cell_figure(ctx, t, h->children_n, place_shown_m(ctx, single, h->x_m));
		cell_figure(ctx, t, h->children_n, place_shown_m(ctx, single, h->y_m));
		cell_figure(ctx, t, h->children_n, radius_m);
		cell_day(t, h->from_day);
		cell_day(t, h->to_day);
		cell_episodes(ctx, t, h->episodes_n, h->children_n);
		cell_count(ctx, t, h->children_n);
		cell_int(t, h->children_near);
		cell_real(t, h->children_expected);
		cell_real(t, h->p_value);
		cell_text(t, hotspot_state_names[h->state]);
		cell_texts(t, episode_refs(ctx, set, h->episodes, h->episodes_n));
	}
	return t;
}

enum err_code hotspots_result(struct work_case *c, const struct episode_set *set,
	const struct hotspots *x, struct result **out)
{
	struct context *ctx = c->ctx;
	struct result *r = result_create(ctx->arena);
	struct result *left = result_create(ctx->arena);
	result_count(ctx, left, "too_coarse", x->too_coarse);
	result_count(ctx, left, "not_located", x->not_located);
	result_count(ctx, left, "not_given", x->not_given);
	result_count(ctx, left, "where_they_belong", x->where_they_belong);
	result_table(r, hotspots_table(ctx, set, x));
	result_result(r, "left_out", left);
	result_int(r, "min_points_used", x->options.min_points);
	result_int(r, "permutations_used", x->options.permutations);
	result_count(ctx, r, "points", (int64_t)x->points_n);
	result_table(r, place_table(ctx, "places", set, x->options.place,
				x->options.place != ROLE_FROM));
	*out = r;
	return ERR_OK;
}

static struct result *parameters_of(
	struct work_case *c, const struct hotspots_options *o)
{
	struct result *p = case_parameters(c);
	result_text(p, "place",
		o->place == ROLE_LAST_SEEN ? "last-seen" : place_role_names[o->place]);
	result_real(p, "radius_m", o->radius_m);
	result_real(p, "window_days", (double)o->window_s / (double)DAY_S);
	if (o->min_points)
		result_int(p, "min_points", o->min_points);
	else
		result_text(p, "min_points", "by the data");
	result_int(p, "min_children", o->min_children);
	if (o->permutations)
		result_int(p, "permutations", o->permutations);
	else
		result_text(p, "permutations", "by the number of points");
	return p;
}

enum err_code work_hotspots(struct context *ctx, const struct work_options *options,
	const struct hotspots_options *o)
{
	struct work_case c;
	struct episode_set set;
	struct hotspots x;
	struct result *result = NULL;
	enum err_code code = case_open(ctx, options, STORE_WRITE, &c);
	if (code)
		return code;
	code = episodes_load(&c, &set);
	if (!code)
		code = hotspots_compute(&c, &set, o, &x);
	if (!code)
		code = hotspots_result(&c, &set, &x, &result);
	return analysis_finish(&c, code, "hotspots", parameters_of(&c, o), result);
}
