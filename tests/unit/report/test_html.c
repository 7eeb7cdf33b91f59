/* The page: everything escaped, nothing loaded, marked, sections in their order. */
#define _POSIX_C_SOURCE 200809L
#include "base/file.h"
#include "report/html.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
// clang-format off
#include <cmocka.h>
// clang-format on

static const char hostile[] = "<script>alert('x')</script> \"&\x01";

static const struct html_page page = {.title = "A <b>title</b>",
	.subtitle = "sub & title",
	.marking = "OFFICIAL-SENSITIVE <i>",
	.handling = "For partners."};

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

static size_t count_of(const char *text, const char *part)
{
	size_t n = 0;
	for (const char *p = text; (p = strstr(p, part)); p += strlen(part))
		n++;
	return n;
}

static const struct column columns[] = {
	{"place", "Place <1>", 0, AUDIENCE_PUBLIC},
	{"secret", "Secret", 0, AUDIENCE_ANALYST},
	{"share_of_all", "Share", 3, AUDIENCE_PUBLIC},
	{"hidden", NULL, 0, AUDIENCE_PUBLIC},
};

static struct table *a_table(struct context *ctx, int rows)
{
	struct table *t = TABLE_CREATE(ctx->arena, "places", "Places & more", columns);
	t->reading = "Each <row> is a place.";
	for (int i = 0; i < rows; i++) {
		cell_text(t, hostile);
		cell_text(t, "hush");
		cell_real(t, 0.1234);
		cell_text(t, "unseen");
	}
	return t;
}

static const char *whole_page(struct context *ctx)
{
	struct html *h = html_create(ctx, &page);
	html_open(h, "first", "First & foremost");
	html_open(h, "second", "Second");
	html_finding(h, "Found %s", hostile);
	html_say(h, "%s", hostile);
	html_note(h, "%s", hostile);
	html_list_begin(h);
	html_item(h, hostile, hostile, "second");
	html_list_end(h);
	html_table(h, a_table(ctx, 7), 5);
	html_table_folded(h, a_table(ctx, 1), hostile, 0);
	struct figure none = {.name = "x", .none = hostile};
	html_figure(h, &none, "%s", hostile);
	struct figure drawn = {
		.name = "x", .svg = "<svg id=\"x-1\"></svg>", .alt = hostile};
	html_figure(h, &drawn, "%s", hostile);
	html_open(h, "first", "ignored");
	html_say(h, "Told later.");
	const struct html_number numbers[] = {{"12", hostile}};
	html_numbers(h, numbers, 1);
	return html_finish(h);
}

static void everything_is_escaped(void **state)
{
	const char *text = whole_page(*state);
	assert_null(strstr(text, "<script"));
	assert_null(strstr(text, "<b>title"));
	assert_null(strstr(text, "SENSITIVE <i>"));
	assert_null(strstr(text, "<row>"));
	assert_null(strchr(text, '\x01'));
	assert_non_null(strstr(text, "A &lt;b&gt;title&lt;/b&gt;"));
	assert_non_null(strstr(text, "Place &lt;1&gt;"));
	assert_non_null(strstr(text, "<title>&lt;script&gt;"));
}

static void nothing_is_loaded(void **state)
{
	const char *text = whole_page(*state);
	assert_non_null(strstr(text, "default-src 'none'"));
	assert_null(strstr(text, "http://"));
	assert_null(strstr(text, "https://"));
	assert_null(strstr(text, " src="));
	assert_null(strstr(text, "@import"));
	assert_null(strstr(text, "<link"));
}

static void sections_keep_the_place_they_were_first_opened(void **state)
{
	const char *text = whole_page(*state);
	const char *first = strstr(text, "<section id=\"first\"");
	const char *later = strstr(text, "Told later.");
	const char *second = strstr(text, "<section id=\"second\"");
	assert_true(first && later && second && first < later && later < second);
	assert_int_equal(count_of(text, "<section id=\"first\""), 1);
	assert_int_equal(count_of(text, "href=\"#first\""), 1);
	assert_int_equal(count_of(text, "href=\"#second\""), 2);
}

static void tables_are_cut_and_say_where_the_rest_is(void **state)
{
	struct context *ctx = *state;
	const char *text = whole_page(ctx);
	assert_int_equal(count_of(text, "<tr><th scope=\"row\""), 6);
	assert_non_null(strstr(text, "The first 5 rows are shown. The other 2 are in "
				     "tables/places.csv."));
	assert_non_null(strstr(text, ">12.3%<"));
	assert_null(strstr(text, "hush"));
	assert_null(strstr(text, "Secret"));
	assert_null(strstr(text, "unseen"));
	ctx->audience = AUDIENCE_ANALYST;
	assert_non_null(strstr(whole_page(ctx), "hush"));
}

static void the_marking_is_at_head_and_foot(void **state)
{
	const char *text = whole_page(*state);
	assert_int_equal(count_of(text, "OFFICIAL-SENSITIVE"), 2);
	assert_int_equal(count_of(text, "For partners."), 2);
	assert_non_null(strstr(text, "<header class=\"marking\">"));
	assert_non_null(strstr(text, "<footer class=\"marking\">"));
}

static void an_empty_table_leaves_nothing(void **state)
{
	struct context *ctx = *state;
	struct html *h = html_create(ctx, &page);
	html_open(h, "a", "A");
	html_table(h, a_table(ctx, 0), 5);
	assert_null(strstr(html_finish(h), "<table"));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(everything_is_escaped),
		TEST(nothing_is_loaded),
		TEST(sections_keep_the_place_they_were_first_opened),
		TEST(tables_are_cut_and_say_where_the_rest_is),
		TEST(the_marking_is_at_head_and_foot),
		TEST(an_empty_table_leaves_nothing),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
