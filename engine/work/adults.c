#include "work/adults.h"
#include "base/str.h"
#include "work/cells.h"
#include "work/people_keys.h"
#include "work/recurrence.h"
#include <stdlib.h>
#include <string.h>

#define REASONS_N (LINK_NAME_ONLY + 1)

struct linker {
	struct context *ctx;
	const struct episode_set *set;
	struct adults *out;
	struct people_keys keys;
	struct key_groups groups;
	unsigned *reasons; /* by group: bit r for enum link_reason */
};

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

static const struct mention *mention_at(const struct linker *l, uint32_t i)
{
	return &l->out->mentions.items[i];
}

/* Distinct children of mentions. */
static uint32_t children_of(const struct linker *l, const uint32_t *mentions, size_t n)
{
	struct arena_mark mark = arena_mark(l->ctx->scratch);
	int64_t *ids = arena_array(l->ctx->scratch, int64_t, n);
	uint32_t distinct = 0;
	for (size_t i = 0; i < n; i++)
		ids[i] = mention_at(l, mentions[i])->child_id;
	qsort(ids, n, sizeof *ids, compare_i64);
	for (size_t i = 0; i < n; i++)
		distinct += ids[i] != 0 && (i == 0 || ids[i] != ids[i - 1]);
	arena_reset(l->ctx->scratch, mark);
	return distinct;
}

/* Distinct episodes of mentions, ascending: the set is in order of time. */
static uint32_t *episodes_of(
	const struct linker *l, const uint32_t *mentions, size_t n, uint32_t *distinct)
{
	uint32_t *episodes = arena_array(l->ctx->arena, uint32_t, n);
	size_t k = 0;
	*distinct = 0;
	for (size_t i = 0; i < n; i++)
		if (mention_at(l, mentions[i])->episode != NO_EPISODE)
			episodes[k++] = mention_at(l, mentions[i])->episode;
	qsort(episodes, k, sizeof *episodes, compare_u32);
	for (size_t i = 0; i < k; i++)
		if (i == 0 || episodes[i] != episodes[i - 1])
			episodes[(*distinct)++] = episodes[i];
	return episodes;
}

static uint32_t homes_of(const struct linker *l, const uint32_t *episodes, size_t n)
{
	struct map homes;
	map_init(&homes, l->ctx->arena);
	for (size_t i = 0; i < n; i++)
		if (l->set->episodes[episodes[i]].from_home_urn)
			map_intern(&homes, l->set->episodes[episodes[i]].from_home_urn);
	return (uint32_t)homes.n;
}

/* Most children of any part that holds together without the weak links. */
static uint32_t strong_children(
	const struct linker *l, const uint32_t *mentions, size_t n)
{
	struct arena_mark mark = arena_mark(l->ctx->scratch);
	uint32_t *part = arena_array(l->ctx->scratch, uint32_t, n), most = 0;
	for (size_t i = 0; i < n; i++) {
		size_t k = 0;
		for (size_t j = 0; j < n; j++)
			if (l->groups.strong_of[mentions[j]] ==
				l->groups.strong_of[mentions[i]])
				part[k++] = mentions[j];
		uint32_t children = children_of(l, part, k);
		most = children > most ? children : most;
	}
	arena_reset(l->ctx->scratch, mark);
	return most;
}

static void name_add(struct linker *l, struct map *names, const char *text)
{
	struct str_list parts = name_split_aliases(l->ctx->arena, str_or_empty(text));
	for (size_t i = 0; i < parts.n; i++)
		map_intern(names, parts.items[i]);
}

/* Names, dates, people of a group, whose members are keys in order. */
static void describe(
	struct linker *l, struct adult *a, const uint32_t *keys, size_t keys_n)
{
	struct arena *arena = l->ctx->arena;
	struct map names;
	map_init(&names, arena);
	int64_t *people = arena_array(arena, int64_t, keys_n);
	const char **refs = arena_array(arena, const char *, keys_n);
	for (size_t i = 0; i < keys_n; i++) {
		uint32_t k = keys[i];
		if (k < l->keys.mentions_n) {
			name_add(l, &names, mention_at(l, k)->value);
			name_add(l, &names, mention_at(l, k)->aliases);
			continue;
		}
		const struct person_record *p = &l->keys.people[k - l->keys.mentions_n];
		name_add(l, &names, p->name);
		name_add(l, &names, p->aliases);
		people[a->people_n] = p->id;
		refs[a->people_n++] = p->ref;
	}
	a->people = people;
	a->person_refs = refs;
	a->names = (struct texts){names.keys, names.n};
}

static void dates_of(const struct linker *l, struct adult *a)
{
	for (size_t i = 0; i < a->mentions_n; i++) {
		struct moment m = mention_at(l, a->mentions[i])->when;
		if (m.precision == TIME_NONE)
			continue;
		if (a->first.precision == TIME_NONE || m.start_s < a->first.start_s)
			a->first = m;
		if (a->last.precision == TIME_NONE || m.start_s > a->last.start_s)
			a->last = m;
	}
}

static struct texts reasons_of(const struct linker *l, unsigned bits)
{
	const char **items = arena_array(l->ctx->arena, const char *, REASONS_N);
	size_t n = 0;
	for (unsigned r = 0; r < REASONS_N; r++)
		if (bits & 1u << r)
			items[n++] = link_reason_text((enum link_reason)r);
	return (struct texts){items, n};
}

/* A group as an adult: members are keys ascending; children_n and mentions are set. */
static struct adult adult_make(struct linker *l, uint32_t group, const uint32_t *keys,
	size_t keys_n, const uint32_t *mentions, size_t mentions_n)
{
	struct adult a = {.id = mention_at(l, keys[0])->id,
		.mentions = mentions,
		.mentions_n = mentions_n,
		.children_n = children_of(l, mentions, mentions_n),
		.weak = l->groups.weak[group],
		.reasons = reasons_of(l, l->reasons[group])};
	a.episodes = episodes_of(l, mentions, mentions_n, &a.episodes_n);
	a.homes_n = homes_of(l, a.episodes, a.episodes_n);
	a.children_strong =
		a.weak ? strong_children(l, mentions, mentions_n) : a.children_n;
	if (l->groups.dob_day[group] != KEYS_NO_DOB)
		a.dob = day_text(l->ctx, l->groups.dob_day[group]);
	describe(l, &a, keys, keys_n);
	dates_of(l, &a);
	return a;
}

static int compare_adults(const void *a, const void *b)
{
	const struct adult *x = a, *y = b;
	if (x->children_n != y->children_n)
		return x->children_n > y->children_n ? -1 : 1;
	if (x->episodes_n != y->episodes_n)
		return x->episodes_n > y->episodes_n ? -1 : 1;
	return (x->id > y->id) - (x->id < y->id);
}

/* The group's mentions of persons inside the set, in order. */
static uint32_t *inside_of(
	const struct linker *l, const uint32_t *keys, size_t n, size_t *inside_n)
{
	uint32_t *inside = arena_array(l->ctx->arena, uint32_t, n);
	*inside_n = 0;
	for (size_t i = 0; i < n && keys[i] < l->keys.mentions_n; i++)
		if (mention_at(l, keys[i])->inside)
			inside[(*inside_n)++] = keys[i];
	return inside;
}

/* Adults with enough children; children[] of all that were named with one. */
static void gather(struct linker *l)
{
	struct adults *out = l->out;
	struct groups g =
		groups_make(l->ctx->arena, l->groups.group_of, l->keys.n, l->groups.n);
	uint32_t *children = arena_array(l->ctx->arena, uint32_t, g.n);
	uint32_t *rank = arena_array(l->ctx->arena, uint32_t, g.n);
	size_t seen = 0, capacity = 0;
	for (uint32_t k = 0; k < g.n; k++) {
		const uint32_t *keys = groups_items(&g, k);
		size_t n = groups_size(&g, k), inside_n;
		if (keys[0] >= l->keys.mentions_n ||
			!str_equal(mention_at(l, keys[0])->kind, "person"))
			continue;
		for (size_t i = 0; i < n && keys[i] < l->keys.mentions_n; i++)
			out->adult_of[keys[i]] = mention_at(l, keys[0])->id;
		uint32_t *inside = inside_of(l, keys, n, &inside_n);
		children[seen] = children_of(l, inside, inside_n);
		if (children[seen] == 0)
			continue;
		if (children[seen] >= out->options.min_children) {
			arena_reserve(l->ctx->arena, out->items, capacity, out->n + 1);
			rank[out->n] = (uint32_t)seen;
			out->items[out->n++] =
				adult_make(l, k, keys, n, inside, inside_n);
		}
		seen++;
	}
	out->adults_seen = (int64_t)seen;
	struct recurrence r = recurrence_run(l->ctx, children, seen);
	for (size_t i = 0; i < out->n; i++) {
		out->items[i].p_value = r.p_value[rank[i]];
		out->items[i].q_value = r.q_value[rank[i]];
		out->items[i].by_chance = r.by_chance[rank[i]];
	}
	if (out->n)
		qsort(out->items, out->n, sizeof *out->items, compare_adults);
}

static int compare_identifiers(const void *a, const void *b)
{
	const struct adult_identifier *x = a, *y = b;
	if (x->children_n != y->children_n)
		return x->children_n > y->children_n ? -1 : 1;
	int kind = strcmp(x->kind, y->kind);
	return kind ? kind : strcmp(x->value, y->value);
}

static size_t adults_of(const struct linker *l, const uint32_t *mentions, size_t n)
{
	struct arena_mark mark = arena_mark(l->ctx->scratch);
	int64_t *ids = arena_array(l->ctx->scratch, int64_t, n);
	size_t distinct = 0;
	for (size_t i = 0; i < n; i++)
		ids[i] = l->out->adult_of[mentions[i]];
	qsort(ids, n, sizeof *ids, compare_i64);
	for (size_t i = 0; i < n; i++)
		distinct += ids[i] != 0 && (i == 0 || ids[i] != ids[i - 1]);
	arena_reset(l->ctx->scratch, mark);
	return distinct;
}

static void identifiers(struct linker *l)
{
	static const char *const kinds[] = {"phone", "vehicle", "handle"};
	struct adults *out = l->out;
	struct key_recurring *recurring;
	size_t n, capacity = 0;
	keys_identifiers(l->ctx, l->keys.keys, l->keys.n, &recurring, &n);
	for (size_t i = 0; i < n; i++) {
		size_t inside_n;
		uint32_t *inside = inside_of(
			l, recurring[i].mentions, recurring[i].mentions_n, &inside_n);
		uint32_t children = children_of(l, inside, inside_n);
		if (children < out->options.min_children)
			continue;
		arena_reserve(l->ctx->arena, out->identifiers, capacity,
			out->identifiers_n + 1);
		struct adult_identifier *a = &out->identifiers[out->identifiers_n++];
		*a = (struct adult_identifier){
			.kind = kinds[recurring[i].identifier.kind],
			.value = recurring[i].identifier.value,
			.children_n = children,
			.mentions = inside,
			.mentions_n = inside_n,
			.adults_n = adults_of(l, inside, inside_n)};
		a->episodes = episodes_of(l, inside, inside_n, &a->episodes_n);
	}
	if (out->identifiers_n)
		qsort(out->identifiers, out->identifiers_n, sizeof *out->identifiers,
			compare_identifiers);
}

enum err_code adults_compute(struct work_case *c, const struct episode_set *set,
	const struct adults_options *o, struct adults *out)
{
	*out = (struct adults){.options = *o};
	struct linker l = {.ctx = c->ctx, .set = set, .out = out};
	enum err_code code = mentions_load(c, set, &out->mentions);
	if (!code)
		code = people_keys_make(c, &out->mentions, &l.keys);
	if (!code)
		code = keys_link(c->ctx, l.keys.keys, l.keys.n, NULL, &l.groups);
	if (!code)
		code = source_files(c, &out->files, &out->files_n);
	if (code)
		return code;
	l.reasons = arena_array(c->ctx->arena, unsigned, l.groups.n);
	for (size_t i = 0; i < l.groups.links_n; i++)
		l.reasons[l.groups.group_of[l.groups.links[i].a]] |=
			1u << l.groups.links[i].reason;
	out->refused = (int64_t)l.groups.refused_n;
	out->adult_of = arena_array(c->ctx->arena, int64_t, l.keys.n);
	gather(&l);
	identifiers(&l);
	return ERR_OK;
}
