/* Recurring addresses: where two or more distinct children went from, were last seen,
 * were found or are said to have been, where they belong left out.
 *
 *	episodes_load(); addresses_compute(); addresses_result()    or work_addresses()
 *
 * An address is a recognised one (address_id), not a postcode or a street. Whether
 * chance would give as many children: work/recurrence.h. A station or a hospital is
 * busier than most for reasons of its own: `kinds` says what the place was called.
 *
 * O(n log n).
 */
#ifndef LASTSEEN_WORK_ADDRESSES_H
#define LASTSEEN_WORK_ADDRESSES_H

#include "work/mentions.h"

struct addresses_options {
	int64_t min_children;
};
#define ADDRESSES_DEFAULT                                                              \
	{                                                                              \
		.min_children = 2                                                      \
	}

#define ADDRESS_ROLES_N (ROLES_N + 1) /* the three of an episode, and "mentioned" */
extern const char *const address_role_names[ADDRESS_ROLES_N];

/* One child, once, at an address. */
struct address_visit {
	uint32_t episode; /* NO_EPISODE: a mention without one */
	uint32_t mention; /* index into the mentions, NO_EPISODE: none */
	int64_t child_id;
	const char *child_ref, *urn, *kind;
	int role; /* of ADDRESS_ROLES_N */
	struct moment when;
};

struct address {
	int64_t id; /* address_id */
	const char *label;
	double x_m, y_m;
	uint32_t episodes_n, children_n, homes_n, top_child_episodes;
	struct moment first, last;
	unsigned roles; /* bit r for address_role_names[r] */
	const char *kinds;
	const struct address_visit *visits; /* in order of time */
	size_t visits_n;
	const uint32_t *episodes; /* distinct, in order of time */
	double p_value, q_value, by_chance;
};

struct addresses {
	struct addresses_options options;
	struct address *items; /* most children first, then episodes, then id */
	size_t n;
	int64_t addresses_seen, pairs; /* A, and pairs of child and address */
	int64_t where_they_belong, without_address;
	struct mention_set mentions;
};

MUST_USE enum err_code addresses_compute(struct work_case *c,
	const struct episode_set *set, const struct addresses_options *o,
	struct addresses *out);
/* Tables: addresses; address_timeline (one row a visit to a listed address). */
MUST_USE enum err_code addresses_result(struct work_case *c,
	const struct episode_set *set, const struct addresses *x, struct result **out);
MUST_USE enum err_code work_addresses(struct context *ctx,
	const struct work_options *options, const struct addresses_options *o);

#endif
