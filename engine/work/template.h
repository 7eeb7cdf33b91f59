/* Templates: the canonical columns of a kind, bare or explained. */
#ifndef LASTSEEN_WORK_TEMPLATE_H
#define LASTSEEN_WORK_TEMPLATE_H

#include "work/case.h"

enum template_mode { TEMPLATE_HEADER, TEMPLATE_DESCRIBE };

/* The header as a line of CSV, or a table of the columns with what each may hold. Opens
 * no case. ERR_USAGE for an unknown kind. */
MUST_USE enum err_code work_template(struct context *ctx,
	const struct work_options *options, const char *kind, enum template_mode mode);

#endif
