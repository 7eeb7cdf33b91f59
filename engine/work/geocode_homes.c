/* Homes and placements: what a URN, a home's name, "home" and "placement" stand for. */
#include "base/civil.h"
#include "base/str.h"
#include "locate/score.h"
#include "text/address.h"
#include "work/geocoding.h"
#include <math.h>

static enum location_kind kind_of(const char *name)
{
	for (int i = 0; i < LOCATED_KINDS; i++)
		if (str_equal(name, location_kind_names[i]))
			return (enum location_kind)i;
	BUG("a kind of location that the schema does not know");
}

/* Nine columns from `first` on: point, precision, kind, method, confidence, match, key
 * and label of its address. */
static struct location location_take(
	struct statement *s, int first, struct arena *arena)
{
	return (struct location){
		.at = {column_real(s, first), column_real(s, first + 1)},
		.precision_m = column_real(s, first + 2),
		.kind = kind_of(column_text(s, first + 3)),
		.method = column_dup(s, first + 4, arena),
		.confidence_01 = column_real(s, first + 5),
		.match = column_dup(s, first + 6, arena),
		.address_key = column_dup(s, first + 7, arena),
		.address_label = column_dup(s, first + 8, arena)};
}

/* Another building of the home: the point moves between all of them, and the precision
 * covers them. */
static void add_building(
	struct arena *arena, struct location *home, const struct location *other)
{
	double d = point_distance_m(home->at, other->at);
	if (home->candidates_n == 0) {
		struct location first = *home;
		location_propose_all(
			arena, home, &first, "one of the home's buildings");
	}
	location_propose_all(arena, home, other, "one of the home's buildings");
	home->method = "home by its URN, which building is not said";
	if (str_equal(home->address_key, other->address_key) && d == 0)
		return;
	home->address_key = NULL;
	home->address_label = NULL;
	double reach = fmax(home->precision_m, d + other->precision_m);
	double back = fmax(home->precision_m, other->precision_m - d);
	/* The smallest circle around both circles. */
	double radius = fmax((d + home->precision_m + other->precision_m) / 2,
		fmax(home->precision_m, other->precision_m));
	double t = d > 0 ? (radius - back) / d : 0;
	t = t < 0 || reach == home->precision_m ? 0 : fmin(t, 1);
	home->at.x_m += t * (other->at.x_m - home->at.x_m);
	home->at.y_m += t * (other->at.y_m - home->at.y_m);
	home->precision_m = ceil(radius);
	home->confidence_01 = fmin(home->confidence_01, other->confidence_01);
}

static size_t home_slot(
	struct arena *arena, struct geocode_homes *homes, const char *key, bool *fresh)
{
	size_t n = homes->keys.n, i = map_intern(&homes->keys, key);
	arena_reserve(arena, homes->locations, homes->capacity, i + 1);
	arena_reserve(arena, homes->urns, homes->urns_capacity, i + 1);
	*fresh = i == n;
	return i;
}

static void add_urn(struct geocoding *g, const char *urn, const struct location *l)
{
	struct arena *arena = g->ctx->arena;
	bool fresh;
	size_t i = home_slot(arena, &g->by_urn, urn, &fresh);
	if (!fresh) {
		add_building(arena, &g->by_urn.locations[i], l);
		return;
	}
	g->by_urn.locations[i] = *l;
	g->by_urn.locations[i].method =
		str_printf(arena, "home by its URN: %s", l->method);
}

/* A name that two homes share says neither. */
static void add_name(struct geocoding *g, const char *name, const char *urn)
{
	bool fresh;
	if (str_empty(name))
		return;
	size_t i = home_slot(g->ctx->arena, &g->by_name, name, &fresh);
	if (fresh)
		g->by_name.urns[i] = urn;
	else if (!str_equal(g->by_name.urns[i], urn))
		g->by_name.urns[i] = NULL;
}

static void name_locations(struct geocoding *g)
{
	struct arena *arena = g->ctx->arena;
	for (size_t i = 0; i < g->by_name.keys.n; i++) {
		size_t k;
		struct location *l = &g->by_name.locations[i];
		*l = location_none("several homes of this name");
		if (!g->by_name.urns[i] ||
			!map_get(&g->by_urn.keys, g->by_name.urns[i], &k))
			continue;
		*l = g->by_urn.locations[k];
		l->method = str_printf(arena, "by its name, %s", l->method);
		l->confidence_01 *= 0.9;
	}
}

enum err_code geocode_load_homes(struct geocoding *g)
{
	struct arena *arena = g->ctx->arena;
	struct statement *s;
	bool row = false;
	enum err_code err = store_prepare(g->c->store, &sql_geocode_homes, &s);
	while (!err && (err = statement_step(s, &row)) == ERR_OK && row) {
		struct location l = location_take(s, 2, arena);
		const char *urn = str_upper(arena, column_text(s, 0));
		add_urn(g, urn, &l);
		add_name(
			g, address_normal(arena, str_or_empty(column_text(s, 1))), urn);
	}
	name_locations(g);
	return err;
}

const struct location *geocode_home(const struct geocoding *g, struct arena *arena,
	const struct geocode_place *place)
{
	size_t i;
	if (!str_empty(place->home_urn))
		return map_get(&g->by_urn.keys, str_upper(arena, place->home_urn), &i)
			       ? &g->by_urn.locations[i]
			       : NULL;
	if (str_empty(place->mention.address) || g->by_name.keys.n == 0)
		return NULL;
	const char *name = address_normal(arena, place->mention.address);
	if (str_empty(name) || !map_get(&g->by_name.keys, name, &i))
		return NULL;
	return &g->by_name.locations[i];
}

/* Surer places need no other. */
#define PROPOSE_BELOW_01 0.9

void geocode_propose_homes(const struct geocoding *g, struct arena *arena,
	const struct geocode_place *place, struct location *l)
{
	const char *text = place->mention.address;
	if (str_empty(text) || g->by_name.keys.n == 0 ||
		(l->kind != LOCATED_NONE && l->confidence_01 >= PROPOSE_BELOW_01))
		return;
	struct address a = address_parse(arena, text);
	if (a.special != ADDRESS_PLACE)
		return;
	for (size_t i = 0; i < g->by_name.keys.n; i++) {
		const char *name = g->by_name.keys.keys[i];
		struct location home = g->by_name.locations[i];
		bool same = str_equal(a.building, name);
		if (home.kind == LOCATED_NONE ||
			(!same && !score_alike(a.building, name) &&
				!score_alike(a.normal, name)))
			continue;
		home.match = str_printf(arena, "home %s%s%s", g->by_name.urns[i],
			home.match ? ", " : "", str_or_empty(home.match));
		home.candidates_n = 0;
		home.confidence_01 *= same ? 0.7 : 0.5;
		location_propose_all(arena, l, &home,
			same ? "a home of the name in the text"
			     : "a home of a name that is a slip away");
	}
}

static enum err_code one_location(
	struct statement *s, struct arena *arena, const char *why, struct location *l)
{
	bool row = false;
	enum err_code err = statement_step(s, &row);
	if (err || !row)
		return err;
	*l = location_take(s, 0, arena);
	l->method = str_printf(arena, "%s: %s", why, l->method);
	statement_reset(s);
	return ERR_OK;
}

enum err_code geocode_placement(struct geocoding *g, struct arena *arena,
	const struct geocode_place *place, struct location *l)
{
	struct statement *s;
	char day[CIVIL_TEXT_MAX];
	*l = location_none("");
	if (place->child_id == 0)
		return ERR_OK;
	enum err_code err = store_prepare(g->c->store, &sql_geocode_placement, &s);
	if (err)
		return err;
	day_format(london_day(place->reported_s), day);
	bind_int(s, ":child_id", place->child_id);
	bind_text(s, ":day", day);
	err = one_location(s, arena, "the placement of that day", l);
	l->confidence_01 *= 0.9;
	return err;
}

enum err_code geocode_family(struct geocoding *g, struct arena *arena,
	const struct geocode_place *place, struct location *l)
{
	struct statement *s;
	*l = location_none("");
	if (place->child_id == 0)
		return ERR_OK;
	g->looked_ahead = true;
	enum err_code err = store_prepare(g->c->store, &sql_geocode_family, &s);
	if (err)
		return err;
	bind_int(s, ":child_id", place->child_id);
	bind_int(s, ":reported_s", place->reported_s);
	err = one_location(s, arena, "home, where the child went from another time", l);
	l->confidence_01 *= 0.85;
	return err;
}
