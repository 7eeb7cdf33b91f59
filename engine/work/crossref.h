/* Cross-reference: what other records know of the children who go missing, and what
 * follows an episode.
 *
 *	episodes_load(); crossref_compute(); crossref_result()      or work_crossref()
 *
 * Registers: children of the set who are on each, with the exact interval of their
 * share (Clopper, Pearson), their episodes, and how often children on it go against
 * those who are not. An entry counts where it touches the period; one without days
 * always does.
 *
 * Interviews: of episodes that ended, how many were offered and held within 72 hours of
 * the end (of the day, where only the day is known). Afterwards: episodes that begin
 * within 90 days of an interview held, for each 100 days watched (to the end of the
 * period at most), independent against not. The interval of the ratio takes whole
 * children as the unit: the variance of its logarithm is the sum over children of their
 * squared influence (the sandwich estimate of Huber and White; Zeger, Liang 1986,
 * doi 10.2307/2531248). Who gets an independent interview is no lottery: a ratio below 1
 * is no proof that it was the interview.
 *
 * Assessments: those that follow an episode, work/placements.h. O(n log n).
 */
#ifndef LASTSEEN_WORK_CROSSREF_H
#define LASTSEEN_WORK_CROSSREF_H

#include "work/placements.h"

#define INTERVIEW_SOON_S (72 * 3600)
#define INTERVIEW_AFTER_DAYS 90

struct register_figures {
	const char *name;
	int64_t children, episodes, absent_children; /* on it */
	double share, share_lower, share_upper;      /* of the set's children */
	double episodes_per_child, others_per_child; /* NAN without any */
};

struct interview_figures {
	int64_t ended, ended_children; /* episodes that ended, of all types loaded */
	int64_t offered, offered_soon, accepted, held, held_soon, held_soon_children;
	bool any; /* the case has interviews */
};

enum interview_by { INTERVIEW_NOT_INDEPENDENT, INTERVIEW_INDEPENDENT, INTERVIEW_BY_N };

struct interview_after {
	int64_t held, children, episodes; /* episodes within 90 days */
	double days;                      /* watched */
	double rate;                      /* episodes for 100 days; NAN without days */
};

struct crossref {
	struct register_figures *registers; /* by name */
	size_t registers_n;
	int64_t on_none; /* children of the set on no register */
	struct interview_figures interviews;
	struct interview_after after[INTERVIEW_BY_N];
	double ratio, ratio_lower, ratio_upper; /* independent / not; NAN */
	int64_t by_unknown;                     /* held, but not said by whom */
	int64_t assessed_episodes[ASSESSMENT_KINDS_N],
		assessed_children[ASSESSMENT_KINDS_N];
	bool assessments_any;
	int64_t episodes, children;
};

MUST_USE enum err_code crossref_compute(
	struct work_case *c, const struct episode_set *set, struct crossref *out);
/* Tables: registers; interviews; after_interview; assessments. */
MUST_USE enum err_code crossref_result(struct work_case *c,
	const struct episode_set *set, const struct crossref *x, struct result **out);
MUST_USE enum err_code work_crossref(
	struct context *ctx, const struct work_options *options);

/* The step with a file of its own. */
MUST_USE enum err_code crossref_interviews(
	struct work_case *c, const struct episode_set *set, struct crossref *out);

#endif
