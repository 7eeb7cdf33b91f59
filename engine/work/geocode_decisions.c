#include "work/geocode_decisions.h"
#include "base/str.h"
#include <math.h>

/* A decision of a person is as sure as a UPRN that was written down. */
#define DECIDED_01 0.98
/* Within this two points are one place. */
#define SAME_POINT_M 1.0

enum err_code geocode_load_decisions(struct geocoding *g)
{
	struct geocode_decisions *d =
		arena_new(g->ctx->arena, struct geocode_decisions);
	struct arena *arena = g->ctx->arena;
	struct statement *s;
	bool row = false;
	map_init(&d->keys, arena);
	g->decisions = d;
	enum err_code err = store_prepare(g->c->store, &sql_geocode_decisions, &s);
	while (!err && (err = statement_step(s, &row)) == ERR_OK && row) {
		const char *key = column_dup(s, 1, arena);
		size_t i = map_intern(&d->keys, key);
		arena_reserve(arena, d->items, d->capacity, i + 1);
		d->items[i] = (struct geocode_decision){.decision_id = column_int(s, 0),
			.key = key,
			.decision = column_dup(s, 2, arena),
			.kind = column_dup(s, 3, arena),
			.match = column_dup(s, 4, arena),
			.at = {column_real(s, 5), column_real(s, 6)},
			.precision_m = column_real(s, 7),
			.why = column_dup(s, 8, arena),
			.who = column_dup(s, 9, arena),
			.decided_utc = column_dup(s, 10, arena)};
	}
	return err;
}

const struct geocode_decision *geocode_decision_of(
	const struct geocoding *g, const char *key)
{
	size_t i;
	if (!g->decisions || str_empty(key) || !map_get(&g->decisions->keys, key, &i))
		return NULL;
	return &g->decisions->items[i];
}

static enum location_kind kind_of(const char *name)
{
	for (int i = 0; i < LOCATED_KINDS; i++)
		if (str_equal(name, location_kind_names[i]))
			return (enum location_kind)i;
	BUG("a kind of location that the schema does not know");
}

/* The recognised address of a label, where the gazetteer still has it at the point. */
static enum err_code take_address(struct geocoding *g, struct arena *arena,
	const struct geocode_decision *d, struct location *l)
{
	struct mention mention = {.address = d->match};
	struct location found;
	if (l->kind != LOCATED_ADDRESS || str_empty(d->match))
		return ERR_OK;
	enum err_code err = geocoder_locate(g->geocoder, arena, &mention, &found);
	if (!err && found.address_key &&
		point_distance_m(found.at, l->at) <= SAME_POINT_M) {
		l->address_key = found.address_key;
		l->address_label = found.address_label;
	}
	return err;
}

/* The point that was decided on. The place's own address stays its address where the
 * geocoder puts it there too. */
static enum err_code at_point(struct geocoding *g, struct arena *arena,
	const struct geocode_decision *d, struct location *l)
{
	struct location was = *l;
	bool accepted = str_equal(d->decision, "accept");
	*l = (struct location){.kind = kind_of(d->kind),
		.at = d->at,
		.precision_m = d->precision_m,
		.confidence_01 = DECIDED_01,
		.method = accepted ? "accepted by a person"
			  : str_equal(d->decision, "point")
				  ? "a point that a person gave"
				  : "one of the candidates, chosen by a person",
		.match = str_empty(d->match) ? NULL : d->match,
		.candidates = was.candidates,
		.candidates_n = was.candidates_n};
	if (was.kind != LOCATED_NONE &&
		point_distance_m(was.at, l->at) <= SAME_POINT_M) {
		l->address_key = was.address_key;
		l->address_label = was.address_label;
		return ERR_OK;
	}
	return take_address(g, arena, d, l);
}

enum err_code geocode_decide(struct geocoding *g, struct arena *arena,
	const struct geocode_place *place, struct location *l)
{
	if (!g->decisions || g->decisions->keys.n == 0)
		return ERR_OK;
	const struct geocode_decision *d =
		geocode_decision_of(g, geocode_key(arena, place));
	if (!d)
		return ERR_OK;
	if (str_equal(d->decision, "none")) {
		*l = location_none("decided by a person: no place that can be known");
		return ERR_OK;
	}
	if (!str_equal(d->decision, "text"))
		return at_point(g, arena, d, l);
	struct mention mention = {.address = d->match};
	enum err_code err = geocoder_locate(g->geocoder, arena, &mention, l);
	if (!err)
		l->method =
			str_printf(arena, "as a person read the text: %s", l->method);
	return err;
}
