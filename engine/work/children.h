/* Each child's own pattern: how often, from where, to where, when, and is it growing?
 *
 *	episodes_load(); children_compute(); children_result()      or work_children()
 *
 * One child with forty episodes is no pattern of the town: here is where they are
 * seen. Trend sets the later half of the child's span in the period (from the first
 * episode to the end of the period) against the earlier one: rising or falling where an
 * even spread would give as much less than one time in ten (exact binomial, both
 * sides together 0.2). The usual place is where they were found most often, where they
 * belong left out. O(n log n).
 */
#ifndef LASTSEEN_WORK_CHILDREN_H
#define LASTSEEN_WORK_CHILDREN_H

#include "work/episodes.h"

struct children_options {
	int64_t min_episodes;
};
#define CHILDREN_DEFAULT                                                               \
	{                                                                              \
		.min_episodes = 3                                                      \
	}

enum child_trend { CHILD_STEADY, CHILD_RISING, CHILD_FALLING };
extern const char *const child_trend_names[];

struct child_pattern {
	uint32_t child; /* index into the set */
	int age;        /* at the last episode, -1 unknown */
	uint32_t episodes_n, by_type[TYPES_N];
	const uint32_t *episodes;
	int64_t first_day, last_day;
	uint32_t last_28, last_90; /* days of the period */
	uint32_t homes_n;          /* distinct URNs gone from */
	const char *usual_from;    /* URN, else from_kind; NULL not known */
	uint32_t usual_from_n;
	int64_t usual_address_id;     /* 0: not a recognised address */
	const char *usual_found;      /* its label, else found_kind; NULL not known */
	const char *usual_found_kind; /* found_kind there */
	uint32_t usual_found_n;
	double mean_hour, hour_strength; /* of going; NAN, 0 … 1 */
	double median_hours, longest_hours, median_gap_days; /* NAN not known */
	enum child_trend trend;
};

struct children {
	struct children_options options;
	struct child_pattern *items; /* most episodes first, then child_id */
	size_t n;
	int64_t children; /* of the set */
};

MUST_USE enum err_code children_compute(struct work_case *c,
	const struct episode_set *set, const struct children_options *o,
	struct children *out);
/* Table `children`. */
MUST_USE enum err_code children_result(struct work_case *c,
	const struct episode_set *set, const struct children *x, struct result **out);
MUST_USE enum err_code work_children(struct context *ctx,
	const struct work_options *options, const struct children_options *o);

#endif
