/* Where two streets meet. */
#include "base/str.h"
#include "locate/names.h"
#include <math.h>

/* The nearest pair of addresses of two streets. */
struct meeting {
	struct point at;
	double apart_m;
	const struct gazetteer_address *a, *b;
};

static struct meeting meeting_of(
	const struct gazetteer_addresses *a, const struct gazetteer_addresses *b)
{
	struct meeting best = {.apart_m = INFINITY};
	for (size_t i = 0; i < a->n; i++)
		for (size_t j = 0; j < b->n; j++) {
			double d = point_distance_m(a->items[i].at, b->items[j].at);
			if (d >= best.apart_m)
				continue;
			best.apart_m = d;
			best.a = &a->items[i];
			best.b = &b->items[j];
			best.at = (struct point){
				(a->items[i].at.x_m + b->items[j].at.x_m) / 2,
				(a->items[i].at.y_m + b->items[j].at.y_m) / 2};
		}
	return best;
}

#define MEETING_MOST_M 250.0
/* Longer lists are those of names that every town has: they need a town. */
#define MEETING_ADDRESSES_MOST 3000

enum err_code names_meeting(struct geocoder *g, struct arena *out,
	const struct address *a, const struct postcode *area, struct location *l)
{
	struct gazetteer_street *one, *two;
	struct gazetteer_addresses of_one = {0}, of_two = {0};
	size_t n, m;
	bool town;
	enum err_code err = names_streets_of(g, a, a->street, area, &one, &n, &town);
	if (!err)
		err = names_addresses_of(g, one, n, area, &of_one);
	if (!err)
		err = names_streets_of(g, a, a->street2, area, &two, &m, &town);
	if (!err)
		err = names_addresses_of(g, two, m, area, &of_two);
	if (err)
		return err;
	*l = location_none("two streets, not both known");
	if (of_one.n == 0 || of_two.n == 0)
		return ERR_OK;
	*l = location_none("two streets of names that are too common");
	if (of_one.n > MEETING_ADDRESSES_MOST || of_two.n > MEETING_ADDRESSES_MOST)
		return ERR_OK;
	struct meeting best = meeting_of(&of_one, &of_two);
	double most_m =
		a->relation == RELATION_BETWEEN ? 4 * MEETING_MOST_M : MEETING_MOST_M;
	*l = location_none("two streets that come nowhere near each other");
	if (best.apart_m > most_m)
		return ERR_OK;
	bool sure = !names_far_apart(one, n) || !names_far_apart(two, m);
	*l = (struct location){.kind = LOCATED_STREET,
		.at = best.at,
		.precision_m = ceil(best.apart_m) + 30,
		.confidence_01 = sure ? 0.85 : 0.6,
		.method = "where two streets come closest",
		.match = str_printf(out, "%s and %s", best.a->street, best.b->street)};
	return ERR_OK;
}
