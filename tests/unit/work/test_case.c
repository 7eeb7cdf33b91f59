#include "../unit.h"

#include "base/file.h"
#include "base/str.h"
#include "work/audit_log.h"
#include "work/case.h"
#include "work/init.h"
#include "work/naming.h"
#include "work/setting.h"
#include "work/status.h"
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define SQL(name_, text_)                                                              \
	{                                                                              \
		name_, text_, sizeof(text_) - 1                                        \
	}

struct desk {
	struct context ctx;
	char folder[64], path[96];
	struct work_options options;
	char *text; /* what was printed */
	size_t text_n;
};

static int desk_open(void **state)
{
	struct desk *d = calloc(1, sizeof *d);
	assert_non_null(d);
	context_init(&d->ctx);
	d->ctx.quiet = true;
	strcpy(d->folder, "/tmp/lastseen-case-XXXXXX");
	assert_non_null(mkdtemp(d->folder));
	snprintf(d->path, sizeof d->path, "%s/case.db", d->folder);
	d->options = (struct work_options){
		.db_path = d->path, .format = FORMAT_JSON, .period = {.all = true}};
	d->options.out = open_memstream(&d->text, &d->text_n);
	setenv("SOURCE_DATE_EPOCH", "1774733405", 1);
	*state = d;
	return 0;
}

static int desk_shut(void **state)
{
	struct desk *d = *state;
	const char **names;
	size_t n;
	unsetenv("SOURCE_DATE_EPOCH");
	fclose(d->options.out);
	free(d->text);
	assert_int_equal(folder_list(&d->ctx, d->folder, &names, &n), ERR_OK);
	for (size_t i = 0; i < n; i++)
		unlink(str_printf(d->ctx.arena, "%s/%s", d->folder, names[i]));
	assert_int_equal(rmdir(d->folder), 0);
	context_release(&d->ctx);
	free(d);
	return 0;
}

static void ok(struct desk *d, enum err_code err)
{
	if (err)
		fail_msg("%s", d->ctx.error);
}

static void says(const char *text, const char *what)
{
	if (!strstr(text, what))
		fail_msg("\"%s\" does not hold \"%s\"", text, what);
}

static void begin_anew(struct desk *d)
{
	fclose(d->options.out);
	free(d->text);
	d->options.out = open_memstream(&d->text, &d->text_n);
}

static void made(struct desk *d)
{
	struct init_options o = {.authority = "Anytown"};
	ok(d, work_init(&d->ctx, &d->options, &o));
	begin_anew(d);
}

static int64_t number(struct desk *d, const struct sql *sql)
{
	struct store *store;
	struct statement *s;
	bool row;
	ok(d, store_open(&d->ctx, d->path, &store_case_schema, STORE_READ, &store));
	ok(d, store_prepare(store, sql, &s));
	ok(d, statement_step(s, &row));
	int64_t value = row ? column_int(s, 0) : -1;
	store_close(store);
	return value;
}

static const struct sql runs = SQL("runs", "SELECT count(*) FROM run");
static const struct sql entries = SQL("entries", "SELECT count(*) FROM audit");

static void init_says_what_it_made(void **state)
{
	struct desk *d = *state;
	struct init_options o = {.authority = "Anytown", .marking = "OFFICIAL"};
	ok(d, work_init(&d->ctx, &d->options, &o));
	says(d->text, "\"file\": \"case.db\"");
	says(d->text, "\"marking\": \"OFFICIAL\"");
	assert_null(strstr(d->text, d->folder));
	assert_int_equal(number(d, &entries), 1);
}

static void init_refuses(void **state)
{
	struct desk *d = *state;
	struct init_options o = {0};
	made(d);
	char before[SHA256_HEX], after[SHA256_HEX];
	ok(d, sha256_file(&d->ctx, d->path, before, NULL));
	assert_int_equal(work_init(&d->ctx, &d->options, &o), ERR_STATE);
	ok(d, sha256_file(&d->ctx, d->path, after, NULL));
	assert_string_equal(before, after);
	unlink(d->path);
	o.marking = "A\nB";
	assert_int_equal(work_init(&d->ctx, &d->options, &o), ERR_USAGE);
	o.marking = "  ";
	assert_int_equal(work_init(&d->ctx, &d->options, &o), ERR_USAGE);
	assert_false(file_exists(d->path));
}

static void init_that_cannot_print_leaves_nothing(void **state)
{
	struct desk *d = *state;
	struct init_options o = {0};
	FILE *kept = d->options.out;
	d->options.out = fopen("/dev/full", "w");
	assert_non_null(d->options.out);
	assert_int_equal(work_init(&d->ctx, &d->options, &o), ERR_IO);
	fclose(d->options.out);
	d->options.out = kept;
	assert_false(file_exists(d->path));
}

static enum err_code look(struct desk *d)
{
	struct work_case c;
	enum err_code err = case_open(&d->ctx, &d->options, STORE_WRITE, &c);
	if (err)
		return err;
	struct result *result = result_create(d->ctx.arena);
	result_int(result, "answer", 42);
	err = case_finish(&c, "look", case_parameters(&c), result);
	case_close(&c);
	return err;
}

static void a_look_is_kept(void **state)
{
	static const struct sql run = SQL("run",
		"SELECT count(*) FROM run JOIN result USING (run_id) WHERE command = "
		"'look'"
		" AND json_extract(json, '$.answer') = 42 AND seed = 1 AND audience ="
		" 'partner' AND run_utc = '2026-03-28T21:30:05Z' AND libraries ->>"
		" 'spatialite' <> '' AND length(input_sha256) = 64");
	static const struct sql entry = SQL("entry",
		"SELECT count(*) FROM audit WHERE action = 'consultation' AND command ="
		" 'look' AND detail ->> '$.parameters.period' IS NULL AND detail ->>"
		" 'run' = 1");
	struct desk *d = *state;
	made(d);
	ok(d, look(d));
	says(d->text, "\"answer\": 42");
	says(d->text, "\"command\": \"look\"");
	assert_int_equal(number(d, &run), 1);
	assert_int_equal(number(d, &entry), 1);
	char *first = str_dup(d->ctx.arena, d->text);
	begin_anew(d);
	ok(d, look(d));
	assert_string_equal(first, d->text);
}

static void a_look_that_cannot_be_shown(void **state)
{
	struct desk *d = *state;
	made(d);
	FILE *kept = d->options.out;
	d->options.out = fopen("/dev/full", "w");
	assert_non_null(d->options.out);
	assert_int_equal(look(d), ERR_IO);
	fclose(d->options.out);
	d->options.out = kept;
	assert_int_equal(number(d, &runs), 0);
	assert_int_equal(number(d, &entries), 1);
}

/* Another process adds a source between the reading and the saving: the run says what
 * it read, not what is there now. */
static void the_hash_is_of_what_was_read(void **state)
{
	static const struct sql source =
		SQL("source", "INSERT INTO source (kind, file, sha256, bytes, "
			      "imported_utc, imported_by,"
			      " version) VALUES ('homes', 'h.csv', printf('%064d', 0), "
			      "1, '', '', '')");
	static const struct sql same =
		SQL("same", "SELECT count(DISTINCT input_sha256) FROM run");
	struct desk *d = *state;
	struct work_case c;
	struct store *other;
	struct statement *s;
	made(d);
	ok(d, look(d));
	ok(d, case_open(&d->ctx, &d->options, STORE_WRITE, &c));
	ok(d, store_open(&d->ctx, d->path, &store_case_schema, STORE_WRITE, &other));
	ok(d, store_begin(other));
	ok(d, store_prepare(other, &source, &s));
	ok(d, statement_run(s));
	ok(d, store_commit(other));
	store_close(other);
	int64_t run_id;
	ok(d, case_save_run(&c, "export", AUDIT_DISCLOSURE, case_parameters(&c), NULL,
		      &run_id));
	case_close(&c);
	assert_int_equal(run_id, 2);
	assert_int_equal(number(d, &same), 1);
	ok(d, look(d));
	assert_int_equal(number(d, &same), 2);
}

static void parameters_and_paths(void **state)
{
	struct desk *d = *state;
	struct work_case c = {.ctx = &d->ctx, .options = &d->options};
	d->options.period = (struct period){
		.from_day = civil_days(2025, 4, 1), .to_day = civil_days(2026, 3, 31)};
	d->options.type = "missing";
	says(emit_json(&d->ctx, &(struct envelope){"x", case_parameters(&c), NULL,
					result_create(d->ctx.arena)}),
		"\"period\": \"2025-04-01..2026-03-31\"");
	struct work_options o = {.db_path = "case.db"};
	assert_string_equal(case_gazetteer_path(&d->ctx, &o), "gazetteer.db");
	o.db_path = "a/b/case.db";
	assert_string_equal(case_gazetteer_path(&d->ctx, &o), "a/b/gazetteer.db");
	o.gazetteer_path = "/usr/share/g.db";
	assert_string_equal(case_gazetteer_path(&d->ctx, &o), "/usr/share/g.db");
}

static void settings(void **state)
{
	struct desk *d = *state;
	struct store *store;
	const char *value;
	made(d);
	ok(d, store_open(&d->ctx, d->path, &store_case_schema, STORE_WRITE, &store));
	ok(d, setting_get(store, "authority", &value));
	assert_string_equal(value, "Anytown");
	ok(d, setting_get(store, "nothing", &value));
	assert_null(value);
	ok(d, setting_marking(store, &value));
	assert_string_equal(value, MARKING_DEFAULT);
	ok(d, store_begin(store));
	ok(d, setting_set(store, "authority", "Othertown"));
	ok(d, store_commit(store));
	ok(d, setting_get(store, "authority", &value));
	assert_string_equal(value, "Othertown");
	store_close(store);
}

static void audit_shows_and_verifies(void **state)
{
	struct desk *d = *state;
	made(d);
	ok(d, look(d));
	begin_anew(d);
	ok(d, work_audit_list(&d->ctx, &d->options));
	says(d->text, "\"action\": \"consultation\"");
	assert_int_equal(number(d, &entries), 2);
	begin_anew(d);
	ok(d, work_audit_verify(&d->ctx, &d->options, NULL));
	says(d->text, "\"holds\": true");
	const char *at = strstr(d->text, "\"last_hash\": \"");
	assert_non_null(at);
	char *hash = str_dup_n(d->ctx.arena, at + 14, 64);
	ok(d, look(d));
	begin_anew(d);
	ok(d, work_audit_verify(&d->ctx, &d->options, hash));
	says(d->text, "\"noted_at\": 2");
	assert_int_equal(work_audit_verify(&d->ctx, &d->options, "12ab"), ERR_USAGE);
	hash[0] = hash[0] == '0' ? '1' : '0';
	assert_int_equal(work_audit_verify(&d->ctx, &d->options, hash), ERR_DATA);
	says(d->ctx.error, "noted hash");
}

static void audit_names_the_first_bad_entry(void **state)
{
	static const struct sql tamper =
		SQL("tamper", "DROP TRIGGER audit_no_update;"
			      "UPDATE audit SET who = 'somebody' WHERE audit_id = 2;");
	struct desk *d = *state;
	struct store *store;
	made(d);
	for (int i = 0; i < 3; i++)
		ok(d, look(d));
	ok(d, store_open(&d->ctx, d->path, &store_case_schema, STORE_WRITE, &store));
	ok(d, store_begin(store));
	ok(d, store_script(store, &tamper));
	ok(d, store_commit(store));
	store_close(store);
	begin_anew(d);
	assert_int_equal(work_audit_verify(&d->ctx, &d->options, NULL), ERR_DATA);
	says(d->ctx.error, "at entry 2");
	says(d->text, "\"first_bad\": 2");
	says(d->text, "\"holds\": false");
}

static const struct sql small_case = SQL("small_case",
	"INSERT INTO source (kind, file, sha256, bytes, rows, added, unchanged, "
	"set_aside,"
	" imported_utc, imported_by, version) VALUES ('episodes', 'e.csv',"
	" printf('%064d', 1), 1, 5, 3, 1, 1, '', '', '');"
	"INSERT INTO child (child_ref, dob) VALUES ('K1', '2010-01-01'), ('K2', NULL);"
	"INSERT INTO episode (source_id, row, row_hash, episode_ref, child_id, type,"
	" reported_s, reported_span_s, reported_precision, reported_text, found_s) "
	"VALUES"
	" (1, 2, 'a', 'E1', 1, 'missing', 1743465600, 60, 'minute', '', 1743470000),"
	" (1, 3, 'b', 'E2', 1, 'missing', 1743552000, 60, 'minute', '', NULL),"
	" (1, 4, 'c', 'E3', 2, 'absent', 1774733405, 60, 'minute', '', NULL);"
	"INSERT INTO place (source_id, row, source_kind, ref, role, episode_id) VALUES"
	" (1, 2, 'episodes', 'E1', 'found', 1), (1, 3, 'episodes', 'E2', 'found', 2),"
	" (1, 4, 'episodes', 'E3', 'found', 3), (1, 4, 'episodes', 'E3', 'from', 3);"
	"INSERT INTO located (place_id, input, easting, northing, precision_m, kind,"
	" method, confidence, accuracy_m) VALUES"
	" (1, 'x', 1, 1, 25, 'uprn', 'uprn', 1, NULL),"
	" (2, 'x', 1, 1, 25.5, 'postcode', 'postcode', 1, 5),"
	" (3, 'x', NULL, NULL, NULL, 'none', 'nothing written', 0, NULL);"
	"INSERT INTO set_aside (source_id, row, column, reason, raw, whole) VALUES"
	" (1, 6, 'reported_time', 'is no time', 'x', 1),"
	" (1, 3, 'found_time', 'is no time', 'x', 0),"
	" (1, 2, 'found_time', 'is no time', 'y', 0);"
	"INSERT INTO set_aside (source_id, row, column, reason, raw, whole, "
	"resolved_utc)"
	" VALUES (1, 9, 'type', 'mended', 'x', 1, '2026');");

static void fill(struct desk *d)
{
	struct store *store;
	made(d);
	ok(d, store_open(&d->ctx, d->path, &store_case_schema, STORE_WRITE, &store));
	ok(d, store_begin(store));
	ok(d, store_script(store, &small_case));
	ok(d, store_commit(store));
	store_close(store);
}

static const struct cell *cell_of(
	const struct result *r, const char *table, size_t row, const char *column)
{
	const struct table *t = result_find_table(r, table);
	assert_non_null(t);
	assert_true(row < t->rows_n);
	for (size_t i = 0; i < t->columns_n; i++)
		if (str_equal(t->columns[i].name, column))
			return table_at(t, row, i);
	fail_msg("no column %s", column);
	return NULL;
}

static void status_counts(void **state)
{
	struct desk *d = *state;
	struct work_case c;
	fill(d);
	struct result *r = result_create(d->ctx.arena);
	ok(d, case_open(&d->ctx, &d->options, STORE_WRITE, &c));
	ok(d, status_result(&c, NULL, r));
	case_close(&c);
	assert_string_equal(r->fields[0].name, "authority");
	assert_int_equal(r->fields[2].value.as.integer, 3);
	assert_int_equal(r->fields[3].value.as.integer, 2);
	assert_string_equal(r->fields[4].value.as.text, "2025-04-01");
	assert_string_equal(r->fields[5].value.as.text, "2026-03-28");
	assert_int_equal(cell_of(r, "sources", 0, "added")->as.integer, 3);
	assert_int_equal(cell_of(r, "rows", 10, "rows")->as.integer, 2);
	/* Of three episodes two are of the child with a date of birth. */
	assert_string_equal(
		cell_of(r, "completeness", 1, "column")->as.text, "child_dob");
	assert_int_equal(cell_of(r, "completeness", 1, "filled")->as.integer, 2);

	const struct table *located = result_find_table(r, "located");
	assert_int_equal(located->rows_n, 4);
	assert_string_equal(cell_of(r, "located", 0, "role")->as.text, "from");
	assert_string_equal(
		cell_of(r, "located", 0, "kind")->as.text, "not geocoded yet");
	assert_int_equal(cell_of(r, "located", 1, "precision_up_to_m")->as.integer, 25);
	assert_int_equal(
		cell_of(r, "located", 2, "precision_up_to_m")->as.integer, 100);
	assert_int_equal(
		cell_of(r, "located", 3, "precision_up_to_m")->kind, CELL_NULL);

	const struct table *aside = result_find_table(r, "set_aside");
	assert_int_equal(aside->rows_n, 2);
	assert_true(cell_of(r, "set_aside", 0, "whole")->as.boolean);
	assert_int_equal(cell_of(r, "set_aside", 1, "n")->as.integer, 2);
	assert_string_equal(cell_of(r, "set_aside", 1, "rows")->as.texts.items[0], "2");
	assert_int_equal(result_find_table(r, "projection")->rows_n, 1);
	assert_int_equal(cell_of(r, "projection", 0, "places")->as.integer, 1);
}

static void status_of_one_table_for_the_public(void **state)
{
	struct desk *d = *state;
	struct work_case c;
	fill(d);
	d->ctx.audience = AUDIENCE_PUBLIC;
	struct result *r = result_create(d->ctx.arena);
	ok(d, case_open(&d->ctx, &d->options, STORE_WRITE, &c));
	ok(d, status_result(&c, "rows", r));
	case_close(&c);
	assert_int_equal(r->n, 1);
	assert_int_equal(cell_of(r, "rows", 0, "rows")->kind, CELL_NULL);
	assert_int_equal(cell_of(r, "rows", 1, "rows")->as.integer, 0);
}

static void status_is_a_look(void **state)
{
	struct desk *d = *state;
	fill(d);
	ok(d, work_status(&d->ctx, &d->options, NULL));
	says(d->text, "\"completeness\"");
	assert_int_equal(number(d, &runs), 1);
	assert_int_equal(number(d, &entries), 2);
}

static void names(void **state)
{
	struct context ctx;
	(void)state;
	context_init(&ctx);
	assert_string_equal(naming_child(&ctx, 12, "K1"), "C12");
	assert_string_equal(naming_adult_name(&ctx, 7, "A Name"), "A7");
	assert_string_equal(naming_person(&ctx, 3, "N3"), "P3");
	assert_string_equal(naming_home(&ctx, 2, "SC123456"), "SC123456");
	assert_string_equal(naming_identifier(&ctx, "phone", "07700900123"),
		"phone \xe2\x80\xa6"
		"123");
	assert_string_equal(naming_identifier(&ctx, "handle", "jo_99"), "handle");
	assert_string_equal(naming_identifier(&ctx, "handle",
				    "\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9"),
		"handle \xe2\x80\xa6\xc3\xa9\xc3\xa9\xc3\xa9");
	assert_false(naming_suppressed(&ctx, 3));
	ctx.audience = AUDIENCE_ANALYST;
	assert_string_equal(naming_child(&ctx, 12, "K1"), "K1");
	assert_string_equal(naming_adult_name(&ctx, 7, NULL), "A7");
	assert_string_equal(
		naming_identifier(&ctx, "phone", "07700900123"), "07700900123");
	ctx.audience = AUDIENCE_PUBLIC;
	assert_string_equal(naming_home(&ctx, 2, "SC123456"), "H2");
	assert_string_equal(naming_identifier(&ctx, "phone", "07700900123"), "phone");
	assert_true(naming_suppressed(&ctx, 4) && naming_suppressed(&ctx, 1));
	assert_false(naming_suppressed(&ctx, 0) || naming_suppressed(&ctx, 5));
	context_release(&ctx);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, desk_open, desk_shut)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(init_says_what_it_made),
		TEST(init_refuses),
		TEST(init_that_cannot_print_leaves_nothing),
		TEST(a_look_is_kept),
		TEST(a_look_that_cannot_be_shown),
		TEST(the_hash_is_of_what_was_read),
		TEST(parameters_and_paths),
		TEST(settings),
		TEST(audit_shows_and_verifies),
		TEST(audit_names_the_first_bad_entry),
		TEST(status_counts),
		TEST(status_of_one_table_for_the_public),
		TEST(status_is_a_look),
		cmocka_unit_test(names),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
