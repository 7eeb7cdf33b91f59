#include "base/str.h"
#include "work/geocoding.h"

static enum geocode_role role_of(const char *name)
{
	static const char *const names[] = {"from", "last_seen", "found", "address"};
	for (int i = 0; i < GEOCODE_ROLES; i++)
		if (str_equal(name, names[i]))
			return (enum geocode_role)i;
	BUG("a role that the schema does not know");
}

static struct geocoded old_take(struct statement *s, struct arena *arena)
{
	struct geocoded old = {.there = column_int(s, 16) != 0};
	if (!old.there)
		return old;
	old.easting_m = column_real(s, 17);
	old.northing_m = column_real(s, 18);
	old.precision_m = column_real(s, 19);
	old.kind = column_dup(s, 20, arena);
	old.method = column_dup(s, 21, arena);
	old.confidence = column_real(s, 22);
	old.match = column_dup(s, 23, arena);
	old.address_id = column_int(s, 24);
	old.conflict_m = column_real(s, 25);
	old.conflict = column_dup(s, 26, arena);
	old.accuracy_m = column_real(s, 27);
	old.gazetteer_sha256 = column_dup(s, 28, arena);
	return old;
}

static struct geocode_place place_take(struct statement *s, struct arena *arena)
{
	return (struct geocode_place){.place_id = column_int(s, 0),
		.source_id = column_int(s, 1),
		.row = column_int(s, 2),
		.role = role_of(column_text(s, 3)),
		.mention = {.address = column_dup(s, 4, arena),
			.postcode = column_dup(s, 5, arena),
			.easting = column_dup(s, 6, arena),
			.northing = column_dup(s, 7, arena),
			.lat = column_dup(s, 8, arena),
			.lon = column_dup(s, 9, arena),
			.uprn = column_dup(s, 10, arena)},
		.home_urn = column_dup(s, 11, arena),
		.child_id = column_int(s, 12),
		.from_kind = column_dup(s, 13, arena),
		.found_kind = column_dup(s, 14, arena),
		.reported_s = column_int(s, 15),
		.old = old_take(s, arena)};
}

enum err_code geocode_batch(struct geocoding *g, struct arena *arena,
	const char *source_kind, int64_t source_id, int64_t row,
	struct geocode_place **places, size_t *n)
{
	struct geocode_place *items =
		arena_array(arena, struct geocode_place, GEOCODE_BATCH);
	struct statement *s;
	bool more = false;
	*n = 0;
	*places = items;
	enum err_code err = store_prepare(g->c->store, &sql_geocode_places, &s);
	if (err)
		return err;
	bind_text(s, ":source_kind", source_kind);
	bind_int(s, ":source_id", source_id);
	bind_int(s, ":row", row);
	bind_int(s, ":most", GEOCODE_BATCH);
	while ((err = statement_step(s, &more)) == ERR_OK && more)
		items[(*n)++] = place_take(s, arena);
	/* A row that the limit may have cut comes whole with the next batch. */
	if (*n == GEOCODE_BATCH) {
		const struct geocode_place last = items[*n - 1];
		while (*n > 0 && items[*n - 1].row == last.row &&
			items[*n - 1].source_id == last.source_id)
			(*n)--;
	}
	return err;
}

static void add_part(struct strbuf *buf, const char *label, const char *text)
{
	if (!str_empty(text))
		strbuf_printf(buf, "%s%s%s", buf->n ? ", " : "", label, text);
}

const char *geocode_input(struct arena *arena, const struct geocode_place *place)
{
	const struct mention *m = &place->mention;
	struct strbuf buf;
	strbuf_init(&buf, arena);
	add_part(&buf, "", m->address);
	add_part(&buf, "", m->postcode);
	add_part(&buf, "easting ", m->easting);
	add_part(&buf, "northing ", m->northing);
	add_part(&buf, "lat ", m->lat);
	add_part(&buf, "lon ", m->lon);
	add_part(&buf, "UPRN ", m->uprn);
	add_part(&buf, "home ", place->home_urn);
	return buf.text;
}
