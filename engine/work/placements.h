/* Placements and assessments of a case by child, for what follows or surrounds an
 * episode. Loaded once; found by child in O(log n).
 */
#ifndef LASTSEEN_WORK_PLACEMENTS_H
#define LASTSEEN_WORK_PLACEMENTS_H

#include "work/episodes.h"

struct placed {
	int64_t child_id, from_day, to_day; /* to_day INT64_MAX while it lasts */
	const char *responsible, *host;     /* authorities, may be NULL */
	const char *authority_notified, *police_notified;
};
struct placed_list {
	struct placed *items; /* by child_id, from_day */
	size_t n;
};
MUST_USE enum err_code placed_load(struct work_case *c, struct placed_list *out);
/* The placement of a child on a day, the latest begun of several; NULL none. */
const struct placed *placed_on(
	const struct placed_list *list, int64_t child_id, int64_t day);

enum assessment_kind {
	ASSESSMENT_EARLY_HELP,
	ASSESSMENT_S17,
	ASSESSMENT_S47,
	ASSESSMENT_STRATEGY,
	ASSESSMENT_NRM,
	ASSESSMENT_KINDS_N
};
extern const char *const assessment_kind_names[ASSESSMENT_KINDS_N];
#define ASSESSMENT_FOLLOWS_DAYS 28

struct assessed {
	int64_t child_id, start_day;
	enum assessment_kind kind;
	const char *episode_ref; /* may be NULL */
};
struct assessed_list {
	struct assessed *items; /* by child_id, start_day */
	size_t n;
};
MUST_USE enum err_code assessed_load(struct work_case *c, struct assessed_list *out);
/* Kinds (bit k for enum assessment_kind) of those that follow an episode: they name it,
 * or they name none and begin on the day the child went or within 28 days after. */
unsigned assessed_after(const struct assessed_list *list, const struct episode_set *set,
	const struct episode *e);

/* Whether two authorities are the same, whatever the case; 0 or 1, -1 where one is not
 * known. */
int same_authority(const char *a, const char *b);

#endif
