#include "helper.h"

static const struct sql unlock =
	SQL("unlock", "DROP TRIGGER audit_no_update; DROP TRIGGER audit_no_delete;");

static struct store *with_entries(struct place *p, int n)
{
	struct store *store;
	assert_ok(&p->ctx, store_create(&p->ctx, p->path, &store_case_schema, &store));
	assert_ok(&p->ctx, store_begin(store));
	for (int i = 0; i < n; i++)
		assert_ok(&p->ctx, audit_add(store, AUDIT_COLLECTION, "import",
					   str_printf(p->ctx.arena, "{\"n\":%d}", i)));
	assert_ok(&p->ctx, store_commit(store));
	return store;
}

static int64_t first_bad(struct place *p, struct store *store)
{
	struct audit_check check;
	assert_ok(&p->ctx, audit_verify(store, &check));
	return check.broken ? check.first_bad : 0;
}

static void chain_holds(void **state)
{
	struct place *p = *state;
	struct audit_check check;
	struct store *store = with_entries(p, 0);
	assert_ok(&p->ctx, audit_verify(store, &check));
	assert_false(check.broken);
	assert_int_equal(check.entries, 0);
	store_close(store);
	unlink(p->path);
	store = with_entries(p, 5);
	assert_ok(&p->ctx, audit_verify(store, &check));
	assert_false(check.broken);
	assert_int_equal(check.entries, 5);
	store_close(store);
}

/* The parts in the order that the header promises, each with its line feed. */
static void hash_is_as_written(void **state)
{
	static const struct sql hash = SQL("hash",
		"SELECT hash = :hash FROM audit WHERE utc = '2026-03-28T21:30:05Z'");
	struct place *p = *state;
	struct statement *s;
	bool row;
	setenv("SOURCE_DATE_EPOCH", "1774733405", 1);
	struct store *store = with_entries(p, 1);
	unsetenv("SOURCE_DATE_EPOCH");
	char *text = str_printf(p->ctx.arena,
		"%064d\n2026-03-28T21:30:05Z\n%s\ncollection\nimport\n{\"n\":0}\n", 0,
		audit_who(p->ctx.arena));
	char hex[SHA256_HEX];
	sha256_of(text, strlen(text), hex);
	assert_ok(&p->ctx, store_prepare(store, &hash, &s));
	bind_text(s, ":hash", hex);
	assert_ok(&p->ctx, statement_step(s, &row));
	assert_true(row);
	assert_int_equal(column_int(s, 0), 1);
	store_close(store);
}

static void append_only(void **state)
{
	static const struct sql change = SQL("change", "UPDATE audit SET who = 'x'");
	static const struct sql erase = SQL("erase", "DELETE FROM audit");
	struct place *p = *state;
	struct store *store = with_entries(p, 2);
	assert_int_equal(run_text(store, &change), ERR_STORE);
	assert_non_null(strstr(p->ctx.error, "append-only"));
	assert_int_equal(run_text(store, &erase), ERR_STORE);
	store_close(store);
}

static void tampering(void **state)
{
	static const struct {
		struct sql sql;
		int64_t bad;
	} cases[] = {
		{SQL("who", "UPDATE audit SET who = 'x' WHERE audit_id = 3"), 3},
		{SQL("detail", "UPDATE audit SET detail = '{}' WHERE audit_id = 1"), 1},
		{SQL("utc", "UPDATE audit SET utc = '' WHERE audit_id = 5"), 5},
		{SQL("action",
			 "UPDATE audit SET action = 'erasure' WHERE audit_id = 2"),
			2},
		{SQL("hash", "UPDATE audit SET hash = printf('%064d', 7)"
			     " WHERE audit_id = 4"),
			4},
		{SQL("middle", "DELETE FROM audit WHERE audit_id = 3"), 4},
		{SQL("first", "DELETE FROM audit WHERE audit_id = 1"), 2},
		{SQL("shift", "DELETE FROM audit WHERE audit_id = 1;"
			      "UPDATE audit SET previous = printf('%064d', 0) WHERE"
			      " audit_id = 2"),
			2},
		{SQL("zero", "UPDATE audit SET audit_id = 0 WHERE audit_id = 1"), 0},
	};
	struct place *p = *state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct store *store = with_entries(p, 5);
		struct audit_check check;
		assert_int_equal(first_bad(p, store), 0);
		assert_ok(&p->ctx, store_begin(store));
		assert_ok(&p->ctx, store_script(store, &unlock));
		assert_ok(&p->ctx, store_script(store, &cases[i].sql));
		assert_ok(&p->ctx, store_commit(store));
		assert_ok(&p->ctx, audit_verify(store, &check));
		assert_true(check.broken);
		assert_int_equal(check.first_bad, cases[i].bad);
		store_close(store);
		unlink(p->path);
	}
}

static void cut_tail_changes_the_last_hash(void **state)
{
	static const struct sql cut =
		SQL("cut", "DELETE FROM audit WHERE audit_id > 3");
	struct place *p = *state;
	struct audit_check before, after;
	struct store *store = with_entries(p, 5);
	assert_ok(&p->ctx, audit_verify(store, &before));
	assert_ok(&p->ctx, store_begin(store));
	assert_ok(&p->ctx, store_script(store, &unlock));
	assert_ok(&p->ctx, store_script(store, &cut));
	assert_ok(&p->ctx, store_commit(store));
	assert_ok(&p->ctx, audit_verify(store, &after));
	assert_false(after.broken);
	assert_string_not_equal(before.last_hash, after.last_hash);
	store_close(store);
}

static void source_date_epoch(void **state)
{
	static const char *const wrong[] = {"", "x", "12x", "-1", "99999999999999"};
	char text[32];
	(void)state;
	setenv("SOURCE_DATE_EPOCH", "0", 1);
	audit_now(text);
	assert_string_equal(text, "1970-01-01T00:00:00Z");
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		setenv("SOURCE_DATE_EPOCH", wrong[i], 1);
		audit_now(text);
		assert_true(strncmp(text, "20", 2) == 0 && text[19] == 'Z');
	}
	unsetenv("SOURCE_DATE_EPOCH");
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, place_open, place_shut)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(chain_holds),
		TEST(hash_is_as_written),
		TEST(append_only),
		TEST(tampering),
		TEST(cut_tail_changes_the_last_hash),
		cmocka_unit_test(source_date_epoch),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
