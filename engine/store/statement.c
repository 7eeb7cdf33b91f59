#include "base/str.h"
#include "store/internal.h"
#include <math.h>
#include <string.h>

static size_t bucket_of(const struct sql *sql)
{
	return ((uintptr_t)sql / sizeof *sql) % STORE_BUCKETS;
}

static struct statement *cached(const struct store *store, const struct sql *sql)
{
	struct statement *s = store->buckets[bucket_of(sql)];
	while (s && s->sql != sql)
		s = s->next;
	return s;
}

/* Blanks and comments may follow the one statement of a file. */
static bool only_blank(struct store *store, const char *tail)
{
	sqlite3_stmt *more = NULL;
	while (*tail) {
		if (sqlite3_prepare_v2(store->db, tail, -1, &more, &tail) !=
				SQLITE_OK ||
			more) {
			sqlite3_finalize(more);
			return false;
		}
	}
	return true;
}

enum err_code store_prepare(
	struct store *store, const struct sql *sql, struct statement **out)
{
	const char *tail = NULL;
	sqlite3_stmt *handle = NULL;
	*out = cached(store, sql);
	if (*out) {
		statement_reset(*out);
		return ERR_OK;
	}
	int code = sqlite3_prepare_v3(store->db, sql->text, (int)sql->n + 1,
		SQLITE_PREPARE_PERSISTENT, &handle, &tail);
	if (code != SQLITE_OK)
		return store_fail(store, code, sql->name);
	if (!handle || !only_blank(store, tail)) {
		sqlite3_finalize(handle);
		return err_set(store->ctx, ERR_STORE,
			"%s: a file of queries/ must hold one statement", sql->name);
	}
	struct statement *s = arena_new(store->arena, struct statement);
	s->store = store;
	s->sql = sql;
	s->handle = handle;
	s->names_n = sqlite3_bind_parameter_count(handle);
	s->names = arena_array(store->arena, const char *, (size_t)s->names_n + 1);
	/* Copies: SQLite prepares anew by itself where the schema changed, temporary
	 * tables included, and its own names go with the old form. */
	for (int i = 1; i <= s->names_n; i++)
		s->names[i] = str_dup(store->arena,
			str_or_empty(sqlite3_bind_parameter_name(handle, i)));
	s->next = store->buckets[bucket_of(sql)];
	store->buckets[bucket_of(sql)] = s;
	*out = s;
	return ERR_OK;
}

enum err_code store_script(struct store *store, const struct sql *sql)
{
	const char *text = sql->text;
	while (*text) {
		sqlite3_stmt *handle = NULL;
		int code = sqlite3_prepare_v2(store->db, text, -1, &handle, &text);
		bool refused = false;
		if (code == SQLITE_OK && handle) {
			while ((code = sqlite3_step(handle)) == SQLITE_ROW)
				refused |= sqlite3_stmt_readonly(handle) &&
					   sqlite3_column_int(handle, 0) != 1;
			if (code == SQLITE_DONE)
				code = SQLITE_OK;
		}
		enum err_code err = ERR_OK;
		if (code != SQLITE_OK)
			err = store_fail(store, code, sql->name);
		else if (refused)
			err = err_set(store->ctx, ERR_STORE,
				"%s: %s: a step gave another value than 1", store->path,
				sql->name);
		sqlite3_finalize(handle);
		if (err)
			return err;
	}
	return ERR_OK;
}

/* Callers bind in the order of the statement: the next parameter is tried first. */
static int parameter(struct statement *s, const char *name)
{
	for (int step = 1; step <= s->names_n; step++) {
		int i = (s->last + step - 1) % s->names_n + 1;
		if (strcmp(s->names[i], name) == 0)
			return s->last = i;
	}
	BUG(str_printf(
		s->store->ctx->scratch, "%s has no parameter %s", s->sql->name, name));
}

static void bound(struct statement *s, int code)
{
	if (code != SQLITE_OK && s->failed == SQLITE_OK)
		s->failed = code;
}

void bind_int(struct statement *s, const char *name, int64_t value)
{
	bound(s, sqlite3_bind_int64(s->handle, parameter(s, name), value));
}

void bind_real(struct statement *s, const char *name, double value)
{
	if (isnan(value))
		bind_null(s, name);
	else
		bound(s, sqlite3_bind_double(s->handle, parameter(s, name), value));
}

void bind_text(struct statement *s, const char *name, const char *value)
{
	bound(s, sqlite3_bind_text(
			 s->handle, parameter(s, name), value, -1, SQLITE_TRANSIENT));
}

void bind_blob(struct statement *s, const char *name, const void *bytes, size_t n)
{
	bound(s, sqlite3_bind_blob64(
			 s->handle, parameter(s, name), bytes, n, SQLITE_TRANSIENT));
}

void bind_null(struct statement *s, const char *name)
{
	bound(s, sqlite3_bind_null(s->handle, parameter(s, name)));
}

void statement_reset(struct statement *s)
{
	sqlite3_reset(s->handle);
	sqlite3_clear_bindings(s->handle);
	s->last = 0;
	s->failed = SQLITE_OK;
}

/* Some failures (a full disk, SpatiaLite's check of a geometry) make SQLite roll back
 * by itself; what came after would then be written on its own. */
static bool transaction_lost(const struct store *store)
{
	return store->writing && sqlite3_get_autocommit(store->db);
}

enum err_code statement_step(struct statement *s, bool *row)
{
	*row = false;
	if (transaction_lost(s->store))
		return err_set(s->store->ctx, ERR_STORE,
			"%s: an earlier failure undid the transaction; run the command "
			"again",
			s->store->path);
	int code = s->failed;
	if (code == SQLITE_OK)
		code = sqlite3_step(s->handle);
	s->last = 0;
	*row = code == SQLITE_ROW;
	if (*row)
		return ERR_OK;
	enum err_code err =
		code == SQLITE_DONE ? ERR_OK : store_fail(s->store, code, s->sql->name);
	sqlite3_reset(s->handle);
	return err;
}

enum err_code statement_run(struct statement *s)
{
	bool row;
	enum err_code err = statement_step(s, &row);
	if (row) {
		sqlite3_reset(s->handle);
		BUG("statement_run() on a statement that gives rows");
	}
	return err;
}

bool column_null(struct statement *s, int column)
{
	return sqlite3_column_type(s->handle, column) == SQLITE_NULL;
}

int64_t column_int(struct statement *s, int column)
{
	return sqlite3_column_int64(s->handle, column);
}

double column_real(struct statement *s, int column)
{
	return column_null(s, column) ? NAN : sqlite3_column_double(s->handle, column);
}

const char *column_text(struct statement *s, int column)
{
	return (const char *)sqlite3_column_text(s->handle, column);
}

const void *column_blob(struct statement *s, int column, size_t *n)
{
	const void *bytes = sqlite3_column_blob(s->handle, column);
	*n = (size_t)sqlite3_column_bytes(s->handle, column);
	return bytes;
}

const char *column_dup(struct statement *s, int column, struct arena *arena)
{
	const char *text = column_text(s, column);
	return text ? str_dup(arena, text) : NULL;
}

int column_count(struct statement *s)
{
	return sqlite3_column_count(s->handle);
}

const char *column_name(struct statement *s, int column)
{
	return sqlite3_column_name(s->handle, column);
}
