/* `grid install FILE`: the OSTN15 grid, checked, where it is found ever after.
 *
 * Only the published file is taken: its SHA-256 is known, so that a cut or altered copy
 * can't shift every point in silence.
 */
#ifndef LASTSEEN_WORK_GRID_INSTALL_H
#define LASTSEEN_WORK_GRID_INSTALL_H

#include "work/case.h"

struct grid_install_options {
	const char *file; /* the grid, or the folder that it lies in */
	bool system; /* beside the program, for all accounts; else the user's own */
};

/* JSON: file, sha256, bytes, already, place ("user", "system"). A file of other bytes is
 * ERR_DATA. The folder is told in a notice. */
MUST_USE enum err_code work_grid_install(struct context *ctx,
	const struct work_options *options, const struct grid_install_options *o);

#endif
