#include "locate/match.h"
#include "base/str.h"
#include "locate/postcode_key.h"
#include "locate/spread.h"
#include <math.h>
#include <string.h>

struct match match_make(struct arena *arena, const struct address *written,
	struct gazetteer_addresses listed)
{
	struct score *scores = arena_array(arena, struct score, listed.n);
	double *share = arena_array(arena, double, listed.n);
	double total = exp(SCORE_NONE);
	struct match m = {written, listed, scores, share, 0};
	for (size_t i = 0; i < listed.n; i++) {
		scores[i] = score_address(written, &listed.items[i]);
		share[i] = exp(scores[i].points);
		total += share[i];
		if (scores[i].points > scores[m.best].points)
			m.best = i;
	}
	for (size_t i = 0; i < listed.n; i++)
		share[i] /= total;
	return m;
}

static bool agrees(enum agreement a)
{
	return a == AGREE_SAME || a == AGREE_LIKE;
}

/* Something says which house it is: a number without its street says nothing. */
static bool premises_agree(const struct score *s)
{
	return agrees(s->building) ||
	       (s->number == AGREE_SAME && s->street != AGREE_DIFFERENT);
}

static bool slipped(const struct score *s)
{
	return s->street == AGREE_LIKE || s->building == AGREE_LIKE;
}

const char *match_label(struct arena *out, const struct gazetteer_address *a)
{
	char unit[POSTCODE_TEXT_MAX];
	postcode_key_format(a->postcode, unit);
	if (!*unit || strstr(a->text, unit))
		return str_dup(out, a->text);
	return str_printf(out, "%s, %s", a->text, unit);
}

bool match_identity(struct arena *out, const struct address *written, const char *unit,
	struct location *l)
{
	const char *key = unit ? address_key(out, written, ADDRESS_ALL) : NULL;
	if (!key)
		return false;
	l->address_key = str_printf(out, "%s|%s", key, unit);
	l->address_label = str_printf(out, "%s, %s", written->normal, unit);
	return true;
}

/* Every part that either side has is the same. */
static bool exact(const struct score *s)
{
	bool house = (s->number == AGREE_SAME && !s->in_range) ||
		     (s->number == AGREE_NEITHER && s->building == AGREE_SAME);
	return house && s->street == AGREE_SAME &&
	       (s->sub_building == AGREE_SAME || s->sub_building == AGREE_NEITHER);
}

/* The one exact address has it against any number of flats in the same house. */
static bool only_exact(const struct match *m)
{
	size_t n = 0;
	for (size_t i = 0; i < m->listed.n; i++)
		n += exact(&m->scores[i]);
	return n == 1 && exact(&m->scores[m->best]);
}

bool match_certain(const struct match *m)
{
	return m->listed.n > 0 && only_exact(m);
}

/* Members of a group are marked; how far they spread is the location's precision. */
struct group {
	bool *in;
	size_t n;
	double share_01;
	bool slipped;
};

static void group_point(struct arena *scratch, const struct match *m,
	const struct group *g, struct location *l, double *radius_m)
{
	double *x_m = arena_array(scratch, double, g->n);
	double *y_m = arena_array(scratch, double, g->n);
	size_t n = 0;
	for (size_t i = 0; i < m->listed.n; i++) {
		if (!g->in[i])
			continue;
		x_m[n] = m->listed.items[i].at.x_m;
		y_m[n++] = m->listed.items[i].at.y_m;
	}
	struct spread s = spread_of(scratch, n, x_m, y_m);
	l->at = (struct point){s.x_m, s.y_m};
	l->precision_m = ceil(s.farthest_m) + ADDRESS_PRECISION_M;
	*radius_m = s.radius_m;
}

/* What a listed business or house that the text doesn't name leaves. */
#define UNNAMED_LEAVES_01 0.9

static void confidence(
	struct location *l, double share_01, bool slip, const struct match_scope *scope)
{
	l->confidence_01 = fmin(share_01, scope->most_01) * (slip ? 0.93 : 1.0);
}

static struct location at_address(
	struct arena *out, const struct match *m, const struct match_scope *scope)
{
	const struct gazetteer_address *a = &m->listed.items[m->best];
	const struct score *s = &m->scores[m->best];
	struct location l = {.kind = LOCATED_ADDRESS,
		.at = a->at,
		.precision_m = ADDRESS_PRECISION_M,
		.match = match_label(out, a),
		.address_key = str_printf(out, "uprn:%lld", (long long)a->uprn)};
	l.address_label = l.match;
	const char *note =
		slipped(s)                           ? ", spelt otherwise"
		: s->sub_building == AGREE_UNWRITTEN ? ", its only flat that fits"
		: s->sub_building == AGREE_UNLISTED  ? ", the flat is not listed"
						     : "";
	l.method = str_printf(out, "address %s%s", scope->where, note);
	/* The flat is not this UPRN's, and others of the house are not either. */
	if (s->sub_building == AGREE_UNLISTED &&
		!match_identity(out, m->written, scope->unit, &l)) {
		l.address_key = NULL;
		l.address_label = NULL;
	}
	confidence(&l, only_exact(m) ? 1 : m->share_01[m->best], slipped(s), scope);
	if (s->building == AGREE_UNWRITTEN)
		l.confidence_01 *= UNNAMED_LEAVES_01;
	return l;
}

static bool same_building(
	const struct gazetteer_address *a, const struct gazetteer_address *b)
{
	bool named = *a->building && str_equal(a->building, b->building);
	if (a->street_id != b->street_id)
		return false;
	/* A list may give some flats of a house its number and some not. */
	if (!*a->number || !*b->number)
		return named ||
		       (!*a->number && !*b->number && !*a->building && !*b->building);
	return str_equal(a->number, b->number);
}

/* The addresses in the best one's building: a different flat of it is one that the
 * gazetteer does not list, so that the flat's points don't count. */
static struct group building_group(struct arena *scratch, const struct match *m)
{
	struct group g = {.in = arena_array(scratch, bool, m->listed.n)};
	const struct score *best = &m->scores[m->best];
	struct gazetteer_address *others =
		arena_array(scratch, struct gazetteer_address, m->listed.n);
	struct address bare = *m->written;
	bare.sub_building = "";
	for (size_t i = 0; i < m->listed.n; i++) {
		others[i] = m->listed.items[i];
		others[i].sub_building = "";
		g.in[i] = same_building(&m->listed.items[i], &m->listed.items[m->best]);
		g.n += g.in[i];
	}
	struct match whole = match_make(
		scratch, &bare, (struct gazetteer_addresses){others, m->listed.n});
	for (size_t i = 0; i < m->listed.n; i++)
		g.share_01 += g.in[i] ? whole.share_01[i] : 0;
	g.slipped = slipped(best);
	if (!premises_agree(best))
		g.share_01 = 0;
	return g;
}

static struct group range_group(struct arena *scratch, const struct match *m)
{
	struct group g = {.in = arena_array(scratch, bool, m->listed.n)};
	for (size_t i = 0; i < m->listed.n; i++) {
		const struct score *s = &m->scores[i];
		g.in[i] = s->number == AGREE_LIKE && agrees(s->street);
		g.n += g.in[i];
		g.share_01 += g.in[i] ? m->share_01[i] : 0;
		g.slipped = g.slipped || (g.in[i] && slipped(s));
	}
	return g;
}

static struct location at_group(struct arena *scratch, struct arena *out,
	const struct match *m, const struct group *g, const struct match_scope *scope,
	const char *method)
{
	struct location l = {.kind = LOCATED_ADDRESS};
	double radius_m;
	group_point(scratch, m, g, &l, &radius_m);
	l.method = str_printf(out, method, scope->where);
	const struct gazetteer_address *a = &m->listed.items[m->best];
	char unit[POSTCODE_TEXT_MAX];
	postcode_key_format(a->postcode, unit);
	const char *number = *m->written->number ? m->written->number : a->number;
	l.match = str_printf(out, "%s%s%s%s%s", *number ? number : a->building,
		*a->street ? " " : "", a->street, *unit ? ", " : "", unit);
	match_identity(out, m->written, *unit ? unit : scope->unit, &l);
	confidence(&l, g->share_01, g->slipped, scope);
	return l;
}

/* What a flat that is not listed leaves: the building may be another of its name. */
#define UNLISTED_FLAT_01 0.88

static struct location at_building(struct arena *scratch, struct arena *out,
	const struct match *m, const struct group *g, const struct match_scope *scope)
{
	struct location l = at_group(
		scratch, out, m, g, scope, "building %s, the flat is not listed");
	l.confidence_01 = fmin(l.confidence_01, UNLISTED_FLAT_01);
	return l;
}

/* The street that the text names: the one name that is the same, or else alike. */
static struct group street_group(struct arena *scratch, const struct match *m)
{
	struct group g = {.in = arena_array(scratch, bool, m->listed.n)};
	enum agreement wanted = AGREE_LIKE;
	const char *name = NULL;
	for (size_t i = 0; i < m->listed.n; i++)
		if (m->scores[i].street == AGREE_SAME)
			wanted = AGREE_SAME;
	for (size_t i = 0; i < m->listed.n; i++) {
		if (m->scores[i].street != wanted)
			continue;
		const char *street = m->listed.items[i].street;
		if (name && !str_equal(name, street))
			return (struct group){.in = g.in};
		name = street;
		g.in[i] = true;
		g.n++;
	}
	g.slipped = wanted == AGREE_LIKE;
	g.share_01 = g.n ? 0.9 : 0;
	return g;
}

static struct location at_street(struct arena *scratch, struct arena *out,
	const struct match *m, const struct group *g, const struct match_scope *scope)
{
	struct location l = {.kind = LOCATED_STREET};
	double radius_m;
	size_t first = 0;
	while (!g->in[first])
		first++;
	/* "OLD FARM COTTAGE SOME ROAD", without a comma, names a house too. */
	bool run_in =
		m->scores[first].street == AGREE_SAME &&
		strlen(m->written->street) > strlen(m->listed.items[first].street);
	bool premises = *m->written->number || *m->written->building || run_in;
	group_point(scratch, m, g, &l, &radius_m);
	l.precision_m = fmax(20, ceil(radius_m));
	bool several =
		premises_agree(&m->scores[m->best]) && m->share_01[m->best] > 0.2;
	l.method = str_printf(out, "street %s%s", scope->where,
		!premises ? ""
		: several ? ", several houses fit alike"
			  : ", the house is not listed");
	l.match = str_printf(out, "%s%s%s", m->listed.items[first].street,
		scope->unit ? ", " : "", str_or_empty(scope->unit));
	match_identity(out, m->written, scope->unit, &l);
	confidence(&l, premises ? 0.8 : g->share_01, g->slipped, scope);
	return l;
}

/* What a letter of the house that is not listed leaves. */
#define NO_LETTER_01 0.85

static struct location at_range(struct arena *scratch, struct arena *out,
	const struct match *m, const struct group *g, const struct match_scope *scope)
{
	bool range = strpbrk(m->written->number, "-/") != NULL;
	for (size_t i = 0; i < m->listed.n; i++)
		range = range || (g->in[i] && strpbrk(m->listed.items[i].number, "-/"));
	struct location l = at_group(scratch, out, m, g, scope,
		range ? "numbers of a range %s"
		      : "house %s, its number with or without a letter");
	if (!range)
		l.confidence_01 = fmin(l.confidence_01, NO_LETTER_01);
	return l;
}

struct location match_locate(struct arena *scratch, struct arena *out,
	const struct match *m, const struct match_scope *scope)
{
	if (m->listed.n == 0)
		return location_none("");
	struct arena_mark mark = arena_mark(scratch);
	struct location l = location_none("");
	const struct score *best = &m->scores[m->best];
	struct group building = building_group(scratch, m);
	struct group range = range_group(scratch, m);
	struct group street = street_group(scratch, m);
	if (only_exact(m) ||
		(m->share_01[m->best] >= MATCH_LEAST_01 && premises_agree(best)))
		l = at_address(out, m, scope);
	else if (building.share_01 >= MATCH_LEAST_01 && *m->written->sub_building)
		l = at_building(scratch, out, m, &building, scope);
	else if (building.share_01 >= MATCH_LEAST_01)
		l = at_group(scratch, out, m, &building, scope,
			"building %s, which flat is not said");
	else if (range.share_01 >= MATCH_LEAST_01)
		l = at_range(scratch, out, m, &range, scope);
	else if (street.share_01 > 0)
		l = at_street(scratch, out, m, &street, scope);
	arena_reset(scratch, mark);
	return l;
}

void match_propose(struct arena *out, const struct match *m, struct location *l,
	const char *reason)
{
	for (size_t i = 0; i < m->listed.n; i++) {
		const struct gazetteer_address *a = &m->listed.items[i];
		const struct score *s = &m->scores[i];
		if (m->share_01[i] < 0.02 || !premises_agree(s) ||
			str_equal(match_label(out, a), l->match))
			continue;
		location_propose(out, l,
			(struct candidate){.kind = LOCATED_ADDRESS,
				.match = match_label(out, a),
				.at = a->at,
				.precision_m = ADDRESS_PRECISION_M,
				.confidence_01 = m->share_01[i],
				.reason = reason});
	}
}

void match_relate(struct arena *out, enum address_relation relation, struct location *l)
{
	static const double metres[] = {
		[RELATION_OUTSIDE] = 15,
		[RELATION_NEAR] = 100,
		[RELATION_OPPOSITE] = 30,
		[RELATION_BEHIND] = 30,
		[RELATION_JUNCTION] = 0,
		[RELATION_BETWEEN] = 0,
	};
	if (relation == RELATION_AT || l->kind == LOCATED_NONE)
		return;
	l->precision_m += metres[relation];
	l->method =
		str_printf(out, "%s: %s", address_relation_name(relation), l->method);
	if (relation != RELATION_OUTSIDE) {
		l->address_key = NULL;
		l->address_label = NULL;
	}
}
