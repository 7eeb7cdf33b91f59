#include "../unit.h"

#include "base/file.h"
#include "base/str.h"
#include "evidence/bag.h"
#include "evidence/verify.h"
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

struct shelf {
	struct context ctx;
	char folder[64], bag[96];
};

static int shelf_open(void **state)
{
	struct shelf *s = calloc(1, sizeof *s);
	assert_non_null(s);
	context_init(&s->ctx);
	strcpy(s->folder, "/tmp/lastseen-bag-XXXXXX");
	assert_non_null(mkdtemp(s->folder));
	snprintf(s->bag, sizeof s->bag, "%s/pack", s->folder);
	*state = s;
	return 0;
}

/* Only plain test folders of a known depth. */
static void remove_below(struct shelf *s, const char *folder)
{
	static const char *const folders[] = {"data/sub", "data", "more", ""};
	const char **names;
	size_t n;
	if (folder_list(&s->ctx, folder, &names, &n) != ERR_OK)
		return;
	for (size_t i = 0; i < n; i++)
		unlink(str_printf(s->ctx.arena, "%s/%s", folder, names[i]));
	for (size_t i = 0; i < 4; i++)
		rmdir(str_printf(s->ctx.arena, "%s/%s", folder, folders[i]));
}

static int shelf_shut(void **state)
{
	struct shelf *s = *state;
	remove_below(s, s->bag);
	remove_below(s, s->folder);
	assert_false(file_exists(s->folder));
	context_release(&s->ctx);
	free(s);
	return 0;
}

static void ok(struct shelf *s, enum err_code err)
{
	if (err)
		fail_msg("%s", s->ctx.error);
}

static const char *in_bag(struct shelf *s, const char *name)
{
	return str_printf(s->ctx.arena, "%s/%s", s->bag, name);
}

static void write_file(struct shelf *s, const char *path, const char *text, size_t n)
{
	FILE *f = fopen(path, "wb");
	assert_non_null(f);
	assert_int_equal(fwrite(text, 1, n, f), n);
	assert_int_equal(fclose(f), 0);
	(void)s;
}

static void put(struct shelf *s, const char *name, const char *text)
{
	write_file(s, in_bag(s, name), text, strlen(text));
}

static void make(struct shelf *s, const char *agent, char hash[65])
{
	struct bag *bag;
	ok(s, bag_begin(&s->ctx, s->bag, &bag));
	bag_say(bag, "Bag-Software-Agent", agent);
	ok(s, bag_add(bag, "cover.html", "<p>cover</p>\n", 13));
	ok(s, bag_add(bag, "sub/rows.csv", "a,b\n1,2\n", 8));
	ok(s, bag_add(bag, "empty.txt", "", 0));
	ok(s, bag_close(bag, hash));
	assert_false(file_exists(in_bag(s, "bagit.txt")));
	ok(s, bag_give(bag));
}

static void made_is_whole(void **state)
{
	struct shelf *s = *state;
	struct bag_check check;
	struct stat info;
	char hash[65];
	make(s, "lastseen 0.1.0", hash);
	ok(s, bag_verify(&s->ctx, s->bag, &check));
	assert_int_equal(check.files, 3);
	assert_int_equal(check.bytes, 21);
	assert_string_equal(check.version, "1.0");
	assert_string_equal(check.algorithm, "sha256");
	assert_string_equal(check.hash, hash);
	assert_int_equal(check.unchecked_n, 0);
	assert_int_equal(stat(s->bag, &info), 0);
	assert_int_equal(info.st_mode & 0777, 0700);
	const char *text;
	size_t n;
	ok(s, file_read(&s->ctx, in_bag(s, "bag-info.txt"), 1000, &text, &n));
	assert_string_equal(
		text, "Bag-Software-Agent: lastseen 0.1.0\nPayload-Oxum: 21.3\n");
	ok(s, file_read(&s->ctx, in_bag(s, "bagit.txt"), 1000, &text, &n));
	assert_string_equal(
		text, "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n");
	/* sha256sum of nothing, as every implementation has it. */
	ok(s, file_read(&s->ctx, in_bag(s, "manifest-sha256.txt"), 1000, &text, &n));
	assert_non_null(strstr(text,
		"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
		"  data/empty.txt\n"));
}

static void same_files_same_bytes(void **state)
{
	struct shelf *s = *state;
	char one[65], two[65];
	make(s, "lastseen 0.1.0", one);
	remove_below(s, s->bag);
	make(s, "lastseen 0.1.0", two);
	assert_string_equal(one, two);
}

static void place_must_be_free(void **state)
{
	struct shelf *s = *state;
	struct bag *bag;
	char hash[65];
	/* An empty folder is taken. */
	assert_int_equal(mkdir(s->bag, 0755), 0);
	make(s, "lastseen 0.1.0", hash);
	assert_int_equal(bag_begin(&s->ctx, s->bag, &bag), ERR_STATE);
	assert_null(bag);
	assert_int_equal(bag_begin(&s->ctx, in_bag(s, "bagit.txt"), &bag), ERR_STATE);
	assert_int_equal(bag_begin(&s->ctx, in_bag(s, "none/pack"), &bag), ERR_IO);
	assert_int_equal(bag_begin(&s->ctx, "", &bag), ERR_USAGE);
}

static size_t left(struct shelf *s)
{
	const char **names;
	size_t n;
	ok(s, folder_list(&s->ctx, s->folder, &names, &n));
	return n;
}

static void abort_leaves_nothing(void **state)
{
	struct shelf *s = *state;
	struct bag *bag;
	char hash[65];
	ok(s, bag_begin(&s->ctx, s->bag, &bag));
	ok(s, bag_add(bag, "sub/x", "x", 1));
	ok(s, bag_close(bag, hash));
	bag_abort(bag);
	bag_abort(NULL);
	assert_int_equal(left(s), 0);
	assert_int_equal(rmdir(s->folder), 0);
	assert_int_equal(mkdir(s->folder, 0700), 0);
}

/* The place was filled while the bag was being written. */
static void late_comer_is_not_overwritten(void **state)
{
	struct shelf *s = *state;
	struct bag *bag;
	char hash[65];
	ok(s, bag_begin(&s->ctx, s->bag, &bag));
	ok(s, bag_add(bag, "x", "x", 1));
	ok(s, bag_close(bag, hash));
	assert_int_equal(mkdir(s->bag, 0755), 0);
	put(s, "bagit.txt", "mine");
	assert_int_equal(bag_give(bag), ERR_IO);
	assert_int_equal(left(s), 1);
}

static void full_disk_leaves_nothing(void **state)
{
	struct shelf *s = *state;
	struct rlimit old, small;
	struct bag *bag;
	char *large = calloc(1, 1 << 16);
	signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &old), 0);
	small = old;
	small.rlim_cur = 4096;
	ok(s, bag_begin(&s->ctx, s->bag, &bag));
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
	enum err_code err = bag_add(bag, "sub/x", large, 1 << 16);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &old), 0);
	free(large);
	assert_int_equal(err, ERR_IO);
	bag_abort(bag);
	assert_int_equal(left(s), 0);
}

/* What is done to a whole bag, and what must be said. */
struct tampering {
	const char *what;
	void (*act)(struct shelf *s);
	enum err_code code;
	const char *says;
};

static void no_declaration(struct shelf *s)
{
	unlink(in_bag(s, "bagit.txt"));
}
static void newer_version(struct shelf *s)
{
	put(s, "bagit.txt", "BagIt-Version: 2.0\nTag-File-Character-Encoding: UTF-8\n");
}
static void other_encoding(struct shelf *s)
{
	put(s, "bagit.txt",
		"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-16\n");
}
static void byte_order_mark(struct shelf *s)
{
	put(s, "bagit.txt",
		"\xef\xbb\xbf"
		"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n");
}
static void one_line(struct shelf *s)
{
	put(s, "bagit.txt", "BagIt-Version: 1.0\n");
}
static void payload_missing(struct shelf *s)
{
	unlink(in_bag(s, "data/cover.html"));
}
static void payload_added(struct shelf *s)
{
	put(s, "data/more.txt", "x");
}
static void payload_changed(struct shelf *s)
{
	put(s, "data/cover.html", "<p>Cover</p>\n");
}
static void payload_shorter(struct shelf *s)
{
	put(s, "data/cover.html", "");
}
static void payload_linked(struct shelf *s)
{
	unlink(in_bag(s, "data/cover.html"));
	assert_int_equal(symlink("/etc/hostname", in_bag(s, "data/cover.html")), 0);
}
static void no_manifest(struct shelf *s)
{
	unlink(in_bag(s, "manifest-sha256.txt"));
}
static void manifest_changed(struct shelf *s)
{
	put(s, "manifest-sha256.txt", "");
}
static void no_tag_manifest(struct shelf *s)
{
	unlink(in_bag(s, "tagmanifest-sha256.txt"));
}
static void info_changed(struct shelf *s)
{
	put(s, "bag-info.txt",
		"Bag-Software-Agent: lastseen 0.1.0\nPayload-Oxum: 22.3\n");
}
static void tag_file_added(struct shelf *s)
{
	put(s, "README.html", "<p>Trust me</p>");
}
static void tag_file_missing(struct shelf *s)
{
	unlink(in_bag(s, "bag-info.txt"));
}

static const struct tampering tamperings[] = {
	{"no declaration", no_declaration, ERR_DATA, "bagit.txt is missing"},
	{"newer version", newer_version, ERR_UNSUPPORTED, "\"2.0\""},
	{"other encoding", other_encoding, ERR_UNSUPPORTED, "UTF-8"},
	{"byte order mark", byte_order_mark, ERR_DATA, "bagit.txt"},
	{"one line", one_line, ERR_DATA, "two lines"},
	{"payload missing", payload_missing, ERR_DATA, "data/cover.html is missing"},
	{"payload added", payload_added, ERR_DATA, "data/more.txt was added"},
	{"payload changed", payload_changed, ERR_DATA, "data/cover.html was changed"},
	{"payload shorter", payload_shorter, ERR_DATA, "21 bytes in 3 files"},
	{"payload linked", payload_linked, ERR_DATA, "data/cover.html is a link"},
	{"no manifest", no_manifest, ERR_DATA, "manifest-sha256.txt is missing"},
	{"manifest changed", manifest_changed, ERR_DATA,
		"manifest-sha256.txt was changed"},
	{"no tag manifest", no_tag_manifest, ERR_DATA,
		"tagmanifest-sha256.txt is missing"},
	{"info changed", info_changed, ERR_DATA, "bag-info.txt was changed"},
	{"tag file added", tag_file_added, ERR_DATA, "README.html was added"},
	{"tag file missing", tag_file_missing, ERR_DATA, "bag-info.txt is missing"},
};

static void refused(
	struct shelf *s, const char *what, enum err_code code, const char *says)
{
	struct bag_check check;
	enum err_code err = bag_verify(&s->ctx, s->bag, &check);
	if (err != code || !strstr(s->ctx.error, says))
		fail_msg("%s: %d \"%s\"", what, (int)err, s->ctx.error);
}

static void tampering_is_named(void **state)
{
	struct shelf *s = *state;
	char hash[65];
	for (size_t i = 0; i < sizeof tamperings / sizeof *tamperings; i++) {
		const struct tampering *t = &tamperings[i];
		make(s, "lastseen 0.1.0", hash);
		t->act(s);
		refused(s, t->what, t->code, t->says);
		remove_below(s, s->bag);
	}
}

/* A bag written by hand, of one file data/a with the text "x". */
#define SUM_X "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881"

static void by_hand(struct shelf *s, const char *manifest)
{
	assert_int_equal(mkdir(s->bag, 0755), 0);
	assert_int_equal(mkdir(in_bag(s, "data"), 0755), 0);
	put(s, "bagit.txt", "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n");
	put(s, "data/a", "x");
	put(s, "manifest-sha256.txt", manifest);
}

static void manifests_of_others(void **state)
{
	static const char *const good[] = {
		SUM_X "  data/a\n",
		SUM_X " data/a",
		SUM_X "\t\tdata/a\r\n",
		SUM_X " ./data/a\r",
		"2D711642B726B04401627CA9FBAC32F5C8530FB1903CC4DB02258717921A4881 "
		"data/a\n\n",
	};
	static const struct {
		const char *manifest, *says;
	} bad[] = {
		{"data/a\n", "line 1: is not a checksum"},
		{SUM_X "\n", "line 1: is not a checksum"},
		{"zz711642 data/a\n", "is not a checksum"},
		{SUM_X "00 data/a\n", "is not a checksum"},
		{SUM_X " data/a\n" SUM_X " data/a\n",
			"line 2: the path comes a second"},
		{SUM_X " data/../../etc/passwd\n", "leads out of the bag"},
		{SUM_X " /etc/passwd\n", "leads out of the bag"},
		{SUM_X " ~/a\n", "leads out of the bag"},
		{SUM_X " ..\\a\n", "leads out of the bag"},
		{SUM_X " C:/a\n", "leads out of the bag"},
		{SUM_X " a\n", "must lie in data/"},
		{SUM_X " data/\n", "must lie in data/"},
		{SUM_X " data//a\n", "must lie in data/"},
		{SUM_X " data/./a\n", "must lie in data/"},
		{SUM_X " data/\xff\n", "no UTF-8"},
		{"", "data/a was added"},
	};
	struct shelf *s = *state;
	struct bag_check check;
	for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
		by_hand(s, good[i]);
		ok(s, bag_verify(&s->ctx, s->bag, &check));
		assert_int_equal(check.unchecked_n, 2);
		assert_string_equal(check.hash, "");
		remove_below(s, s->bag);
	}
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		by_hand(s, bad[i].manifest);
		refused(s, bad[i].manifest, ERR_DATA, bad[i].says);
		remove_below(s, s->bag);
	}
}

static void encoded_names(void **state)
{
	struct shelf *s = *state;
	struct bag_check check;
	by_hand(s, SUM_X " data/a\n" SUM_X " data/b%0Ac\n" SUM_X " data/d%25e\n" SUM_X
			 " data/f%0d\n" SUM_X " data/100%\n");
	put(s, "data/b\nc", "x");
	put(s, "data/d%e", "x");
	put(s, "data/f\r", "x");
	put(s, "data/100%", "x");
	ok(s, bag_verify(&s->ctx, s->bag, &check));
	assert_int_equal(check.files, 5);
	unlink(in_bag(s, "data/b\nc"));
	refused(s, "encoded", ERR_DATA, "data/b c is missing");
}

static void other_algorithms(void **state)
{
	struct shelf *s = *state;
	struct bag_check check;
	by_hand(s, "");
	unlink(in_bag(s, "manifest-sha256.txt"));
	/* coreutils' sha512sum and md5sum of "x" */
	put(s, "manifest-sha512.txt",
		"a4abd4448c49562d828115d13a1fccea927f52b4d5459297f8b43e42da89238bc13626"
		"e4"
		"3dcb38ddb082488927ec904fb42057443983e88585179d50551afe62  data/a\n");
	ok(s, bag_verify(&s->ctx, s->bag, &check));
	assert_string_equal(check.algorithm, "sha512");
	put(s, "data/a", "y");
	refused(s, "sha512", ERR_DATA, "data/a was changed");
	put(s, "data/a", "x");
	put(s, "manifest-md5.txt", "9dd4e461268c8034f5c8564e155c67a6  data/b\n");
	refused(s, "md5 beside", ERR_DATA, "data/b is missing: manifest-md5.txt");
	unlink(in_bag(s, "manifest-sha512.txt"));
	put(s, "manifest-md5.txt", "9dd4e461268c8034f5c8564e155c67a6  data/a\n");
	refused(s, "md5 alone", ERR_UNSUPPORTED, "md5");
}

static void oxum(void **state)
{
	static const char *const bad[] = {"Payload-Oxum: 1\n", "Payload-Oxum: 1.\n",
		"Payload-Oxum: x.1\n", "Payload-Oxum: 1.1x\n", "Payload-Oxum: -1.1\n",
		"Payload-Oxum: 99999999999999999999.1\n", "Payload-Oxum: 2.1\n",
		"Payload-Oxum: 1.2\n", "Payload-Oxum: 1.1\nPayload-Oxum: 1.1\n",
		"no colon\n"};
	struct shelf *s = *state;
	struct bag_check check;
	by_hand(s, SUM_X " data/a\n");
	put(s, "bag-info.txt", "Contact-Name: A\n B: C\npayload-oxum: 1.1\n");
	ok(s, bag_verify(&s->ctx, s->bag, &check));
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		put(s, "bag-info.txt", bad[i]);
		refused(s, bad[i], ERR_DATA, "bag-info.txt");
	}
}

static void not_a_folder(void **state)
{
	struct shelf *s = *state;
	refused(s, "none", ERR_NOT_FOUND, "cannot be opened");
	write_file(s, s->bag, "PK", 2);
	refused(s, "a file", ERR_UNSUPPORTED, "unpack it first");
	unlink(s->bag);
	assert_int_equal(mkdir(s->bag, 0755), 0);
	refused(s, "empty", ERR_DATA, "bagit.txt is missing");
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, shelf_open, shelf_shut)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(made_is_whole),
		TEST(same_files_same_bytes),
		TEST(place_must_be_free),
		TEST(abort_leaves_nothing),
		TEST(late_comer_is_not_overwritten),
		TEST(full_disk_leaves_nothing),
		TEST(tampering_is_named),
		TEST(manifests_of_others),
		TEST(encoded_names),
		TEST(other_algorithms),
		TEST(oxum),
		TEST(not_a_folder),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
