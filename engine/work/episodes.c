#include "work/episodes.h"
#include "base/map.h"
#include "base/str.h"
#include "geo/grid.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

const char *const episode_type_names[TYPES_N] = {
	"missing", "absent", "no_apparent_risk", "away"};
const char *const place_role_names[ROLES_N] = {"from", "last_seen", "found"};

/* Within this of where they went from, at this precision, is the same place. */
#define SAME_PLACE_M 50.0

/* Texts that come again and again (kinds, authorities) are held once. */
struct loader {
	struct work_case *c;
	struct map texts;
	struct episode_set *set;
	size_t capacity;
	uint32_t *by_id; /* episodes in order of id */
};

static const char *interned(struct loader *l, const char *text)
{
	if (str_empty(text))
		return NULL;
	/* Adding may move the keys: first the entry, then where they are. */
	size_t entry = map_intern(&l->texts, text);
	return l->texts.keys[entry];
}

static enum time_precision precision_of(const char *name)
{
	if (name)
		for (int p = TIME_SECOND; p <= TIME_YEAR; p++)
			if (str_equal(
				    name, time_precision_name((enum time_precision)p)))
				return (enum time_precision)p;
	return TIME_NONE;
}

static struct moment column_moment(struct statement *s, int column)
{
	struct moment m = {0};
	if (column_null(s, column) || column_null(s, column + 1))
		return m;
	m.precision = precision_of(column_text(s, column + 2));
	if (m.precision == TIME_NONE)
		return m;
	m.start_s = column_int(s, column);
	m.span_s = column_int(s, column + 1);
	return m;
}

static enum episode_type type_of(const char *name)
{
	for (int t = 0; t < TYPES_N; t++)
		if (str_equal(name, episode_type_names[t]))
			return (enum episode_type)t;
	BUG("an episode type that the schema does not know");
}

/* child holds the child's id until children_take() makes it an index. */
static void episode_take(struct loader *l, struct statement *s)
{
	struct arena *arena = l->c->ctx->arena;
	struct episode_set *set = l->set;
	arena_reserve(arena, set->episodes, l->capacity, set->n + 1);
	struct episode *e = &set->episodes[set->n++];
	e->id = column_int(s, 0);
	e->source_id = column_int(s, 1);
	e->row = column_int(s, 2);
	e->ref = column_dup(s, 3, arena);
	e->child = (uint32_t)column_int(s, 4);
	e->type = type_of(column_text(s, 5));
	e->age = column_null(s, 6) ? -1 : (int)column_int(s, 6);
	e->looked_after = column_null(s, 7) ? -1 : (int)column_int(s, 7);
	e->authority = interned(l, column_text(s, 8));
	e->risk = interned(l, column_text(s, 9));
	e->from_kind = interned(l, column_text(s, 10));
	e->from_home_urn = interned(l, column_text(s, 11));
	e->found_kind = interned(l, column_text(s, 12));
	e->found_by = interned(l, column_text(s, 13));
	e->harm = interned(l, column_text(s, 14));
	e->reasons = interned(l, column_text(s, 15));
	e->vulnerabilities = interned(l, column_text(s, 16));
	e->last_seen = column_moment(s, 17);
	e->reported = column_moment(s, 20);
	e->found = column_moment(s, 23);
	e->closed = column_moment(s, 26);
	e->prevention_check = column_moment(s, 29);
	e->gone = e->last_seen.precision != TIME_NONE ? e->last_seen : e->reported;
}

static enum err_code episodes_take(struct loader *l)
{
	const struct work_options *o = l->c->options;
	struct statement *s;
	enum err_code code = store_prepare(l->c->store, &sql_episodes_load, &s);
	if (code)
		return code;
	int64_t from_s, to_s;
	period_seconds(o->period, &from_s, &to_s);
	bind_int(s, ":from_s", from_s);
	bind_int(s, ":to_s", to_s);
	bind_text(s, ":type", o->type);
	for (bool row;;) {
		code = statement_step(s, &row);
		if (code || !row)
			return code;
		episode_take(l, s);
	}
}

/* Whole years between a date of birth and a day; -1 where it is no such date. */
static int age_on(const char *dob, int64_t day)
{
	if (!dob || strlen(dob) < 10)
		return -1;
	struct civil birth = {
		.year = atoi(dob), .month = atoi(dob + 5), .day = atoi(dob + 8)};
	if (!civil_valid(birth))
		return -1;
	struct civil now = civil_from_days(day);
	int years = now.year - birth.year;
	if (now.month < birth.month ||
		(now.month == birth.month && now.day < birth.day))
		years--;
	return years >= 0 && years <= 25 ? years : -1;
}

/* Reads the children in order of id and keeps those that an episode names. */
static enum err_code children_take(struct loader *l)
{
	struct context *ctx = l->c->ctx;
	struct episode_set *set = l->set;
	struct arena_mark mark = arena_mark(ctx->scratch);
	uint32_t highest = 0;
	for (size_t i = 0; i < set->n; i++)
		highest = set->episodes[i].child > highest ? set->episodes[i].child
							   : highest;
	uint32_t *counts = arena_array(ctx->scratch, uint32_t, (size_t)highest + 1);
	uint32_t *index = arena_array(ctx->scratch, uint32_t, (size_t)highest + 1);
	for (size_t i = 0; i < set->n; i++)
		set->children_n += counts[set->episodes[i].child]++ == 0;
	set->children = arena_array(ctx->arena, struct episode_child, set->children_n);
	struct statement *s;
	enum err_code code = store_prepare(l->c->store, &sql_episodes_children, &s);
	uint32_t n = 0;
	for (bool row = true; !code;) {
		code = statement_step(s, &row);
		if (code || !row)
			break;
		int64_t id = column_int(s, 0);
		if (id > highest || !counts[id])
			continue;
		index[id] = n;
		set->children[n++] = (struct episode_child){.id = id,
			.ref = column_dup(s, 1, ctx->arena),
			.dob = column_dup(s, 2, ctx->arena),
			.sex = interned(l, column_text(s, 3)),
			.ethnicity = interned(l, column_text(s, 4)),
			.episodes_n = counts[id]};
	}
	for (size_t i = 0; !code && i < set->n; i++) {
		struct episode *e = &set->episodes[i];
		e->child = index[e->child];
		if (e->age < 0)
			e->age = age_on(set->children[e->child].dob,
				london_day(e->gone.start_s));
	}
	arena_reset(ctx->scratch, mark);
	return code;
}

struct id_index {
	int64_t id;
	uint32_t index;
};

static int compare_ids(const void *a, const void *b)
{
	const struct id_index *x = a, *y = b;
	return (x->id > y->id) - (x->id < y->id);
}

static void spot_take(struct loader *l, struct statement *s, struct episode *e)
{
	const char *role = column_text(s, 1);
	for (int r = 0; r < ROLES_N; r++) {
		if (!str_equal(role, place_role_names[r]))
			continue;
		struct spot *spot = &e->spots[r];
		spot->state = column_null(s, 2) ? SPOT_NOT_LOCATED : SPOT_LOCATED;
		spot->kind = interned(l, column_text(s, 7));
		if (spot->state == SPOT_NOT_LOCATED)
			return;
		spot->x_m = column_real(s, 2);
		spot->y_m = column_real(s, 3);
		spot->precision_m = column_real(s, 4);
		spot->confidence = column_real(s, 5);
		spot->address_id = column_int(s, 6);
		spot->label = interned(l, column_text(s, 8));
	}
}

/* Both the places and the sorted ids come in order of id: one pass over each. */
static enum err_code spots_take(struct loader *l)
{
	struct context *ctx = l->c->ctx;
	struct episode_set *set = l->set;
	struct arena_mark mark = arena_mark(ctx->scratch);
	struct id_index *ids = arena_array(ctx->scratch, struct id_index, set->n);
	for (size_t i = 0; i < set->n; i++)
		ids[i] = (struct id_index){set->episodes[i].id, (uint32_t)i};
	qsort(ids, set->n, sizeof *ids, compare_ids);
	struct statement *s;
	enum err_code code = store_prepare(l->c->store, &sql_episodes_places, &s);
	size_t at = 0;
	for (bool row = true; !code;) {
		code = statement_step(s, &row);
		if (code || !row)
			break;
		int64_t id = column_int(s, 0);
		while (at < set->n && ids[at].id < id)
			at++;
		if (at < set->n && ids[at].id == id)
			spot_take(l, s, &set->episodes[ids[at].index]);
	}
	arena_reset(ctx->scratch, mark);
	return code;
}

/* Where the case's homes are. */
struct buildings {
	size_t n, capacity, x_capacity, y_capacity;
	const char **urn;
	double *x_m, *y_m;
	struct grid grid;
};

static enum err_code buildings_take(struct loader *l, struct buildings *b)
{
	struct arena *arena = l->c->ctx->arena;
	struct statement *s;
	enum err_code code = store_prepare(l->c->store, &sql_episodes_homes, &s);
	for (bool row = true; !code;) {
		code = statement_step(s, &row);
		if (code || !row)
			break;
		arena_reserve(arena, b->urn, b->capacity, b->n + 1);
		arena_reserve(arena, b->x_m, b->x_capacity, b->n + 1);
		arena_reserve(arena, b->y_m, b->y_capacity, b->n + 1);
		b->urn[b->n] = interned(l, column_text(s, 0));
		b->x_m[b->n] = column_real(s, 1);
		b->y_m[b->n++] = column_real(s, 2);
	}
	if (!code && b->n)
		code = grid_build(l->c->ctx, &b->grid, arena,
			(struct points){.n = b->n, .x_m = b->x_m, .y_m = b->y_m},
			SAME_PLACE_M);
	return code;
}

/* The one URN within reach of the place, or NULL where there is none or more. */
static const char *urn_at(const struct buildings *b, const struct spot *spot)
{
	uint32_t near[32];
	size_t n = grid_within(
		&b->grid, (struct point){spot->x_m, spot->y_m}, SAME_PLACE_M, near, 32);
	const char *urn = n ? b->urn[near[0]] : NULL;
	if (n > 32)
		return NULL;
	for (size_t i = 1; i < n; i++)
		if (!str_equal(b->urn[near[i]], urn))
			return NULL;
	return urn;
}

static enum err_code homes_by_place(struct loader *l)
{
	struct buildings b = {0};
	enum err_code code = buildings_take(l, &b);
	for (size_t i = 0; !code && b.n && i < l->set->n; i++) {
		struct episode *e = &l->set->episodes[i];
		const struct spot *from = &e->spots[ROLE_FROM];
		if (e->from_home_urn || !str_equal(e->from_kind, "childrens_home") ||
			from->state != SPOT_LOCATED || from->precision_m > SAME_PLACE_M)
			continue;
		e->from_home_urn = urn_at(&b, from);
		e->urn_by_place = e->from_home_urn != NULL;
	}
	return code;
}

static bool is_one_of(const char *text, const char *const *words)
{
	for (; text && *words; words++)
		if (strcmp(text, *words) == 0)
			return true;
	return false;
}

static bool same_place(const struct spot *a, const struct spot *b)
{
	if (a->state != SPOT_LOCATED || b->state != SPOT_LOCATED)
		return false;
	if (a->address_id && a->address_id == b->address_id)
		return true;
	return a->precision_m <= SAME_PLACE_M && b->precision_m <= SAME_PLACE_M &&
	       hypot(a->x_m - b->x_m, a->y_m - b->y_m) <= SAME_PLACE_M;
}

static void mark_belonging(struct episode *e)
{
	static const char *const own[] = {
		"home", "childrens_home", "foster", "supported", NULL};
	static const char *const back[] = {"home", "placement", NULL};
	struct spot *from = &e->spots[ROLE_FROM], *found = &e->spots[ROLE_FOUND],
		    *seen = &e->spots[ROLE_LAST_SEEN];
	from->belongs =
		e->from_kind ? is_one_of(e->from_kind, own) : e->from_home_urn != NULL;
	seen->belongs = from->belongs && same_place(from, seen);
	found->belongs = is_one_of(e->found_kind, back) ||
			 (from->belongs && same_place(from, found));
}

static void days_of_set(const struct work_case *c, struct episode_set *set)
{
	const struct period *period = &c->options->period;
	set->first_day = period->all ? 0 : period->from_day;
	set->last_day = period->all ? -1 : period->to_day;
	if (period->all && set->n) {
		set->first_day = london_day(set->episodes[0].reported.start_s);
		set->last_day = london_day(set->episodes[set->n - 1].reported.start_s);
	}
}

enum err_code episodes_load(struct work_case *c, struct episode_set *set)
{
	memset(set, 0, sizeof *set);
	struct loader l = {.c = c, .set = set};
	map_init(&l.texts, c->ctx->arena);
	enum err_code code = episodes_take(&l);
	if (!code)
		code = children_take(&l);
	if (!code)
		code = spots_take(&l);
	if (!code)
		code = homes_by_place(&l);
	for (size_t i = 0; !code && i < set->n; i++)
		mark_belonging(&set->episodes[i]);
	days_of_set(c, set);
	return code;
}

/* The middle of when the child was there. */
static int64_t middle_s(const struct episode *e, enum place_role role)
{
	const struct moment *m = &e->gone;
	if (role == ROLE_FOUND)
		m = e->found.precision != TIME_NONE ? &e->found : &e->reported;
	return m->start_s + m->span_s / 2;
}

void episodes_points(struct arena *arena, const struct episode_set *set,
	enum place_role role, double precision_m, bool leave_belonging,
	struct episode_points *points)
{
	*points = (struct episode_points){.x_m = arena_array(arena, double, set->n),
		.y_m = arena_array(arena, double, set->n),
		.t_s = arena_array(arena, int64_t, set->n),
		.episode = arena_array(arena, uint32_t, set->n),
		.child = arena_array(arena, uint32_t, set->n)};
	for (size_t i = 0; i < set->n; i++) {
		const struct episode *e = &set->episodes[i];
		const struct spot *spot = &e->spots[role];
		if (leave_belonging && spot->belongs) {
			points->where_they_belong++;
		} else if (spot->state == SPOT_NOT_GIVEN) {
			points->not_given++;
		} else if (spot->state == SPOT_NOT_LOCATED) {
			points->not_located++;
		} else if (spot->precision_m > precision_m) {
			points->too_coarse++;
		} else {
			points->x_m[points->n] = spot->x_m;
			points->y_m[points->n] = spot->y_m;
			points->t_s[points->n] = middle_s(e, role);
			points->episode[points->n] = (uint32_t)i;
			points->child[points->n++] = e->child;
		}
	}
}

static int compare_u32(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
	return (x > y) - (x < y);
}

/* Sorts the children rather than marking them: n is often far below children_n. */
size_t episodes_children(struct arena *scratch, const struct episode_set *set,
	const uint32_t *episodes, size_t n)
{
	struct arena_mark mark = arena_mark(scratch);
	uint32_t *children = arena_array(scratch, uint32_t, n);
	for (size_t i = 0; i < n; i++)
		children[i] = set->episodes[episodes[i]].child;
	qsort(children, n, sizeof *children, compare_u32);
	size_t distinct = n > 0;
	for (size_t i = 1; i < n; i++)
		distinct += children[i] != children[i - 1];
	arena_reset(scratch, mark);
	return distinct;
}
