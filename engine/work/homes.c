#include "work/homes.h"
#include "base/str.h"
#include "stats/rates.h"
#include "work/cells.h"
#include "work/mentions.h"
#include "work/naming.h"
#include "work/nights.h"
#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

const char *const home_state_names[] = {
	"raised", "lowered", "as_expected", "one_child", "too_small"};

#define PER_NIGHTS 1000.0

/* What the lists of homes say of a URN. */
struct facts {
	const char *name, *kind, *authority;
	int64_t places, opened_day, closed_day; /* INT64_MIN, INT64_MAX: not known */
	bool listed;
};

struct register_of_homes {
	struct work_case *c;
	const struct episode_set *set;
	struct map urns; /* entry: the home */
	struct facts *facts;
	struct stays stays;
	struct groups episodes; /* by home */
	size_t n;
};

static bool holds(const char *text, const char *word)
{
	return text && strstr(text, word) != NULL;
}

/* A kind that places children elsewhere, so that its URN is no home. */
static bool is_agency(struct arena *arena, const char *kind)
{
	if (!kind)
		return false;
	const char *lower = str_lower(arena, kind);
	return holds(lower, "foster") || holds(lower, "adoption");
}

static enum err_code facts_load(struct register_of_homes *r)
{
	struct arena *arena = r->c->ctx->arena;
	struct statement *s;
	enum err_code code = store_prepare(r->c->store, &sql_home_facts, &s);
	for (bool row = true; !code;) {
		code = statement_step(s, &row);
		if (code || !row)
			break;
		struct facts *f = &r->facts[map_intern(&r->urns, column_text(s, 0))];
		*f = (struct facts){.name = column_dup(s, 1, arena),
			.kind = column_dup(s, 3, arena),
			.authority = column_dup(s, 4, arena),
			.places = column_null(s, 5) ? -1 : column_int(s, 5),
			.opened_day = INT64_MIN,
			.closed_day = INT64_MAX,
			.listed = true};
		int64_t day;
		if (day_of_text(column_text(s, 6), &day))
			f->opened_day = day;
		if (day_of_text(column_text(s, 7), &day))
			f->closed_day = day;
	}
	return code;
}

static enum err_code register_load(struct register_of_homes *r)
{
	struct context *ctx = r->c->ctx;
	const struct episode_set *set = r->set;
	enum err_code code = homes_number(r->c, &r->urns);
	if (code)
		return code;
	r->n = r->urns.n;
	r->facts = arena_array(ctx->arena, struct facts, r->n);
	for (size_t i = 0; i < r->n; i++)
		r->facts[i].places = -1;
	code = facts_load(r);
	if (!code)
		code = stays_load(
			r->c, set->first_day, set->last_day, &r->urns, &r->stays);
	uint32_t *keys = arena_array(ctx->arena, uint32_t, set->n);
	for (size_t i = 0; i < set->n; i++) {
		const struct episode *e = &set->episodes[i];
		keys[i] = e->from_home_urn && !str_equal(e->from_kind, "foster")
				  ? (uint32_t)map_intern(&r->urns, e->from_home_urn)
				  : NO_KEY;
	}
	r->episodes = groups_make(ctx->arena, keys, set->n, r->n);
	return code;
}

/* Open days of the period. */
static int64_t open_days(const struct facts *f, const struct episode_set *set)
{
	int64_t from = f->opened_day > set->first_day ? f->opened_day : set->first_day;
	int64_t to = f->closed_day < set->last_day ? f->closed_day : set->last_day;
	return to >= from ? to - from + 1 : 0;
}

/* Nights and distinct children of the stays of a home: *at is where they begin. */
static void nights_of(
	const struct register_of_homes *r, uint32_t home, size_t *at, struct home *h)
{
	for (; *at < r->stays.n && r->stays.items[*at].home == home; ++*at) {
		const struct stay *s = &r->stays.items[*at];
		bool same = *at && s[-1].home == home && s[-1].child_id == s->child_id;
		h->nights += s->to_day - s->from_day;
		h->placed_n += !same;
		h->nights_from_placements = true;
	}
	if (!h->nights_from_placements && h->places > 0)
		h->nights = h->places * open_days(&r->facts[home], r->set);
}

static bool was_placed(
	const struct register_of_homes *r, uint32_t home, const struct episode *e)
{
	int64_t id = r->set->children[e->child].id, day = london_day(e->gone.start_s);
	const struct stay *s = stays_find(&r->stays, home, id);
	for (; s && s < r->stays.items + r->stays.n && s->home == home &&
		s->child_id == id;
		s++)
		if (day >= s->from_day && day <= s->to_day)
			return true;
	return false;
}

static int compare_u32(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
	return (x > y) - (x < y);
}

/* Counts of a home's episodes; *top is the child with most of them. The sum of squares
 * of each child's count is added to *squares. */
static void episodes_of(const struct register_of_homes *r, uint32_t home,
	struct home *h, uint32_t *top, double *squares)
{
	struct context *ctx = r->c->ctx;
	struct arena_mark mark = arena_mark(ctx->scratch);
	const uint32_t *items = groups_items(&r->episodes, home);
	size_t n = groups_size(&r->episodes, home);
	uint32_t *children = arena_array(ctx->scratch, uint32_t, n);
	h->episodes = items;
	h->episodes_n = (uint32_t)n;
	for (size_t i = 0; i < n; i++) {
		const struct episode *e = &r->set->episodes[items[i]];
		children[i] = e->child;
		h->without_placement +=
			h->nights_from_placements && !was_placed(r, home, e);
	}
	qsort(children, n, sizeof *children, compare_u32);
	for (size_t i = 0, end; i < n; i = end) {
		for (end = i; end < n && children[end] == children[i];)
			end++;
		uint32_t run = (uint32_t)(end - i);
		h->children_n++;
		*squares += (double)run * run;
		if (run > h->top_child_episodes) {
			h->top_child_episodes = run;
			*top = children[i];
		}
	}
	arena_reset(ctx->scratch, mark);
}

static int64_t nights_of_child(
	const struct register_of_homes *r, uint32_t home, int64_t child_id)
{
	int64_t nights = 0;
	const struct stay *s = stays_find(&r->stays, home, child_id);
	for (; s && s < r->stays.items + r->stays.n && s->home == home &&
		s->child_id == child_id;
		s++)
		nights += s->to_day - s->from_day;
	return nights;
}

/* Expected, limits and state of one home. rest: nights without the top child. */
static void against_pool(struct home *h, int64_t rest, double pooled, double bout)
{
	double nights = (double)h->nights, per = PER_NIGHTS / nights;
	struct interval exact = poisson_interval(h->episodes_n, 0.95);
	struct funnel f = funnel_at(h->episodes_n, pooled * nights);
	int64_t others = h->episodes_n - h->top_child_episodes;
	h->rate = h->episodes_n * per;
	h->rate_lower = exact.lower * per;
	h->rate_upper = exact.upper * per;
	h->expected = pooled * PER_NIGHTS;
	h->expected_episodes = f.expected;
	h->lower_95 = f.limits_95.lower * per;
	h->upper_95 = f.limits_95.upper * per;
	h->lower_998 = f.limits_998.lower * per;
	h->upper_998 = f.limits_998.upper * per;
	h->without_top_child =
		rest > 0 ? (double)others * PER_NIGHTS / (double)rest : NAN;
	h->z = f.z;
	h->z_children = f.z / sqrt(bout);
	if (f.expected < 2 && h->episodes_n < 5)
		h->state = HOME_TOO_SMALL;
	else if (h->rate < h->lower_998)
		h->state = HOME_LOWERED;
	else if (h->rate <= h->upper_998)
		h->state = HOME_AS_EXPECTED;
	else if (rest > 0 &&
		 (double)others > funnel_limits(pooled * (double)rest, 0.998).upper)
		h->state = HOME_RAISED;
	else
		h->state = HOME_ONE_CHILD;
}

static struct home home_unknown(struct home h)
{
	h.rate = h.rate_lower = h.rate_upper = h.expected = NAN;
	h.lower_95 = h.upper_95 = h.lower_998 = h.upper_998 = NAN;
	h.shrunk_rate = h.without_top_child = NAN;
	h.z = h.z_children = h.expected_episodes = NAN;
	h.state = HOME_TOO_SMALL;
	return h;
}

static enum err_code shrink(struct context *ctx, struct homes *out)
{
	int64_t *count = arena_array(ctx->arena, int64_t, out->n);
	double *nights = arena_array(ctx->arena, double, out->n);
	size_t n = 0;
	for (size_t i = 0; i < out->n; i++)
		if (out->items[i].nights) {
			count[n] = out->items[i].episodes_n;
			nights[n++] = (double)out->items[i].nights;
		}
	if (n == 0)
		return ERR_OK;
	struct shrinkage shrinkage;
	enum err_code code = shrink_rates(ctx, &shrinkage, n, count, nights);
	for (size_t i = 0, k = 0; !code && i < out->n; i++)
		if (out->items[i].nights)
			out->items[i].shrunk_rate = shrinkage.rate[k++] * PER_NIGHTS;
	return code;
}

static int compare_homes(const void *a, const void *b)
{
	const struct home *x = a, *y = b;
	double zx = isnan(x->z) ? -INFINITY : x->z, zy = isnan(y->z) ? -INFINITY : y->z;
	bool rx = x->state == HOME_RAISED, ry = y->state == HOME_RAISED;
	if (rx != ry)
		return rx ? -1 : 1;
	if (zx != zy)
		return zx > zy ? -1 : 1;
	return strcmp(x->urn, y->urn);
}

/* Authorities of homes with an episode or a placement. */
static void authorities_of(const struct register_of_homes *r, struct map *authorities)
{
	map_init(authorities, r->c->ctx->arena);
	for (uint32_t i = 0, at = 0; i < r->n; i++) {
		bool placed = at < r->stays.n && r->stays.items[at].home == i;
		while (at < r->stays.n && r->stays.items[at].home == i)
			at++;
		if (r->facts[i].authority && (placed || groups_size(&r->episodes, i)))
			map_intern(authorities, r->facts[i].authority);
	}
}

static bool belongs_in_table(const struct register_of_homes *r,
	const struct map *authorities, uint32_t i, bool placed)
{
	const struct facts *f = &r->facts[i];
	size_t entry;
	if (is_agency(r->c->ctx->arena, f->kind))
		return false;
	if (placed || groups_size(&r->episodes, i))
		return true;
	const char *kind = f->kind ? str_lower(r->c->ctx->arena, f->kind) : NULL;
	return f->listed && f->authority &&
	       map_get(authorities, f->authority, &entry) &&
	       (!kind || holds(kind, "home")) && f->places > 0 &&
	       open_days(f, r->set) > 0;
}

static void pool(struct homes *out, const double *squares)
{
	double episodes = 0, all = 0, squared = 0;
	for (size_t i = 0; i < out->n; i++) {
		out->nights += out->items[i].nights;
		episodes += out->items[i].nights ? out->items[i].episodes_n : 0;
		all += out->items[i].episodes_n;
		squared += squares[i];
	}
	out->pooled_rate =
		out->nights ? episodes * PER_NIGHTS / (double)out->nights : NAN;
	out->bout = all > 0 ? squared / all : 1;
}

enum err_code homes_compute(
	struct work_case *c, const struct episode_set *set, struct homes *out)
{
	*out = (struct homes){0};
	struct context *ctx = c->ctx;
	struct register_of_homes r = {.c = c, .set = set};
	enum err_code code = register_load(&r);
	if (code)
		return code;
	struct map authorities;
	authorities_of(&r, &authorities);
	out->items = arena_array(ctx->arena, struct home, r.n);
	uint32_t *entry = arena_array(ctx->arena, uint32_t, r.n);
	uint32_t *top = arena_array(ctx->arena, uint32_t, r.n);
	double *squares = arena_array(ctx->arena, double, r.n);
	size_t at = 0;
	for (uint32_t i = 0; i < r.n; i++) {
		struct home h = home_unknown((struct home){.urn = r.urns.keys[i],
			.name = r.facts[i].name,
			.number = (int64_t)i + 1,
			.places = r.facts[i].places});
		nights_of(&r, i, &at, &h);
		if (!belongs_in_table(&r, &authorities, i, h.nights_from_placements))
			continue;
		episodes_of(&r, i, &h, &top[out->n], &squares[out->n]);
		entry[out->n] = i;
		out->items[out->n++] = h;
	}
	for (size_t i = 0; i < set->n; i++) {
		out->episodes_without_home += set->episodes[i].from_home_urn == NULL;
		out->episodes_by_place += set->episodes[i].urn_by_place;
	}
	pool(out, squares);
	for (size_t i = 0; i < out->n; i++) {
		struct home *h = &out->items[i];
		if (h->nights == 0)
			continue;
		int64_t of_top = h->episodes_n && h->nights_from_placements
					 ? nights_of_child(&r, entry[i],
						   set->children[top[i]].id)
					 : 0;
		against_pool(h, h->nights - of_top, out->pooled_rate / PER_NIGHTS,
			out->bout);
	}
	code = shrink(ctx, out);
	qsort(out->items, out->n, sizeof *out->items, compare_homes);
	return code;
}
