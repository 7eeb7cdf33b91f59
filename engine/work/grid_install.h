/* `grid install FILE`: the OSTN15 grid, checked, where it is found ever after.
 *
 * Only the published file is taken: its SHA-256 is known, so that a cut or altered copy
 * can't shift every point in silence.
 */
#ifndef LASTSEEN_WORK_GRID_INSTALL_H
#define LASTSEEN_WORK_GRID_INSTALL_H

#include "work/case.h"

/* uk_os_OSTN15_NTv2_OSGBtoETRS.tif as PROJ's grid collection publishes it. */
#define OSTN15_SHA256 "5d6ed64d2119952c4c559fa1fccbc594b6520fc3ec3ef2fc10be13202c4384fa"

struct grid_install_options {
	const char *file; /* the grid, or the folder that it lies in */
	bool system; /* beside the program, for all accounts; else the user's own */
};

/* JSON: file, sha256, bytes, already, place ("user", "system"). A file of other bytes is
 * ERR_DATA. The folder is told in a notice. */
MUST_USE enum err_code work_grid_install(struct context *ctx,
	const struct work_options *options, const struct grid_install_options *o);

#endif
