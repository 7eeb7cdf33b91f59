/* Secondary suppression and names made of a child's reference. */
#include "../unit.h"
#include "work/hiding.h"
#include "work/naming.h"
#include <math.h>

static int with_context(void **state)
{
	static struct context ctx;
	context_init(&ctx);
	*state = &ctx;
	return 0;
}

static int without_context(void **state)
{
	context_release(*state);
	return 0;
}

static const struct column columns[] = {
	{"part", "Part", 0, AUDIENCE_PUBLIC},
	{"episodes", "Episodes", 0, AUDIENCE_PUBLIC},
	{"share", "Share", 2, AUDIENCE_PUBLIC},
};
static const char *const counts[] = {"episodes", "share", NULL};

/* A count under 0 is written as hidden. */
static struct table *table_of(struct context *ctx, const int *n, size_t rows)
{
	struct table *t = TABLE_CREATE(ctx->arena, "t", NULL, columns);
	for (size_t i = 0; i < rows; i++) {
		cell_text(t, "x");
		if (n[i] < 0)
			cell_null(t);
		else
			cell_int(t, n[i]);
		cell_real(t, 0.5);
	}
	return t;
}

static void shown(const struct table *t, const char *marks)
{
	for (size_t i = 0; i < t->rows_n; i++) {
		assert_int_equal(is_hidden(t, i, "episodes"), marks[i] == '-');
		assert_int_equal(is_hidden(t, i, "share"), marks[i] == '-');
		assert_false(is_hidden(t, i, "part"));
	}
}

static void a_second_goes_with_the_first(void **state)
{
	struct context *ctx = *state;
	static const int one[] = {20, -1, 7, 9, 0}, two[] = {20, -1, 7, -1, 0},
			 alone[] = {0, -1, 0}, none[] = {20, 7};
	ctx->audience = AUDIENCE_PUBLIC;
	struct table *t = table_of(ctx, one, 5);
	hide_second_row(ctx, t, counts);
	shown(t, "+--++");
	t = table_of(ctx, two, 5);
	hide_second_row(ctx, t, counts);
	shown(t, "+-+-+");
	t = table_of(ctx, alone, 3);
	hide_second_row(ctx, t, counts);
	shown(t, "+-+");
	t = table_of(ctx, none, 2);
	hide_second_row(ctx, t, counts);
	shown(t, "++");
	/* Of some rows alone. */
	static const size_t rows[] = {1, 3};
	t = table_of(ctx, one, 5);
	hide_second(ctx, t, rows, 2, counts);
	shown(t, "+-+-+");
	ctx->audience = AUDIENCE_PARTNER;
	t = table_of(ctx, none, 2);
	hide_row(ctx, t, 0, counts);
	shown(t, "++");
}

static void shares_tell_numbers(void **state)
{
	struct context *ctx = *state;
	ctx->audience = AUDIENCE_PUBLIC;
	assert_true(isnan(share_shown(ctx, 4, 0)));
	assert_true(isnan(share_shown(ctx, 100, 0.03)));
	assert_true(isnan(share_shown(ctx, 100, 0.97)));
	assert_true(share_shown(ctx, 100, 0.05) == 0.05);
	assert_true(share_shown(ctx, 100, 0) == 0);
	assert_true(share_shown(ctx, 100, 1) == 1);
	ctx->audience = AUDIENCE_PARTNER;
	assert_true(share_shown(ctx, 4, 0.25) == 0.25);
}

static void references_made_of_a_childs(void **state)
{
	struct context *ctx = *state;
	ctx->audience = AUDIENCE_PARTNER;
	assert_string_equal(
		naming_row(ctx, "123456/2025-04-01/M", 7, "123456"), "C7/2025-04-01/M");
	assert_string_equal(naming_row(ctx, "x123456y", 7, "123456"), "xC7y");
	/* A short one counts as a word alone. */
	assert_string_equal(naming_row(ctx, "E12", 7, "2"), "E12");
	assert_string_equal(naming_row(ctx, "K1-K12-K1", 7, "K1"), "C7-K12-C7");
	assert_string_equal(naming_row(ctx, "E1", 7, ""), "E1");
	assert_null(naming_row(ctx, NULL, 7, "K1"));
	ctx->audience = AUDIENCE_ANALYST;
	assert_string_equal(naming_row(ctx, "K1-1", 7, "K1"), "K1-1");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			a_second_goes_with_the_first, with_context, without_context),
		cmocka_unit_test_setup_teardown(
			shares_tell_numbers, with_context, without_context),
		cmocka_unit_test_setup_teardown(
			references_made_of_a_childs, with_context, without_context),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
