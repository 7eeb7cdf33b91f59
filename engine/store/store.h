/* A store: one SQLite file with SpatiaLite, of a stated schema. The only SQLite code.
 *
 * Order of calls: store_create() or store_open(); store_begin(); statements;
 * store_commit() or store_rollback(); store_close(). A command is one transaction, or a
 * resumable series of them; what was not committed is undone by the next open, also
 * after a crash (write-ahead log, synchronous=FULL on the commit of a case).
 *
 * SpatiaLite is loaded as an extension (mod_spatialite) and extension loading is shut
 * again at once, before any other statement runs. Opening costs about 5 ms.
 *
 * A statement that fails says which file and what to do: a full disk, a lock held by
 * another process, a damaged file each have their own text. The caller closes the store
 * (or rolls back), which undoes the transaction.
 */
#ifndef LASTSEEN_STORE_STORE_H
#define LASTSEEN_STORE_STORE_H

#include "base/context.h"
#include "gen/sql.h"

struct store;
struct statement;

/* What kind of file it is: application_id marks it, migrations run in order, one for
 * each version from 1 on. spatial: SpatiaLite is loaded and its metadata made. */
struct store_schema {
	const char *name; /* for messages: "case store", "gazetteer" */
	int32_t application_id;
	bool spatial;
	const struct sql *const *migrations; /* ended by NULL */
	/* For messages, NULL allowed: the command that makes one, and the option that
	 * names one ("lastseen init", "--db"). */
	const char *made_by, *option;
	bool confidential; /* a notice where other accounts may read the file */
};

extern const struct store_schema store_case_schema;

enum store_mode { STORE_READ, STORE_WRITE };

/* A new file at path, readable to its owner alone; one that is there is ERR_STATE. */
MUST_USE enum err_code store_create(struct context *ctx, const char *path,
	const struct store_schema *schema, struct store **store);

/* Opens a file, in STORE_WRITE mode migrating an older one (a copy is kept beside it as
 * PATH.before-vN, N the version that it becomes, and the user is told). Distinct
 * errors, each with what to do: not there (ERR_NOT_FOUND); not a database, or of
 * another kind (ERR_DATA); of a newer version, or in STORE_READ mode of an older one
 * (ERR_STATE); locked by another process (ERR_STATE, after a 5 s wait); read-only file
 * or folder (ERR_IO; in STORE_READ mode both are fine).
 */
MUST_USE enum err_code store_open(struct context *ctx, const char *path,
	const struct store_schema *schema, enum store_mode mode, struct store **store);

/* NULL is allowed. An open transaction is rolled back. */
void store_close(struct store *store);

/* BEGIN IMMEDIATE; a snapshot that is open ends. */
MUST_USE enum err_code store_begin(struct store *store);
/* What is read from here to the next begin, commit or rollback is one state of the
 * file, whatever others write meanwhile. */
MUST_USE enum err_code store_snapshot(struct store *store);
/* Whether store_begin() was called and neither commit nor rollback since. */
bool store_writing(const struct store *store);
MUST_USE enum err_code store_commit(struct store *store);
void store_rollback(struct store *store);

/* SHA-256 over the sources' hashes and mappings in order of source_id, and the located
 * state: "the hash of what it read" for a run. O(places), about 1 us each. */
MUST_USE enum err_code store_input_hash(struct store *store, char hex[65]);

/* Prepares a statement, or takes it from the store's cache: the store owns it until it
 * closes. Preparing it again gives the same one, reset and unbound: a loop over its
 * rows must not prepare it a second time. */
MUST_USE enum err_code store_prepare(
	struct store *store, const struct sql *sql, struct statement **statement);

/* Binding by name (":child_ref"); a name the statement does not have is a BUG(). Text
 * is copied. NULL text binds NULL. */
void bind_int(struct statement *s, const char *name, int64_t value);
void bind_real(struct statement *s, const char *name, double value); /* NaN: NULL */
void bind_text(struct statement *s, const char *name, const char *value);
void bind_blob(struct statement *s, const char *name, const void *bytes, size_t n);
void bind_null(struct statement *s, const char *name);
/* Resets, and unbinds all. */
void statement_reset(struct statement *s);

/* The next row: *row false at the end (the statement is then reset, its bindings kept).
 */
MUST_USE enum err_code statement_step(struct statement *s, bool *row);
/* Runs a statement that gives no rows, then resets it. */
MUST_USE enum err_code statement_run(struct statement *s);
/* Rows that the last INSERT, UPDATE or DELETE touched, and the last rowid. */
int64_t store_changes(const struct store *store);
int64_t store_last_id(const struct store *store);

/* Columns of the present row, from 0. Text is borrowed until the next step; NULL stays
 * NULL; a real of NULL is NaN, an int of NULL is 0 (ask column_null). */
bool column_null(struct statement *s, int column);
int64_t column_int(struct statement *s, int column);
double column_real(struct statement *s, int column);
const char *column_text(struct statement *s, int column);
const void *column_blob(struct statement *s, int column, size_t *n);
/* A copy of the text in an arena; NULL stays NULL. */
const char *column_dup(struct statement *s, int column, struct arena *arena);

/* Names and number of columns: for statements whose shape is data (flag rules). */
int column_count(struct statement *s);
const char *column_name(struct statement *s, int column);

/* The context given at open. */
struct context *store_context(const struct store *store);
/* A script of statements without parameters (migrations); within the transaction. A
 * SELECT in it must give 1 in its first column (as SpatiaLite's functions do), else it
 * has failed. */
MUST_USE enum err_code store_script(struct store *store, const struct sql *sql);

#endif
