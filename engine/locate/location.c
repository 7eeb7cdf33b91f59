#include "locate/location.h"
#include "base/str.h"

const char *const location_kind_names[LOCATED_KINDS] = {"none", "uprn", "address",
	"street", "postcode", "sector", "district", "place", "gridref", "coordinate"};

struct location location_none(const char *method)
{
	return (struct location){.kind = LOCATED_NONE, .method = method};
}

static bool same(const struct candidate *a, const struct candidate *b)
{
	return a->kind == b->kind && str_equal(a->match, b->match) &&
	       a->at.x_m == b->at.x_m && a->at.y_m == b->at.y_m;
}

void location_propose(struct arena *arena, struct location *l, struct candidate c)
{
	for (size_t i = 0; i < l->candidates_n; i++)
		if (same(&l->candidates[i], &c))
			return;
	struct candidate *list =
		arena_array(arena, struct candidate, l->candidates_n + 1);
	size_t n = 0, at = 0;
	while (at < l->candidates_n &&
		l->candidates[at].confidence_01 >= c.confidence_01)
		at++;
	if (at >= CANDIDATES_MOST)
		return;
	c.match = str_dup(arena, str_or_empty(c.match));
	c.reason = str_dup(arena, str_or_empty(c.reason));
	for (size_t i = 0; i <= l->candidates_n && n < CANDIDATES_MOST; i++) {
		if (i == at)
			list[n++] = c;
		if (i < l->candidates_n && n < CANDIDATES_MOST)
			list[n++] = l->candidates[i];
	}
	l->candidates = list;
	l->candidates_n = n;
}

void location_propose_all(struct arena *arena, struct location *l,
	const struct location *other, const char *reason)
{
	if (other->kind != LOCATED_NONE)
		location_propose(arena, l,
			(struct candidate){.kind = other->kind,
				.match = other->match,
				.at = other->at,
				.precision_m = other->precision_m,
				.confidence_01 = other->confidence_01,
				.reason = reason});
	for (size_t i = 0; i < other->candidates_n; i++)
		location_propose(arena, l, other->candidates[i]);
}
