#include "locate/derive.h"
#include "locate/postcode_key.h"
#include "locate/spread.h"
#include <math.h>

/* Points that come one group after the other, in order of the group's number. */
struct group {
	struct arena *arena;
	int64_t id, source_id;
	size_t n, capacity_x, capacity_y;
	double *x_m, *y_m;
};

static void group_begin(struct group *g, int64_t id)
{
	g->id = id;
	g->n = 0;
}

static void group_add(struct group *g, double x_m, double y_m)
{
	arena_reserve(g->arena, g->x_m, g->capacity_x, g->n + 1);
	arena_reserve(g->arena, g->y_m, g->capacity_y, g->n + 1);
	g->x_m[g->n] = x_m;
	g->y_m[g->n++] = y_m;
}

static struct spread group_spread(const struct group *g, struct arena *scratch)
{
	return spread_of(scratch, g->n, g->x_m, g->y_m);
}

static enum err_code put_postcode(struct gazetteer *g, const struct group *group)
{
	struct statement *s;
	if (group->n == 0)
		return ERR_OK;
	struct store *store = gazetteer_store(g);
	struct spread spread = group_spread(group, store_context(store)->scratch);
	enum err_code err =
		store_prepare(store, &sql_gazetteer_postcode_put_derived, &s);
	if (err)
		return err;
	bind_int(s, ":postcode", group->id);
	bind_int(s, ":easting", llround(spread.x_m));
	bind_int(s, ":northing", llround(spread.y_m));
	bind_int(s, ":precision_m",
		llround(ceil(fmax(DERIVE_LEAST_M, spread.farthest_m))));
	bind_int(s, ":source_id", group->source_id);
	return statement_run(s);
}

enum err_code derive_postcodes(struct gazetteer *g)
{
	struct statement *s;
	bool row = false;
	enum err_code err =
		store_prepare(gazetteer_store(g), &sql_gazetteer_address_points, &s);
	struct group group = {.arena = arena_create()};
	while (!err && (err = statement_step(s, &row)) == ERR_OK && row) {
		if (column_int(s, 0) != group.id) {
			err = put_postcode(g, &group);
			group_begin(&group, column_int(s, 0));
		}
		group_add(&group, column_real(s, 1), column_real(s, 2));
		group.source_id = column_int(s, 3);
	}
	if (!err)
		err = put_postcode(g, &group);
	arena_free(group.arena);
	return err;
}

static enum err_code put_area(struct gazetteer *g, const struct group *group)
{
	struct statement *s;
	if (group->n == 0)
		return ERR_OK;
	struct store *store = gazetteer_store(g);
	struct spread spread = group_spread(group, store_context(store)->scratch);
	enum err_code err = store_prepare(store, &sql_gazetteer_area_put, &s);
	if (err)
		return err;
	bind_int(s, ":area", group->id);
	bind_int(s, ":easting", llround(spread.x_m));
	bind_int(s, ":northing", llround(spread.y_m));
	bind_int(s, ":precision_m",
		llround(ceil(fmax(DERIVE_AREA_LEAST_M, spread.radius_m))));
	bind_int(s, ":postcodes", (int64_t)group->n);
	return statement_run(s);
}

static enum err_code clear_areas(struct gazetteer *g)
{
	struct statement *s;
	enum err_code err =
		store_prepare(gazetteer_store(g), &sql_gazetteer_area_clear, &s);
	return err ? err : statement_run(s);
}

static enum err_code take_unit(
	struct gazetteer *g, struct group *area, int64_t id, struct statement *s)
{
	enum err_code err = ERR_OK;
	if (id != area->id) {
		err = put_area(g, area);
		group_begin(area, id);
	}
	group_add(area, column_real(s, 1), column_real(s, 2));
	return err;
}

enum err_code derive_areas(struct gazetteer *g)
{
	struct statement *s = NULL;
	bool row = false;
	enum err_code err = clear_areas(g);
	if (!err)
		err = store_prepare(gazetteer_store(g), &sql_gazetteer_postcodes, &s);
	struct arena *arena = arena_create();
	struct group sector = {.arena = arena}, district = {.arena = arena};
	while (!err && (err = statement_step(s, &row)) == ERR_OK && row) {
		int64_t key = column_int(s, 0);
		if (column_null(s, 1))
			continue;
		err = take_unit(g, &sector, postcode_key_sector(key), s);
		if (!err)
			err = take_unit(g, &district, postcode_key_district(key), s);
	}
	if (!err)
		err = put_area(g, &sector);
	if (!err)
		err = put_area(g, &district);
	arena_free(arena);
	return err;
}

static enum err_code put_street(struct gazetteer *g, const struct group *group)
{
	struct statement *s;
	if (group->n == 0)
		return ERR_OK;
	struct store *store = gazetteer_store(g);
	struct spread spread = group_spread(group, store_context(store)->scratch);
	enum err_code err = store_prepare(store, &sql_gazetteer_street_place, &s);
	if (err)
		return err;
	bind_int(s, ":street_id", group->id);
	bind_real(s, ":easting", round(spread.x_m));
	bind_real(s, ":northing", round(spread.y_m));
	bind_real(s, ":precision_m", ceil(fmax(DERIVE_LEAST_M, spread.radius_m)));
	bind_int(s, ":addresses", (int64_t)group->n);
	return statement_run(s);
}

enum err_code derive_streets(struct gazetteer *g)
{
	struct statement *s;
	bool row = false;
	enum err_code err =
		store_prepare(gazetteer_store(g), &sql_gazetteer_street_drop_empty, &s);
	if (!err)
		err = statement_run(s);
	if (!err)
		err = store_prepare(
			gazetteer_store(g), &sql_gazetteer_street_points, &s);
	struct group group = {.arena = arena_create()};
	while (!err && (err = statement_step(s, &row)) == ERR_OK && row) {
		if (column_int(s, 0) != group.id) {
			err = put_street(g, &group);
			group_begin(&group, column_int(s, 0));
		}
		group_add(&group, column_real(s, 1), column_real(s, 2));
	}
	if (!err)
		err = put_street(g, &group);
	arena_free(group.arena);
	return err;
}
