#include "base/file.h"
#include "base/interrupt.h"
#include "base/str.h"
#include "store/internal.h"
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

static const struct sql *const case_migrations[] = {
	&sql_migrate_case_001, &sql_migrate_case_002, &sql_migrate_case_003, NULL};

const struct store_schema store_case_schema = {
	.name = "case store",
	.application_id = 0x4c535443, /* "LSTC" */
	.spatial = true,
	.migrations = case_migrations,
	.made_by = "lastseen init",
	.option = "--db",
	.confidential = true,
};

int store_version_known(const struct store_schema *schema)
{
	int n = 0;
	while (schema->migrations[n])
		n++;
	return n;
}

enum err_code migrate_run(struct store *store, int64_t from)
{
	int known = store_version_known(store->schema);
	enum err_code err = ERR_OK;
	for (int64_t version = from; !err && version < known; version++)
		err = store_script(store, store->schema->migrations[version]);
	/* A PRAGMA takes no parameters; the number is the program's own. */
	if (!err)
		err = store_exec(store,
			str_printf(store->arena, "PRAGMA user_version = %d", known));
	return err;
}

/* The first name of PATH.before-vN, PATH.before-vN-2 … that is free. */
static const char *copy_name(struct store *store, int version)
{
	const char *name =
		str_printf(store->arena, "%s.before-v%d", store->path, version);
	for (int i = 2; file_exists(name); i++)
		name = str_printf(
			store->arena, "%s.before-v%d-%d", store->path, version, i);
	return name;
}

static enum err_code copy_pages(struct store *store, const char *name)
{
	sqlite3 *copy = NULL;
	int fd = open(name, O_WRONLY | O_CREAT | O_EXCL, 0600);
	if (fd < 0)
		return store_fail(store, SQLITE_CANTOPEN, "copying");
	close(fd);
	int code = sqlite3_open_v2(name, &copy, SQLITE_OPEN_READWRITE, NULL);
	sqlite3_backup *backup = NULL;
	if (code == SQLITE_OK)
		backup = sqlite3_backup_init(copy, "main", store->db, "main");
	if (backup) {
		code = sqlite3_backup_step(backup, -1);
		sqlite3_backup_finish(backup);
	} else if (code == SQLITE_OK) {
		code = sqlite3_errcode(copy);
	}
	if (sqlite3_close(copy) != SQLITE_OK)
		BUG("the copy of a store was left open");
	if (code == SQLITE_DONE)
		return ERR_OK;
	unlink(name);
	return store_fail(store, code, "copying");
}

static enum err_code migrate_older(struct store *store, int64_t version)
{
	int known = store_version_known(store->schema);
	const char *name = copy_name(store, known);
	enum err_code err = copy_pages(store, name);
	if (err)
		return err_prefix(store->ctx,
			"no copy could be kept before the change to version %d", known);
	err = store_begin(store);
	/* Another process may have been faster. */
	if (!err)
		err = store_exec_int(store, "PRAGMA user_version", &version);
	if (!err && version < known)
		err = migrate_run(store, version);
	if (!err)
		err = store_commit(store);
	if (err) {
		store_rollback(store);
		unlink(name);
		return err;
	}
	notice(store->ctx,
		"%s was brought to version %d; it is kept as it was in %s: delete that "
		"when it is no longer needed",
		store->path, known, name);
	return ERR_OK;
}

enum err_code migrate_open(struct store *store)
{
	int known = store_version_known(store->schema);
	int64_t version = 0;
	enum err_code err = store_exec_int(store, "PRAGMA user_version", &version);
	if (err)
		return err;
	if (version > known)
		return err_set(store->ctx, ERR_STATE,
			"%s: is a %s of version %lld, this lastseen (%s) knows up to "
			"%d; "
			"use a newer lastseen",
			store->path, store->schema->name, (long long)version,
			LASTSEEN_VERSION, known);
	if (version < 1)
		return err_set(store->ctx, ERR_DATA,
			"%s: is damaged (it says version %lld); bring back a copy",
			store->path, (long long)version);
	if (version == known)
		return ERR_OK;
	if (store->mode == STORE_READ)
		return err_set(store->ctx, ERR_STATE,
			"%s: is a %s of the older version %lld and is only read here; "
			"a "
			"command that writes it brings it up to date",
			store->path, store->schema->name, (long long)version);
	interrupt_hold();
	err = migrate_older(store, version);
	interrupt_release();
	return err;
}
