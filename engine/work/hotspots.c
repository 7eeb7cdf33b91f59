#include "base/str.h"
#include "stats/fdr.h"
#include "work/hotspots_parts.h"
#include "work/naming.h"
#include <stdlib.h>

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

struct hotspot *hotspots_gather(
	struct search *s, const struct labels *labels, struct hotspots *out)
{
	struct context *ctx = s->ctx;
	size_t n = labels->clusters_n, first = out->n;
	uint32_t *key = arena_array(ctx->arena, uint32_t, s->points.n);
	for (size_t i = 0; i < s->points.n; i++)
		key[i] = labels->label[i] ? labels->label[i] - 1 : NO_KEY;
	struct groups members = groups_make(ctx->arena, key, s->points.n, n);
	struct hotspot *all = arena_array(ctx->arena, struct hotspot, first + n);
	for (size_t i = 0; i < first; i++)
		all[i] = out->items[i];
	out->items = all;
	out->n = first + n;
	for (size_t i = 0; i < n; i++) {
		const uint32_t *items = groups_items(&members, i);
		size_t size = groups_size(&members, i);
		uint32_t *episodes = arena_array(ctx->arena, uint32_t, size);
		for (size_t m = 0; m < size; m++)
			episodes[m] = s->found.episode[items[m]];
		all[first + i] = (struct hotspot){.id = (int64_t)(first + i) + 1,
			.episodes_n = (uint32_t)size,
			.children_n = (uint32_t)episodes_children(
				ctx->scratch, s->set, episodes, size),
			.episodes = episodes};
	}
	return all + first;
}

/* Best first, numbered so; q over all that are told. */
static void rank(struct context *ctx, struct hotspots *out)
{
	if (out->n == 0)
		return;
	double *p = arena_array(ctx->arena, double, out->n);
	qsort(out->items, out->n, sizeof *out->items, compare_hotspots);
	for (size_t i = 0; i < out->n; i++) {
		out->items[i].id = (int64_t)i + 1;
		p[i] = out->items[i].p_value;
	}
	fdr_adjust(ctx, FDR_BENJAMINI_HOCHBERG, out->n, p, p);
	for (size_t i = 0; i < out->n; i++)
		out->items[i].q_value = p[i];
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

static enum err_code check(struct context *ctx, const struct hotspots_options *o)
{
	if (!(o->radius_m > 0))
		return err_set(ctx, ERR_USAGE,
			"--radius must be more than 0 m: give a distance such as 250m");
	if (!(o->scan_radius_m > 0))
		return err_set(ctx, ERR_USAGE,
			"--max-radius must be more than 0 m: give a distance such as "
			"500m");
	if (o->scan_window_s < DAY_S)
		return err_set(ctx, ERR_USAGE,
			"--max-window must be a day or more: give a time such as 28d");
	if (o->permutations > 10000000)
		return err_set(ctx, ERR_USAGE, "--permutations: at most 10000000");
	if (o->min_points > INT32_MAX || o->min_children > INT32_MAX)
		return err_set(ctx, ERR_USAGE,
			"--min-points and --min-children: at most %d", INT32_MAX);
	if (o->draws < 0 || o->draws > 10000)
		return err_set(ctx, ERR_USAGE, "--draws: at most 10000");
	return ERR_OK;
}

/* Places with a recognised address are one place wherever they come up; others that
 * share a point (a postcode's middle) need not be. */
static void know_places(struct search *s)
{
	size_t n = s->found.n;
	double *precision_m = arena_array(s->ctx->arena, double, n);
	uint32_t *place = arena_array(s->ctx->arena, uint32_t, n);
	for (size_t i = 0; i < n; i++) {
		const struct episode *e = &s->set->episodes[s->found.episode[i]];
		const struct spot *spot = &e->spots[s->o->place];
		precision_m[i] = spot->precision_m;
		place[i] = spot->address_id > 0
				   ? (uint32_t)spot->address_id & 0x7fffffff
				   : 0x80000000 | (uint32_t)i;
	}
	s->known = (struct places){precision_m, place};
}

static void take_points(struct search *s, struct hotspots *out)
{
	episodes_points(s->ctx->arena, s->set, s->o->place, s->o->radius_m,
		s->o->place != ROLE_FROM, &s->found);
	s->points =
		(struct points){s->found.n, s->found.x_m, s->found.y_m, s->found.t_s};
	out->points_n = s->found.n;
	out->too_coarse = s->found.too_coarse;
	out->not_located = s->found.not_located;
	out->not_given = s->found.not_given;
	out->where_they_belong = s->found.where_they_belong;
}

enum err_code hotspots_compute(struct work_case *c, const struct episode_set *set,
	const struct hotspots_options *o, struct hotspots *out)
{
	*out = (struct hotspots){.options = *o};
	/* Side by side they tell by subtraction what neither may tell the public. */
	if (c->ctx->audience == AUDIENCE_PUBLIC && o->methods & HOTSPOTS_CLUSTERS)
		out->options.methods = HOTSPOTS_CLUSTERS;
	struct search s = {.ctx = c->ctx, .set = set, .o = &out->options};
	enum err_code code = check(c->ctx, o);
	if (code)
		return code;
	take_points(&s, out);
	if (s.found.n == 0)
		return ERR_OK;
	code = grid_build(c->ctx, &s.grid, c->ctx->arena, s.points, o->radius_m);
	if (code)
		return code;
	study_period(&s);
	s.unit = units_of(&s);
	renumber(&s, s.unit);
	know_places(&s);
	if (s.o->methods & HOTSPOTS_CLUSTERS)
		code = hotspots_clusters(&s, out);
	if (!code && s.o->methods & HOTSPOTS_SCAN)
		code = hotspots_scan(&s, out);
	if (!code)
		rank(c->ctx, out);
	leave_few(c->ctx, out);
	return code;
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
	result_text(p, "method",
		o->methods == HOTSPOTS_SCAN       ? "scan"
		: o->methods == HOTSPOTS_CLUSTERS ? "clusters"
						  : "all");
	if (o->methods & HOTSPOTS_SCAN) {
		result_real(p, "max_radius_m", o->scan_radius_m);
		result_real(
			p, "max_window_days", (double)o->scan_window_s / (double)DAY_S);
	}
	result_int(p, "draws", o->draws);
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
