#include "base/str.h"
#include "store/internal.h"
#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Only a store in a read-only folder needs a URI: `immutable` tells SQLite that it
 * needs no log or index beside the file. */
static const char *immutable_uri(struct arena *arena, const char *path)
{
	struct strbuf uri;
	strbuf_init(&uri, arena);
	strbuf_add(&uri, "file:");
	for (const unsigned char *p = (const unsigned char *)path; *p; p++)
		if (strchr("%?#", *p) || *p <= ' ' || *p >= 0x7f)
			strbuf_printf(&uri, "%%%02x", *p);
		else
			strbuf_char(&uri, (char)*p);
	strbuf_add(&uri, "?immutable=1");
	return uri.text;
}

static bool folder_is_writable(struct arena *arena, const char *path)
{
	char *folder = str_dup(arena, path);
	char *slash = strrchr(folder, '/');
	slash[slash == folder] = '\0';
	return access(folder, W_OK | X_OK) == 0;
}

static bool has_log(struct arena *arena, const char *path)
{
	struct stat info;
	return stat(str_printf(arena, "%s-wal", path), &info) == 0 && info.st_size > 0;
}

/* Even a reader writes beside the file: the log's index, and who closes last takes both
 * away, which a read-only connection can't. So a reader that may write opens the file
 * for writing and promises (query_only) not to. */
static int reading_flags(struct store *store, const char **path)
{
	bool folder = folder_is_writable(store->arena, *path);
	if (folder && access(*path, W_OK) == 0)
		return SQLITE_OPEN_READWRITE;
	if (folder || has_log(store->arena, *path))
		return SQLITE_OPEN_READONLY;
	*path = immutable_uri(store->arena, *path);
	return SQLITE_OPEN_READONLY | SQLITE_OPEN_URI;
}

static enum err_code open_file(struct store *store)
{
	/* SQLite gives names like ":memory:" a meaning of their own. */
	const char *path = store->path[0] == '/'
				   ? store->path
				   : str_printf(store->arena, "./%s", store->path);
	int flags = store->mode == STORE_WRITE ? SQLITE_OPEN_READWRITE
					       : reading_flags(store, &path);
	int code = sqlite3_open_v2(path, &store->db,
		flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, NULL);
	if (code != SQLITE_OK)
		return store_fail(store, code, "opening");
	return store->mode == STORE_READ ? store_exec(store, "PRAGMA query_only = ON")
					 : ERR_OK;
}

/* Erased rows are overwritten, and sorting never spills names into a temporary file.
 * There is no memory map: a file cut short under one kills the process. */
static const char *const settings[] = {
	"PRAGMA foreign_keys = ON",
	"PRAGMA synchronous = FULL",
	"PRAGMA secure_delete = ON",
	"PRAGMA temp_store = MEMORY",
	"PRAGMA cache_size = -65536",
	"PRAGMA cell_size_check = ON",
	NULL,
};

enum err_code store_connect(struct store *store)
{
	enum err_code err = open_file(store);
	if (err)
		return err;
	/* trusted_schema stays on: SpatiaLite's triggers check every geometry. */
	sqlite3_db_config(store->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	sqlite3_db_config(store->db, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
	sqlite3_db_config(store->db, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
	sqlite3_busy_timeout(store->db, STORE_BUSY_MS);
	if (store->schema->spatial)
		err = spatial_load(store);
	for (size_t i = 0; !err && settings[i]; i++)
		err = store_exec(store, settings[i]);
	return err;
}

void store_disconnect(struct store *store)
{
	for (size_t i = 0; i < STORE_BUCKETS; i++) {
		for (struct statement *s = store->buckets[i]; s; s = s->next)
			sqlite3_finalize(s->handle);
		store->buckets[i] = NULL;
	}
	if (sqlite3_close(store->db) != SQLITE_OK)
		BUG("a statement of the store was left open");
	store->db = NULL;
}

static bool no_room(struct store *store)
{
	int why = store->db ? sqlite3_system_errno(store->db) : 0;
	return why == ENOSPC || why == EDQUOT || why == EFBIG;
}

static enum err_code fail_io(struct store *store, int code, const char *doing)
{
	struct context *ctx = store->ctx;
	int why = store->db ? sqlite3_system_errno(store->db) : 0;
	if (code == SQLITE_FULL || no_room(store))
		return err_set(ctx, ERR_IO,
			"%s: there is no room left on the disk; what this step had "
			"done "
			"was undone; make room and run the command again",
			store->path);
	if (code == SQLITE_READONLY || code == SQLITE_CANTOPEN || code == SQLITE_PERM)
		return err_set(ctx, ERR_IO,
			"%s: cannot be written%s%s; the file and its folder must be "
			"yours to write: copy it to such a folder, or change their "
			"mode",
			store->path, why ? ": " : "", why ? strerror(why) : "");
	return err_set(ctx, ERR_IO, "%s: %s failed: %s%s%s; check the disk",
		store->path, doing, sqlite3_errstr(code), why ? ", " : "",
		why ? strerror(why) : "");
}

enum err_code store_fail(struct store *store, int code, const char *doing)
{
	struct context *ctx = store->ctx;
	switch (code & 0xff) {
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return err_set(ctx, ERR_STATE,
			"%s: is in use by another process; nothing was changed; wait "
			"until that has finished, then try again",
			store->path);
	case SQLITE_FULL:
	case SQLITE_READONLY:
	case SQLITE_CANTOPEN:
	case SQLITE_PERM:
	case SQLITE_IOERR:
		return fail_io(store, code & 0xff, doing);
	case SQLITE_CORRUPT:
	case SQLITE_NOTADB:
		return err_set(ctx, ERR_DATA,
			"%s: is damaged (%s); bring back a copy, or rescue what can be "
			"read with the sqlite3 program's .recover",
			store->path, sqlite3_errstr(code));
	case SQLITE_NOMEM:
		return err_set(ctx, ERR_IO,
			"%s: %s: the machine has no memory left; close other programs "
			"and run the command again",
			store->path, doing);
	default:
		return err_set(ctx, ERR_STORE, "%s: %s: %s", store->path, doing,
			store->db ? sqlite3_errmsg(store->db) : sqlite3_errstr(code));
	}
}

enum err_code store_exec(struct store *store, const char *sql)
{
	int code = sqlite3_exec(store->db, sql, NULL, NULL, NULL);
	return code == SQLITE_OK ? ERR_OK : store_fail(store, code, sql);
}

enum err_code store_exec_int(struct store *store, const char *sql, int64_t *value)
{
	sqlite3_stmt *handle = NULL;
	*value = 0;
	int code = sqlite3_prepare_v2(store->db, sql, -1, &handle, NULL);
	if (code == SQLITE_OK)
		code = sqlite3_step(handle);
	if (code == SQLITE_ROW)
		*value = sqlite3_column_int64(handle, 0);
	enum err_code err = code == SQLITE_ROW || code == SQLITE_DONE
				    ? ERR_OK
				    : store_fail(store, code, sql);
	sqlite3_finalize(handle);
	return err;
}
