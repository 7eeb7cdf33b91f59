/* Inside geo/: PROJ contexts that see only the files named here. */
#ifndef LASTSEEN_GEO_PROJECT_CONTEXT_H
#define LASTSEEN_GEO_PROJECT_CONTEXT_H

#include "geo/project.h"
#include <proj.h>

struct projection_files {
	const char *grid;     /* the OSTN15 file, or NULL */
	const char *database; /* proj.db */
	const char **known;   /* all files of PROJ's own folders, by full path */
	size_t known_n;
};
void projection_files_list(
	struct context *ctx, struct projection_files *files, const char *grid);
/* No network, no current folder, no log. The files must outlive it. */
PJ_CONTEXT *projection_context(struct projection_files *files);

#endif
