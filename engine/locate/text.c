/* An address within its unit postcode, and a text without one. */
#include "base/str.h"
#include "locate/evidence.h"
#include "locate/match.h"
#include "locate/postcode_key.h"
#include <math.h>
#include <string.h>

static bool says_more(const struct address *a)
{
	return a->special == ADDRESS_PLACE &&
	       (*a->street || *a->building || *a->number || *a->sub_building);
}

/* Where the address as written stands elsewhere in the district: proposed, because the
 * postcode may be the part that is wrong. A full match far off is a contradiction. */
static enum err_code propose_elsewhere(struct geocoder *g, struct arena *out,
	const struct address *a, const struct postcode *unit, struct location *l)
{
	struct location other;
	struct postcode district = *unit;
	district.kind = POSTCODE_DISTRICT;
	if (!*a->street)
		return ERR_OK;
	enum err_code err = read_street(g, out, a, &district, &other);
	if (err || other.kind == LOCATED_NONE || other.kind == LOCATED_STREET)
		return err;
	location_propose_all(
		out, l, &other, "the address as written, in another postcode");
	if (l->kind == LOCATED_NONE)
		return ERR_OK;
	l->confidence_01 = fmin(l->confidence_01, 0.5);
	double d = point_distance_m(l->at, other.at);
	if (d > GEOCODER_CONFLICT_M && d > l->precision_m + other.precision_m) {
		l->conflict_m = d;
		l->conflict = "the postcode and the address written with it";
	}
	return ERR_OK;
}

static enum err_code to_postcode(struct geocoder *g, struct arena *out,
	const struct address *a, const struct postcode *unit, size_t listed,
	struct location *l)
{
	enum err_code err = read_postcode(g, out, unit, l);
	if (err)
		return err;
	match_identity(out, a, unit->unit, l);
	if (l->kind == LOCATED_POSTCODE && listed > 0 && *a->street) {
		l->method = "postcode, no such street is listed in it";
		l->confidence_01 = fmin(l->confidence_01, 0.75);
	}
	return ERR_OK;
}

static bool is_fine(const struct location *l)
{
	return l->kind == LOCATED_ADDRESS || l->kind == LOCATED_PLACE;
}

static enum err_code within_postcode(struct geocoder *g, struct arena *out,
	const struct address *a, const struct postcode *unit, size_t *listed,
	struct location *l)
{
	struct arena *scratch = g->ctx->scratch;
	struct arena_mark mark = arena_mark(scratch);
	struct gazetteer_addresses found;
	struct match_scope scope = {"in its postcode", unit->unit, 0.98};
	enum err_code err = gazetteer_of_postcode(
		g->gazetteer, scratch, postcode_key(unit), &found);
	*listed = found.n;
	if (!err) {
		struct match m = match_make(scratch, a, found);
		*l = match_locate(scratch, out, &m, &scope);
		if (!l->address_key || !str_starts(l->address_key, "uprn:") ||
			l->confidence_01 < 0.95)
			match_propose(out, &m, l, "agrees less, or as well as another");
	}
	arena_reset(scratch, mark);
	return err;
}

enum err_code read_address(struct geocoder *g, struct arena *out,
	const struct address *a, const struct postcode *unit, struct location *l)
{
	if (!g->gazetteer || !says_more(a)) {
		enum err_code plain = read_postcode(g, out, unit, l);
		if (!plain)
			match_identity(out, a, unit->unit, l);
		return plain;
	}
	struct location place;
	size_t listed = 0;
	enum err_code err = ERR_OK;
	*l = location_none("");
	if (!*a->street2)
		err = within_postcode(g, out, a, unit, &listed, l);
	if (!err && !is_fine(l)) {
		struct location area;
		err = read_postcode(g, out, unit, &area);
		if (!err && area.kind != LOCATED_NONE)
			err = read_place(g, out, a, &area, &place);
		if (!err && area.kind != LOCATED_NONE && place.kind == LOCATED_PLACE)
			*l = place;
	}
	if (!err && *a->street2)
		err = read_street(g, out, a, &(struct postcode){0}, l);
	if (!err && l->kind == LOCATED_NONE)
		err = to_postcode(g, out, a, unit, listed, l);
	if (!err && !is_fine(l) && !*a->street2)
		err = propose_elsewhere(g, out, a, unit, l);
	match_relate(out, a->relation, l);
	return err;
}

enum err_code read_words(struct geocoder *g, struct arena *out, const struct address *a,
	const struct postcode *area, struct location *l)
{
	struct location place, coarse = location_none("");
	bool has_area = area->kind != POSTCODE_NONE;
	*l = location_none("a text, but no gazetteer");
	if (!g->gazetteer)
		return ERR_OK;
	enum err_code err = ERR_OK;
	if (has_area)
		err = read_postcode(g, out, area, &coarse);
	if (!err)
		err = read_place(g, out, a, has_area ? &coarse : NULL, &place);
	if (err)
		return err;
	if (place.kind == LOCATED_PLACE) {
		*l = place;
	} else {
		err = read_street(g, out, a, area, l);
		if (!err && l->kind == LOCATED_NONE && place.candidates_n > 0)
			*l = place;
	}
	match_relate(out, a->relation, l);
	if (!err && l->kind == LOCATED_NONE && coarse.kind != LOCATED_NONE) {
		location_propose_all(out, &coarse, l, "");
		*l = coarse;
	}
	return err;
}
