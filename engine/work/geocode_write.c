#include "base/str.h"
#include "work/geocoding.h"
#include <math.h>
#include <string.h>

#define POINT_BLOB 60
#define SRID 27700

/* A point as SpatiaLite keeps it: 00, 01 (little-endian), SRID, the box as min x, min
 * y, max x, max y, 7C, class 1, x, y, FE. Source: "BLOB-Geometry", the SpatiaLite
 * project's description of its internal format. Through MakePoint() it takes thrice as
 * long. */
static void point_blob(struct point at, unsigned char blob[POINT_BLOB])
{
	const double box[] = {at.x_m, at.y_m, at.x_m, at.y_m};
	const uint32_t srid = SRID, point = 1;
	blob[0] = 0x00;
	blob[1] = 0x01;
	for (int i = 0; i < 4; i++) {
		blob[2 + i] = (unsigned char)(srid >> (8 * i));
		blob[39 + i] = (unsigned char)(point >> (8 * i));
	}
	for (int k = 0; k < 6; k++) {
		uint64_t bits;
		double value = k < 4 ? box[k] : box[k - 4];
		size_t start = k < 4 ? 6 + 8 * (size_t)k : 43 + 8 * (size_t)(k - 4);
		memcpy(&bits, &value, sizeof bits);
		for (int i = 0; i < 8; i++)
			blob[start + (size_t)i] = (unsigned char)(bits >> (8 * i));
	}
	blob[38] = 0x7c;
	blob[POINT_BLOB - 1] = 0xfe;
}

static enum err_code find_address(struct geocoding *g, const char *key, int64_t *id)
{
	struct statement *s;
	bool row = false;
	enum err_code err = store_prepare(g->c->store, &sql_geocode_address_find, &s);
	if (err)
		return err;
	bind_text(s, ":key", key);
	err = statement_step(s, &row);
	*id = row ? column_int(s, 0) : 0;
	if (row)
		statement_reset(s);
	return err;
}

static enum err_code insert_address(
	struct geocoding *g, const struct location *l, int64_t *id)
{
	struct statement *s;
	enum err_code err = store_prepare(g->c->store, &sql_geocode_address_insert, &s);
	if (err)
		return err;
	bind_text(s, ":key", l->address_key);
	bind_text(s, ":label", l->address_label);
	bind_real(s, ":easting", l->at.x_m);
	bind_real(s, ":northing", l->at.y_m);
	err = statement_run(s);
	*id = store_last_id(g->c->store);
	return err;
}

/* The number of the location's address, 0 where it has none. */
static enum err_code address_of(
	struct geocoding *g, const struct location *l, int64_t *id)
{
	size_t i;
	*id = 0;
	if (!l->address_key || l->kind == LOCATED_NONE)
		return ERR_OK;
	if (map_get(&g->addresses, l->address_key, &i)) {
		*id = g->address_ids[i];
		return ERR_OK;
	}
	enum err_code err = find_address(g, l->address_key, id);
	if (!err && *id == 0)
		err = insert_address(g, l, id);
	if (err)
		return err;
	i = map_intern(&g->addresses, l->address_key);
	arena_reserve(g->ctx->arena, g->address_ids, g->addresses_capacity, i + 1);
	g->address_ids[i] = *id;
	return ERR_OK;
}

/* What goes into the case: NAN and NULL where there is nothing. */
static struct geocoded new_row(
	const struct geocoding *g, const struct location *l, int64_t address_id)
{
	bool none = l->kind == LOCATED_NONE;
	return (struct geocoded){.there = true,
		.easting_m = none ? NAN : l->at.x_m,
		.northing_m = none ? NAN : l->at.y_m,
		.precision_m = none ? NAN : l->precision_m,
		.confidence = none ? 0 : l->confidence_01,
		.conflict_m = l->conflict_m > 0 ? l->conflict_m : NAN,
		.accuracy_m = l->accuracy_m > 0 ? l->accuracy_m : NAN,
		.kind = location_kind_names[l->kind],
		.method = l->method,
		.match = l->match,
		.conflict = l->conflict,
		.gazetteer_sha256 = g->gazetteer_sha256,
		.address_id = address_id};
}

static bool same_real(double a, double b)
{
	return a == b || (isnan(a) && isnan(b));
}

static bool same_text(const char *a, const char *b)
{
	return a && b ? strcmp(a, b) == 0 : a == b;
}

static bool same_row(const struct geocoded *a, const struct geocoded *b)
{
	return a->there && b->there && same_real(a->easting_m, b->easting_m) &&
	       same_real(a->northing_m, b->northing_m) &&
	       same_real(a->precision_m, b->precision_m) &&
	       same_real(a->confidence, b->confidence) &&
	       same_real(a->conflict_m, b->conflict_m) &&
	       same_real(a->accuracy_m, b->accuracy_m) &&
	       a->address_id == b->address_id && same_text(a->kind, b->kind) &&
	       same_text(a->method, b->method) && same_text(a->match, b->match) &&
	       same_text(a->conflict, b->conflict) &&
	       same_text(a->gazetteer_sha256, b->gazetteer_sha256);
}

static enum err_code put_candidates(
	struct geocoding *g, int64_t place_id, bool old, const struct location *l)
{
	struct statement *s;
	enum err_code err = ERR_OK;
	if (old) {
		err = store_prepare(g->c->store, &sql_geocode_candidates_clear, &s);
		if (err)
			return err;
		bind_int(s, ":place_id", place_id);
		err = statement_run(s);
	}
	if (!err && l->candidates_n > 0)
		err = store_prepare(g->c->store, &sql_geocode_candidate_put, &s);
	for (size_t i = 0; !err && i < l->candidates_n; i++) {
		const struct candidate *c = &l->candidates[i];
		bind_int(s, ":place_id", place_id);
		bind_int(s, ":rank", (int64_t)i + 1);
		bind_text(s, ":kind", location_kind_names[c->kind]);
		bind_text(s, ":match", c->match);
		bind_real(s, ":easting", c->at.x_m);
		bind_real(s, ":northing", c->at.y_m);
		bind_real(s, ":precision_m", c->precision_m);
		bind_real(s, ":confidence", c->confidence_01);
		bind_text(s, ":reason", c->reason);
		err = statement_run(s);
	}
	return err;
}

static enum err_code put_row(struct geocoding *g, struct arena *arena,
	const struct geocode_place *place, const struct geocoded *row)
{
	struct statement *s;
	unsigned char blob[POINT_BLOB];
	enum err_code err = store_prepare(g->c->store, &sql_geocode_put, &s);
	if (err)
		return err;
	bind_int(s, ":place_id", place->place_id);
	bind_text(s, ":input", geocode_input(arena, place));
	bind_real(s, ":easting", row->easting_m);
	bind_real(s, ":northing", row->northing_m);
	bind_real(s, ":precision_m", row->precision_m);
	bind_text(s, ":kind", row->kind);
	bind_text(s, ":method", row->method);
	bind_real(s, ":confidence", row->confidence);
	bind_text(s, ":match", row->match);
	if (row->address_id)
		bind_int(s, ":address_id", row->address_id);
	else
		bind_null(s, ":address_id");
	bind_real(s, ":conflict_m", row->conflict_m);
	bind_text(s, ":conflict", row->conflict);
	bind_real(s, ":accuracy_m", row->accuracy_m);
	bind_text(s, ":gazetteer_sha256", row->gazetteer_sha256);
	if (isnan(row->easting_m)) {
		bind_null(s, ":geom");
	} else {
		point_blob((struct point){row->easting_m, row->northing_m}, blob);
		bind_blob(s, ":geom", blob, sizeof blob);
	}
	return statement_run(s);
}

enum err_code geocode_write(struct geocoding *g, struct arena *arena,
	const struct geocode_place *place, const struct location *l)
{
	int64_t address_id;
	enum err_code err = address_of(g, l, &address_id);
	if (err)
		return err;
	struct geocoded row = new_row(g, l, address_id);
	g->places++;
	if (same_row(&place->old, &row))
		return ERR_OK;
	g->changed++;
	err = put_row(g, arena, place, &row);
	if (!err)
		err = put_candidates(g, place->place_id, place->old.there, l);
	return err;
}
