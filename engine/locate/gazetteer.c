#include "locate/gazetteer.h"
#include "base/str.h"
#include "locate/held.h"
#include "locate/name_list.h"
#include "locate/postcode_key.h"
#include "locate/vocabulary.h"
#include "text/address_spans.h"
#include <stdio.h>
#include <string.h>

static const struct sql *const migrations[] = {
	&sql_migrate_gazetteer_001, &sql_migrate_gazetteer_002, NULL};

const struct store_schema gazetteer_schema = {
	.name = "gazetteer",
	.application_id = 0x4c535447, /* "LSTG" */
	.spatial = false,
	.migrations = migrations,
	.made_by = "lastseen gazetteer add",
	.option = "--gazetteer",
};

/* A name is often asked for again at once, as another way to read the same text. */
#define ALIKE_KEPT 8
#define ALIKE_NAME_MAX 96
struct alike {
	char name[ALIKE_NAME_MAX]; /* "": none yet */
	const char *names[GAZETTEER_MOST];
	size_t n;
};

struct gazetteer {
	struct context *ctx;
	struct store *store;
	char sha256[SHA256_HEX];
	int64_t lookups;
	struct held *held;              /* NULL until the look-ups are many */
	struct alike alike[ALIKE_KEPT]; /* of streets: the last names, in turn */
	size_t alike_next;
	/* NULL until one is looked for by a likeness. */
	struct name_list *streets, *places, *buildings;
	struct vocabulary *vocabulary; /* NULL until a text is searched for names */
};

static enum err_code hash_sources(struct gazetteer *g)
{
	const struct gazetteer_source *sources;
	struct sha256 h;
	size_t n = 0;
	enum err_code err = gazetteer_sources(g, &sources, &n);
	sha256_init(&h);
	for (size_t i = 0; !err && i < n; i++) {
		sha256_add(&h, sources[i].kind, strlen(sources[i].kind));
		sha256_add(&h, "\n", 1);
		sha256_add(&h, sources[i].sha256, strlen(sources[i].sha256));
		sha256_add(&h, "\n", 1);
	}
	sha256_hex(&h, g->sha256);
	return err;
}

enum err_code gazetteer_open(struct context *ctx, const char *path,
	enum store_mode mode, struct gazetteer **out)
{
	struct store *store = NULL;
	*out = NULL;
	enum err_code err =
		mode == STORE_WRITE && !file_exists(path)
			? store_create(ctx, path, &gazetteer_schema, &store)
			: store_open(ctx, path, &gazetteer_schema, mode, &store);
	if (err)
		return err;
	struct gazetteer *g = arena_new(ctx->arena, struct gazetteer);
	g->ctx = ctx;
	g->store = store;
	if (mode == STORE_READ)
		err = store_snapshot(store);
	if (!err)
		err = hash_sources(g);
	if (err) {
		gazetteer_close(g);
		return err;
	}
	*out = g;
	return ERR_OK;
}

void gazetteer_close(struct gazetteer *g)
{
	if (!g)
		return;
	held_free(g->held);
	name_list_free(g->streets);
	name_list_free(g->places);
	name_list_free(g->buildings);
	vocabulary_free(g->vocabulary);
	g->streets = g->places = g->buildings = NULL;
	g->vocabulary = NULL;
	store_close(g->store);
	g->held = NULL;
	g->store = NULL;
}

struct store *gazetteer_store(struct gazetteer *g)
{
	return g->store;
}

const char *gazetteer_sha256(const struct gazetteer *g)
{
	return g->sha256;
}

enum err_code gazetteer_count(struct gazetteer *g, struct gazetteer_counts *counts)
{
	struct statement *s;
	bool row = false;
	*counts = (struct gazetteer_counts){0};
	enum err_code err = store_prepare(g->store, &sql_gazetteer_counts, &s);
	if (!err)
		err = statement_step(s, &row);
	if (err)
		return err;
	*counts = (struct gazetteer_counts){.postcodes = column_int(s, 0),
		.without_position = column_int(s, 1),
		.areas = column_int(s, 2),
		.streets = column_int(s, 3),
		.addresses = column_int(s, 4),
		.places = column_int(s, 5),
		.uprns = column_int(s, 6)};
	statement_reset(s);
	return ERR_OK;
}

enum err_code gazetteer_sources(
	struct gazetteer *g, const struct gazetteer_source **sources, size_t *n)
{
	struct arena *arena = g->ctx->arena;
	struct gazetteer_source *items = NULL;
	size_t capacity = 0, count = 0;
	struct statement *s;
	bool row = false;
	enum err_code err = store_prepare(g->store, &sql_gazetteer_sources, &s);
	while (!err && (err = statement_step(s, &row)) == ERR_OK && row) {
		arena_reserve(arena, items, capacity, count + 1);
		items[count++] =
			(struct gazetteer_source){.source_id = column_int(s, 0),
				.kind = column_dup(s, 1, arena),
				.file = column_dup(s, 2, arena),
				.sha256 = column_dup(s, 3, arena),
				.bytes = column_int(s, 4),
				.release = column_dup(s, 5, arena),
				.rows = column_int(s, 6),
				.added = column_int(s, 7),
				.set_aside = column_int(s, 8),
				.without_position = column_int(s, 9),
				.added_utc = column_dup(s, 10, arena)};
	}
	*sources = items;
	*n = count;
	return err;
}

static void area_take(struct statement *s, struct gazetteer_area *area)
{
	area->known = true;
	area->located = !column_null(s, 0);
	area->at = (struct point){column_real(s, 0), column_real(s, 1)};
	area->precision_m = column_real(s, 2);
}

static enum err_code area_of(
	struct gazetteer *g, int64_t key, struct gazetteer_area *area)
{
	struct statement *s;
	bool row = false;
	enum err_code err = store_prepare(g->store, &sql_gazetteer_area, &s);
	if (err)
		return err;
	bind_int(s, ":area", key);
	err = statement_step(s, &row);
	if (err || !row)
		return err;
	area_take(s, area);
	area->postcodes = column_int(s, 3);
	statement_reset(s);
	return ERR_OK;
}

static enum err_code unit_of(
	struct gazetteer *g, int64_t key, struct gazetteer_area *area)
{
	struct statement *s;
	bool row = false;
	enum err_code err = store_prepare(g->store, &sql_gazetteer_postcode, &s);
	if (err)
		return err;
	bind_int(s, ":postcode", key);
	err = statement_step(s, &row);
	if (err || !row)
		return err;
	area_take(s, area);
	area->quality = (int)column_int(s, 3);
	area->postcodes = 1;
	area->terminated = (int32_t)column_int(s, 4);
	statement_reset(s);
	return ERR_OK;
}

enum err_code gazetteer_area(
	struct gazetteer *g, int64_t key, struct gazetteer_area *area)
{
	*area = (struct gazetteer_area){0};
	if (key <= 0)
		return ERR_OK;
	if (postcode_key_kind(key) != POSTCODE_UNIT)
		return area_of(g, key, area);
	if (!g->held && ++g->lookups > GAZETTEER_HOLD_AFTER) {
		enum err_code err = held_load(g->store, &g->held);
		if (err)
			return err;
	}
	if (!g->held)
		return unit_of(g, key, area);
	held_find(g->held, key, area);
	return ERR_OK;
}

enum err_code gazetteer_units(struct gazetteer *g, struct arena *arena, int64_t key,
	const struct gazetteer_unit **units, size_t *n)
{
	struct gazetteer_unit *items = NULL;
	size_t capacity = 0, count = 0;
	struct statement *s;
	bool row = false;
	bool sector = postcode_key_kind(key) == POSTCODE_SECTOR;
	enum err_code err =
		store_prepare(g->store, &sql_gazetteer_postcodes_between, &s);
	if (err)
		return err;
	bind_int(s, ":first", key);
	bind_int(s, ":last",
		key + (sector ? POSTCODE_KEY_SECTOR : POSTCODE_KEY_DISTRICT) - 1);
	while ((err = statement_step(s, &row)) == ERR_OK && row) {
		if (column_null(s, 1))
			continue;
		arena_reserve(arena, items, capacity, count + 1);
		items[count++] = (struct gazetteer_unit){.key = column_int(s, 0),
			.at = {column_real(s, 1), column_real(s, 2)},
			.precision_m = column_real(s, 3)};
	}
	*units = items;
	*n = count;
	return err;
}

enum err_code gazetteer_vocabulary(
	struct gazetteer *g, const struct vocabulary **vocabulary)
{
	enum err_code err = ERR_OK;
	if (!g->vocabulary)
		err = vocabulary_load(g->store, &g->vocabulary);
	*vocabulary = g->vocabulary;
	return err;
}

static enum err_code alike(struct gazetteer *g, const struct sql *sql,
	struct name_list **list, struct arena *arena, const char *name,
	const char *const **names, size_t *n)
{
	*n = 0;
	if (!*list) {
		enum err_code err = name_list_load(g->store, sql, list);
		if (err)
			return err;
	}
	*names = name_list_alike(*list, arena, name, GAZETTEER_MOST, n);
	return ERR_OK;
}

static void keep_alike(
	struct gazetteer *g, const char *name, const char *const *names, size_t n)
{
	struct alike *a = &g->alike[g->alike_next++ % ALIKE_KEPT];
	if (strlen(name) >= ALIKE_NAME_MAX)
		return;
	snprintf(a->name, sizeof a->name, "%s", name);
	for (size_t i = 0; i < n; i++)
		a->names[i] = names[i];
	a->n = n;
}

enum err_code gazetteer_streets_alike(struct gazetteer *g, struct arena *arena,
	const char *name, const char *const **names, size_t *n)
{
	for (size_t i = 0; i < ALIKE_KEPT; i++)
		if (*name && strcmp(g->alike[i].name, name) == 0) {
			const char **copy =
				arena_array(arena, const char *, g->alike[i].n);
			for (size_t k = 0; k < g->alike[i].n; k++)
				copy[k] = g->alike[i].names[k];
			*names = copy;
			*n = g->alike[i].n;
			return ERR_OK;
		}
	enum err_code err = alike(
		g, &sql_gazetteer_street_names, &g->streets, arena, name, names, n);
	/* ASHTON LODGE is a house, no other kind of ASHTON STREET. */
	enum address_ending ending = address_ending(name);
	if (!err && *n == 0 && (ending == ENDING_STREET || ending == ENDING_EITHER))
		*names = name_list_other_type(g->streets, name, GAZETTEER_MOST, n);
	if (!err)
		keep_alike(g, name, *names, *n);
	return err;
}

enum err_code gazetteer_places_alike(struct gazetteer *g, struct arena *arena,
	const char *name, const char *const **names, size_t *n)
{
	*n = 0;
	if (!g->places) {
		enum err_code err = name_list_load(
			g->store, &sql_gazetteer_place_names, &g->places);
		if (err)
			return err;
	}
	*names = name_list_same_words(g->places, arena, name, GAZETTEER_MOST, n);
	if (*n == 0)
		*names = name_list_alike(g->places, arena, name, GAZETTEER_MOST, n);
	return ERR_OK;
}

enum err_code gazetteer_buildings_alike(struct gazetteer *g, struct arena *arena,
	const char *name, const char *const **names, size_t *n)
{
	return alike(
		g, &sql_gazetteer_building_names, &g->buildings, arena, name, names, n);
}
