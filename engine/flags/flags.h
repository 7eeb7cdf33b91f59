/* Flags: what a rule says is worth a person's look. A rule is a file
 * queries/flag_*.sql.
 *
 * A rule gives these columns, by name, one row for each piece of evidence of a flag:
 *
 *	subject severity title figures caveats kind ref source_id row
 *
 * Rows of one subject follow each other and make one flag; title, figures (a JSON
 * object) and caveats (one a line) are taken from the first. severity is high, medium
 * or low. Evidence names what it is and its reference, and the source and row it came
 * from. A rule reads the case and the tables of queries/flags_tables.sql, which the
 * caller has made and filled; it has no parameters.
 *
 * A new rule is a new file: nothing else changes. O(rows that the rules give).
 */
#ifndef LASTSEEN_FLAGS_FLAGS_H
#define LASTSEEN_FLAGS_FLAGS_H

#include "store/store.h"

enum flag_severity { FLAG_HIGH, FLAG_MEDIUM, FLAG_LOW };
extern const char *const flag_severity_names[];

struct flag_evidence {
	const char *kind, *ref;
	int64_t source_id, row;
};

struct flag {
	int64_t id; /* from 1, in the order below */
	const char *rule, *subject, *title;
	enum flag_severity severity;
	const char *figures; /* JSON object */
	const char *caveats; /* lines */
	struct flag_evidence *evidence;
	size_t evidence_n;
};

struct flag_list {
	struct flag
		*items; /* by severity, then rule by name, then as the rule has them */
	size_t n;
};

/* Runs every rule of the build. Results in the store's context arena. A rule that lacks
 * a column is a BUG(). */
MUST_USE enum err_code flags_run(struct store *store, struct flag_list *out);

/* Keeps the flags of a run in the case. */
MUST_USE enum err_code flags_save(
	struct store *store, int64_t run_id, const struct flag_list *flags);

#endif
