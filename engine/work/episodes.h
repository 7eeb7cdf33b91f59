/* The episodes of a period with their children and located places, as columns.
 *
 * Everything an analysis needs is loaded once: O(n) time and memory, about 400 bytes an
 * episode. Order: by reported time, then episode_id. An episode belongs to the period
 * in which it was reported missing (the begin of that interval).
 */
#ifndef LASTSEEN_WORK_EPISODES_H
#define LASTSEEN_WORK_EPISODES_H

#include "work/case.h"

enum episode_type {
	TYPE_MISSING,
	TYPE_ABSENT,
	TYPE_NO_APPARENT_RISK,
	TYPE_AWAY,
	TYPES_N
};
extern const char *const episode_type_names[TYPES_N];

enum place_role { ROLE_FROM, ROLE_LAST_SEEN, ROLE_FOUND, ROLES_N };
extern const char *const place_role_names[ROLES_N]; /* "from" "last_seen" "found" */

enum spot_state {
	SPOT_NOT_GIVEN,   /* the row says nothing of this place */
	SPOT_NOT_LOCATED, /* it does, but it could not be located */
	SPOT_LOCATED
};

/* A located place of an episode. */
struct spot {
	enum spot_state state;
	double x_m, y_m, precision_m, confidence;
	int64_t address_id; /* 0: no recognised address */
	const char *kind; /* uprn address street postcode sector district place gridref
			     coordinate none */
	const char
		*label; /* what it matched, NULL none: not for an audience as it is */
	/* Where the child belongs: own home, own placement, returned there of their own
	 * accord (found_kind home or placement; or the same address, or within 50 m at
	 * a precision of 50 m or better, of where they went from with from_kind home,
	 * childrens_home, foster or supported). Always true of a `from` of such a kind,
	 * or of no kind but with a home's URN.
	 */
	bool belongs;
};

struct episode {
	int64_t id, source_id, row;
	const char *ref;
	uint32_t child; /* index into children */
	enum episode_type type;
	int age; /* at the episode: given, or from the date of birth; -1 unknown */
	int looked_after; /* 1, 0, -1 unknown */
	const char *authority, *risk, *from_kind, *from_home_urn, *found_kind,
		*found_by;
	const char *harm, *reasons, *vulnerabilities; /* any may be NULL */
	/* from_home_urn was not written, but they went from a children's home, and the
	 * place is within 50 m of just one (both known to 50 m or better). */
	bool urn_by_place;
	struct moment last_seen, reported, found, closed, prevention_check;
	/* When the child went: last seen where it is known, else reported. */
	struct moment gone;
	struct spot spots[ROLES_N];
};

struct episode_child {
	int64_t id;
	const char *ref, *dob, *sex, *ethnicity; /* names are not loaded */
	uint32_t episodes_n;
};

struct episode_set {
	struct episode *episodes;
	size_t n;
	struct episode_child *children; /* those of the episodes, by child_id */
	size_t children_n;
	int64_t first_day, last_day; /* local days of the period, or of the episodes */
};

/* Period and type as c->options say. An empty set is no error. */
MUST_USE enum err_code episodes_load(struct work_case *c, struct episode_set *set);

/* The points of a role that a method may use: located no coarser than precision_m, and
 * not where the child belongs where `leave_belonging`. What is left out is counted. */
struct episode_points {
	size_t n;
	double *x_m, *y_m;
	int64_t *t_s;      /* middle of the interval: found time for ROLE_FOUND (else
			      reported),      gone for the others */
	uint32_t *episode; /* index into the set */
	uint32_t *child;
	int64_t not_given, not_located, too_coarse, where_they_belong;
};
void episodes_points(struct arena *arena, const struct episode_set *set,
	enum place_role role, double precision_m, bool leave_belonging,
	struct episode_points *points);

/* Distinct children among n episodes (indices into the set). O(n log n). */
size_t episodes_children(struct arena *scratch, const struct episode_set *set,
	const uint32_t *episodes, size_t n);

#endif
