#include "../unit.h"

#include "base/file.h"
#include "base/str.h"
#include "evidence/verify.h"
#include "work/init.h"
#include "work/pack.h"
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define SQL(name_, text_)                                                              \
	{                                                                              \
		name_, text_, sizeof(text_) - 1                                        \
	}

struct desk {
	struct context ctx;
	char folder[64], path[96], pack[96];
	struct work_options options;
	char *text;
	size_t text_n;
};

/* Three children at one address; an adult named with two of them; a home. Every text
 * that a partner must not read holds SECRET. */
static const struct sql rows = SQL("rows",
	"INSERT INTO source (kind, file, sha256, bytes, imported_utc, imported_by, "
	"version)"
	" VALUES ('episodes', 'e.csv', printf('%064d', 1), 1, '', '', ''),"
	" ('mentions', 'm.csv', printf('%064d', 2), 1, '', '', ''),"
	" ('homes', 'h.csv', printf('%064d', 3), 1, '', '', ''),"
	" ('placements', 'p.csv', printf('%064d', 4), 1, '', '', ''),"
	" ('registers', 'r.csv', printf('%064d', 5), 1, '', '', ''),"
	" ('interviews', 'i.csv', printf('%064d', 6), 1, '', '', '');"
	"INSERT INTO child (child_ref, name, dob) VALUES ('SECRET-1', 'SECRET Name',"
	" '2010-01-01'), ('SECRET-2', NULL, NULL), ('SECRET-3', NULL, NULL);"
	"INSERT INTO episode (source_id, row, row_hash, episode_ref, child_id, type,"
	" last_seen_s, last_seen_span_s, last_seen_precision, last_seen_text,"
	" reported_s, reported_span_s, reported_precision, reported_text,"
	" from_kind, from_home_urn, found_kind, reasons, notes, extra) VALUES"
	" (1, 2, 'a', 'E1', 1, 'missing', 1743465600, 60, 'minute', 'SECRET', "
	"1743469200,"
	"  60, 'minute', 'SECRET', 'home', NULL, 'associate', 'SECRET', 'SECRET',"
	"  '{\"x\":\"SECRET\"}'),"
	" (1, 3, 'b', 'E2', 2, 'missing', NULL, NULL, NULL, NULL, 1743552000, 86400, "
	"'day',"
	"  '', 'childrens_home', 'SC1', 'associate', NULL, NULL, '{}'),"
	" (1, 4, 'c', 'E3', 3, 'absent', NULL, NULL, NULL, NULL, 1743638400, 60, "
	"'minute',"
	"  '', NULL, NULL, 'associate', NULL, NULL, '{}'),"
	" (1, 5, 'd', 'E4', 1, 'missing', NULL, NULL, NULL, NULL, 1743724800, 60, "
	"'minute',"
	"  '', 'home', NULL, NULL, NULL, NULL, '{}');"
	"INSERT INTO mention (source_id, row, row_hash, mention_ref, episode_ref, kind,"
	" value, dob, phone, role, date, text) VALUES"
	" (2, 2, 'a', 'M1', 'E1', 'person', 'SECRET Adult', '1980-02-03', "
	"'07700900SECRET123',"
	"  'ran_to', '2025-04-01', 'SECRET'),"
	" (2, 3, 'b', 'M2', 'E2', 'person', 'SECRET Adult', '1980-02-03', NULL, "
	"'found_with',"
	"  NULL, NULL);"
	"INSERT INTO home (source_id, row, row_hash, urn, name, registered_places) "
	"VALUES"
	" (3, 2, 'a', 'SC1', 'SECRET House', 4);"
	"INSERT INTO placement (source_id, row, row_hash, child_id, urn, start_day) "
	"VALUES"
	" (4, 2, 'a', 2, 'SC1', '2025-01-01');"
	"INSERT INTO register (source_id, row, row_hash, child_id, register) VALUES"
	" (5, 2, 'a', 1, 'SECRET register');"
	"INSERT INTO interview (source_id, row, row_hash, episode_ref, accepted, "
	"summary)"
	" VALUES (6, 2, 'a', 'E1', 1, 'SECRET');"
	"INSERT INTO address (key, label, easting, northing) VALUES"
	" ('uprn:1', '3 High Street', 400000, 300000), ('uprn:2', 'SECRET Lane', 1, 1);"
	"INSERT INTO place (source_id, row, source_kind, ref, role, episode_id, "
	"address)"
	" VALUES (1, 2, 'episodes', 'E1', 'found', 1, '3 high st'),"
	" (1, 3, 'episodes', 'E2', 'found', 2, '3 High Street'),"
	" (1, 4, 'episodes', 'E3', 'found', 3, '3 High Street'),"
	" (1, 2, 'episodes', 'E1', 'from', 1, 'SECRET lane');"
	"INSERT INTO located (place_id, input, easting, northing, precision_m, kind, "
	"method,"
	" confidence, match, address_id) SELECT place_id, address, 400000, 300000, 10,"
	" 'uprn', 'uprn', 1, '3 High Street', 1 FROM place WHERE role = 'found';"
	"INSERT INTO located (place_id, input, easting, northing, precision_m, kind, "
	"method,"
	" confidence, match, address_id) VALUES (4, 'x', 1, 1, 10, 'uprn', 'uprn', 1,"
	" 'SECRET Lane', 2);");

static void ok(struct desk *d, enum err_code err)
{
	if (err)
		fail_msg("%s", d->ctx.error);
}

static int desk_open(void **state)
{
	struct desk *d = calloc(1, sizeof *d);
	struct init_options o = {.authority = "Anytown"};
	struct store *store;
	assert_non_null(d);
	context_init(&d->ctx);
	d->ctx.quiet = true;
	strcpy(d->folder, "/tmp/lastseen-pack-XXXXXX");
	assert_non_null(mkdtemp(d->folder));
	snprintf(d->path, sizeof d->path, "%s/case.db", d->folder);
	snprintf(d->pack, sizeof d->pack, "%s/pack", d->folder);
	d->options = (struct work_options){
		.db_path = d->path, .format = FORMAT_JSON, .period = {.all = true}};
	d->options.out = open_memstream(&d->text, &d->text_n);
	ok(d, work_init(&d->ctx, &d->options, &o));
	ok(d, store_open(&d->ctx, d->path, &store_case_schema, STORE_WRITE, &store));
	ok(d, store_begin(store));
	ok(d, store_script(store, &rows));
	ok(d, store_commit(store));
	store_close(store);
	*state = d;
	return 0;
}

static void remove_pack(struct desk *d)
{
	const char **names;
	size_t n;
	ok(d, folder_list(&d->ctx, d->pack, &names, &n));
	for (size_t i = 0; i < n; i++)
		unlink(str_printf(d->ctx.arena, "%s/%s", d->pack, names[i]));
	rmdir(str_printf(d->ctx.arena, "%s/data", d->pack));
	assert_int_equal(rmdir(d->pack), 0);
}

static int desk_shut(void **state)
{
	struct desk *d = *state;
	fclose(d->options.out);
	free(d->text);
	if (file_exists(d->pack))
		remove_pack(d);
	unlink(d->path);
	/* Fails where something was left beside the case. */
	assert_int_equal(rmdir(d->folder), 0);
	context_release(&d->ctx);
	free(d);
	return 0;
}

static enum err_code pack(struct desk *d, const char *subject)
{
	struct pack_options o = {
		.subject = subject, .output = d->pack, .place = ROLE_FOUND};
	return work_pack(&d->ctx, &d->options, &o);
}

static const char *file_of(struct desk *d, const char *name)
{
	const char *text;
	size_t n;
	ok(d, file_read(&d->ctx, str_printf(d->ctx.arena, "%s/data/%s", d->pack, name),
		      1 << 20, &text, &n));
	return text;
}

static bool any_file_holds(struct desk *d, const char *word)
{
	const char **names;
	size_t n, text_n;
	const char *text;
	bool found = false;
	ok(d, folder_list(&d->ctx, d->pack, &names, &n));
	assert_int_equal(n, 11);
	for (size_t i = 0; i < n; i++) {
		ok(d, file_read(&d->ctx,
			      str_printf(d->ctx.arena, "%s/%s", d->pack, names[i]),
			      1 << 20, &text, &text_n));
		found |= strstr(text, word) != NULL;
	}
	return found;
}

static void says(const char *text, const char *what)
{
	if (!strstr(text, what))
		fail_msg("\"%s\" does not hold \"%s\"", text, what);
}

static const char *const subjects[] = {
	"address:1", "adult:1", "home:SC1", "child:SECRET-1", "child:C1"};

static void packs_are_whole_and_keep_silent(void **state)
{
	struct desk *d = *state;
	struct bag_check check;
	for (size_t i = 0; i < sizeof subjects / sizeof *subjects; i++) {
		ok(d, pack(d, subjects[i]));
		ok(d, bag_verify(&d->ctx, d->pack, &check));
		assert_int_equal(check.files, 7);
		if (any_file_holds(d, "SECRET"))
			fail_msg("%s tells a partner too much", subjects[i]);
		assert_false(any_file_holds(d, d->folder));
		remove_pack(d);
	}
	fflush(d->options.out);
	assert_null(strstr(d->text, "SECRET"));
}

static void analysts_see_all(void **state)
{
	struct desk *d = *state;
	d->ctx.audience = AUDIENCE_ANALYST;
	ok(d, pack(d, "child:SECRET-1"));
	const char *csv = file_of(d, "exhibits.csv");
	says(csv, ",2,child_name,SECRET Name\r\n");
	says(csv, ",2,notes,SECRET\r\n");
	says(csv, ",2,register,SECRET register\r\n");
	says(csv, ",2,summary,SECRET\r\n");
	says(csv, ",2,phone,07700900SECRET123\r\n");
	says(csv, ",2,extra,\"{\"\"x\"\":\"\"SECRET\"\"}\"\r\n");
	says(file_of(d, "chronology.csv"), "SECRET Lane");
}

static void address_figures(void **state)
{
	struct desk *d = *state;
	ok(d, pack(d, "address:1"));
	const char *figures = file_of(d, "figures.json");
	says(figures, "\"episodes\": 3");
	says(figures, "\"children\": 3");
	says(figures, "\"episodes_of_the_top_child\": 1");
	says(figures, "\"addresses_in_the_case\": 1");
	const char *csv = file_of(d, "chronology.csv");
	says(csv, "2025-04-01 "
		  "01:00,minute,2025-04-01T00:00:00Z,2025-04-01T00:01:00Z,last "
		  "seen,C1,,where the child belongs,10,X1,e.csv,2\r\n");
	/* Day precision stays a day. */
	says(csv, "2025-04-02,day,2025-04-02T00:00:00Z,2025-04-03T00:00:00Z,reported "
		  "missing,C2,,,,X2,e.csv,3\r\n");
	/* Found, nobody wrote when: last, without a time. */
	says(csv, ",,,,found,C1,,3 High Street,10,X1,e.csv,2\r\n");
	says(file_of(d, "exhibits.csv"), "X1,episode,e.csv,");
	says(file_of(d, "cover.html"), "A lead, not a verdict");
	says(file_of(d, "cover.html"), "OFFICIAL-SENSITIVE");
}

static void adult_is_traced_to_the_mentions(void **state)
{
	struct desk *d = *state;
	ok(d, pack(d, "adult:A1"));
	says(file_of(d, "figures.json"), "\"children\": 2");
	const char *csv = file_of(d, "chronology.csv");
	says(csv, "named: ran to,C1,A1,,,X3,m.csv,2\r\n");
	says(csv, "named: found with (at the time of its "
		  "episode),C2,A1,,,X4,m.csv,3\r\n");
	says(file_of(d, "exhibits.csv"), "X3,mention,m.csv,");
	says(file_of(d, "exhibits.csv"), ",2,phone,phone \xe2\x80\xa6"
					 "123\r\n");
}

static void home_has_its_rows(void **state)
{
	struct desk *d = *state;
	ok(d, pack(d, "home:sc1"));
	const char *csv = file_of(d, "exhibits.csv");
	says(csv, "home,h.csv,");
	says(csv, "placement,p.csv,");
	says(csv, ",2,urn,SC1\r\n");
	says(file_of(d, "figures.json"), "\"nights_from\": \"placements\"");
}

static void period_is_kept(void **state)
{
	struct desk *d = *state;
	d->options.period = (struct period){
		.from_day = civil_days(2025, 4, 2), .to_day = civil_days(2025, 4, 2)};
	/* One child's address is for analysts alone. */
	d->ctx.audience = AUDIENCE_ANALYST;
	ok(d, pack(d, "address:1"));
	says(file_of(d, "figures.json"), "\"episodes\": 1");
	says(file_of(d, "cover.html"), "2025-04-02 to 2025-04-02");
}

static void same_case_same_bytes(void **state)
{
	struct desk *d = *state;
	struct bag_check one, two, dated;
	ok(d, pack(d, "address:1"));
	ok(d, bag_verify(&d->ctx, d->pack, &one));
	remove_pack(d);
	ok(d, pack(d, "address:1"));
	ok(d, bag_verify(&d->ctx, d->pack, &two));
	assert_string_equal(one.hash, two.hash);
	remove_pack(d);
	setenv("SOURCE_DATE_EPOCH", "1774733405", 1);
	enum err_code err = pack(d, "address:1");
	unsetenv("SOURCE_DATE_EPOCH");
	ok(d, err);
	ok(d, bag_verify(&d->ctx, d->pack, &dated));
	assert_string_not_equal(one.hash, dated.hash);
	says(file_of(d, "cover.html"), "2026-03-28T21:30:05Z");
	says(file_of(d, "../bag-info.txt"), "Bagging-Date: 2026-03-28\n");
}

static void disclosure_is_logged_with_its_hash(void **state)
{
	static const struct sql entry =
		SQL("entry", "SELECT detail ->> '$.parameters.sha256', detail ->> "
			     "'$.parameters.subject', detail ->> 'audience' FROM audit "
			     "WHERE action = "
			     "'disclosure' AND command = 'pack'");
	struct desk *d = *state;
	struct bag_check check;
	struct store *store;
	struct statement *s;
	bool row;
	ok(d, pack(d, "child:SECRET-1"));
	ok(d, bag_verify(&d->ctx, d->pack, &check));
	ok(d, store_open(&d->ctx, d->path, &store_case_schema, STORE_READ, &store));
	ok(d, store_prepare(store, &entry, &s));
	ok(d, statement_step(s, &row));
	assert_true(row);
	assert_string_equal(column_text(s, 0), check.hash);
	assert_string_equal(column_text(s, 1), "child:C1");
	assert_string_equal(column_text(s, 2), "partner");
	store_close(store);
}

static void refusals(void **state)
{
	static const struct {
		const char *subject, *says;
		enum err_code code;
	} cases[] = {
		{"address:9", "none of this name", ERR_NOT_FOUND},
		{"address:x", "none of this name", ERR_NOT_FOUND},
		{"address:0", "none of this name", ERR_NOT_FOUND},
		{"address:1x", "none of this name", ERR_NOT_FOUND},
		{"adult:99", "none of this name", ERR_NOT_FOUND},
		{"home:SC2", "none of this name", ERR_NOT_FOUND},
		{"child:C9", "none of this name", ERR_NOT_FOUND},
		{"hotspot:1", "none of this name", ERR_NOT_FOUND},
		{"adress:1", "did you mean address", ERR_USAGE},
		{"address", "does not say which", ERR_USAGE},
		{"address:", "does not say which", ERR_USAGE},
		{"", "is none of", ERR_USAGE},
		{":1", "is none of", ERR_USAGE},
	};
	struct desk *d = *state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		enum err_code err = pack(d, cases[i].subject);
		if (err != cases[i].code || !strstr(d->ctx.error, cases[i].says))
			fail_msg("%s: %d %s", cases[i].subject, (int)err, d->ctx.error);
		assert_false(file_exists(d->pack));
	}
	d->ctx.audience = AUDIENCE_PUBLIC;
	assert_int_equal(pack(d, "address:1"), ERR_USAGE);
	d->ctx.audience = AUDIENCE_PARTNER;
	ok(d, pack(d, "address:1"));
	assert_int_equal(pack(d, "address:1"), ERR_STATE);
	says(d->ctx.error, "not empty");
	struct pack_options zip = {.subject = "address:1", .output = "x.zip"};
	assert_int_equal(work_pack(&d->ctx, &d->options, &zip), ERR_UNSUPPORTED);
}

static void verify_prints_what_is_wrong(void **state)
{
	struct desk *d = *state;
	ok(d, pack(d, "address:1"));
	ok(d, work_verify(&d->ctx, &d->options, d->pack));
	fflush(d->options.out);
	says(d->text, "\"whole\": true");
	unlink(str_printf(d->ctx.arena, "%s/data/cover.html", d->pack));
	assert_int_equal(work_verify(&d->ctx, &d->options, d->pack), ERR_DATA);
	fflush(d->options.out);
	says(d->text, "\"whole\": false");
	says(d->text, "\"problem\": \"data/cover.html is missing");
	says(d->ctx.error, "data/cover.html is missing");
	assert_null(strstr(d->text, d->folder));
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, desk_open, desk_shut)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(packs_are_whole_and_keep_silent),
		TEST(analysts_see_all),
		TEST(address_figures),
		TEST(adult_is_traced_to_the_mentions),
		TEST(home_has_its_rows),
		TEST(period_is_kept),
		TEST(same_case_same_bytes),
		TEST(disclosure_is_logged_with_its_hash),
		TEST(refusals),
		TEST(verify_prints_what_is_wrong),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
