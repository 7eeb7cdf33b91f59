/* Flags: what is worth a person's look, by rule, with the rows behind it.
 *
 *	episodes_load(); flags_compute(); flags_result()            or work_flags()
 *
 * Runs the analyses that rules read (hotspots of places found, addresses, adults,
 * homes), puts what they found into temporary tables (queries/flags_tables.sql), and
 * runs every queries/flag_*.sql by flags/flags.h. A flag is a lead, not a verdict: it
 * carries its rule, its figures with what chance or one child gives, its rows, and what
 * is not known. Titles name things as the audience may see them. The public sees rules
 * and their numbers of flags, nothing else.
 *
 * Cost: that of the analyses, and O(episodes) statements.
 */
#ifndef LASTSEEN_WORK_FLAGS_H
#define LASTSEEN_WORK_FLAGS_H

#include "flags/flags.h"
#include "work/addresses.h"
#include "work/adults.h"
#include "work/homes.h"
#include "work/hotspots.h"

/* What the rules read; made by flags_findings(), or taken from analyses already done
 * (hotspots: of places found). */
struct findings {
	struct hotspots hotspots;
	struct addresses addresses;
	struct adults adults;
	struct homes homes;
};
MUST_USE enum err_code flags_findings(
	struct work_case *c, const struct episode_set *set, struct findings *out);

struct flags {
	struct flag_list list;
	const struct episode_set *set;
	const char **files; /* by source_id */
	size_t files_n;
};

MUST_USE enum err_code flags_compute(struct work_case *c, const struct episode_set *set,
	const struct findings *findings, struct flags *out);
/* Tables: flags; rules (number of flags by rule and severity). */
MUST_USE enum err_code flags_result(
	struct work_case *c, const struct flags *x, struct result **out);
MUST_USE enum err_code work_flags(
	struct context *ctx, const struct work_options *options);

/* The step of flags_compute() with a file of its own: fills the temporary tables. */
MUST_USE enum err_code findings_write(struct work_case *c,
	const struct episode_set *set, const struct findings *findings);

#endif
