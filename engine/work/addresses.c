#include "work/addresses.h"
#include "base/str.h"
#include "work/cells.h"
#include "work/hiding.h"
#include "work/naming.h"
#include "work/place_table.h"
#include "work/recurrence.h"
#include <stdlib.h>
#include <string.h>

const char *const address_role_names[ADDRESS_ROLES_N] = {
	"from", "last_seen", "found", "mentioned"};
#define ROLE_MENTIONED ROLES_N

/* A visit with the address it was to: sorted, all visits of an address lie together. */
struct entry {
	int64_t address_id;
	struct address_visit visit;
};

struct finder {
	struct context *ctx;
	const struct episode_set *set;
	struct addresses *out;
	struct entry *entries;
	size_t n, capacity;
};

static int compare_entries(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;
	const struct address_visit *v = &x->visit, *w = &y->visit;
	if (x->address_id != y->address_id)
		return x->address_id < y->address_id ? -1 : 1;
	if (v->when.start_s != w->when.start_s)
		return v->when.start_s < w->when.start_s ? -1 : 1;
	if (v->episode != w->episode)
		return v->episode < w->episode ? -1 : 1;
	if (v->role != w->role)
		return v->role - w->role;
	return (v->mention > w->mention) - (v->mention < w->mention);
}

static void entry_add(struct finder *f, int64_t address_id, struct address_visit visit)
{
	arena_reserve(f->ctx->arena, f->entries, f->capacity, f->n + 1);
	f->entries[f->n++] = (struct entry){address_id, visit};
}

static void take_episode(struct finder *f, uint32_t index)
{
	const struct episode *e = &f->set->episodes[index];
	const struct episode_child *child = &f->set->children[e->child];
	for (int role = 0; role < ROLES_N; role++) {
		const struct spot *spot = &e->spots[role];
		if (spot->state == SPOT_NOT_GIVEN)
			continue;
		if (spot->belongs) {
			f->out->where_they_belong++;
			continue;
		}
		if (!spot->address_id) {
			f->out->without_address++;
			continue;
		}
		bool found = role == ROLE_FOUND;
		bool known = found && e->found.precision != TIME_NONE;
		entry_add(f, spot->address_id,
			(struct address_visit){.episode = index,
				.mention = NO_EPISODE,
				.child_id = child->id,
				.child_ref = child->ref,
				.urn = e->from_home_urn,
				.kind = found               ? e->found_kind
					: role == ROLE_FROM ? e->from_kind
							    : NULL,
				.role = role,
				.when = known ? e->found : e->gone});
	}
}

static void take_mention(struct finder *f, uint32_t index)
{
	const struct mention *m = &f->out->mentions.items[index];
	if (!m->inside || m->spot.state == SPOT_NOT_GIVEN || !m->child_id)
		return;
	if (!m->spot.address_id) {
		f->out->without_address++;
		return;
	}
	bool has = m->episode != NO_EPISODE;
	entry_add(f, m->spot.address_id,
		(struct address_visit){.episode = m->episode,
			.mention = index,
			.child_id = m->child_id,
			.child_ref = m->child_ref,
			.urn = has ? f->set->episodes[m->episode].from_home_urn : NULL,
			.role = ROLE_MENTIONED,
			.when = m->when});
}

static int compare_i64(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
	return (x > y) - (x < y);
}

static int compare_u32(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
	return (x > y) - (x < y);
}

static uint32_t distinct_children(
	struct arena *scratch, const struct entry *e, size_t n)
{
	struct arena_mark mark = arena_mark(scratch);
	int64_t *ids = arena_array(scratch, int64_t, n);
	for (size_t i = 0; i < n; i++)
		ids[i] = e[i].visit.child_id;
	qsort(ids, n, sizeof *ids, compare_i64);
	uint32_t distinct = n > 0;
	for (size_t i = 1; i < n; i++)
		distinct += ids[i] != ids[i - 1];
	arena_reset(scratch, mark);
	return distinct;
}

/* Distinct episodes, those of the child with most, homes, roles, kinds, first, last. */
static void describe(struct finder *f, struct address *a)
{
	struct arena *arena = f->ctx->arena;
	uint32_t *episodes = arena_array(arena, uint32_t, a->visits_n);
	struct map homes, kinds;
	map_init(&homes, arena);
	map_init(&kinds, arena);
	size_t n = 0;
	for (size_t i = 0; i < a->visits_n; i++) {
		const struct address_visit *v = &a->visits[i];
		if (v->episode != NO_EPISODE)
			episodes[n++] = v->episode;
		if (v->urn)
			map_intern(&homes, v->urn);
		if (v->kind)
			map_intern(&kinds, v->kind);
		a->roles |= 1u << v->role;
		if (v->when.precision == TIME_NONE)
			continue;
		if (a->first.precision == TIME_NONE)
			a->first = v->when;
		a->last = v->when;
	}
	qsort(episodes, n, sizeof *episodes, compare_u32);
	for (size_t i = 0; i < n; i++)
		if (i == 0 || episodes[i] != episodes[i - 1])
			episodes[a->episodes_n++] = episodes[i];
	a->episodes = episodes;
	a->homes_n = (uint32_t)homes.n;
	a->kinds =
		kinds.n ? str_join(arena, (struct str_list){kinds.keys, kinds.n}, "; ")
			: NULL;
	struct arena_mark mark = arena_mark(f->ctx->scratch);
	uint32_t *children = arena_array(f->ctx->scratch, uint32_t, a->episodes_n);
	for (uint32_t i = 0; i < a->episodes_n; i++)
		children[i] = f->set->episodes[episodes[i]].child;
	qsort(children, a->episodes_n, sizeof *children, compare_u32);
	for (uint32_t i = 0, run = 0; i < a->episodes_n; i++) {
		run = i && children[i] == children[i - 1] ? run + 1 : 1;
		a->top_child_episodes =
			run > a->top_child_episodes ? run : a->top_child_episodes;
	}
	arena_reset(f->ctx->scratch, mark);
}

static struct address address_make(
	struct finder *f, const struct entry *e, size_t n, uint32_t children_n)
{
	struct address_visit *visits =
		arena_array(f->ctx->arena, struct address_visit, n);
	for (size_t i = 0; i < n; i++)
		visits[i] = e[i].visit;
	struct address a = {.id = e[0].address_id,
		.children_n = children_n,
		.visits = visits,
		.visits_n = n};
	describe(f, &a);
	return a;
}

/* children[i] of every address that came up, those listed first. */
static void against_chance(struct finder *f, const uint32_t *children, size_t seen)
{
	struct addresses *out = f->out;
	struct recurrence r = recurrence_run(f->ctx, children, seen);
	for (size_t i = 0; i < out->n; i++) {
		out->items[i].p_value = r.p_value[i];
		out->items[i].q_value = r.q_value[i];
		out->items[i].by_chance = r.by_chance[i];
	}
}

static int compare_addresses(const void *a, const void *b)
{
	const struct address *x = a, *y = b;
	if (x->children_n != y->children_n)
		return x->children_n > y->children_n ? -1 : 1;
	if (x->episodes_n != y->episodes_n)
		return x->episodes_n > y->episodes_n ? -1 : 1;
	return (x->id > y->id) - (x->id < y->id);
}

/* Walks the sorted entries twice: the listed addresses, then the others' counts. */
static void gather(struct finder *f)
{
	struct addresses *out = f->out;
	uint32_t *listed = arena_array(f->ctx->arena, uint32_t, f->n);
	uint32_t *others = arena_array(f->ctx->arena, uint32_t, f->n);
	size_t others_n = 0, capacity = 0;
	for (size_t i = 0, end; i < f->n; i = end) {
		for (end = i; end < f->n &&
			      f->entries[end].address_id == f->entries[i].address_id;)
			end++;
		uint32_t children =
			distinct_children(f->ctx->scratch, f->entries + i, end - i);
		out->pairs += children;
		out->addresses_seen++;
		if (children < out->options.min_children) {
			others[others_n++] = children;
			continue;
		}
		arena_reserve(f->ctx->arena, out->items, capacity, out->n + 1);
		out->items[out->n++] =
			address_make(f, f->entries + i, end - i, children);
	}
	for (size_t i = 0; i < out->n; i++)
		listed[i] = out->items[i].children_n;
	memcpy(listed + out->n, others, others_n * sizeof *others);
	if (out->addresses_seen)
		against_chance(f, listed, (size_t)out->addresses_seen);
	if (out->n)
		qsort(out->items, out->n, sizeof *out->items, compare_addresses);
}

static int compare_id_key(const void *key, const void *item)
{
	int64_t id = *(const int64_t *)key;
	const struct address *const *a = item;
	return (id > (*a)->id) - (id < (*a)->id);
}

static int compare_by_id(const void *a, const void *b)
{
	const struct address *const *x = a, *const *y = b;
	return ((*x)->id > (*y)->id) - ((*x)->id < (*y)->id);
}

static enum err_code labels_take(struct work_case *c, struct addresses *out)
{
	struct address **by_id = arena_array(c->ctx->arena, struct address *, out->n);
	for (size_t i = 0; i < out->n; i++)
		by_id[i] = &out->items[i];
	qsort(by_id, out->n, sizeof *by_id, compare_by_id);
	struct statement *s;
	enum err_code code = store_prepare(c->store, &sql_address_labels, &s);
	for (bool row = true; !code;) {
		code = statement_step(s, &row);
		if (code || !row)
			break;
		int64_t id = column_int(s, 0);
		struct address **a =
			bsearch(&id, by_id, out->n, sizeof *by_id, compare_id_key);
		if (!a)
			continue;
		(*a)->label = column_dup(s, 1, c->ctx->arena);
		(*a)->x_m = column_real(s, 2);
		(*a)->y_m = column_real(s, 3);
	}
	return code;
}

enum err_code addresses_compute(struct work_case *c, const struct episode_set *set,
	const struct addresses_options *o, struct addresses *out)
{
	*out = (struct addresses){.options = *o};
	enum err_code code = mentions_load(c, set, &out->mentions);
	if (code)
		return code;
	struct finder f = {.ctx = c->ctx, .set = set, .out = out};
	for (size_t i = 0; i < set->n; i++)
		take_episode(&f, (uint32_t)i);
	for (size_t i = 0; i < out->mentions.n; i++)
		take_mention(&f, (uint32_t)i);
	if (f.n)
		qsort(f.entries, f.n, sizeof *f.entries, compare_entries);
	gather(&f);
	return labels_take(c, out);
}

static const struct column address_columns[] = {
	{"id", "No.", 0, AUDIENCE_PUBLIC},
	{"address", "Address", 0, AUDIENCE_PARTNER},
	{"easting", "Easting", 0, AUDIENCE_PUBLIC},
	{"northing", "Northing", 0, AUDIENCE_PUBLIC},
	{"episodes", "Episodes", 0, AUDIENCE_PUBLIC},
	{"children", "Children", 0, AUDIENCE_PUBLIC},
	{"homes", "Homes", 0, AUDIENCE_PUBLIC},
	{"first", "First", 0, AUDIENCE_PARTNER},
	{"last", "Last", 0, AUDIENCE_PARTNER},
	{"roles", "As", 0, AUDIENCE_PUBLIC},
	{"kinds", "Said to be", 0, AUDIENCE_PARTNER},
	{"top_child_episodes", "Of one child", 0, AUDIENCE_PARTNER},
	{"by_chance", "As many by chance", 2, AUDIENCE_PUBLIC},
	{"p_value", NULL, 4, AUDIENCE_PUBLIC},
	{"q_value", "q", 3, AUDIENCE_PUBLIC},
	{"members", NULL, 0, AUDIENCE_PARTNER},
};

static struct texts role_texts(struct context *ctx, unsigned roles)
{
	const char **items = arena_array(ctx->arena, const char *, ADDRESS_ROLES_N);
	size_t n = 0;
	for (unsigned r = 0; r < ADDRESS_ROLES_N; r++)
		if (roles & 1u << r)
			items[n++] = address_role_names[r];
	return (struct texts){items, n};
}

static void address_row(struct context *ctx, const struct episode_set *set,
	struct table *t, const struct address *a)
{
	int64_t n = a->children_n;
	cell_int(t, a->id);
	cell_text(t, a->label);
	cell_figure(ctx, t, n, place_shown_m(ctx, false, a->x_m));
	cell_figure(ctx, t, n, place_shown_m(ctx, false, a->y_m));
	cell_episodes(ctx, t, a->episodes_n, n);
	cell_count(ctx, t, n);
	cell_count(ctx, t, a->homes_n);
	cell_moment(t, a->first);
	cell_moment(t, a->last);
	cell_texts(t, role_texts(ctx, a->roles));
	cell_text(t, a->kinds);
	cell_int(t, a->top_child_episodes);
	cell_figure(ctx, t, n, a->by_chance);
	cell_figure(ctx, t, n, a->p_value);
	cell_figure(ctx, t, n, a->q_value);
	cell_texts(t, episode_refs(ctx, set, a->episodes, a->episodes_n));
}

static const struct table *timeline_table(
	struct context *ctx, const struct episode_set *set, const struct addresses *x)
{
	static const struct column columns[] = {
		{"id", "No.", 0, AUDIENCE_PARTNER},
		{"address", "Address", 0, AUDIENCE_PARTNER},
		{"when", "When", 0, AUDIENCE_PARTNER},
		{"role", "As", 0, AUDIENCE_PARTNER},
		{"child", "Child", 0, AUDIENCE_PARTNER},
		{"episode", "Episode", 0, AUDIENCE_PARTNER},
	};
	struct table *t = TABLE_CREATE(ctx->arena, "address_timeline",
		"Who was at recurring addresses, and when", columns);
	t->reading = "One row each time a child was linked to the address.";
	for (size_t i = 0; i < x->n && ctx->audience > AUDIENCE_PUBLIC; i++) {
		const struct address *a = &x->items[i];
		for (size_t v = 0; v < a->visits_n; v++) {
			const struct address_visit *visit = &a->visits[v];
			bool has = visit->episode != NO_EPISODE;
			cell_int(t, a->id);
			cell_text(t, a->label);
			cell_moment(t, visit->when);
			cell_text(t, address_role_names[visit->role]);
			cell_text(t,
				naming_child(ctx, visit->child_id, visit->child_ref));
			cell_text(
				t, has ? episode_name(ctx, set, visit->episode) : NULL);
		}
	}
	return t;
}

enum err_code addresses_result(struct work_case *c, const struct episode_set *set,
	const struct addresses *x, struct result **out)
{
	struct context *ctx = c->ctx;
	struct table *t = TABLE_CREATE(
		ctx->arena, "addresses", "Recurring addresses", address_columns);
	t->reading =
		"Each row is one address where two or more different children were, "
		"where "
		"they belong left out. As many by chance: how many addresses as busy "
		"as "
		"this to expect in the case if all were alike. q is the share of false "
		"leads to expect among the rows with a q as small. A busy public place "
		"comes up for reasons of its own.";
	for (size_t i = 0; i < x->n; i++)
		address_row(ctx, set, t, &x->items[i]);
	struct result *r = result_create(ctx->arena), *left = result_create(ctx->arena);
	result_table(r, t);
	result_count(ctx, left, "where_they_belong", x->where_they_belong);
	result_count(ctx, left, "without_address", x->without_address);
	result_result(r, "left_out", left);
	result_count(ctx, r, "addresses_seen", x->addresses_seen);
	result_table(r, timeline_table(ctx, set, x));
	*out = r;
	return ERR_OK;
}

enum err_code work_addresses(struct context *ctx, const struct work_options *options,
	const struct addresses_options *o)
{
	struct work_case c;
	struct episode_set set;
	struct addresses x;
	struct result *result = NULL;
	enum err_code code = case_open(ctx, options, STORE_WRITE, &c);
	if (code)
		return code;
	code = episodes_load(&c, &set);
	if (!code)
		code = addresses_compute(&c, &set, o, &x);
	if (!code)
		code = addresses_result(&c, &set, &x, &result);
	struct result *parameters = case_parameters(&c);
	result_int(parameters, "min_children", o->min_children);
	return analysis_finish(&c, code, "addresses", parameters, result);
}
