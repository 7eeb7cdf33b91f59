#include "helper.h"
#include <sys/wait.h>

static const struct sql first = SQL("first", "CREATE TABLE thing (a INTEGER) STRICT;");
static const struct sql second = SQL("second", "ALTER TABLE thing ADD COLUMN b TEXT;");
static const struct sql bad = SQL("bad", "ALTER TABLE nothing ADD COLUMN b TEXT;");
static const struct sql *const one[] = {&first, NULL};
static const struct sql *const two[] = {&first, &second, NULL};
static const struct sql *const two_bad[] = {&first, &bad, NULL};
static const struct store_schema small = {
	.name = "box", .application_id = 77, .migrations = one};
static const struct store_schema small_2 = {
	.name = "box", .application_id = 77, .migrations = two};
static const struct store_schema small_bad = {
	.name = "box", .application_id = 77, .migrations = two_bad};

static const struct sql add = SQL("add", "INSERT INTO thing (a) VALUES (1)");
static const struct sql count = SQL("count", "SELECT count(*) FROM thing");

static const char *beside(struct place *p, const char *name)
{
	return str_printf(p->ctx.arena, "%s/%s", p->folder, name);
}

static void put(struct place *p, const char *path, const char *bytes, size_t n)
{
	struct out_file *f;
	assert_ok(&p->ctx, file_begin(&p->ctx, path, &f));
	file_write(f, bytes, n);
	assert_ok(&p->ctx, file_commit(&p->ctx, f, NULL));
}

static void refused(
	struct place *p, enum store_mode mode, enum err_code code, const char *says)
{
	struct store *store;
	assert_int_equal(
		store_open(&p->ctx, p->path, &store_case_schema, mode, &store), code);
	assert_null(store);
	if (!strstr(p->ctx.error, says))
		fail_msg("\"%s\" does not say \"%s\"", p->ctx.error, says);
	assert_non_null(strstr(p->ctx.error, p->path));
}

static size_t files_in(struct place *p)
{
	const char **names;
	size_t n;
	assert_ok(&p->ctx, folder_list(&p->ctx, p->folder, &names, &n));
	return n;
}

static void creates_and_opens(void **state)
{
	struct place *p = *state;
	struct store *store;
	struct stat info;
	assert_ok(&p->ctx, store_create(&p->ctx, p->path, &store_case_schema, &store));
	store_close(store);
	assert_int_equal(stat(p->path, &info), 0);
	assert_int_equal(info.st_mode & 0777, 0600);
	assert_int_equal(files_in(p), 1);
	assert_ok(&p->ctx,
		store_open(&p->ctx, p->path, &store_case_schema, STORE_READ, &store));
	store_close(store);
}

static void a_reader_writes_nothing_and_leaves_nothing(void **state)
{
	struct place *p = *state;
	struct store *store;
	assert_ok(&p->ctx, store_create(&p->ctx, p->path, &small, &store));
	store_close(store);
	assert_ok(&p->ctx, store_open(&p->ctx, p->path, &small, STORE_READ, &store));
	assert_int_equal(int_of(store, &count), 0);
	assert_int_equal(run_text(store, &add), ERR_IO);
	store_close(store);
	assert_int_equal(files_in(p), 1);
}

static void does_not_overwrite(void **state)
{
	struct place *p = *state;
	struct store *store;
	put(p, p->path, "mine", 4);
	assert_int_equal(
		store_create(&p->ctx, p->path, &store_case_schema, &store), ERR_STATE);
	assert_null(store);
	const char *bytes;
	size_t n;
	assert_ok(&p->ctx, file_read(&p->ctx, p->path, 100, &bytes, &n));
	assert_string_equal(bytes, "mine");
	assert_int_equal(files_in(p), 1);
}

static void create_needs_a_folder(void **state)
{
	struct place *p = *state;
	struct store *store;
	assert_int_equal(store_create(&p->ctx, beside(p, "none/case.db"),
				 &store_case_schema, &store),
		ERR_IO);
	assert_int_equal(
		store_create(&p->ctx, "", &store_case_schema, &store), ERR_USAGE);
}

static void failed_create_leaves_nothing(void **state)
{
	struct place *p = *state;
	struct store *store;
	assert_int_equal(store_create(&p->ctx, p->path, &small_bad, &store), ERR_STORE);
	assert_null(store);
	assert_int_equal(files_in(p), 0);
}

static void not_there(void **state)
{
	struct place *p = *state;
	refused(p, STORE_WRITE, ERR_NOT_FOUND, "lastseen init");
	refused(p, STORE_READ, ERR_NOT_FOUND, "--db");
	assert_int_equal(files_in(p), 0);
}

static void empty_file(void **state)
{
	struct place *p = *state;
	put(p, p->path, "", 0);
	refused(p, STORE_WRITE, ERR_DATA, "an empty file");
	assert_int_equal(files_in(p), 1);
}

static void a_folder(void **state)
{
	struct place *p = *state;
	assert_int_equal(mkdir(p->path, 0700), 0);
	refused(p, STORE_WRITE, ERR_DATA, "a folder");
	assert_int_equal(rmdir(p->path), 0);
}

static void a_device(void **state)
{
	struct place *p = *state;
	assert_int_equal(symlink("/dev/full", p->path), 0);
	refused(p, STORE_WRITE, ERR_DATA, "a device");
}

static void a_text_file(void **state)
{
	static const char csv[] = "episode_ref,child_ref,type\nE1,C1,missing\n";
	struct place *p = *state;
	put(p, p->path, csv, sizeof csv - 1);
	refused(p, STORE_WRITE, ERR_DATA, "a text file");
}

static void a_binary_file(void **state)
{
	static const char zip[40] = "PK\3\4";
	struct place *p = *state;
	put(p, p->path, zip, sizeof zip);
	refused(p, STORE_WRITE, ERR_DATA, "another program");
}

static void cut_short(void **state)
{
	struct place *p = *state;
	put(p, p->path, "SQLite format 3\0\20\0", 18);
	refused(p, STORE_WRITE, ERR_DATA, "cut short");
}

static void anothers_database(void **state)
{
	struct place *p = *state;
	struct store *store;
	assert_ok(&p->ctx, store_create(&p->ctx, p->path, &small, &store));
	store_close(store);
	refused(p, STORE_WRITE, ERR_DATA, "another kind");
}

static void damaged(void **state)
{
	struct place *p = *state;
	struct store *store;
	assert_ok(&p->ctx, store_create(&p->ctx, p->path, &store_case_schema, &store));
	store_close(store);
	FILE *f = fopen(p->path, "r+b");
	assert_non_null(f);
	fseek(f, 100, SEEK_SET);
	for (int i = 0; i < 3996; i++)
		fputc(0x5a, f);
	fclose(f);
	refused(p, STORE_WRITE, ERR_DATA, "damaged");
}

static void newer(void **state)
{
	struct place *p = *state;
	struct store *store;
	assert_ok(&p->ctx, store_create(&p->ctx, p->path, &small_2, &store));
	store_close(store);
	assert_int_equal(
		store_open(&p->ctx, p->path, &small, STORE_WRITE, &store), ERR_STATE);
	assert_non_null(strstr(p->ctx.error, "newer lastseen"));
	assert_int_equal(files_in(p), 1);
}

static void older_is_migrated_and_kept(void **state)
{
	struct place *p = *state;
	struct store *store;
	assert_ok(&p->ctx, store_create(&p->ctx, p->path, &small, &store));
	assert_ok(&p->ctx, store_begin(store));
	assert_ok(&p->ctx, run_text(store, &add));
	assert_ok(&p->ctx, store_commit(store));
	store_close(store);

	assert_int_equal(
		store_open(&p->ctx, p->path, &small_2, STORE_READ, &store), ERR_STATE);
	assert_ok(&p->ctx, store_open(&p->ctx, p->path, &small_2, STORE_WRITE, &store));
	static const struct sql both =
		SQL("both", "SELECT count(*) FROM thing WHERE b IS NULL");
	assert_int_equal(int_of(store, &both), 1);
	store_close(store);

	const char *copy = beside(p, "case.db.before-v2");
	struct stat info;
	assert_int_equal(stat(copy, &info), 0);
	assert_int_equal(info.st_mode & 0777, 0600);
	assert_ok(&p->ctx, store_open(&p->ctx, copy, &small, STORE_READ, &store));
	assert_int_equal(int_of(store, &count), 1);
	store_close(store);
}

static void failed_migration_changes_nothing(void **state)
{
	struct place *p = *state;
	struct store *store;
	char before[SHA256_HEX], after[SHA256_HEX];
	assert_ok(&p->ctx, store_create(&p->ctx, p->path, &small, &store));
	store_close(store);
	assert_ok(&p->ctx, sha256_file(&p->ctx, p->path, before, NULL));
	assert_int_equal(store_open(&p->ctx, p->path, &small_bad, STORE_WRITE, &store),
		ERR_STORE);
	assert_ok(&p->ctx, sha256_file(&p->ctx, p->path, after, NULL));
	assert_string_equal(before, after);
	assert_int_equal(files_in(p), 1);
}

static void locked_by_another(void **state)
{
	struct place *p = *state;
	struct store *mine, *others;
	assert_ok(&p->ctx, store_create(&p->ctx, p->path, &small, &mine));
	assert_ok(&p->ctx, store_open(&p->ctx, p->path, &small, STORE_WRITE, &others));
	assert_ok(&p->ctx, store_begin(others));
	/* Readers go on. */
	assert_int_equal(int_of(mine, &count), 0);
	assert_int_equal(store_begin(mine), ERR_STATE);
	assert_non_null(strstr(p->ctx.error, "in use by another process"));
	store_rollback(others);
	assert_ok(&p->ctx, store_begin(mine));
	store_close(mine);
	store_close(others);
}

/* A read-only file or folder means nothing to root: a child that is nobody tries. */
static void as_nobody(struct place *p, mode_t file, mode_t folder, enum store_mode mode,
	enum err_code expected)
{
	struct store *store;
	assert_ok(&p->ctx, store_create(&p->ctx, p->path, &small, &store));
	store_close(store);
	if (geteuid() == 0) {
		assert_int_equal(chown(p->path, 65534, 65534), 0);
		assert_int_equal(chown(p->folder, 65534, 65534), 0);
	}
	assert_int_equal(chmod(p->path, file), 0);
	assert_int_equal(chmod(p->folder, folder), 0);
	pid_t child = fork();
	if (child == 0) {
		if (geteuid() == 0 && (setgid(65534) != 0 || setuid(65534) != 0))
			_exit(99);
		enum err_code err = store_open(&p->ctx, p->path, &small, mode, &store);
		struct statement *s;
		bool row;
		if (!err)
			err = store_prepare(store, &count, &s);
		if (!err)
			err = statement_step(s, &row);
		if (!err && mode == STORE_WRITE)
			err = store_begin(store);
		if (!err && mode == STORE_WRITE)
			err = run_text(store, &add);
		if (!err && mode == STORE_WRITE)
			err = store_commit(store);
		_exit((int)err);
	}
	int status;
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), expected);
}

static void read_only_file(void **state)
{
	as_nobody(*state, 0400, 0700, STORE_WRITE, ERR_IO);
}

static void unreadable_file(void **state)
{
	as_nobody(*state, 0200, 0700, STORE_WRITE, ERR_IO);
}

static void read_only_folder(void **state)
{
	as_nobody(*state, 0600, 0500, STORE_WRITE, ERR_IO);
}

static void read_only_folder_is_read(void **state)
{
	as_nobody(*state, 0400, 0500, STORE_READ, ERR_OK);
}

static void full_disk(void **state)
{
	static const struct sql full = SQL("full", "PRAGMA max_page_count = 4");
	static const struct sql grow =
		SQL("grow", "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 "
			    "FROM n WHERE i < "
			    "9000) INSERT INTO thing (a) SELECT i FROM n");
	struct place *p = *state;
	struct store *store;
	assert_ok(&p->ctx, store_create(&p->ctx, p->path, &small, &store));
	(void)int_of(store, &full);
	assert_ok(&p->ctx, store_begin(store));
	assert_ok(&p->ctx, run_text(store, &add));
	assert_int_equal(run_text(store, &grow), ERR_IO);
	assert_non_null(strstr(p->ctx.error, "no room left"));
	store_rollback(store);
	assert_int_equal(int_of(store, &count), 0);
	store_close(store);
}

static void odd_names(void **state)
{
	static const char *const names[] = {
		":memory:", "file:x?mode=memory", "a b%20#.db", "caf\xc3\xa9.db"};
	struct place *p = *state;
	struct store *store;
	char here[512];
	assert_non_null(getcwd(here, sizeof here));
	assert_int_equal(chdir(p->folder), 0);
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		assert_ok(&p->ctx, store_create(&p->ctx, names[i], &small, &store));
		assert_ok(&p->ctx, store_begin(store));
		assert_ok(&p->ctx, run_text(store, &add));
		assert_ok(&p->ctx, store_commit(store));
		store_close(store);
		assert_true(file_exists(names[i]));
		assert_ok(&p->ctx,
			store_open(&p->ctx, names[i], &small, STORE_READ, &store));
		assert_int_equal(int_of(store, &count), 1);
		store_close(store);
	}
	assert_int_equal(chdir(here), 0);
}

static void others_may_read_is_told(void **state)
{
	struct place *p = *state;
	struct store *store;
	char *text = NULL;
	size_t n = 0;
	assert_ok(&p->ctx, store_create(&p->ctx, p->path, &store_case_schema, &store));
	store_close(store);
	assert_int_equal(chmod(p->path, 0644), 0);
	p->ctx.quiet = false;
	p->ctx.messages = open_memstream(&text, &n);
	assert_ok(&p->ctx,
		store_open(&p->ctx, p->path, &store_case_schema, STORE_WRITE, &store));
	store_close(store);
	fclose(p->ctx.messages);
	p->ctx.messages = stderr;
	assert_non_null(strstr(text, "chmod 600"));
	free(text);
}

static void snapshot_stands_still(void **state)
{
	struct place *p = *state;
	struct store *mine, *others;
	assert_ok(&p->ctx, store_create(&p->ctx, p->path, &small, &mine));
	assert_ok(&p->ctx, store_open(&p->ctx, p->path, &small, STORE_WRITE, &others));
	assert_ok(&p->ctx, store_snapshot(mine));
	assert_ok(&p->ctx, store_begin(others));
	assert_ok(&p->ctx, run_text(others, &add));
	assert_ok(&p->ctx, store_commit(others));
	assert_int_equal(int_of(mine, &count), 0);
	assert_ok(&p->ctx, store_begin(mine));
	assert_int_equal(int_of(mine, &count), 1);
	store_close(mine);
	store_close(others);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, place_open, place_shut)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(creates_and_opens),
		TEST(a_reader_writes_nothing_and_leaves_nothing),
		TEST(does_not_overwrite),
		TEST(create_needs_a_folder),
		TEST(failed_create_leaves_nothing),
		TEST(not_there),
		TEST(empty_file),
		TEST(a_folder),
		TEST(a_device),
		TEST(a_text_file),
		TEST(a_binary_file),
		TEST(cut_short),
		TEST(anothers_database),
		TEST(damaged),
		TEST(newer),
		TEST(older_is_migrated_and_kept),
		TEST(failed_migration_changes_nothing),
		TEST(locked_by_another),
		TEST(read_only_file),
		TEST(unreadable_file),
		TEST(read_only_folder),
		TEST(read_only_folder_is_read),
		TEST(full_disk),
		TEST(odd_names),
		TEST(others_may_read_is_told),
		TEST(snapshot_stands_still),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
