/* `think`: every analysis of a case as one report.
 *
 * Leaves in a folder: report.html (one file, opens without a network), report.json (the
 * same in an envelope, a field a section), tables/NAME.csv (each table whole),
 * figures/NAME.svg, manifest-sha256.txt (`sha256sum -c` checks it). The sections stand
 * in the order of PRODUCT.md.
 *
 * The folder is made beside its place and renamed when all is written, so that a
 * report that failed leaves nothing. A folder that is there is replaced, in one step,
 * where it is empty or holds an earlier report and nothing else; otherwise ERR_STATE.
 * Before the rename the run and the disclosure are written to the case.
 *
 * The same case, parameters and seed give the same bytes (with one version of gnuplot).
 */
#ifndef LASTSEEN_WORK_THINK_H
#define LASTSEEN_WORK_THINK_H

#include "work/case.h"

struct think_options {
	const char *output;    /* the folder */
	const char *authority; /* NULL: the case's own setting, else all */
	int64_t permutations; /* of the tests that move whole children; 0: as many as fit */
};
#define THINK_DEFAULT                                                                  \
	{                                                                              \
		.permutations = 0                                                      \
	}

MUST_USE enum err_code work_think(struct context *ctx,
	const struct work_options *options, const struct think_options *o);

#endif
