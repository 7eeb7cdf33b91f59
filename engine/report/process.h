/* Another program run without a shell: found on PATH, a fixed command line, a clean
 * environment, a limit of time, what it says on stderr kept. Private to report/.
 */
#ifndef LASTSEEN_REPORT_PROCESS_H
#define LASTSEEN_REPORT_PROCESS_H

#include "base/context.h"

struct process {
	const char *const *arguments; /* [0] is the program; ended by NULL */
	const char *folder;           /* where it runs; also its HOME */
	int limit_s;
	const char *package; /* that has it, for the error where it is missing */
	bool keep_output;    /* stdout too is kept in `said` */
};

struct process_result {
	int status;       /* 0: ended well */
	const char *how;  /* "exit status 1", "killed by signal 9" */
	const char *said; /* the first 64 kB; in ctx->arena */
};

/* ERR_UNSUPPORTED: not installed. ERR_IO: could not be started, or was ended after
 * limit_s. A program that ran and failed is no error here: see status. */
MUST_USE enum err_code process_run(struct context *ctx, const struct process *process,
	struct process_result *result);

#endif
