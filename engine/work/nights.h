/* Nights slept, from placements: who was at which home on which nights?
 *
 * Loaded once, merged: the stays of one child at one home never overlap. A night has
 * the day it begins on; a stay [from_day, to_day) has to_day - from_day of them, cut to
 * the period. O(placements log placements).
 */
#ifndef LASTSEEN_WORK_NIGHTS_H
#define LASTSEEN_WORK_NIGHTS_H

#include "base/map.h"
#include "work/episodes.h"

struct stay {
	uint32_t home; /* entry of the map given */
	int64_t child_id;
	int64_t from_day, to_day;
};

struct stays {
	struct stay *items; /* by home in order of URN, child, from_day */
	size_t n;
};

/* first_day … last_day, both in. urns: entries of URNs (map_intern adds new ones). A
 * placement without an end lasts to the end of the period; start or end that is no date
 * is left out. */
MUST_USE enum err_code stays_load(struct work_case *c, int64_t first_day,
	int64_t last_day, struct map *urns, struct stays *out);

/* The first stay of a home and child, or NULL; those that follow are the rest. O(log
 * n).
 */
const struct stay *stays_find(
	const struct stays *stays, uint32_t home, int64_t child_id);

#endif
