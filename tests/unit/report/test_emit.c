/* Tables written out: JSON, CSV, text; clearance in each of them. */
#define _POSIX_C_SOURCE 200809L
#include "report/emit.h"
#include "report/words.h"
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
// clang-format off
#include <cmocka.h>
// clang-format on

static const struct column columns[] = {
	{.name = "id", .title = "Place", .clearance = AUDIENCE_PUBLIC},
	{.name = "address", .title = "Address", .clearance = AUDIENCE_ANALYST},
	{.name = "episodes", .title = "Episodes", .clearance = AUDIENCE_PUBLIC},
	{.name = "rate", .title = "Rate", .decimals = 1, .clearance = AUDIENCE_PARTNER},
	{.name = "hidden", .clearance = AUDIENCE_PUBLIC},
};

static int setup(void **state)
{
	struct context *ctx = calloc(1, sizeof *ctx);
	context_init(ctx);
	*state = ctx;
	return 0;
}

static int teardown(void **state)
{
	context_release(*state);
	free(*state);
	return 0;
}

static const char *const refs[] = {"E1", "E2", "E3", "E4", "E5", "E6"};

static struct table *places(struct context *ctx)
{
	struct table *t = TABLE_CREATE(ctx->arena, "places", "Places", columns);
	cell_text(t, "P1");
	cell_text(t, "1 Example Road");
	cell_int(t, 12);
	cell_real(t, 0.1 + 0.2);
	cell_texts(t, (struct texts){refs, 6});
	cell_text(t, "P\xc3\xa4"
		     "2");
	cell_text(t, NULL);
	cell_int(t, -3);
	cell_real(t, NAN);
	cell_texts(t, (struct texts){NULL, 0});
	return t;
}

static const char *print_as(
	struct context *ctx, enum format format, const struct result *r)
{
	char *text = NULL;
	size_t n = 0;
	FILE *out = open_memstream(&text, &n);
	struct envelope envelope = {.command = "places", .result = r};
	assert_int_equal(emit(ctx, out, format, &envelope), ERR_OK);
	fclose(out);
	const char *copy = str_dup(ctx->arena, text);
	free(text);
	return copy;
}

static struct result *both(struct context *ctx)
{
	struct result *r = result_create(ctx->arena);
	result_int(r, "left_out", 2);
	result_table(r, places(ctx));
	return r;
}

static void json_keeps_order_and_digits(void **state)
{
	struct context *ctx = *state;
	ctx->audience = AUDIENCE_ANALYST;
	ctx->seed = 7;
	const char *text = print_as(ctx, FORMAT_JSON, both(ctx));
	const char *tool = strstr(text, "\"tool\": \"lastseen\"");
	const char *seed = strstr(text, "\"seed\": 7");
	const char *result = strstr(text, "\"result\"");
	assert_true(tool && seed && result && tool < seed && seed < result);
	assert_non_null(strstr(text, "\"rate\": 0.3,"));
	assert_non_null(strstr(text, "\"rate\": null"));
	assert_non_null(strstr(text, "\"hidden\": []"));
	assert_non_null(strstr(text, "P\xc3\xa4"
				     "2"));
	assert_true(strstr(text, "left_out") < strstr(text, "places\": ["));
	assert_int_equal(text[strlen(text) - 1], '\n');
}

static void csv_is_rfc_4180(void **state)
{
	struct context *ctx = *state;
	ctx->audience = AUDIENCE_ANALYST;
	assert_string_equal(print_as(ctx, FORMAT_CSV, both(ctx)),
		"id,address,episodes,rate,hidden\r\n"
		"P1,1 Example Road,12,0.3,E1;E2;E3;E4;E5;E6\r\n"
		"P\xc3\xa4"
		"2,,-3,,\r\n");
}

static void csv_without_a_table_prints_fields(void **state)
{
	struct context *ctx = *state;
	struct result *r = result_create(ctx->arena);
	result_int(r, "n", 87);
	result_real(r, "expected", 10.1438161);
	result_bool(r, "ok", true);
	assert_string_equal(print_as(ctx, FORMAT_CSV, r),
		"name,value\r\nn,87\r\nexpected,10.1438161\r\nok,true\r\n");
}

static void an_empty_cell_alone_is_a_record(void **state)
{
	static const struct column one[] = {{.name = "a", .title = "A"}};
	struct context *ctx = *state;
	struct table *t = TABLE_CREATE(ctx->arena, "t", NULL, one);
	cell_null(t);
	cell_text(t, "x");
	assert_string_equal(emit_csv(ctx, t), "a\r\n\"\"\r\nx\r\n");
}

static const char *cell_of(struct context *ctx, const char *value)
{
	char *text = NULL;
	size_t n = 0;
	FILE *out = open_memstream(&text, &n);
	csv_cell(out, value);
	fclose(out);
	const char *copy = str_dup(ctx->arena, text);
	free(text);

	/* The same through a table. */
	static const struct column one[] = {{.name = "a", .title = "A"}};
	struct table *t = TABLE_CREATE(ctx->arena, "t", NULL, one);
	cell_text(t, value);
	const char *table = emit_csv(ctx, t);
	if (*value)
		assert_string_equal(table, str_printf(ctx->arena, "a\r\n%s\r\n", copy));
	return copy;
}

static void cells_that_would_run_are_harmless(void **state)
{
	static const struct {
		const char *in, *out;
	} cases[] = {
		{"=1+1", "'=1+1"},
		{"+44 7700 900123", "'+44 7700 900123"},
		{"+447700900123", "+447700900123"},
		{"-12.5", "-12.5"},
		{"-1e5", "-1e5"},
		{"-", "'-"},
		{"-.", "'-."},
		{"-1e", "'-1e"},
		{"-inf", "'-inf"},
		{"-0x10", "'-0x10"},
		{"@SUM(A1)", "'@SUM(A1)"},
		{"\tx", "'\tx"},
		{"\rx", "\"'\rx\""},
		{"=HYPERLINK(\"x\",\"y\")", "\"'=HYPERLINK(\"\"x\"\",\"\"y\"\")\""},
		{"a,b", "\"a,b\""},
		{"say \"no\"", "\"say \"\"no\"\"\""},
		{"two\nlines", "\"two\nlines\""},
		{"a=b", "a=b"},
		{"", ""},
	};
	struct context *ctx = *state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		assert_string_equal(cell_of(ctx, cases[i].in), cases[i].out);
}

static void text_is_aligned_and_lists_are_cut(void **state)
{
	static const struct column shown[] = {
		{.name = "id", .title = "Place"},
		{.name = "n", .title = "Episodes"},
		{.name = "members", .title = "Members"},
	};
	struct context *ctx = *state;
	struct table *t = TABLE_CREATE(ctx->arena, "t", "Title", shown);
	t->reading = "Read it so.";
	cell_text(t, "P\xc3\xa4");
	cell_int(t, 5);
	cell_texts(t, (struct texts){refs, 6});
	cell_text(t, "\xe6\xbc\xa2\xe5\xad\x97\x1b[31m");
	cell_int(t, 12345);
	cell_texts(t, (struct texts){refs, 1});
	struct result *r = result_create(ctx->arena);
	result_real(r, "total_share", 0.5);
	result_table(r, t);
	assert_string_equal(print_as(ctx, FORMAT_TEXT, r),
		"total share  0.5000\n\nTitle\n\n"
		"Place      Episodes  Members\n"
		"---------  --------  -------------------------\n"
		"P\xc3\xa4                5  E1, E2, E3, E4 and 2 more\n"
		"\xe6\xbc\xa2\xe5\xad\x97 [31m     12345  E1\n\nRead it so.\n");
}

static void an_empty_table_says_none(void **state)
{
	struct context *ctx = *state;
	struct result *r = result_create(ctx->arena);
	result_table(r, TABLE_CREATE(ctx->arena, "places", "Places", columns));
	assert_string_equal(print_as(ctx, FORMAT_TEXT, r), "Places\n\nNone.\n");
	assert_non_null(strstr(print_as(ctx, FORMAT_JSON, r), "\"places\": []"));
	assert_string_equal(
		print_as(ctx, FORMAT_CSV, r), "id,episodes,rate,hidden\r\n");
}

static void no_format_shows_what_an_audience_may_not_see(void **state)
{
	static const enum format formats[] = {FORMAT_TEXT, FORMAT_CSV, FORMAT_JSON};
	struct context *ctx = *state;
	for (size_t i = 0; i < 3; i++) {
		ctx->audience = AUDIENCE_PARTNER;
		const char *text = print_as(ctx, formats[i], both(ctx));
		assert_null(strstr(text, "Example Road"));
		assert_null(strstr(text, "ddress"));
		assert_non_null(strstr(text, "ate"));
		ctx->audience = AUDIENCE_PUBLIC;
		text = print_as(ctx, formats[i], both(ctx));
		assert_null(strstr(text, "0.3"));
		ctx->audience = AUDIENCE_ANALYST;
		assert_non_null(
			strstr(print_as(ctx, formats[i], both(ctx)), "Example Road"));
	}
}

static void nested_tables_obey_too(void **state)
{
	static const struct column outer[] = {{.name = "rows", .title = "Rows"}};
	struct context *ctx = *state;
	struct table *t = TABLE_CREATE(ctx->arena, "t", NULL, outer);
	cell_table(t, places(ctx));
	struct result *r = result_create(ctx->arena);
	result_table(r, t);
	assert_null(strstr(print_as(ctx, FORMAT_CSV, r), "Example"));
	assert_null(strstr(print_as(ctx, FORMAT_JSON, r), "Example"));
	ctx->audience = AUDIENCE_ANALYST;
	assert_non_null(strstr(print_as(ctx, FORMAT_CSV, r),
		"\"[{\"\"id\"\":\"\"P1\"\",\"\"address\"\""));
}

static void ill_formed_text_is_still_json(void **state)
{
	struct context *ctx = *state;
	struct result *r = result_create(ctx->arena);
	result_text(r, "file", "caf\xe9.csv");
	assert_non_null(
		strstr(emit_json_result(ctx, r), "\"file\": \"caf\xc3\xa9.csv\""));
	assert_string_equal(emit_json_line(ctx, r), "{\"file\":\"caf\xc3\xa9.csv\"}");
}

static void a_full_device_is_an_error(void **state)
{
	struct context *ctx = *state;
	FILE *full = fopen("/dev/full", "w");
	if (!full)
		skip();
	struct envelope envelope = {.command = "places", .result = both(ctx)};
	assert_int_equal(emit(ctx, full, FORMAT_CSV, &envelope), ERR_IO);
	assert_non_null(strstr(ctx->error, "could not be written"));
	fclose(full);
}

static void words_for_readers(void **state)
{
	struct context *ctx = *state;
	assert_string_equal(words_count(ctx->arena, 0), "0");
	assert_string_equal(words_count(ctx->arena, 999), "999");
	assert_string_equal(words_count(ctx->arena, 1234567), "1,234,567");
	assert_string_equal(words_count(ctx->arena, -123456), "-123,456");
	assert_string_equal(words_of(ctx->arena, 1, "child", "children"), "1 child");
	assert_string_equal(words_of(ctx->arena, 0, "child", "children"), "0 children");
	struct column one = {.name = "x", .title = "X", .decimals = 1};
	struct cell minus_nothing = {.kind = CELL_REAL, .as.real = -0.01};
	assert_string_equal(words_cell(ctx->arena, &one, &minus_nothing, 0), "0.0");
	assert_int_equal(words_width("e\xcc\x81\xf0\x9f\x98\x80"), 3);
}

static void fields_are_found_by_name(void **state)
{
	struct context *ctx = *state;
	struct result *r = both(ctx);
	assert_ptr_equal(result_first_table(r), result_find_table(r, "places"));
	assert_null(result_find_table(r, "left_out"));
	assert_int_equal(result_get(r, "left_out")->as.integer, 2);
	assert_null(result_get(r, "nothing"));
	const struct table *t = result_first_table(r);
	assert_int_equal(t->rows_n, 2);
	assert_int_equal(table_get(t, 1, "episodes")->as.integer, -3);
	assert_int_equal(table_get(t, 1, "nothing")->kind, CELL_NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			json_keeps_order_and_digits, setup, teardown),
		cmocka_unit_test_setup_teardown(csv_is_rfc_4180, setup, teardown),
		cmocka_unit_test_setup_teardown(
			csv_without_a_table_prints_fields, setup, teardown),
		cmocka_unit_test_setup_teardown(
			an_empty_cell_alone_is_a_record, setup, teardown),
		cmocka_unit_test_setup_teardown(
			cells_that_would_run_are_harmless, setup, teardown),
		cmocka_unit_test_setup_teardown(
			text_is_aligned_and_lists_are_cut, setup, teardown),
		cmocka_unit_test_setup_teardown(
			an_empty_table_says_none, setup, teardown),
		cmocka_unit_test_setup_teardown(
			no_format_shows_what_an_audience_may_not_see, setup, teardown),
		cmocka_unit_test_setup_teardown(
			nested_tables_obey_too, setup, teardown),
		cmocka_unit_test_setup_teardown(
			ill_formed_text_is_still_json, setup, teardown),
		cmocka_unit_test_setup_teardown(
			a_full_device_is_an_error, setup, teardown),
		cmocka_unit_test_setup_teardown(words_for_readers, setup, teardown),
		cmocka_unit_test_setup_teardown(
			fields_are_found_by_name, setup, teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
