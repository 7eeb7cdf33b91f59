/* UPRNs, and streets and buildings without a postcode. */
#include "locate/names.h"
#include "base/str.h"
#include "locate/evidence.h"
#include "locate/match.h"
#include "locate/postcode_key.h"
#include "locate/vocabulary.h"
#include "text/quantity.h"
#include <math.h>
#include <string.h>

#define UPRN_MOST INT64_C(999999999999)

enum err_code read_uprn(
	struct geocoder *g, struct arena *out, const char *uprn, struct location *l)
{
	struct gazetteer_addresses found = {0};
	int64_t value;
	*l = location_none("UPRN is no number of at most 12 figures");
	if (!integer_parse(uprn, &value) || value < 1 || value > UPRN_MOST)
		return ERR_OK;
	*l = location_none("UPRN is not in the gazetteer");
	/* It names the address all the same, should another part say where it is. */
	l->address_key = str_printf(out, "uprn:%lld", (long long)value);
	l->address_label = str_printf(out, "UPRN %lld", (long long)value);
	if (!g->gazetteer)
		return ERR_OK;
	struct arena_mark mark = arena_mark(g->ctx->scratch);
	enum err_code err =
		gazetteer_uprn(g->gazetteer, g->ctx->scratch, value, &found);
	if (!err && found.n > 0) {
		l->kind = LOCATED_UPRN;
		l->at = found.items[0].at;
		l->precision_m = ADDRESS_PRECISION_M;
		l->confidence_01 = 0.99;
		l->method = "UPRN";
		l->match = match_label(out, &found.items[0]);
		l->address_label = l->match;
	}
	arena_reset(g->ctx->scratch, mark);
	bool point = false;
	if (!err && l->kind == LOCATED_NONE)
		err = gazetteer_uprn_point(g->gazetteer, value, &point, &l->at);
	if (!err && point) {
		l->kind = LOCATED_UPRN;
		l->precision_m = ADDRESS_PRECISION_M;
		l->confidence_01 = 0.97;
		l->method = "UPRN, its point alone";
		l->match = l->address_label;
	}
	return err;
}

/* "ASHBY MILLPORT", of a list without commas, holds MILLPORT. */
static bool holds(const char *text, const char *name)
{
	size_t n = strlen(name);
	for (const char *at = strstr(text, name); at; at = strstr(at + 1, name))
		if ((at == text || at[-1] == ' ') && (at[n] == ' ' || !at[n]))
			return true;
	return false;
}

/* How many of the town and the locality that are written the list has: twice as much
 * where whole names agree. */
static int towns_agree(const struct address *a, const char *town, const char *locality)
{
	const char *const written[] = {a->town, a->locality};
	const char *const listed[] = {town, locality};
	int agree = 0;
	for (int i = 0; i < 2; i++) {
		int best = 0;
		for (int j = 0; j < 2; j++) {
			if (str_empty(written[i]) || str_empty(listed[j]))
				continue;
			if (str_equal(written[i], listed[j]))
				best = 2;
			else if (best == 0 && (holds(listed[j], written[i]) ||
						      holds(written[i], listed[j])))
				best = 1;
		}
		agree += best;
	}
	return agree;
}

static bool in_area(const struct postcode *area, int64_t key)
{
	if (!area || area->kind == POSTCODE_NONE)
		return true;
	int64_t from = postcode_key(area);
	int64_t n = area->kind == POSTCODE_SECTOR ? POSTCODE_KEY_SECTOR
						  : POSTCODE_KEY_DISTRICT;
	return key >= from && key < from + n;
}

static enum err_code town_is_known(
	struct geocoder *g, const struct address *a, bool *known)
{
	const struct vocabulary *v;
	*known = false;
	if (str_empty(a->town))
		return ERR_OK;
	enum err_code err = gazetteer_vocabulary(g->gazetteer, &v);
	*known = !err && vocabulary_town_count(v, a->town) > 0;
	return err;
}

/* The streets of all names that are alike. */
static enum err_code streets_alike(struct geocoder *g, const char *name,
	const struct street_where *where, const struct gazetteer_street **found,
	size_t *n)
{
	struct arena *scratch = g->ctx->scratch;
	struct gazetteer_street *all = NULL;
	const char *const *names = NULL;
	size_t capacity = 0, names_n = 0;
	*n = 0;
	enum err_code err =
		gazetteer_streets_alike(g->gazetteer, scratch, name, &names, &names_n);
	for (size_t i = 0; !err && i < names_n; i++) {
		const struct gazetteer_street *some;
		size_t some_n = 0;
		err = gazetteer_streets(
			g->gazetteer, scratch, names[i], where, &some, &some_n);
		for (size_t k = 0; !err && k < some_n && *n < GAZETTEER_STREETS_MOST;
			k++) {
			arena_reserve(scratch, all, capacity, *n + 1);
			all[(*n)++] = some[k];
		}
	}
	*found = all;
	return err;
}

static bool any_agrees(
	const struct address *a, const struct gazetteer_street *found, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (towns_agree(a, found[i].town, found[i].locality) > 0)
			return true;
	return false;
}

/* The streets of exactly the name, or else of all names alike: those in the district or
 * in the written town before those elsewhere. */
static enum err_code streets_named(struct geocoder *g, const struct address *a,
	const char *name, const struct postcode *area,
	const struct gazetteer_street **found, size_t *n)
{
	struct arena *scratch = g->ctx->scratch;
	bool given = area && area->kind != POSTCODE_NONE, known = false;
	struct street_where where = {.town = a->town, .locality = a->locality};
	enum err_code err = ERR_OK;
	*n = 0;
	if (given)
		where = (struct street_where){
			.district = postcode_key_district(postcode_key(area))};
	else
		err = town_is_known(g, a, &known);
	if (!err && (given || known))
		err = gazetteer_streets(g->gazetteer, scratch, name, &where, found, n);
	if (err || *n > 0)
		return err;
	if (!given)
		err = gazetteer_streets(g->gazetteer, scratch, name, NULL, found, n);
	/* Not all of them: which towns have one can't be told. */
	bool many = *n == GAZETTEER_STREETS_MOST;
	if (many)
		*n = 0;
	if (err || (many && !known) || any_agrees(a, *found, *n) || (*n > 0 && !known))
		return err;
	const struct gazetteer_street *elsewhere = *found;
	size_t elsewhere_n = *n;
	if (given || known)
		err = streets_alike(g, name, &where, found, n);
	if (err || *n > 0 || given)
		return err;
	*found = elsewhere;
	*n = elsewhere_n;
	return *n > 0 || many ? ERR_OK : streets_alike(g, name, NULL, found, n);
}

/* A building's name has no more words. */
#define SPLITS_MOST 6

/* A street that nobody knows may have the building's name before it, without a comma:
 * then the longest end of it that is a street, else one alike, is taken. */
static enum err_code split_street(
	struct geocoder *g, struct address *a, const struct postcode *area)
{
	struct arena *scratch = g->ctx->scratch;
	const struct gazetteer_street *found;
	const char *end = strchr(a->street, ' ');
	size_t n = 0;
	enum err_code err = streets_named(g, a, a->street, area, &found, &n);
	if (err || n > 0 || *a->building)
		return err;
	for (int i = 0;
		i < SPLITS_MOST && !err && n == 0 && end && strchr(end + 1, ' ');
		i++, end = strchr(end + 1, ' ')) {
		err = streets_named(g, a, end + 1, area, &found, &n);
		if (err || n == 0)
			continue;
		a->building = str_dup_n(scratch, a->street, (size_t)(end - a->street));
		a->street = end + 1;
		break;
	}
	return err;
}

/* The streets of a name: those that agree most with the text's town and locality. */
enum err_code names_streets_of(struct geocoder *g, const struct address *a,
	const char *name, const struct postcode *area, struct gazetteer_street **out,
	size_t *n, bool *town)
{
	struct arena *scratch = g->ctx->scratch;
	const struct gazetteer_street *found;
	size_t found_n = 0;
	*n = 0;
	*town = false;
	enum err_code err = streets_named(g, a, name, area, &found, &found_n);
	struct gazetteer_street *kept =
		arena_array(scratch, struct gazetteer_street, found_n);
	int most = 0;
	for (size_t i = 0; !err && i < found_n; i++)
		most = towns_agree(a, found[i].town, found[i].locality) > most
			       ? towns_agree(a, found[i].town, found[i].locality)
			       : most;
	for (size_t i = 0; !err && i < found_n; i++)
		if (towns_agree(a, found[i].town, found[i].locality) == most)
			kept[(*n)++] = found[i];
	*town = most > 0;
	*out = kept;
	return err;
}

enum err_code names_addresses_of(struct geocoder *g,
	const struct gazetteer_street *streets, size_t n, const struct postcode *area,
	struct gazetteer_addresses *all)
{
	struct arena *scratch = g->ctx->scratch;
	struct gazetteer_address *items = NULL;
	size_t capacity = 0, count = 0;
	enum err_code err = ERR_OK;
	for (size_t i = 0; !err && i < n; i++) {
		struct gazetteer_addresses some;
		err = gazetteer_of_street(
			g->gazetteer, scratch, streets[i].street_id, &some);
		for (size_t k = 0; !err && k < some.n; k++) {
			if (!in_area(area, some.items[k].postcode))
				continue;
			arena_reserve(scratch, items, capacity, count + 1);
			items[count++] = some.items[k];
		}
	}
	*all = (struct gazetteer_addresses){items, count};
	return err;
}

static void streets_propose(struct arena *out, struct location *l,
	const struct gazetteer_street *streets, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const struct gazetteer_street *s = &streets[i];
		char district[POSTCODE_TEXT_MAX];
		postcode_key_format(s->district, district);
		location_propose(out, l,
			(struct candidate){.kind = LOCATED_STREET,
				.match = str_printf(out, "%s%s%s%s%s", s->name,
					*s->town ? ", " : "", s->town,
					*district ? ", " : "", district),
				.at = s->at,
				.precision_m = s->precision_m,
				.confidence_01 = 0.8 / (double)n,
				.reason = "one of several streets of this name"});
	}
}

bool names_far_apart(const struct gazetteer_street *streets, size_t n)
{
	for (size_t i = 1; i < n; i++)
		if (point_distance_m(streets[0].at, streets[i].at) >
			GEOCODER_CONFLICT_M + streets[0].precision_m +
				streets[i].precision_m)
			return true;
	return false;
}

static const char *where_of(const struct postcode *area)
{
	if (!area || area->kind == POSTCODE_NONE)
		return "by its street";
	return area->kind == POSTCODE_SECTOR ? "by its street in its sector"
					     : "by its street in its district";
}

/* A street that is known by its name and place alone. */
static void named_street(struct arena *out, const struct address *a,
	const struct postcode *area, struct gazetteer_street *streets, size_t n,
	bool town, struct location *l)
{
	size_t kept = 0;
	bool given = area && area->kind != POSTCODE_NONE;
	int64_t district = given ? postcode_key_district(postcode_key(area)) : 0;
	for (size_t i = 0; i < n; i++)
		if (streets[i].precision_m > 0 &&
			(!given || streets[i].district == district))
			streets[kept++] = streets[i];
	if (kept == 0)
		return;
	if (names_far_apart(streets, kept)) {
		*l = location_none("several streets of this name");
		streets_propose(out, l, streets, kept);
		return;
	}
	double reach_m = streets[0].precision_m;
	for (size_t i = 1; i < kept; i++)
		reach_m = fmax(reach_m, point_distance_m(streets[0].at, streets[i].at) +
						streets[i].precision_m);
	bool slipped = !str_equal(a->street, streets[0].name);
	*l = (struct location){.kind = LOCATED_STREET,
		.at = streets[0].at,
		.precision_m = ceil(reach_m),
		.confidence_01 = (town || given ? 0.88 : 0.7) * (slipped ? 0.93 : 1),
		.method = slipped ? "street by its name, spelt otherwise"
				  : "street by its name",
		.match = str_printf(out, "%s%s%s", streets[0].name,
			*streets[0].town ? ", " : "", streets[0].town)};
}

/* The text's town is known, but the street of the name is in another. */
#define OTHER_TOWN_01 0.5
/* So many streets of a name say nothing without their town. */
#define STREETS_SEARCHED 60

static enum err_code by_street(struct geocoder *g, struct arena *out,
	const struct address *a, const struct postcode *area, bool in_town,
	struct location *l)
{
	struct arena *scratch = g->ctx->scratch;
	struct gazetteer_street *streets;
	struct gazetteer_addresses all = {0};
	const struct vocabulary *v;
	size_t n = 0;
	bool town = false;
	enum err_code err = gazetteer_vocabulary(g->gazetteer, &v);
	if (!err)
		err = names_streets_of(g, a, a->street, area, &streets, &n, &town);
	bool area_given = area && area->kind != POSTCODE_NONE, elsewhere = false;
	if (!err && !town && !area_given)
		err = town_is_known(g, a, &elsewhere);
	if (err || (in_town && !town && *a->town))
		return err;
	if (n > STREETS_SEARCHED ||
		(n == 0 && vocabulary_street_count(v, a->street) > 0)) {
		*l = location_none("several streets of this name");
		return ERR_OK;
	}
	err = names_addresses_of(g, streets, n, area, &all);
	if (!err && all.n == 0)
		named_street(out, a, area, streets, n, town, l);
	if (err || all.n == 0)
		return err;
	struct match_scope scope = {.where = where_of(area),
		.most_01 = town || area_given ? 0.93
			   : elsewhere        ? OTHER_TOWN_01
					      : 0.88};
	struct match m = match_make(scratch, a, all);
	*l = match_locate(scratch, out, &m, &scope);
	if (l->kind == LOCATED_STREET && names_far_apart(streets, n)) {
		*l = location_none("several streets of this name");
		streets_propose(out, l, streets, n);
	}
	if (l->kind == LOCATED_NONE && !*l->method)
		l->method = "several addresses fit alike";
	match_propose(out, &m, l, "agrees less, or as well as another");
	return ERR_OK;
}

/* The addresses of a building's name, or else of the one name that is a slip away. */
static enum err_code buildings_named(
	struct geocoder *g, const char *name, struct gazetteer_addresses *found)
{
	struct arena *scratch = g->ctx->scratch;
	const char *const *names = NULL;
	size_t n = 0;
	enum err_code err = gazetteer_of_building(g->gazetteer, scratch, name, found);
	if (err || found->n > 0)
		return err;
	err = gazetteer_buildings_alike(g->gazetteer, scratch, name, &names, &n);
	if (err || n != 1)
		return err;
	return gazetteer_of_building(g->gazetteer, scratch, names[0], found);
}

static enum err_code by_building(struct geocoder *g, struct arena *out,
	const struct address *a, const struct postcode *area, struct location *l)
{
	struct arena *scratch = g->ctx->scratch;
	struct gazetteer_addresses found;
	enum err_code err = buildings_named(g, a->building, &found);
	struct gazetteer_address *items =
		arena_array(scratch, struct gazetteer_address, found.n);
	size_t n = 0;
	int most = 0;
	for (size_t i = 0; !err && i < found.n; i++) {
		int now = towns_agree(a, found.items[i].town, found.items[i].locality);
		most = now > most ? now : most;
	}
	for (size_t i = 0; !err && i < found.n; i++)
		if (in_area(area, found.items[i].postcode) &&
			towns_agree(a, found.items[i].town, found.items[i].locality) ==
				most)
			items[n++] = found.items[i];
	if (err || n == 0)
		return err;
	struct match_scope scope = {
		.where = "by its building's name", .most_01 = most > 0 ? 0.85 : 0.75};
	struct match m = match_make(scratch, a, (struct gazetteer_addresses){items, n});
	*l = match_locate(scratch, out, &m, &scope);
	if (l->kind == LOCATED_NONE)
		l->method = "several buildings of this name";
	match_propose(out, &m, l, "agrees less, or as well as another");
	return ERR_OK;
}

enum err_code read_street(struct geocoder *g, struct arena *out,
	const struct address *a, const struct postcode *area, bool in_town,
	struct location *l)
{
	struct arena_mark mark = arena_mark(g->ctx->scratch);
	struct address split = *a;
	bool two = !str_empty(a->street2);
	enum err_code err = ERR_OK;
	*l = location_none("no street or building of this name");
	if (!two && !str_empty(a->street)) {
		err = split_street(g, &split, area);
		a = &split;
	}
	if (!err && two)
		err = names_meeting(g, out, a, area, l);
	else if (!err && !str_empty(a->street))
		err = by_street(g, out, a, area, in_town, l);
	if (!err && !two && l->kind == LOCATED_NONE && l->candidates_n == 0 &&
		!str_empty(a->building))
		err = by_building(g, out, a, area, l);
	arena_reset(g->ctx->scratch, mark);
	return err;
}
