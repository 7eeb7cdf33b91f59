/* Arena, strings, maps, errors. */
#include "../unit.h"
#include "base/arena.h"
#include "base/ini.h"
#include "base/interrupt.h"
#include "base/map.h"
#include "base/str.h"
#include <signal.h>
#include <string.h>

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

static void arena_gives_zeroed_memory_back(void **state)
{
	struct context *ctx = *state;
	struct arena_mark mark = arena_mark(ctx->arena);
	size_t used = arena_used(ctx->arena);
	for (size_t n = 1; n < 200000; n = n * 3 + 1) {
		unsigned char *p = arena_array(ctx->arena, unsigned char, n);
		assert_int_equal((uintptr_t)p % 16, 0);
		for (size_t i = 0; i < n; i++)
			assert_int_equal(p[i], 0);
		memset(p, 0xAA, n);
	}
	arena_reset(ctx->arena, mark);
	assert_int_equal(arena_used(ctx->arena), used);
}

static void arrays_grow(void **state)
{
	struct context *ctx = *state;
	int *numbers = NULL;
	size_t capacity = 0;
	for (size_t i = 0; i < 1000; i++) {
		arena_reserve(ctx->arena, numbers, capacity, i + 1);
		assert_int_equal(numbers[i], 0);
		numbers[i] = (int)i;
	}
	for (size_t i = 0; i < 1000; i++)
		assert_int_equal(numbers[i], i);
}

static void strings_are_trimmed_and_split(void **state)
{
	struct context *ctx = *state;
	assert_string_equal(
		str_trim(ctx->arena, " \t\xC2\xA0 a b \r\n\xEF\xBB\xBF"), "a b");
	assert_string_equal(str_trim(ctx->arena, " \xC2\xA0 "), "");
	struct str_list list = str_split(ctx->arena, "a; b;;  c ;", ';');
	assert_int_equal(list.n, 3);
	assert_string_equal(str_join(ctx->arena, list, "|"), "a|b|c");
	assert_int_equal(str_split(ctx->arena, NULL, ';').n, 0);
}

static void nearest_words_are_found(void **state)
{
	(void)state;
	const char *words[] = {"hotspots", "homes", "network"};
	assert_string_equal(str_nearest("hotspot", words, 3), "hotspots");
	assert_string_equal(str_nearest("netwrok", words, 3), "network");
	assert_null(str_nearest("zzzzzz", words, 3));
	assert_int_equal(str_distance("kitten", "sitting", 9), 3);
	assert_int_equal(str_distance("kitten", "sitting", 2), 3);
}

static void utf8_is_checked(void **state)
{
	struct context *ctx = *state;
	assert_true(utf8_valid("caf\xC3\xA9 \xE2\x82\xAC \xF0\x9F\x98\x80", 14));
	assert_false(utf8_valid("\xC0\xAF", 2));
	assert_false(utf8_valid("\xED\xA0\x80", 3));
	assert_false(utf8_valid("\xF4\x90\x80\x80", 4));
	assert_false(utf8_valid("\xE2\x82", 2));
	assert_string_equal(utf8_from_1252(ctx->arena, "\x80 caf\xE9 \x93x\x94", 10),
		"\xE2\x82\xAC caf\xC3\xA9 \xE2\x80\x9Cx\xE2\x80\x9D");
}

static void texts_are_harmless_to_a_terminal(void **state)
{
	static const struct {
		const char *text, *shown;
	} cases[] = {
		{"caf\xC3\xA9 \xE2\x82\xAC \xF0\x9F\x98\x80",
			"caf\xC3\xA9 \xE2\x82\xAC \xF0\x9F\x98\x80"},
		{"a\x1b[31mb\tc\nd\x7f", "a [31mb c d "},
		{"a\xC2\x9B"
		 "31m",
			"a 31m"},
		{"\xE2\x80\xAEgnp.exe", " gnp.exe"},
		{"a\xE2\x80\xA8"
		 "b\xE2\x81\xA6"
		 "c\xEF\xBB\xBF",
			"a b c "},
		{"\xD8\x9C\xD8\x9B", " \xD8\x9B"},
		/* Cut short: nothing behind the end is read. */
		{"x\xE2\x80", "x\xE2\x80"},
		{"x\xC2", "x\xC2"},
		{"", ""},
	};
	char text[64];
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		snprintf(text, sizeof text, "%s", cases[i].text);
		text_for_terminal(text);
		assert_string_equal(text, cases[i].shown);
	}
}

static volatile sig_atomic_t heard;

static void hear(int number)
{
	heard = number;
}

static void a_signal_waits_for_the_end_of_a_hold(void **state)
{
	struct sigaction action = {.sa_handler = hear}, old;
	(void)state;
	sigaction(SIGTERM, &action, &old);
	heard = 0;
	interrupt_hold();
	interrupt_hold();
	raise(SIGTERM);
	assert_int_equal(heard, 0);
	interrupt_release();
	assert_int_equal(heard, 0);
	interrupt_release();
	assert_int_equal(heard, SIGTERM);
	/* The hold that follows knows nothing of it. */
	heard = 0;
	interrupt_hold();
	interrupt_release();
	assert_int_equal(heard, 0);
	sigaction(SIGTERM, &old, NULL);
}

static void maps_keep_the_order(void **state)
{
	struct context *ctx = *state;
	struct map map;
	size_t value;
	map_init(&map, ctx->arena);
	assert_false(map_get(&map, "x", &value));
	for (size_t i = 0; i < 5000; i++)
		assert_int_equal(
			map_intern(&map, str_printf(ctx->arena, "k%zu", i % 2500)),
			i % 2500);
	assert_int_equal(map.n, 2500);
	map_set(&map, "k7", 99);
	assert_true(map_get(&map, "k7", &value));
	assert_int_equal(value, 99);
	assert_string_equal(map.keys[2499], "k2499");
}

static void errors_say_where(void **state)
{
	struct context *ctx = *state;
	enum err_code err = err_at(ctx, ERR_DATA,
		(struct err_where){"a.csv", 7, "found_time"}, "is %s\n", "bad");
	assert_int_equal(err, ERR_DATA);
	assert_string_equal(ctx->error, "a.csv: row 7, column found_time: is bad ");
	char longest[ERR_TEXT_MAX * 2];
	memset(longest, 'x', sizeof longest - 1);
	longest[sizeof longest - 1] = '\0';
	err_set(ctx, ERR_IO, "%s", longest);
	err_prefix(ctx, "%s", longest);
	assert_int_equal(strlen(ctx->error), ERR_TEXT_MAX - 1);
}

static void ini_files_are_read(void **state)
{
	struct context *ctx = *state;
	struct ini_file file;
	assert_int_equal(
		ini_read(ctx, "x.ini", "a = 1\n[s]\nb: two words ; note\n", &file),
		ERR_OK);
	assert_string_equal(ini_get(&file, "", "a"), "1");
	assert_string_equal(ini_get(&file, "S", "B"), "two words");
	assert_null(ini_get(&file, "s", "c"));
	assert_int_equal(ini_read(ctx, "x.ini", "a = 1\n[s\n", &file), ERR_DATA);
	assert_non_null(strstr(ctx->error, "row 2"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(arena_gives_zeroed_memory_back),
		cmocka_unit_test(arrays_grow),
		cmocka_unit_test(strings_are_trimmed_and_split),
		cmocka_unit_test(nearest_words_are_found),
		cmocka_unit_test(utf8_is_checked),
		cmocka_unit_test(texts_are_harmless_to_a_terminal),
		cmocka_unit_test(a_signal_waits_for_the_end_of_a_hold),
		cmocka_unit_test(maps_keep_the_order),
		cmocka_unit_test(errors_say_where),
		cmocka_unit_test(ini_files_are_read),
	};
	return cmocka_run_group_tests(tests, with_context, without_context);
}
