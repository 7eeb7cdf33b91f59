/* The mentions of a case: who and what was named with children and episodes.
 *
 * All are loaded, so that who is who never depends on the period; `inside` says which
 * belong to a set of episodes. A mention of an episode does if the episode does. One
 * without an episode does by its date; without a date only where the period is all
 * there is. O(mentions * log episodes).
 */
#ifndef LASTSEEN_WORK_MENTIONS_H
#define LASTSEEN_WORK_MENTIONS_H

#include "work/episodes.h"

#define NO_EPISODE UINT32_MAX

struct mention {
	int64_t id, source_id, row;
	const char *ref;  /* may be NULL */
	const char *kind; /* person phone vehicle handle address */
	const char *value, *aliases, *dob, *phone, *vehicle, *handle;
	const char *role, *source, *grade;
	bool inside;      /* it belongs to the set */
	uint32_t episode; /* index into the set, or NO_EPISODE */
	int64_t child_id; /* 0: none known */
	const char *child_ref;
	/* Its date, else when the child of its episode went. */
	struct moment when;
	struct spot spot; /* of its address; belongs is never set */
};

struct mention_set {
	struct mention *items; /* by mention_id */
	size_t n;
};

MUST_USE enum err_code mentions_load(
	struct work_case *c, const struct episode_set *set, struct mention_set *out);

/* "2026-03-28" and what follows as a moment; TIME_NONE where it is no date. */
struct moment moment_of_text(const char *text);
/* Days since 1970 of an ISO date; false where it is none. */
bool day_of_text(const char *text, int64_t *day);

#endif
