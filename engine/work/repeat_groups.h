/* Do children go again sooner after one thing than after another?
 *
 * The first episode of each child in the period, and the time to the next (Kaplan-Meier,
 * log-rank, Cox), by where they went from and by whether an interview was held soon after
 * they came back. A child is in once.
 *
 * Who has been interviewed is known 72 hours after the return only; a child who goes again
 * before can't have been, which would make interviews look good. So that comparison begins
 * there (a landmark: Anderson, Cain, Gelber, J. Clin. Oncol. 1 (1983), doi
 * 10.1200/JCO.1983.1.11.710), with the children who had not gone again by then; the others
 * are counted. Who gets an interview is no lottery: a difference is no proof of its
 * effect. O(n log n).
 */
#ifndef LASTSEEN_WORK_REPEAT_GROUPS_H
#define LASTSEEN_WORK_REPEAT_GROUPS_H

#include "stats/cox.h"
#include "stats/logrank.h"
#include "work/cells.h"

enum again_by { AGAIN_BY_FROM, AGAIN_BY_INTERVIEW, AGAIN_BY_N };

struct again_group {
	int64_t children, again;                            /* ever, while watched */
	double within_28, within_28_lower, within_28_upper; /* NAN without children */
	double median_days;                                 /* NAN where not reached */
};

/* Group 0 is home, or not interviewed; 1 is care, or interviewed. */
struct again {
	struct again_group group[2];
	int64_t left_out; /* children in neither: not known, no return, gone too soon */
	int64_t too_soon; /* of them: gone again before the landmark */
	bool compared;    /* both groups have children and either has gone again */
	double p_value;   /* log-rank */
	struct cox_term ratio;    /* of going again, group 1 over 0; NAN where none */
	struct cox_term adjusted; /* of interviews, among children from home alike and
				     from care alike */
};

struct repeat_groups {
	struct again by[AGAIN_BY_N];
	bool interviews; /* the case has any */
};

MUST_USE enum err_code repeat_groups_compute(struct work_case *c,
	const struct episode_set *set, const struct groups *by_child,
	struct repeat_groups *out);
/* Whether both groups of a comparison may be shown. */
bool again_shown(const struct context *ctx, const struct again *a);
/* Table `next_by_group`. */
const struct table *repeat_groups_table(
	struct context *ctx, const struct repeat_groups *x);

#endif
