/* Homes: who goes missing from where, for the nights that children sleep there?
 *
 *	episodes_load(); homes_compute(); homes_result()            or work_homes()
 *
 * Nights: of each placement those from its start to before its end, within the period;
 * placements of one child at one home that overlap count once. A home without
 * placements in the case gets its registered places times the days it was open: more
 * nights than were slept, so that its rate is at least as high in truth.
 *
 * The rate is episodes for 1,000 nights with its exact Poisson interval. Expected is
 * the pooled rate of all homes with nights; the funnel's limits are where 95 % and 99.8
 *% of exact Poisson counts lie at these nights (stats/rates.h). Episodes of one child
 * come in bouts, so that counts spread wider than Poisson: z_children is z over the root
 * of the mean number of episodes that an episode's child has (a compound Poisson count).
 *
 * Homes: every URN with an episode or a placement in the period, and the children's
 * homes of their authorities that have neither. Fostering and adoption agencies and
 * episodes from foster carers are left out.
 *
 * O(n log n).
 */
#ifndef LASTSEEN_WORK_HOMES_H
#define LASTSEEN_WORK_HOMES_H

#include "work/episodes.h"

enum home_state {
	HOME_RAISED,      /* above the 99.8 % limit, also without its top child */
	HOME_LOWERED,     /* below the 99.8 % limit */
	HOME_AS_EXPECTED, /* none of the others */
	HOME_ONE_CHILD,   /* above the 99.8 % limit, but not without its top child */
	HOME_TOO_SMALL,   /* nights not known, or under 2 expected and under 5 seen */
};
extern const char *const home_state_names[];

struct home {
	const char *urn, *name;
	int64_t number; /* for naming_home() */
	int64_t places; /* -1 not known */
	int64_t nights; /* 0 not known */
	bool nights_from_placements;
	uint32_t episodes_n, children_n, placed_n; /* placed: distinct children */
	uint32_t top_child_episodes, without_placement;
	const uint32_t *episodes; /* in order of time */
	/* per 1,000 nights; NAN without nights */
	double rate, rate_lower, rate_upper, expected;
	double lower_95, upper_95, lower_998, upper_998;
	double shrunk_rate, without_top_child;
	double z, z_children, expected_episodes;
	enum home_state state;
};

struct homes {
	struct home *items; /* raised first: by z, then by URN */
	size_t n;
	double pooled_rate; /* per 1,000 nights; NAN without any */
	double bout;        /* mean episodes of an episode's child: 1 none repeats */
	int64_t nights, episodes_without_home;
	int64_t episodes_by_place; /* the home told by the place, not by a URN */
};

MUST_USE enum err_code homes_compute(
	struct work_case *c, const struct episode_set *set, struct homes *out);
/* Tables: homes; funnel (limits by nights, for the figure); home_months. */
MUST_USE enum err_code homes_result(struct work_case *c, const struct episode_set *set,
	const struct homes *x, struct result **out);
MUST_USE enum err_code work_homes(
	struct context *ctx, const struct work_options *options);

#endif
