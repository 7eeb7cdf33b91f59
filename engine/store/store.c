#include "base/file.h"
#include "base/interrupt.h"
#include "base/str.h"
#include "store/internal.h"
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static struct store *allocate(struct context *ctx, const char *path,
	const struct store_schema *schema, enum store_mode mode)
{
	struct arena *arena = arena_create();
	struct store *store = arena_new(arena, struct store);
	store->ctx = ctx;
	store->arena = arena;
	store->schema = schema;
	store->mode = mode;
	store->path = str_dup(arena, path);
	return store;
}

static void release(struct store *store)
{
	store_disconnect(store);
	arena_free(store->arena);
}

/* Makes the schema in a file that nobody else knows of. */
static enum err_code fill(struct store *store)
{
	enum err_code err = store_connect(store);
	if (!err)
		err = store_begin(store);
	if (!err && store->schema->spatial)
		err = spatial_metadata(store);
	if (!err)
		err = store_exec(
			store, str_printf(store->arena, "PRAGMA application_id = %d",
				       store->schema->application_id));
	if (!err)
		err = migrate_run(store, 0);
	if (!err)
		err = store_commit(store);
	/* Last: the mode stands in the file and can't be set in a transaction. */
	if (!err)
		err = store_exec(store, "PRAGMA journal_mode = WAL");
	return err;
}

/* link() fails where the name is taken, so that two that create at once can't both
 * win; file systems without links (FAT) take the rename. */
static enum err_code give_name(
	struct context *ctx, const char *temporary, const char *path)
{
	int fd = open(temporary, O_RDONLY);
	if (fd >= 0) {
		(void)fsync(fd);
		close(fd);
	}
	if (link(temporary, path) == 0) {
		unlink(temporary);
		return ERR_OK;
	}
	if (errno != EEXIST && !file_exists(path) && rename(temporary, path) == 0)
		return ERR_OK;
	return err_set(ctx, ERR_IO, "%s: cannot be made: %s", path, strerror(errno));
}

static enum err_code refuse_existing(
	struct context *ctx, const char *path, const struct store_schema *schema)
{
	return err_set(ctx, ERR_STATE,
		"%s: there is a file of this name already; nothing was changed; name "
		"another%s%s, or move it away first",
		path, schema->option ? " with " : "", str_or_empty(schema->option));
}

enum err_code store_create(struct context *ctx, const char *path,
	const struct store_schema *schema, struct store **out)
{
	*out = NULL;
	if (str_empty(path))
		return err_set(
			ctx, ERR_USAGE, "the name of the %s is empty", schema->name);
	if (file_exists(path))
		return refuse_existing(ctx, path, schema);
	char *temporary = str_printf(ctx->arena, "%s.part-XXXXXX", path);
	/* Readable to its owner alone, and so are the files SQLite puts beside it. */
	interrupt_hold();
	int fd = mkstemp(temporary);
	if (fd < 0) {
		interrupt_release();
		return err_set(ctx, ERR_IO,
			"%s: cannot be made: %s; choose a folder that is there and "
			"that "
			"you may write in",
			path, strerror(errno));
	}
	close(fd);
	struct store *store = allocate(ctx, temporary, schema, STORE_WRITE);
	enum err_code err = fill(store);
	if (err)
		err_prefix(ctx, "%s was not made", path);
	release(store);
	if (!err)
		err = give_name(ctx, temporary, path);
	if (err) {
		unlink(temporary);
		unlink(str_printf(ctx->arena, "%s-journal", temporary));
	}
	interrupt_release();
	if (err)
		return err;
	return store_open(ctx, path, schema, STORE_WRITE, out);
}

enum err_code store_open(struct context *ctx, const char *path,
	const struct store_schema *schema, enum store_mode mode, struct store **out)
{
	*out = NULL;
	enum err_code err = store_inspect(ctx, path, schema, mode);
	if (err)
		return err;
	struct store *store = allocate(ctx, path, schema, mode);
	err = store_connect(store);
	if (!err)
		err = migrate_open(store);
	if (err) {
		release(store);
		return err;
	}
	*out = store;
	return ERR_OK;
}

void store_close(struct store *store)
{
	if (!store)
		return;
	store_rollback(store);
	release(store);
}

enum err_code store_begin(struct store *store)
{
	if (store->writing)
		BUG("a transaction is open already");
	store_rollback(store);
	enum err_code err = store_exec(store, "BEGIN IMMEDIATE");
	store->writing = !err;
	return err;
}

enum err_code store_snapshot(struct store *store)
{
	int64_t ignored;
	if (store->writing)
		BUG("a snapshot within a transaction");
	store_rollback(store);
	enum err_code err = store_exec(store, "BEGIN");
	/* The snapshot is taken by the first read. */
	if (!err)
		err = store_exec_int(store, "PRAGMA user_version", &ignored);
	return err;
}

bool store_writing(const struct store *store)
{
	return store->writing;
}

enum err_code store_commit(struct store *store)
{
	if (!store->writing)
		BUG("a commit without a transaction");
	enum err_code err = store_exec(store, "COMMIT");
	if (err)
		store_rollback(store);
	store->writing = false;
	return err;
}

void store_rollback(struct store *store)
{
	/* A full disk makes SQLite roll back by itself. */
	if (store->db && !sqlite3_get_autocommit(store->db))
		(void)sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL);
	store->writing = false;
}

struct context *store_context(const struct store *store)
{
	return store->ctx;
}

int64_t store_changes(const struct store *store)
{
	return sqlite3_changes64(store->db);
}

int64_t store_last_id(const struct store *store)
{
	return sqlite3_last_insert_rowid(store->db);
}
