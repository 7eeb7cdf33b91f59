/* One location from all that a row says. */
#include "base/str.h"
#include "locate/evidence.h"
#include <math.h>

const char *const evidence_names[EVIDENCE_KINDS] = {"the UPRN", "easting and northing",
	"latitude and longitude", "the address", "the postcode", "the home",
	"the text"};

/* Each contradiction leaves the winner this share of its confidence. */
#define CONFLICT_LEAVES_01 0.6
/* Within this a written address names the place that coordinates give. */
#define SAME_ADDRESS_M 50.0

static bool located(const struct reading *r)
{
	return r->location.kind != LOCATED_NONE;
}

static double apart_m(const struct reading *a, const struct reading *b)
{
	return point_distance_m(a->location.at, b->location.at);
}

static bool disagree(const struct reading *a, const struct reading *b)
{
	double d = apart_m(a, b);
	return d > GEOCODER_CONFLICT_M &&
	       d > a->location.precision_m + b->location.precision_m;
}

/* The first, unless two later ones agree with each other against it: then the first of
 * those. */
static size_t winner_of(const struct reading *r, size_t n)
{
	size_t first = 0;
	while (first < n && !located(&r[first]))
		first++;
	for (size_t i = first + 1; i < n; i++) {
		if (!located(&r[i]) || !disagree(&r[first], &r[i]))
			continue;
		for (size_t j = i + 1; j < n; j++)
			if (located(&r[j]) && disagree(&r[first], &r[j]) &&
				!disagree(&r[i], &r[j]))
				return i;
	}
	return first;
}

static void tell_conflict(struct arena *out, const struct reading *winner,
	const struct reading *other, struct location *l)
{
	double d = apart_m(winner, other);
	const char *w = evidence_names[winner->evidence];
	const char *o = evidence_names[other->evidence];
	location_propose_all(out, l, &other->location,
		str_printf(out, "%s says so, %.1f km from %s", o, d / 1000, w));
	if (d <= l->conflict_m)
		return;
	l->conflict_m = d;
	l->conflict = str_printf(out, "%s and %s", w, o);
}

/* The address that a row names, where the winner is a point without one. */
static void take_identity(struct location *l, const struct reading *other)
{
	const struct location *o = &other->location;
	if (l->address_key || !o->address_key)
		return;
	if (located(other) &&
		point_distance_m(l->at, o->at) >
			fmax(SAME_ADDRESS_M, l->precision_m + o->precision_m))
		return;
	l->address_key = o->address_key;
	l->address_label = o->address_label;
}

struct location weigh(struct arena *out, const struct reading *r, size_t n)
{
	if (n == 0)
		return location_none("nothing is written");
	size_t w = winner_of(r, n);
	if (w == n) {
		struct location none = r[0].location;
		for (size_t i = 1; i < n; i++)
			location_propose_all(out, &none, &r[i].location, "");
		none.address_key = NULL;
		none.address_label = NULL;
		return none;
	}
	struct location l = r[w].location;
	for (size_t i = 0; i < n; i++) {
		if (i == w)
			continue;
		if (located(&r[i]) && disagree(&r[w], &r[i]))
			tell_conflict(out, &r[w], &r[i], &l);
		else
			take_identity(&l, &r[i]);
	}
	if (l.conflict_m > 0)
		l.confidence_01 *= CONFLICT_LEAVES_01;
	return l;
}
