/* The use case over a small case and a small gazetteer: what is located, what a review
 * says, what decisions do. */
#include "locate/fill.h"
#include "town.h"
#include "work/geocode.h"
#include <math.h>

static const char *in_folder(struct town *t, const char *name)
{
	return str_printf(t->ctx.arena, "%s/%s", t->folder, name);
}

static void fill_in(struct town *t, const char *path)
{
	static const char *const listed[][2] = {
		{"2 Gelkane Road, Skavermouth", "ZQ1 1AA"},
		{"12 Ildrley Place, Skavermouth", "ZQ1 2AB"},
		{"14 Ildrley Place, Skavermouth", "ZQ1 2AB"},
		{"1 Station Road, Skavermouth", "ZQ1 3AA"},
		{"1 Station Road, Farrendale", "ZQ7 3AA"}};
	static const struct point at[] = {{462000, 812000}, {463000, 813000},
		{463020, 813010}, {464000, 812000}, {484000, 822000}};
	char hash[SHA256_HEX];
	sha256_of("a", 1, hash);
	struct fill_source source = {
		.kind = "addresses", .file = "a.csv", .sha256 = hash, .release = ""};
	struct fill_result result;
	struct gazetteer *g;
	struct fill *fill;
	town_ok(t, gazetteer_open(&t->ctx, path, STORE_WRITE, &g));
	town_ok(t, fill_begin(g, &source, &fill, &result));
	for (size_t i = 0; i < 5; i++)
		town_ok(t, fill_address(fill, (int64_t)i + 999000000001, listed[i][0],
				   listed[i][1], at[i]));
	town_ok(t, fill_finish(fill, &result));
	gazetteer_close(g);
}

/* A place that a row mentions; texts as SQL. */
static void mention(struct town *t, int64_t episode, const char *role,
	const char *address, const char *postcode, const char *easting,
	const char *northing)
{
	town_run(t,
		"INSERT INTO place (place_id, source_id, row, source_kind, ref, role,"
		" episode_id, address, postcode, easting, northing) VALUES"
		" (%lld, 1, %lld, 'episodes', printf('E%%04d', %lld), '%s', %lld, %s, "
		"%s, %s, %s)",
		(long long)++t->places, (long long)episode + 1, (long long)episode,
		role, (long long)episode, address, postcode, easting, northing);
}

/* Five episodes: 1 a full address and "as above"; 2 and 3 the same unclear text; 4
 * coordinates against a postcode; 5 no place. */
static int open_case(void **state)
{
	if (town_open(state))
		return 1;
	struct town *t = *state;
	for (int i = 0; i < 5; i++)
		town_episode(
			t, i + 1, "missing", 10 + i, 4, "NULL", "NULL", "'street'");
	mention(t, 1, "from", "'2 gelkane rd skavermouth'", "'zq11aa'", "NULL", "NULL");
	mention(t, 1, "found", "'as above'", "NULL", "NULL", "NULL");
	mention(t, 2, "found", "'1 Station Road'", "NULL", "NULL", "NULL");
	mention(t, 3, "found", "'1  STATION road'", "NULL", "NULL", "NULL");
	mention(t, 4, "found", "NULL", "'ZQ1 1AA'", "'484000'", "'822000'");
	mention(t, 5, "found", "'NFA'", "NULL", "NULL", "NULL");
	town_ok(t, store_commit(t->c.store));
	case_close(&t->c);
	t->options.gazetteer_path = in_folder(t, "g.db");
	fill_in(t, t->options.gazetteer_path);
	return 0;
}

static int shut_case(void **state)
{
	return town_shut(state);
}

static enum err_code geocode(
	struct town *t, const char *review, const char *apply, bool *aside)
{
	struct geocode_options o = {.review = review ? in_folder(t, review) : NULL,
		.apply = apply ? in_folder(t, apply) : NULL};
	rewind(t->options.out);
	enum err_code err = work_geocode(&t->ctx, &t->options, &o, aside);
	fflush(t->options.out);
	return err;
}

static void run(struct town *t, const char *review, const char *apply)
{
	bool aside;
	town_ok(t, geocode(t, review, apply, &aside));
	assert_false(aside);
}

/* One number of the case. */
static double ask(struct town *t, const char *text)
{
	struct sql sql = {"ask", text, strlen(text)};
	struct statement *s;
	bool row = false;
	town_ok(t, case_open(&t->ctx, &t->options, STORE_READ, &t->c));
	town_ok(t, store_prepare(t->c.store, &sql, &s));
	town_ok(t, statement_step(s, &row));
	double value = row ? column_real(s, 0) : NAN;
	case_close(&t->c);
	return value;
}

static const char *read_text(struct town *t, const char *name)
{
	const char *text;
	size_t n;
	town_ok(t, file_read(&t->ctx, in_folder(t, name), 1 << 20, &text, &n));
	return text;
}

static void write_text(struct town *t, const char *name, const char *text)
{
	FILE *f = fopen(in_folder(t, name), "w");
	assert_non_null(f);
	fputs(text, f);
	assert_int_equal(fclose(f), 0);
}

/* The id of the review's line that holds a text. */
static const char *text_id(struct town *t, const char *review, const char *text)
{
	const char *at = strstr(read_text(t, review), text);
	assert_non_null(at);
	while (at[-1] != '\n')
		at--;
	return str_dup_n(t->ctx.arena, at, strcspn(at, ","));
}

static void each_place_is_located(void **state)
{
	struct town *t = *state;
	run(t, NULL, NULL);
	assert_near(ask(t, "SELECT easting FROM located WHERE place_id = 1"), 462000);
	assert_near(ask(t, "SELECT easting FROM located WHERE place_id = 2"), 462000);
	assert_near(ask(t, "SELECT count(*) FROM located WHERE kind = 'none'"), 3);
	assert_near(ask(t, "SELECT count(*) FROM candidate WHERE place_id = 3 AND "
			   "match LIKE '1 Station%'"),
		2);
	/* One address, one number, however often it is named. */
	assert_near(ask(t, "SELECT count(DISTINCT address_id) FROM located"
			   " WHERE place_id IN (1, 2)"),
		1);
	double apart_m = hypot(484000 - 462000, 822000 - 812000);
	assert_true(fabs(ask(t, "SELECT conflict_m FROM located WHERE place_id = 5") -
			    apart_m) < 1);
	/* Within what a row says the surer loses nothing that it is right about. */
	assert_true(ask(t, "SELECT confidence FROM located WHERE place_id = 5") < 0.9);
	assert_true(ask(t, "SELECT min(precision_m) FROM located") >= 1);
}

static void again_the_same_bytes(void **state)
{
	struct town *t = *state;
	run(t, NULL, NULL);
	size_t n = (size_t)ftell(t->options.out);
	const char *first = str_dup_n(t->ctx.arena, t->text, n);
	t->ctx.threads = 2;
	run(t, NULL, NULL);
	assert_int_equal((size_t)ftell(t->options.out), n);
	assert_memory_equal(t->text, first, n);
}

static void review_is_worst_first(void **state)
{
	struct town *t = *state;
	run(t, "r.csv", NULL);
	const char *text = read_text(t, "r.csv");
	const char *unclear = strstr(text, "1 Station Road");
	const char *conflict = strstr(text, "km apart");
	assert_non_null(unclear);
	assert_non_null(conflict);
	/* Two episodes hang on the first: it stands before the contradiction of one. */
	assert_true(unclear < conflict);
	assert_non_null(strstr(text, "Station Road, Farrendale"));
	assert_null(strstr(text, "gelkane"));
	assert_null(strstr(text, "NFA"));
	assert_non_null(strstr(t->text, "\"episodes\": 3"));
	t->ctx.audience = AUDIENCE_PUBLIC;
	bool aside;
	assert_int_equal(geocode(t, "p.csv", NULL, &aside), ERR_USAGE);
	assert_false(file_exists(in_folder(t, "p.csv")));
}

static void decide(
	struct town *t, const char *id, const char *decision, const char *why)
{
	write_text(t, "d.csv",
		str_printf(t->ctx.arena,
			"text_id,decision,why,who,candidate_1,candidate_1_at,new_"
			"easting,"
			"new_northing,new_precision_m\n%s,%s,%s,PC 1,1 Station Road,"
			"\"address 484000 822000 10: x\",463500,813500,40\n",
			id, decision, why));
	run(t, NULL, "d.csv");
}

static void decisions_hold_and_are_undone(void **state)
{
	struct town *t = *state;
	run(t, "r.csv", NULL);
	const char *id = text_id(t, "r.csv", "1 Station Road");
	decide(t, id, "1", "seen there");
	/* Both rows of the text, however it was written. */
	assert_near(ask(t, "SELECT count(*) FROM located WHERE easting = 484000 AND"
			   " place_id IN (3, 4) AND confidence > 0.9"),
		2);
	assert_near(ask(t, "SELECT count(*) FROM place_decision WHERE who = 'PC 1'"
			   " AND why = 'seen there'"),
		1);
	/* The same again is no new decision; another withdraws it and keeps it. */
	decide(t, id, "1", "seen there");
	assert_near(ask(t, "SELECT count(*) FROM place_decision"), 1);
	decide(t, id, "point", "the flat is elsewhere");
	assert_near(ask(t, "SELECT easting FROM located WHERE place_id = 4"), 463500);
	assert_near(ask(t, "SELECT precision_m FROM located WHERE place_id = 4"), 40);
	assert_near(ask(t, "SELECT count(*) FROM place_decision"
			   " WHERE withdrawn_utc IS NOT NULL"),
		1);
	decide(t, id, "none", "nobody knows");
	assert_near(ask(t, "SELECT count(*) FROM located WHERE kind = 'none'"), 3);
	decide(t, id, "undo", "mistaken");
	assert_near(ask(t, "SELECT count(*) FROM place_decision"
			   " WHERE withdrawn_utc IS NULL"),
		0);
	assert_near(ask(t, "SELECT count(*) FROM candidate WHERE place_id = 3 AND "
			   "match LIKE '1 Station%'"),
		2);
	assert_near(ask(t, "SELECT count(*) FROM audit"
			   " WHERE command = 'geocode --apply'"),
		5);
}

static void what_cannot_be_used_is_set_aside(void **state)
{
	struct town *t = *state;
	bool aside;
	run(t, "r.csv", NULL);
	const char *id = text_id(t, "r.csv", "1 Station Road");
	static const char *const rows[] = {"%s,1,,x", "%s,9,x,x", "%s,point,x,x",
		"%s,accept,x,x", "%s,text,x,x", "%s,undo,x,x", "T0%s,none,x,x"};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct strbuf text;
		strbuf_init(&text, t->ctx.arena);
		strbuf_add(&text, "text_id,decision,why,who\n");
		size_t mark = strcspn(rows[i], "%");
		strbuf_add_n(&text, rows[i], mark);
		strbuf_add(&text, id);
		strbuf_add(&text, rows[i] + mark + 2);
		write_text(t, "d.csv", text.text);
		town_ok(t, geocode(t, NULL, "d.csv", &aside));
		assert_true(aside);
	}
	assert_near(ask(t, "SELECT count(*) FROM place_decision"), 0);
}

static void a_wrong_file_changes_nothing(void **state)
{
	struct town *t = *state;
	bool aside;
	write_text(t, "w.csv", "a,b\n1,2\n");
	assert_int_equal(geocode(t, NULL, "w.csv", &aside), ERR_DATA);
	assert_non_null(strstr(t->ctx.error, "text_id"));
	assert_near(ask(t, "SELECT count(*) FROM located"), 0);
	t->options.gazetteer_path = in_folder(t, "nowhere.db");
	assert_int_equal(geocode(t, NULL, NULL, &aside), ERR_NOT_FOUND);
	assert_near(ask(t, "SELECT count(*) FROM located"), 0);
}

static void texts_stay_with_the_analyst(void **state)
{
	struct town *t = *state;
	run(t, NULL, NULL);
	assert_non_null(strstr(t->text, "gelkane"));
	t->ctx.audience = AUDIENCE_PARTNER;
	run(t, NULL, NULL);
	size_t n = (size_t)ftell(t->options.out);
	assert_null(strstr(str_dup_n(t->ctx.arena, t->text, n), "gelkane"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			each_place_is_located, open_case, shut_case),
		cmocka_unit_test_setup_teardown(
			again_the_same_bytes, open_case, shut_case),
		cmocka_unit_test_setup_teardown(
			review_is_worst_first, open_case, shut_case),
		cmocka_unit_test_setup_teardown(
			decisions_hold_and_are_undone, open_case, shut_case),
		cmocka_unit_test_setup_teardown(
			what_cannot_be_used_is_set_aside, open_case, shut_case),
		cmocka_unit_test_setup_teardown(
			a_wrong_file_changes_nothing, open_case, shut_case),
		cmocka_unit_test_setup_teardown(
			texts_stay_with_the_analyst, open_case, shut_case),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
