/* `init`: a new case store, with what it says of itself. */
#ifndef LASTSEEN_WORK_INIT_H
#define LASTSEEN_WORK_INIT_H

#include "work/case.h"

struct init_options {
	const char *authority; /* whose children these are; NULL: not said */
	const char *marking;   /* on every page; NULL: MARKING_DEFAULT */
};

/* Refuses where there is a file of the name already (ERR_STATE). A failure leaves
 * nothing behind. */
MUST_USE enum err_code work_init(struct context *ctx,
	const struct work_options *options, const struct init_options *o);

#endif
