/* The network: children missing together, found together, and tied by the same adult,
 * address, identifier or home.
 *
 *	episodes_load(); network_compute(); network_result()        or work_network()
 *
 * co_missing: two children went within window_s of each other and were away at the same
 * time; told where it happened twice or more with q 0.2 or less, or once from or at the
 * same place. found_together: found at the same place within window_s, where they belong
 * left out. The same place is a home of the same URN, or a circle of 50 m
 * (work/circles.h) of places known to 100 m.
 *
 * Expected is how often two children would go within window_s of each other by chance
 * if they went independently: their numbers of episodes multiplied, times the share of
 * all pairs of episodes in the case that begin within window_s (which knows the evening
 * peak and the weekend). For found_together the place is not even asked for, so that its
 * p (Poisson tail) is too large rather than too small; q is the false discovery rate
 * (Benjamini, Hochberg) over all pairs of children.
 *
 * same_adult, same_address, same_identifier, same_home: both were named with, were at,
 * or went from it. A thing shared by more than shared_max children ties nobody: it is
 * everybody's. Groups are what hangs together by found_together, same_adult,
 * same_address, same_identifier, and co_missing with q 0.05 or less; a home or a single
 * shared evening makes no group. Communities are a reading of the denser parts
 * (link/network.h).
 *
 * O(n log n + pairs that begin within window_s).
 */
#ifndef LASTSEEN_WORK_NETWORK_H
#define LASTSEEN_WORK_NETWORK_H

#include "work/addresses.h"
#include "work/adults.h"

struct network_case_options {
	int64_t window_s;
	int64_t shared_max;
};
#define NETWORK_CASE_DEFAULT                                                           \
	{                                                                              \
		.window_s = 2 * 3600, .shared_max = 30                                 \
	}

enum tie_kind {
	TIE_CO_MISSING,
	TIE_FOUND_TOGETHER,
	TIE_SAME_ADULT,
	TIE_SAME_ADDRESS,
	TIE_SAME_IDENTIFIER,
	TIE_SAME_HOME,
	TIE_KINDS_N
};
extern const char *const tie_kind_names[TIE_KINDS_N];

/* Between two children, a < b indices into the set. */
struct child_tie {
	uint32_t a, b;
	enum tie_kind kind;
	uint32_t episodes; /* of both; pairs of them for the first two */
	double expected, p_value, q_value; /* first two kinds; else NAN */
};

struct child_group {
	int64_t id; /* by size, from 1 */
	const uint32_t *children;
	size_t children_n;
	const int64_t *adults, *addresses; /* ids */
	size_t adults_n, addresses_n;
};

struct network_case {
	struct network_case_options options;
	struct child_tie *ties; /* by kind, a, b */
	size_t ties_n;
	struct child_group *groups; /* of two or more children */
	size_t groups_n;
	uint32_t *group_of;     /* per child: group id, 0 none */
	uint32_t *community_of; /* per child, from 1 */
	uint32_t *degree;       /* per child: distinct children tied (no same_home) */
	double pair_share;      /* of pairs of episodes within window_s */
	int64_t shared_by_too_many;
};

MUST_USE enum err_code network_compute(struct work_case *c,
	const struct episode_set *set, const struct addresses *addresses,
	const struct adults *adults, const struct network_case_options *o,
	struct network_case *out);
/* Tables: groups; ties; nodes (one row a child that has a tie). */
MUST_USE enum err_code network_result(struct work_case *c,
	const struct episode_set *set, const struct network_case *x,
	struct result **out);
MUST_USE enum err_code work_network(struct context *ctx,
	const struct work_options *options, const struct network_case_options *o);

/* The steps with a file of their own: ties of the first two kinds, and of the others.
 * Both add to out->ties. */
struct tie_list {
	struct child_tie *items;
	size_t n, capacity;
};
MUST_USE enum err_code ties_of_time(struct work_case *c, const struct episode_set *set,
	const struct network_case_options *o, struct tie_list *ties,
	double *pair_share);
MUST_USE enum err_code ties_of_things(struct work_case *c,
	const struct episode_set *set, const struct addresses *addresses,
	const struct adults *adults, const struct network_case_options *o,
	struct tie_list *ties, int64_t *too_many);
void tie_add(struct arena *arena, struct tie_list *ties, uint32_t a, uint32_t b,
	enum tie_kind kind, uint32_t episodes);
/* Sorts, and makes one of those between the same two of one kind. */
void ties_merge(struct tie_list *ties);
/* Index of a child of the set by its id, or NO_KEY. O(log n). */
uint32_t child_by_id(const struct episode_set *set, int64_t child_id);

#endif
