/* Recurring adults, phones, vehicles and handles: who is named with two or more
 * children?
 *
 *	episodes_load(); adults_compute(); adults_result()          or work_adults()
 *
 * Which mentions mean one adult: link/keys.h, over all mentions and people of the case,
 * so that who is who does not depend on the period. An adult's id is the smallest
 * mention_id of the group. Two dates of birth are never one adult. `weak` groups hold a
 * link by name alone; children_strong is how many children are left without such links.
 * Whether chance gives as many children: work/recurrence.h, among all adults named.
 * A lead, not a verdict: being named with children is no offence.
 *
 * O(n log n).
 */
#ifndef LASTSEEN_WORK_ADULTS_H
#define LASTSEEN_WORK_ADULTS_H

#include "work/mentions.h"

struct adults_options {
	int64_t min_children;
};
#define ADULTS_DEFAULT                                                                 \
	{                                                                              \
		.min_children = 2                                                      \
	}

struct adult {
	int64_t id;
	struct texts names; /* as written, the first first */
	const char *dob;    /* ISO, NULL not known */
	uint32_t children_n, episodes_n, homes_n, children_strong;
	struct moment first, last;
	const uint32_t *mentions; /* indices into the mentions, inside the set */
	size_t mentions_n;
	const uint32_t *episodes; /* distinct, in order of time */
	const int64_t *people;    /* person_id */
	const char *const *person_refs;
	size_t people_n;
	struct texts reasons; /* why its mentions are one */
	bool weak;
	double p_value, q_value, by_chance;
};

struct adult_identifier {
	const char *kind, *value; /* phone, vehicle, handle; the key */
	uint32_t children_n, episodes_n;
	const uint32_t *mentions;
	size_t mentions_n;
	const uint32_t *episodes;
	size_t adults_n; /* groups that carry it */
};

struct adults {
	struct adults_options options;
	struct adult *items; /* most children first, then episodes, then id */
	size_t n;
	struct adult_identifier *identifiers; /* most children first, kind, value */
	size_t identifiers_n;
	int64_t adults_seen; /* with a child in the set, whatever the number */
	int64_t refused;     /* links that a rule would have made and another forbade */
	struct mention_set mentions;
	int64_t *adult_of;  /* per mention: the id of its adult, 0 none */
	const char **files; /* by source_id */
	size_t files_n;
};

MUST_USE enum err_code adults_compute(struct work_case *c,
	const struct episode_set *set, const struct adults_options *o,
	struct adults *out);
/* Tables: adults; identifiers. */
MUST_USE enum err_code adults_result(struct work_case *c, const struct episode_set *set,
	const struct adults *x, struct result **out);
MUST_USE enum err_code work_adults(struct context *ctx,
	const struct work_options *options, const struct adults_options *o);

#endif
