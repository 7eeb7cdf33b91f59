/* Addresses, streets and own places of the gazetteer. */
#include "base/str.h"
#include "locate/gazetteer.h"
#include "locate/uprn_point.h"

static struct gazetteer_address address_take(struct statement *s, struct arena *arena)
{
	return (struct gazetteer_address){.uprn = column_int(s, 0),
		.postcode = column_int(s, 1),
		.street_id = column_int(s, 2),
		.street = column_dup(s, 3, arena),
		.sub_building = column_dup(s, 4, arena),
		.building = column_dup(s, 5, arena),
		.number = column_dup(s, 6, arena),
		.text = column_dup(s, 7, arena),
		.at = {column_real(s, 8), column_real(s, 9)},
		.locality = column_dup(s, 10, arena),
		.town = column_dup(s, 11, arena)};
}

static enum err_code addresses_take(
	struct statement *s, struct arena *arena, struct gazetteer_addresses *found)
{
	struct gazetteer_address *items = NULL;
	size_t capacity = 0, n = 0;
	bool row = false;
	enum err_code err;
	while ((err = statement_step(s, &row)) == ERR_OK && row) {
		arena_reserve(arena, items, capacity, n + 1);
		items[n++] = address_take(s, arena);
	}
	*found = (struct gazetteer_addresses){items, n};
	return err;
}

static enum err_code addresses_by(struct gazetteer *g, struct arena *arena,
	const struct sql *sql, const char *name, int64_t value,
	struct gazetteer_addresses *found)
{
	struct statement *s;
	*found = (struct gazetteer_addresses){0};
	enum err_code err = store_prepare(gazetteer_store(g), sql, &s);
	if (err)
		return err;
	bind_int(s, name, value);
	return addresses_take(s, arena, found);
}

enum err_code gazetteer_uprn(struct gazetteer *g, struct arena *arena, int64_t uprn,
	struct gazetteer_addresses *found)
{
	return addresses_by(g, arena, &sql_gazetteer_uprn, ":uprn", uprn, found);
}

enum err_code gazetteer_uprn_point(
	struct gazetteer *g, int64_t uprn, bool *found, struct point *at)
{
	struct statement *s;
	*found = false;
	enum err_code err =
		store_prepare(gazetteer_store(g), &sql_gazetteer_uprn_point, &s);
	if (err)
		return err;
	bind_int(s, ":uprn", uprn);
	err = statement_step(s, found);
	if (err || !*found)
		return err;
	*at = uprn_point_unpack(column_int(s, 0));
	statement_reset(s);
	return ERR_OK;
}

enum err_code gazetteer_of_postcode(struct gazetteer *g, struct arena *arena,
	int64_t key, struct gazetteer_addresses *found)
{
	return addresses_by(g, arena, &sql_gazetteer_addresses_of_postcode, ":postcode",
		key, found);
}

enum err_code gazetteer_of_street(struct gazetteer *g, struct arena *arena,
	int64_t street_id, struct gazetteer_addresses *found)
{
	return addresses_by(g, arena, &sql_gazetteer_addresses_of_street, ":street_id",
		street_id, found);
}

enum err_code gazetteer_of_building(struct gazetteer *g, struct arena *arena,
	const char *building, struct gazetteer_addresses *found)
{
	struct statement *s;
	*found = (struct gazetteer_addresses){0};
	enum err_code err = store_prepare(
		gazetteer_store(g), &sql_gazetteer_addresses_of_building, &s);
	if (err)
		return err;
	bind_text(s, ":building", building);
	bind_int(s, ":most", GAZETTEER_MOST);
	return addresses_take(s, arena, found);
}

enum err_code gazetteer_streets(struct gazetteer *g, struct arena *arena,
	const char *name, const struct street_where *where,
	const struct gazetteer_street **streets, size_t *n)
{
	struct gazetteer_street *items = NULL;
	size_t capacity = 0, count = 0;
	struct statement *s;
	bool row = false;
	enum err_code err =
		store_prepare(gazetteer_store(g), &sql_gazetteer_streets_in, &s);
	if (err)
		return err;
	bind_text(s, ":name", name);
	bind_int(s, ":district", where ? where->district : 0);
	bind_text(s, ":town", where ? str_or_empty(where->town) : "");
	bind_text(s, ":locality", where ? str_or_empty(where->locality) : "");
	bind_int(s, ":most", GAZETTEER_STREETS_MOST);
	while ((err = statement_step(s, &row)) == ERR_OK && row) {
		arena_reserve(arena, items, capacity, count + 1);
		items[count++] =
			(struct gazetteer_street){.street_id = column_int(s, 0),
				.name = column_dup(s, 1, arena),
				.district = column_int(s, 2),
				.locality = column_dup(s, 3, arena),
				.town = column_dup(s, 4, arena),
				.at = {column_real(s, 5), column_real(s, 6)},
				.precision_m = column_real(s, 7),
				.addresses = column_int(s, 8)};
	}
	*streets = items;
	*n = count;
	return err;
}

enum err_code gazetteer_places(struct gazetteer *g, struct arena *arena,
	const char *name, const struct gazetteer_place **places, size_t *n)
{
	struct gazetteer_place *items = NULL;
	size_t capacity = 0, count = 0;
	struct statement *s;
	bool row = false;
	enum err_code err =
		store_prepare(gazetteer_store(g), &sql_gazetteer_places, &s);
	if (err)
		return err;
	bind_text(s, ":name", name);
	bind_int(s, ":most", GAZETTEER_MOST);
	while ((err = statement_step(s, &row)) == ERR_OK && row) {
		arena_reserve(arena, items, capacity, count + 1);
		items[count++] = (struct gazetteer_place){.place_id = column_int(s, 0),
			.name = column_dup(s, 1, arena),
			.kind = column_dup(s, 2, arena),
			.at = {column_real(s, 3), column_real(s, 4)},
			.radius_m = column_real(s, 5),
			.own = column_int(s, 6) != 0};
	}
	*places = items;
	*n = count;
	return err;
}
