#include "../unit.h"
#include "base/file.h"
#include "base/str.h"
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct fixture {
	struct context ctx;
	char folder[64];
};

static int setup(void **state)
{
	struct fixture *f = calloc(1, sizeof *f);
	context_init(&f->ctx);
	strcpy(f->folder, "/tmp/lastseen-test-XXXXXX");
	*state = f;
	return f && mkdtemp(f->folder) ? 0 : -1;
}

static int teardown(void **state)
{
	struct fixture *f = *state;
	const char **paths;
	size_t n;
	if (folder_list(&f->ctx, f->folder, &paths, &n) == ERR_OK)
		for (size_t i = 0; i < n; i++)
			unlink(str_printf(f->ctx.arena, "%s/%s", f->folder, paths[i]));
	rmdir(str_printf(f->ctx.arena, "%s/a/b", f->folder));
	rmdir(str_printf(f->ctx.arena, "%s/a", f->folder));
	rmdir(f->folder);
	context_release(&f->ctx);
	free(f);
	return 0;
}

/* FIPS 180-2, appendix B. */
static void sha256_known_answers(void **state)
{
	(void)state;
	char hex[SHA256_HEX];
	sha256_of("abc", 3, hex);
	assert_string_equal(hex,
		"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
	sha256_of("", 0, hex);
	assert_string_equal(hex,
		"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

static void a_file_is_there_whole_or_not(void **state)
{
	struct fixture *f = *state;
	struct context *ctx = &f->ctx;
	const char *path = str_printf(ctx->arena, "%s/x", f->folder), *bytes;
	char written[SHA256_HEX], read[SHA256_HEX];
	struct out_file *file;
	size_t n;
	assert_int_equal(file_begin(ctx, path, &file), ERR_OK);
	file_puts(file, "one ");
	file_printf(file, "%d", 2);
	assert_false(file_exists(path));
	assert_int_equal(file_commit(ctx, file, written), ERR_OK);
	assert_int_equal(sha256_file(ctx, path, read, NULL), ERR_OK);
	assert_string_equal(written, read);
	assert_int_equal(file_read(ctx, path, 100, &bytes, &n), ERR_OK);
	assert_string_equal(bytes, "one 2");
	assert_int_equal(file_read(ctx, path, 4, &bytes, &n), ERR_DATA);

	assert_int_equal(file_begin(ctx, path, &file), ERR_OK);
	file_puts(file, "other");
	file_abort(file);
	assert_int_equal(file_read(ctx, path, 100, &bytes, &n), ERR_OK);
	assert_string_equal(bytes, "one 2");
	const char **paths;
	assert_int_equal(folder_list(ctx, f->folder, &paths, &n), ERR_OK);
	assert_int_equal(n, 1);
}

static void a_file_is_its_owners_alone(void **state)
{
	struct fixture *f = *state;
	const char *path = str_printf(f->ctx.arena, "%s/secret", f->folder);
	struct out_file *file;
	struct stat info;
	assert_int_equal(file_begin(&f->ctx, path, &file), ERR_OK);
	assert_int_equal(file_commit(&f->ctx, file, NULL), ERR_OK);
	assert_int_equal(stat(path, &info), 0);
	assert_int_equal(info.st_mode & 077, 0);
}

static void folders_are_made_and_listed(void **state)
{
	struct fixture *f = *state;
	struct context *ctx = &f->ctx;
	const char *below = str_printf(ctx->arena, "%s/a/b", f->folder);
	const char **paths;
	size_t n;
	struct out_file *file;
	assert_int_equal(folder_make(ctx, below), ERR_OK);
	assert_int_equal(folder_make(ctx, below), ERR_OK);
	assert_int_equal(
		file_begin(ctx, str_printf(ctx->arena, "%s/z", below), &file), ERR_OK);
	assert_int_equal(file_commit(ctx, file, NULL), ERR_OK);
	assert_int_equal(folder_list(ctx, f->folder, &paths, &n), ERR_OK);
	assert_string_equal(paths[0], "a/b/z");
	const char *through = str_printf(ctx->arena, "%s/z/y", below);
	assert_int_equal(folder_make(ctx, through), ERR_IO);
}

static void what_is_not_there_is_said(void **state)
{
	struct fixture *f = *state;
	const char *bytes;
	size_t n;
	const char *path = str_printf(f->ctx.arena, "%s/none/x", f->folder);
	struct out_file *file;
	assert_int_equal(file_read(&f->ctx, path, 10, &bytes, &n), ERR_NOT_FOUND);
	assert_int_equal(file_begin(&f->ctx, path, &file), ERR_IO);
	assert_non_null(strstr(f->ctx.error, path));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sha256_known_answers),
		cmocka_unit_test_setup_teardown(
			a_file_is_there_whole_or_not, setup, teardown),
		cmocka_unit_test_setup_teardown(
			a_file_is_its_owners_alone, setup, teardown),
		cmocka_unit_test_setup_teardown(
			folders_are_made_and_listed, setup, teardown),
		cmocka_unit_test_setup_teardown(
			what_is_not_there_is_said, setup, teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
