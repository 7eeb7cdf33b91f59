/* The report's folder: there whole or not at all, and nothing else is ever touched. */
#define _POSIX_C_SOURCE 200809L
#include "base/file.h"
#include "work/think_parts.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
// clang-format off
#include <cmocka.h>
// clang-format on

struct fixture {
	struct context ctx;
	char root[64];
	const char *place;
};

static const struct think_file first[] = {{"report.html", "<p>one"},
	{"tables/a.csv", "a\r\n1\r\n"}, {"figures/a.svg", "<svg/>"}};
static const struct think_file second[] = {{"report.html", "<p>two"}};

static int setup(void **state)
{
	struct fixture *f = calloc(1, sizeof *f);
	context_init(&f->ctx);
	strcpy(f->root, "/tmp/lastseen-think-XXXXXX");
	if (!mkdtemp(f->root))
		return 1;
	f->place = str_printf(f->ctx.arena, "%s/out/report", f->root);
	*state = f;
	return 0;
}

/* Removes what a test may have left: think_folder_drop() knows reports only. */
static int teardown(void **state)
{
	struct fixture *f = *state;
	char *out = str_printf(f->ctx.arena, "%s/out", f->root);
	think_folder_drop(&f->ctx, f->place);
	think_folder_drop(&f->ctx, out);
	rmdir(f->root);
	int left = file_exists(f->root);
	context_release(&f->ctx);
	free(f);
	return left;
}

static const char *text_of(struct fixture *f, const char *name)
{
	const char *text;
	size_t n;
	char *path = str_printf(f->ctx.arena, "%s/%s", f->place, name);
	return file_read(&f->ctx, path, 1 << 20, &text, &n) ? NULL : text;
}

/* Files below the folder that holds the report's: nothing half may lie beside it. */
static size_t files_beside(struct fixture *f)
{
	const char **paths;
	size_t n;
	char *out = str_printf(f->ctx.arena, "%s/out", f->root);
	assert_int_equal(folder_list(&f->ctx, out, &paths, &n), ERR_OK);
	return n;
}

static void put(struct fixture *f, const struct think_file *files, size_t n)
{
	const char *made;
	assert_int_equal(think_folder_check(&f->ctx, f->place), ERR_OK);
	assert_int_equal(
		think_folder_write(&f->ctx, f->place, files, n, &made), ERR_OK);
	assert_int_equal(think_folder_place(&f->ctx, made, f->place), ERR_OK);
}

static void a_report_is_put_in_its_place(void **state)
{
	struct fixture *f = *state;
	put(f, first, 3);
	assert_string_equal(text_of(f, "report.html"), "<p>one");
	const char *manifest = text_of(f, "manifest-sha256.txt");
	char hex[SHA256_HEX];
	sha256_of("<svg/>", 6, hex);
	assert_true(str_starts(
		manifest, str_printf(f->ctx.arena, "%s  figures/a.svg\n", hex)));
	assert_non_null(strstr(manifest, "  tables/a.csv\n"));
	assert_null(strstr(manifest, "manifest"));
	assert_int_equal(files_beside(f), 4);
}

static void an_earlier_report_is_replaced_whole(void **state)
{
	struct fixture *f = *state;
	put(f, first, 3);
	put(f, second, 1);
	assert_string_equal(text_of(f, "report.html"), "<p>two");
	assert_null(text_of(f, "tables/a.csv"));
	assert_int_equal(files_beside(f), 2);
}

static void a_final_slash_means_the_same_place(void **state)
{
	struct fixture *f = *state;
	put(f, first, 3);
	f->place = str_printf(f->ctx.arena, "%s/", f->place);
	put(f, second, 1);
	assert_int_equal(files_beside(f), 2);
}

static void an_empty_folder_is_taken(void **state)
{
	struct fixture *f = *state;
	assert_int_equal(folder_make(&f->ctx, f->place), ERR_OK);
	put(f, second, 1);
	assert_string_equal(text_of(f, "report.html"), "<p>two");
}

static void somebody_elses_files_are_not_touched(void **state)
{
	struct fixture *f = *state;
	const char *made;
	char *mine = str_printf(f->ctx.arena, "%s/mine.txt", f->place);
	put(f, first, 3);
	FILE *file = fopen(mine, "w");
	fclose(file);
	assert_int_equal(think_folder_check(&f->ctx, f->place), ERR_STATE);
	assert_non_null(strstr(f->ctx.error, "mine.txt"));
	/* Also where it came while the report was made. */
	assert_int_equal(
		think_folder_write(&f->ctx, f->place, second, 1, &made), ERR_OK);
	assert_int_equal(think_folder_place(&f->ctx, made, f->place), ERR_STATE);
	assert_string_equal(text_of(f, "report.html"), "<p>one");
	assert_int_equal(files_beside(f), 5);
	unlink(mine);
}

static void a_folder_without_a_report_is_refused(void **state)
{
	struct fixture *f = *state;
	assert_int_equal(folder_make(&f->ctx, f->place), ERR_OK);
	char *mine = str_printf(f->ctx.arena, "%s/notes.txt", f->place);
	fclose(fopen(mine, "w"));
	assert_int_equal(think_folder_check(&f->ctx, f->place), ERR_STATE);
	assert_non_null(strstr(f->ctx.error, "no earlier report"));
	unlink(mine);
}

static void a_file_is_no_folder(void **state)
{
	struct fixture *f = *state;
	assert_int_equal(
		folder_make(&f->ctx, str_printf(f->ctx.arena, "%s/out", f->root)),
		ERR_OK);
	fclose(fopen(f->place, "w"));
	assert_int_equal(think_folder_check(&f->ctx, f->place), ERR_STATE);
	unlink(f->place);
}

static void a_report_that_cannot_be_written_leaves_nothing(void **state)
{
	static const struct think_file bad[] = {
		{"report.html", "x"}, {"nowhere/else.txt", "x"}};
	struct fixture *f = *state;
	const char *made;
	assert_int_equal(think_folder_write(&f->ctx, f->place, bad, 2, &made), ERR_IO);
	assert_false(file_exists(f->place));
	assert_int_equal(files_beside(f), 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_report_is_put_in_its_place),
		TEST(an_earlier_report_is_replaced_whole),
		TEST(a_final_slash_means_the_same_place),
		TEST(an_empty_folder_is_taken),
		TEST(somebody_elses_files_are_not_touched),
		TEST(a_folder_without_a_report_is_refused),
		TEST(a_file_is_no_folder),
		TEST(a_report_that_cannot_be_written_leaves_nothing),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
