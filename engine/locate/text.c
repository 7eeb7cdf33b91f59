/* An address within its unit postcode, and a text without one. */
#include "base/str.h"
#include "locate/evidence.h"
#include "locate/guide.h"
#include "locate/match.h"
#include "locate/postcode_key.h"
#include <math.h>
#include <string.h>

static bool says_more(const struct address *a)
{
	return a->special == ADDRESS_PLACE &&
	       (*a->street || *a->building || *a->number || *a->sub_building);
}

/* Finer first, then surer. */
static int rank_of(const struct location *l)
{
	return l->kind == LOCATED_ADDRESS || l->kind == LOCATED_UPRN ? 2
	       : l->kind == LOCATED_NONE                             ? 0
								     : 1;
}

static bool better(const struct location *a, const struct location *b)
{
	if (rank_of(a) != rank_of(b))
		return rank_of(a) > rank_of(b);
	return a->confidence_01 > b->confidence_01;
}

/* From this on no other way of taking the text apart is tried. */
#define SURE_01 0.87
/* What is left where another way gives another place as fine, or the text names two. */
#define RIVAL_LEAVES_01 0.5
#define SAME_PLACE_M 60.0

/* A way that gives another place as fine as the best. */
static void rival(struct arena *out, struct location *l, const struct location *other,
	const char *reason)
{
	double before = l->confidence_01;
	if (rank_of(other) < rank_of(l) || rank_of(l) == 0 ||
		point_distance_m(l->at, other->at) <=
			fmax(SAME_PLACE_M, l->precision_m + other->precision_m))
		return;
	location_propose_all(out, l, other, reason);
	l->confidence_01 = fmin(before, RIVAL_LEAVES_01);
}

/* A street whose kind is not written, or that is spelt otherwise. */
#define NOT_WHOLE_01 0.86

/* What one way of taking the text apart gives, against the best so far. */
static enum err_code try_way(struct geocoder *g, struct arena *out,
	const struct guide *guide, size_t i, const struct postcode *area,
	struct location *l)
{
	struct location other;
	bool street_known = l->kind == LOCATED_STREET;
	enum err_code err =
		read_street(g, out, &guide->ways[i], area, !guide->whole[i], &other);
	if (err || other.kind == LOCATED_NONE) {
		if (!err && l->kind == LOCATED_NONE && l->candidates_n == 0 &&
			other.candidates_n > 0)
			*l = other;
		return err;
	}
	bool meeting = *guide->ways[i].street2;
	bool closer = better(&other, l) || (meeting && rank_of(l) < 2);
	/* Each of several streets without their kinds may be meant. */
	if (!guide->whole[i])
		closer = rank_of(&other) > rank_of(l);
	if (!closer) {
		if (!guide->whole[i] || guide->several)
			rival(out, l, &other, "another way to read the text");
		return ERR_OK;
	}
	struct location before = *l;
	*l = other;
	if (!guide->whole[i])
		l->confidence_01 = fmin(l->confidence_01, NOT_WHOLE_01);
	if (street_known && other.kind == LOCATED_ADDRESS &&
		point_distance_m(before.at, other.at) >
			before.precision_m + other.precision_m)
		l->confidence_01 = fmin(l->confidence_01, 0.75);
	return ERR_OK;
}

/* How many words hold figures. */
static size_t numbers_in(const char *text)
{
	size_t n = 0;
	for (const char *p = text; *p;) {
		size_t word = strcspn(p, " ");
		n += strcspn(p, "0123456789") < word;
		p += word + (p[word] == ' ');
	}
	return n;
}

/* The streets and buildings that a text may mean: as the rules take it apart, and where
 * that leaves doubt, by the names that the gazetteer knows. */
static enum err_code read_ways(struct geocoder *g, struct arena *out, const char *text,
	const struct address *a, const struct postcode *area, struct guide *guide,
	struct location *l)
{
	enum err_code err = read_street(g, out, a, area, false, l);
	bool met = *a->street2 && l->kind != LOCATED_NONE;
	bool sure = met ||
		    (l->kind == LOCATED_ADDRESS && !*a->building &&
			    l->confidence_01 >= SURE_01 && numbers_in(a->normal) < 2);
	if (err || sure)
		return err;
	err = guide_make(g, text, guide);
	for (size_t i = 0; !err && i < guide->n && !met; i++) {
		if (*a->street2 && !*guide->ways[i].street2)
			continue;
		err = try_way(g, out, guide, i, area, l);
		met = *guide->ways[i].street2 && l->kind != LOCATED_NONE;
	}
	if (!err && guide->several && l->kind != LOCATED_NONE) {
		l->confidence_01 = fmin(l->confidence_01, RIVAL_LEAVES_01);
		l->method = str_printf(out, "%s, one of several written", l->method);
	}
	return err;
}

/* Where the address as written stands elsewhere in the district: proposed, because the
 * postcode may be the part that is wrong. A full match far off is a contradiction. */
static enum err_code propose_elsewhere(struct geocoder *g, struct arena *out,
	const char *text, const struct address *a, const struct postcode *unit,
	struct location *l)
{
	struct location other;
	struct guide guide;
	struct postcode district = *unit;
	district.kind = POSTCODE_DISTRICT;
	if (!*a->street && !*a->building)
		return ERR_OK;
	enum err_code err = read_ways(g, out, text, a, &district, &guide, &other);
	if (!err && rank_of(&other) < 2 && *a->street && *a->town)
		err = read_street(g, out, a, NULL, true, &other);
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

/* What is left where the text names a street or a house that the postcode has not. */
#define NO_STREET_01 0.75
#define NO_HOUSE_01 0.85

static enum err_code to_postcode(struct geocoder *g, struct arena *out,
	const struct address *a, const struct postcode *unit, size_t listed,
	struct location *l)
{
	struct location before = *l;
	enum err_code err = read_postcode(g, out, unit, l);
	if (err)
		return err;
	match_identity(out, a, unit->unit, l);
	location_propose_all(out, l, &before, "");
	if (l->kind != LOCATED_POSTCODE || listed == 0)
		return ERR_OK;
	l->method = *a->street ? "postcode, no such street is listed in it"
		    : before.candidates_n > 1 ? "postcode, several addresses fit alike"
					      : "postcode, the house is not listed";
	l->confidence_01 =
		fmin(l->confidence_01, *a->street ? NO_STREET_01 : NO_HOUSE_01);
	return ERR_OK;
}

static bool is_fine(const struct location *l)
{
	return l->kind == LOCATED_ADDRESS || l->kind == LOCATED_PLACE;
}

/* How well the best of a match agrees. */
static double best_points(const struct match *m)
{
	return m->listed.n > 0 ? m->scores[m->best].points : 0;
}

/* "THE BUNGALOW, BARRY COURT": what reads like another street than the listed one. */
#define OTHER_STREET_01 0.7
static bool names_other_street(const struct match *m)
{
	const char *named = m->written->locality;
	const struct gazetteer_address *best = &m->listed.items[m->best];
	return m->scores[m->best].street == AGREE_UNWRITTEN &&
	       address_names_any(named) && !strstr(best->locality, named) &&
	       !strstr(best->town, named);
}

static enum err_code within_postcode(struct geocoder *g, struct arena *out,
	const char *text, const struct address *a, const struct postcode *unit,
	size_t *listed, struct location *l)
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
		struct address *by_name = arena_new(scratch, struct address);
		if (!match_certain(&m) &&
			guide_within(scratch, text, &found, by_name)) {
			struct match other = match_make(scratch, by_name, found);
			if (best_points(&other) > best_points(&m))
				m = other;
		}
		*l = match_locate(scratch, out, &m, &scope);
		if (m.listed.n > 0 && names_other_street(&m))
			l->confidence_01 = fmin(l->confidence_01, OTHER_STREET_01);
		if (!l->address_key || !str_starts(l->address_key, "uprn:") ||
			l->confidence_01 < 0.95)
			match_propose(out, &m, l, "agrees less, or as well as another");
	}
	arena_reset(scratch, mark);
	return err;
}

enum err_code read_address(struct geocoder *g, struct arena *out, const char *text,
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
		err = within_postcode(g, out, text, a, unit, &listed, l);
	if (!err && !is_fine(l)) {
		struct location area;
		err = read_postcode(g, out, unit, &area);
		if (!err && area.kind != LOCATED_NONE)
			err = read_place(g, out, a, &area, &place);
		if (!err && area.kind != LOCATED_NONE && place.kind == LOCATED_PLACE)
			*l = place;
	}
	if (!err && *a->street2)
		err = read_street(g, out, a, &(struct postcode){0}, false, l);
	if (!err && l->kind == LOCATED_NONE)
		err = to_postcode(g, out, a, unit, listed, l);
	if (!err && !is_fine(l) && !*a->street2)
		err = propose_elsewhere(g, out, text, a, unit, l);
	match_relate(out, a->relation, l);
	return err;
}

/* What is left of the confidence in a sector or district where the text names something
 * finer that was not found. */
#define COARSER_LEAVES_01 0.85

enum err_code read_words(struct geocoder *g, struct arena *out, const char *text,
	const struct address *a, const struct postcode *area, struct location *l)
{
	struct location place, coarse = location_none("");
	struct guide guide = {.town = "", .rest = ""};
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
		err = read_ways(g, out, text, a, area, &guide, l);
		if (!err && rank_of(l) < 2 && *guide.rest)
			err = read_place_of_town(
				g, out, guide.rest, guide.town, &place);
		bool proposes = l->kind == LOCATED_NONE && place.candidates_n > 0;
		if (!err && (place.kind == LOCATED_PLACE || proposes))
			*l = place;
	}
	match_relate(out, a->relation, l);
	if (!err && l->kind == LOCATED_NONE && coarse.kind != LOCATED_NONE) {
		if (says_more(a))
			coarse.confidence_01 *= COARSER_LEAVES_01;
		location_propose_all(out, &coarse, l, "");
		*l = coarse;
	}
	if (!err && l->kind == LOCATED_NONE && l->candidates_n == 0 && *guide.town)
		err = read_town(g, out, guide.town, l);
	return err;
}
