/* What every use case does first and last: open the case; save the run, write to the
 * audit chain, print the result.
 *
 *	case_open(); load and compute; case_finish() or case_close()
 *
 * A command that shows anything of the case writes its look to the audit chain, so that
 * even a reading command needs the case writable.
 */
#ifndef LASTSEEN_WORK_CASE_H
#define LASTSEEN_WORK_CASE_H

#include "base/civil.h"
#include "report/emit.h"
#include "store/audit.h"
#include "store/store.h"

/* The global options, as the command line gives them. */
struct work_options {
	const char *db_path;        /* default lastseen.db */
	const char *gazetteer_path; /* NULL: gazetteer.db beside the case store */
	enum format format;
	struct period period; /* .all where none was given */
	const char *type;     /* one episode type, NULL for all */
	FILE *out;            /* stdout */
};

struct work_case {
	struct context *ctx;
	const struct work_options *options;
	struct store *store;
};

/* What is read until the run is saved is one state of the case, whatever others write
 * meanwhile. STORE_WRITE: the caller begins (and may commit) transactions of its own
 * with store_begin(c->store), else case_save_run() does. STORE_READ: for what shows
 * nothing of the case but its log; no run can be saved. */
MUST_USE enum err_code case_open(struct context *ctx,
	const struct work_options *options, enum store_mode mode, struct work_case *c);
/* Undoes what was not committed. Closing twice, or after case_finish(), is fine. */
void case_close(struct work_case *c);

/* Begins the result of a command: parameters common to all (period, type, audience). */
struct result *case_parameters(struct work_case *c);

/* Saves the run with its result, adds a consultation to the audit chain, prints,
 * commits, closes. Without effect on the case where the print fails. */
MUST_USE enum err_code case_finish(struct work_case *c, const char *command,
	const struct result *parameters, const struct result *result);

/* The same without printing, for commands that write files: saves, adds the action to
 * the audit chain, commits; the case stays open. `result` NULL saves none; run_id may
 * be NULL. The chain's entry holds the run, the audience and the parameters: an export
 * names in its parameters what was written. */
MUST_USE enum err_code case_save_run(struct work_case *c, const char *command,
	enum audit_action action, const struct result *parameters,
	const struct result *result, int64_t *run_id);

/* The same without the commit, for what keeps more beside a run: the transaction stays
 * open for the caller to commit. */
MUST_USE enum err_code case_write_run(struct work_case *c, const char *command,
	enum audit_action action, const struct result *parameters,
	const struct result *result, int64_t *run_id);

/* Hash and sources of the case as the `input` of an envelope. */
MUST_USE enum err_code case_input(struct work_case *c, const struct result **input);

/* The versions of the libraries that a run rests on, by name. */
MUST_USE enum err_code case_libraries(
	struct work_case *c, const struct result **versions);

/* Prints a result without saving a run or adding to the audit chain. */
MUST_USE enum err_code case_print(struct work_case *c, const char *command,
	const struct result *parameters, const struct result *result);

/* The path of the gazetteer: given, or gazetteer.db beside the case store. */
const char *case_gazetteer_path(
	struct context *ctx, const struct work_options *options);

#endif
