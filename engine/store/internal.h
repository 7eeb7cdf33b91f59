/* What the files of store/ share. Nobody outside includes this. */
#ifndef LASTSEEN_STORE_INTERNAL_H
#define LASTSEEN_STORE_INTERNAL_H

#include "store/store.h"
#include <sqlite3.h>

enum { STORE_BUCKETS = 256, STORE_BUSY_MS = 5000 };

struct statement {
	struct store *store;
	const struct sql *sql;
	sqlite3_stmt *handle;
	const char **names; /* of the parameters, from 1 */
	int names_n, last;  /* the parameter that was bound last */
	int failed;         /* result code of the first binding that failed */
	struct statement *next;
};

struct store {
	struct context *ctx;
	struct arena *arena;
	const struct store_schema *schema;
	enum store_mode mode;
	const char *path;
	sqlite3 *db;
	bool writing; /* in a transaction of store_begin() */
	struct statement *buckets[STORE_BUCKETS]; /* by address of the struct sql */
};

/* Sets the error for an SQLite result code; `doing` names the statement or the step. */
MUST_USE enum err_code store_fail(struct store *store, int code, const char *doing);

/* A constant statement of this layer without parameters or rows. */
MUST_USE enum err_code store_exec(struct store *store, const char *sql);
/* The integer in the first row's first column. */
MUST_USE enum err_code store_exec_int(
	struct store *store, const char *sql, int64_t *value);

/* Refuses, before SQLite sees it, a path that is no file of the schema's kind. */
MUST_USE enum err_code store_inspect(struct context *ctx, const char *path,
	const struct store_schema *schema, enum store_mode mode);

/* A connection to an existing file with all its settings. */
MUST_USE enum err_code store_connect(struct store *store);
void store_disconnect(struct store *store);

MUST_USE enum err_code spatial_load(struct store *store);
MUST_USE enum err_code spatial_metadata(struct store *store);

int store_version_known(const struct store_schema *schema);
/* Runs the migrations after version `from`, in the present transaction. */
MUST_USE enum err_code migrate_run(struct store *store, int64_t from);
/* Brings an opened file up to date: copy, then migrations in one transaction. */
MUST_USE enum err_code migrate_open(struct store *store);

#endif
