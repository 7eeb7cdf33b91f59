#include "helper.h"
#include <math.h>
#include <signal.h>
#include <sys/wait.h>

static const struct sql shape = SQL("shape",
	"CREATE TABLE thing (id INTEGER PRIMARY KEY, i INTEGER, r REAL, t TEXT, b BLOB,"
	" CHECK (i <> 13)) STRICT;");
static const struct sql *const shapes[] = {&shape, NULL};
static const struct store_schema small = {
	.name = "box", .application_id = 78, .migrations = shapes};

static const struct sql insert =
	SQL("insert", "-- comments first\nINSERT INTO thing (i, r, t, b)\n"
		      "VALUES (:i, :r, :t, :b)\n");
static const struct sql all = SQL("all", "SELECT i, r, t, b FROM thing ORDER BY id");
static const struct sql count = SQL("count", "SELECT count(*) FROM thing");
static const struct sql two_statements = SQL("two", "SELECT 1; SELECT 2");
static const struct sql nonsense = SQL("nonsense", "SELEKT 1");

static struct store *made(struct place *p)
{
	struct store *store;
	assert_ok(&p->ctx, store_create(&p->ctx, p->path, &small, &store));
	return store;
}

static void values_come_back(void **state)
{
	struct place *p = *state;
	struct store *store = made(p);
	struct statement *s;
	bool row;
	size_t n;
	assert_ok(&p->ctx, store_begin(store));
	assert_ok(&p->ctx, store_prepare(store, &insert, &s));
	/* Any order. */
	bind_text(s, ":t", "caf\xc3\xa9");
	bind_blob(s, ":b", "\0\1\2", 3);
	bind_real(s, ":r", 0.1);
	bind_int(s, ":i", INT64_MIN);
	assert_ok(&p->ctx, statement_run(s));
	assert_int_equal(store_changes(store), 1);
	assert_int_equal(store_last_id(store), 1);
	bind_real(s, ":r", NAN);
	bind_text(s, ":t", NULL);
	bind_null(s, ":i");
	assert_ok(&p->ctx, statement_run(s));
	assert_ok(&p->ctx, store_commit(store));

	assert_ok(&p->ctx, store_prepare(store, &all, &s));
	assert_int_equal(column_count(s), 4);
	assert_string_equal(column_name(s, 2), "t");
	assert_ok(&p->ctx, statement_step(s, &row));
	assert_true(row);
	assert_true(column_int(s, 0) == INT64_MIN);
	assert_true(column_real(s, 1) == 0.1);
	assert_string_equal(column_text(s, 2), "caf\xc3\xa9");
	assert_memory_equal(column_blob(s, 3, &n), "\0\1\2", 3);
	assert_int_equal(n, 3);
	assert_ok(&p->ctx, statement_step(s, &row));
	assert_true(row && column_null(s, 0) && isnan(column_real(s, 1)));
	assert_null(column_text(s, 2));
	assert_null(column_dup(s, 2, p->ctx.arena));
	/* The blob's binding was kept. */
	assert_false(column_null(s, 3));
	assert_ok(&p->ctx, statement_step(s, &row));
	assert_false(row);
	store_close(store);
}

static void cached_and_unbound(void **state)
{
	struct place *p = *state;
	struct store *store = made(p);
	struct statement *a, *b;
	bool row;
	assert_ok(&p->ctx, store_begin(store));
	assert_ok(&p->ctx, store_prepare(store, &insert, &a));
	bind_int(a, ":i", 5);
	assert_ok(&p->ctx, store_prepare(store, &insert, &b));
	assert_ptr_equal(a, b);
	assert_ok(&p->ctx, statement_run(b));
	assert_ok(&p->ctx, store_prepare(store, &all, &a));
	assert_ok(&p->ctx, statement_step(a, &row));
	assert_true(row && column_null(a, 0));
	store_close(store);
}

static void refusals_are_told(void **state)
{
	struct place *p = *state;
	struct store *store = made(p);
	struct statement *s;
	assert_int_equal(store_prepare(store, &two_statements, &s), ERR_STORE);
	assert_int_equal(store_prepare(store, &nonsense, &s), ERR_STORE);
	assert_non_null(strstr(p->ctx.error, "nonsense"));
	assert_ok(&p->ctx, store_begin(store));
	assert_ok(&p->ctx, store_prepare(store, &insert, &s));
	bind_int(s, ":i", 13);
	assert_int_equal(statement_run(s), ERR_STORE);
	assert_non_null(strstr(p->ctx.error, "CHECK constraint failed"));
	/* The transaction goes on, and the statement can be used again. */
	bind_int(s, ":i", 14);
	assert_ok(&p->ctx, statement_run(s));
	assert_ok(&p->ctx, store_commit(store));
	assert_int_equal(int_of(store, &count), 1);
	store_close(store);
}

static void uncommitted_is_undone(void **state)
{
	struct place *p = *state;
	struct store *store = made(p);
	assert_ok(&p->ctx, store_begin(store));
	assert_true(store_writing(store));
	assert_ok(&p->ctx, run_text(store, &insert));
	store_close(store);
	assert_ok(&p->ctx, store_open(&p->ctx, p->path, &small, STORE_WRITE, &store));
	assert_false(store_writing(store));
	assert_int_equal(int_of(store, &count), 0);
	store_close(store);
}

/* A child commits 3 rows, then fills more than the page cache holds and is killed. */
static void killed_in_the_middle(void **state)
{
	static const struct sql much = SQL("much",
		"WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE "
		"i < "
		"100000) INSERT INTO thing (t, b) SELECT 'x', randomblob(1000) FROM n");
	static const struct sql check = SQL("check", "PRAGMA integrity_check(1)");
	struct place *p = *state;
	struct store *store;
	store_close(made(p));
	pid_t child = fork();
	if (child == 0) {
		enum err_code err =
			store_open(&p->ctx, p->path, &small, STORE_WRITE, &store);
		if (!err)
			err = store_begin(store);
		for (int i = 0; !err && i < 3; i++)
			err = run_text(store, &insert);
		if (!err)
			err = store_commit(store);
		if (!err)
			err = store_begin(store);
		if (!err)
			err = run_text(store, &much);
		if (!err)
			raise(SIGKILL);
		_exit(1);
	}
	int status;
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFSIGNALED(status));
	struct stat log;
	assert_int_equal(stat(str_printf(p->ctx.arena, "%s-wal", p->path), &log), 0);
	assert_true(log.st_size > 10000000);
	assert_int_equal(log.st_mode & 0777, 0600);

	assert_ok(&p->ctx, store_open(&p->ctx, p->path, &small, STORE_WRITE, &store));
	assert_int_equal(int_of(store, &count), 3);
	struct statement *s;
	bool row;
	assert_ok(&p->ctx, store_prepare(store, &check, &s));
	assert_ok(&p->ctx, statement_step(s, &row));
	assert_string_equal(column_text(s, 0), "ok");
	store_close(store);
}

static void extensions_stay_shut(void **state)
{
	static const struct sql load =
		SQL("load", "SELECT load_extension('mod_spatialite')");
	struct place *p = *state;
	struct store *store;
	struct statement *s;
	bool row;
	assert_ok(&p->ctx, store_create(&p->ctx, p->path, &store_case_schema, &store));
	enum err_code err = store_prepare(store, &load, &s);
	if (!err)
		err = statement_step(s, &row);
	assert_int_equal(err, ERR_STORE);
	assert_non_null(strstr(p->ctx.error, "not authorized"));
	store_close(store);
}

static void geometry_is_checked_and_indexed(void **state)
{
	static const struct sql rows = SQL("rows",
		"INSERT INTO source (kind, file, sha256, bytes, imported_utc, "
		"imported_by,"
		" version) VALUES ('homes', 'h.csv', printf('%064d', 0), 1, '', '', "
		"'');"
		"INSERT INTO home (source_id, row, row_hash, urn) VALUES (1, 2, 'a', "
		"'SC1');"
		"INSERT INTO place (source_id, row, source_kind, ref, role, home_id)"
		" VALUES (1, 2, 'homes', 'SC1', 'address', 1);"
		"INSERT INTO located (place_id, input, easting, northing, precision_m, "
		"kind,"
		" method, confidence, geom) VALUES (1, 'x', 400000, 300000, 1, 'uprn', "
		"'m',"
		" 1, MakePoint(400000, 300000, 27700));");
	static const struct sql wrong =
		SQL("wrong", "UPDATE located SET geom = MakePoint(-1.5, 52.5, 4326)");
	static const struct sql near =
		SQL("near", "SELECT pkid FROM idx_located_geom WHERE xmin <= 400010 "
			    "AND xmax >= 399990");
	static const struct sql gone = SQL("gone", "DELETE FROM located");
	struct place *p = *state;
	struct store *store;
	assert_ok(&p->ctx, store_create(&p->ctx, p->path, &store_case_schema, &store));
	assert_ok(&p->ctx, store_begin(store));
	assert_ok(&p->ctx, store_script(store, &rows));
	assert_ok(&p->ctx, store_commit(store));
	/* SpatiaLite's check undoes the whole transaction: nothing may follow in it. */
	assert_ok(&p->ctx, store_begin(store));
	assert_int_equal(run_text(store, &wrong), ERR_STORE);
	assert_non_null(strstr(p->ctx.error, "Geometry constraint"));
	assert_int_equal(run_text(store, &gone), ERR_STORE);
	assert_non_null(strstr(p->ctx.error, "earlier failure"));
	store_rollback(store);
	assert_int_equal(int_of(store, &near), 1);
	store_close(store);
}

static void script_must_give_one(void **state)
{
	static const struct sql zero = SQL("zero", "SELECT 1; SELECT 0;");
	struct place *p = *state;
	struct store *store = made(p);
	assert_ok(&p->ctx, store_begin(store));
	assert_int_equal(store_script(store, &zero), ERR_STORE);
	store_close(store);
}

/* Every statement of queries/ fits the schema, but for those of other files and of
 * tables that their users make for themselves (the gazetteer, what was found in it, the
 * flag rules): they are tried where those are. */
static void queries_fit_the_schema(void **state)
{
	static const char *const others[] = {
		"migrate_", "gazetteer_", "found_", "flag"};
	struct place *p = *state;
	struct store *store;
	struct statement *s;
	assert_ok(&p->ctx, store_create(&p->ctx, p->path, &store_case_schema, &store));
	for (size_t i = 0; sql_all[i]; i++) {
		bool mine = true;
		for (size_t k = 0; k < sizeof others / sizeof *others; k++)
			mine &= !str_starts(sql_all[i]->name, others[k]);
		if (mine)
			assert_ok(&p->ctx, store_prepare(store, sql_all[i], &s));
	}
	store_close(store);
}

static void input_hash_follows_the_case(void **state)
{
	static const struct sql source =
		SQL("source", "INSERT INTO source (kind, file, sha256, bytes, "
			      "imported_utc, imported_by,"
			      " version) VALUES ('homes', 'h.csv', printf('%064d', 0), "
			      "1, '', '', '')");
	struct place *p = *state;
	struct store *store;
	char empty[65], again[65], one[65];
	assert_ok(&p->ctx, store_create(&p->ctx, p->path, &store_case_schema, &store));
	assert_ok(&p->ctx, store_input_hash(store, empty));
	assert_ok(&p->ctx, store_input_hash(store, again));
	assert_string_equal(empty, again);
	assert_ok(&p->ctx, store_begin(store));
	assert_ok(&p->ctx, run_text(store, &source));
	assert_ok(&p->ctx, store_commit(store));
	assert_ok(&p->ctx, store_input_hash(store, one));
	assert_string_not_equal(empty, one);
	store_close(store);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, place_open, place_shut)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(values_come_back),
		TEST(cached_and_unbound),
		TEST(refusals_are_told),
		TEST(uncommitted_is_undone),
		TEST(killed_in_the_middle),
		TEST(extensions_stay_shut),
		TEST(geometry_is_checked_and_indexed),
		TEST(script_must_give_one),
		TEST(queries_fit_the_schema),
		TEST(input_hash_follows_the_case),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
