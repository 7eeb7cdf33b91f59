/* The gazetteer as a file: keys, what is derived, the same file again, a crash. */
#include "../unit.h"
#include "base/file.h"
#include "base/random.h"
#include "base/str.h"
#include "locate/fill.h"
#include "locate/postcode_key.h"
#include "locate/score.h"
#include "locate/spread.h"
#include "locate/uprn_point.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct bench {
	struct context ctx;
	char folder[64], path[96];
};

static int set_up(void **state)
{
	struct bench *b = calloc(1, sizeof *b);
	assert_non_null(b);
	context_init(&b->ctx);
	b->ctx.quiet = true;
	strcpy(b->folder, "/tmp/lastseen-gazetteer-XXXXXX");
	assert_non_null(mkdtemp(b->folder));
	snprintf(b->path, sizeof b->path, "%s/g.db", b->folder);
	*state = b;
	return 0;
}

static int tear_down(void **state)
{
	struct bench *b = *state;
	const char **names;
	size_t n;
	assert_int_equal(folder_list(&b->ctx, b->folder, &names, &n), ERR_OK);
	for (size_t i = 0; i < n; i++)
		unlink(str_printf(b->ctx.arena, "%s/%s", b->folder, names[i]));
	assert_int_equal(rmdir(b->folder), 0);
	context_release(&b->ctx);
	free(b);
	return 0;
}

static void ok(struct bench *b, enum err_code err)
{
	if (err)
		fail_msg("%s", b->ctx.error);
}

static int64_t key_of(const char *text)
{
	struct postcode p;
	assert_int_not_equal(postcode_parse(text, &p), POSTCODE_NONE);
	return postcode_key(&p);
}

static void keys_go_there_and_back(void **state)
{
	static const char *const texts[] = {"PR1 2RL", "B1 1BB", "SW1A 1AA", "AB10 1AA",
		"PR1 2", "B1 1", "SW1A 1", "AB10 1", "PR1", "B1", "SW1A", "AB10",
		"GIR 0AA"};
	char text[POSTCODE_TEXT_MAX];
	(void)state;
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		postcode_key_format(key_of(texts[i]), text);
		assert_string_equal(text, texts[i]);
	}
	assert_int_equal(postcode_key_sector(key_of("PR1 2RL")), key_of("PR1 2"));
	assert_int_equal(postcode_key_district(key_of("PR1 2RL")), key_of("PR1"));
	assert_int_equal(postcode_key_district(key_of("PR1 2")), key_of("PR1"));
	assert_true(key_of("PR1 2RL") > key_of("PR1 2"));
	assert_true(key_of("PR1 2RL") < key_of("PR1 2") + POSTCODE_KEY_SECTOR);
	assert_true(key_of("PR10 1AA") > key_of("PR1") + POSTCODE_KEY_DISTRICT - 1);
	assert_int_equal(postcode_key_fixed("PR1 2RL"), key_of("PR1 2RL"));
	assert_int_equal(postcode_key_fixed("SW1A1AA"), key_of("SW1A 1AA"));
	assert_int_equal(postcode_key_fixed("B1  1BB"), key_of("B1 1BB"));
	assert_int_equal(postcode_key_fixed("PR1 2R1"), 0);
	assert_int_equal(postcode_key_fixed("1R1 2RL"), 0);
	assert_int_equal(postcode_key_kind(key_of("PR1")), POSTCODE_DISTRICT);
}

static void lines_of_code_point(void **state)
{
	static const char *const good[] = {
		"\"ZQ1 2AB\",10,354017,429508,\"E92000001\",\"\",\"\",\"\",\"\",\"\"",
		"ZQ1 2AB,10,354017,429508,E92000001,,,,,",
		"\"ZQ12AB\",10,354017,429508,\"E92000001\",\"\",\"\",\"\",\"\",\"\"",
		"\"ZQ1  2AB\",10,354017,429508"};
	static const char *const bad[] = {"", "\"ZQ1 2AB\"", "\"ZQ1 2AB\",10,354017",
		"\"ZQ1 2AB,10,354017,429508", "\"ZQ1 2A\",10,354017,429508",
		"\"ZQ1 2AB\",,354017,429508", "\"ZQ1 2AB\",10,354017.5,429508",
		"\"ZQ1 2AB\",10,-1,429508", "\"ZQ1 2AB\",10,954017,429508",
		"\"ZQ1 2AB\",99,354017,429508", "\"ZQ1 2AB\"10,354017,429508,1"};
	struct codepoint row;
	(void)state;
	for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
		assert_null(codepoint_parse(good[i], strlen(good[i]), &row));
		assert_int_equal(row.key, key_of("ZQ1 2AB"));
		assert_int_equal(row.easting_m, 354017);
		assert_int_equal(row.northing_m, 429508);
		assert_int_equal(row.quality, 10);
	}
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		if (!codepoint_parse(bad[i], strlen(bad[i]), &row))
			fail_msg("read: %s", bad[i]);
	const char *none = "\"ZQ1 2AB\",90,0,0,\"\",\"\",\"\",\"\",\"\",\"\"";
	assert_null(codepoint_parse(none, strlen(none), &row));
	assert_int_equal(row.quality, CODEPOINT_NO_POSITION);
}

/* Against trying every other point. */
static void neighbours_are_the_fourth(void **state)
{
	struct bench *b = *state;
	enum { N = 600 };
	double x_m[N], y_m[N];
	uint16_t radius_m[N];
	struct stream s = stream_make(7, 1, 1);
	for (size_t i = 0; i < N; i++) {
		double wide = i < 300 ? 1000 : 60000;
		x_m[i] = floor(stream_01(&s) * wide);
		y_m[i] = floor(stream_01(&s) * wide);
	}
	/* Two at one spot count once. */
	x_m[1] = x_m[0];
	y_m[1] = y_m[0];
	struct points points = {.n = N, .x_m = x_m, .y_m = y_m};
	ok(b, spread_neighbours(&b->ctx, points, radius_m));
	for (size_t i = 0; i < N; i++) {
		double d[N];
		size_t n = 0;
		for (size_t j = 0; j < N; j++) {
			double apart = hypot(x_m[i] - x_m[j], y_m[i] - y_m[j]);
			bool again = false;
			for (size_t k = 0; k < j; k++)
				again |= x_m[k] == x_m[j] && y_m[k] == y_m[j];
			if (apart > 0 && !again)
				d[n++] = apart;
		}
		for (size_t k = 0; k < 4; k++)
			for (size_t j = k + 1; j < n; j++)
				if (d[j] < d[k]) {
					double swap = d[j];
					d[j] = d[k];
					d[k] = swap;
				}
		double expected = ceil(fmax(SPREAD_POSTCODE_LEAST_M, d[3]));
		if (d[3] > 4096)
			expected = SPREAD_POSTCODE_MOST_M;
		assert_int_equal(radius_m[i], (int)expected);
	}
}

static void ended_ones_count_those_in_use(void **state)
{
	struct bench *b = *state;
	const double x_m[] = {0, 100, 200, 300, 400}, y_m[] = {0, 0, 0, 0, 0};
	const double old_x_m[] = {0, 1, 2, 3, 4}, old_y_m[] = {0, 0, 0, 0, 0};
	uint16_t radius_m[5];
	struct points live = {.n = 5, .x_m = x_m, .y_m = y_m};
	struct points old = {.n = 5, .x_m = old_x_m, .y_m = old_y_m};
	ok(b, spread_neighbours_among(&b->ctx, live, old, radius_m));
	assert_int_equal(radius_m[0], 400);
	assert_int_equal(radius_m[1], 299);
	assert_int_equal(radius_m[4], 296);
}

static void points_of_uprns_go_there_and_back(void **state)
{
	static const struct point points[] = {
		{0, 0}, {700000, 1300000}, {358260.66, 172796.5}, {0.01, 1299999.99}};
	(void)state;
	for (size_t i = 0; i < sizeof points / sizeof *points; i++) {
		struct point p = uprn_point_unpack(uprn_point_pack(points[i]));
		assert_true(fabs(p.x_m - points[i].x_m) < 1e-6);
		assert_true(fabs(p.y_m - points[i].y_m) < 1e-6);
	}
}

static enum err_code add_address(struct fill *f, int64_t uprn, const char *text,
	const char *postcode, double x_m, double y_m)
{
	return fill_address(f, uprn, text, postcode, (struct point){x_m, y_m});
}

/* hash: any letter, for another file. */
static struct fill *begin(struct bench *b, struct gazetteer *g, const char *kind,
	const char *hash, const char *release, struct fill_result *result)
{
	char sha256[SHA256_HEX];
	sha256_of(hash, strlen(hash), sha256);
	struct fill_source *source = arena_new(b->ctx.arena, struct fill_source);
	*source = (struct fill_source){.kind = kind,
		.file = "file",
		.sha256 = str_dup(b->ctx.arena, sha256),
		.release = release,
		.bytes = 1};
	struct fill *fill;
	ok(b, fill_begin(g, source, &fill, result));
	return fill;
}

static void put(
	struct fill *fill, const char *postcode, int quality, int32_t e, int32_t n)
{
	fill_postcode(fill, &(struct codepoint){.key = key_of(postcode),
				    .quality = quality,
				    .easting_m = e,
				    .northing_m = n});
}

static struct gazetteer_area area_of(
	struct bench *b, struct gazetteer *g, const char *text)
{
	struct gazetteer_area area;
	ok(b, gazetteer_area(g, key_of(text), &area));
	return area;
}

static void addresses_give_points(void **state)
{
	struct bench *b = *state;
	struct gazetteer *g;
	struct fill_result r;
	ok(b, gazetteer_open(&b->ctx, b->path, STORE_WRITE, &g));
	struct fill *f = begin(b, g, "addresses", "a", "", &r);
	ok(b, add_address(f, 1, "1 Gelk Road, Skaver", "ZQ1 1AA", 400000, 800000));
	ok(b, add_address(f, 2, "2 Gelk Road, Skaver", "ZQ1 1AA", 400100, 800000));
	ok(b, add_address(f, 3, "3 Gelk Road, Skaver", "ZQ1 1AA", 400300, 800000));
	ok(b, add_address(f, 4, "4 Gelk Road, Skaver", "ZQ1 2AA", 401000, 801000));
	ok(b, add_address(f, 5, "5 Gelk Road, Skaver", "", 401000, 801000));
	ok(b, fill_finish(f, &r));
	assert_int_equal(r.added, 5);
	struct gazetteer_area unit = area_of(b, g, "ZQ1 1AA");
	assert_true(unit.located);
	assert_int_equal(unit.quality, 0);
	assert_true(unit.at.x_m == 400100);
	assert_true(unit.precision_m == 200);
	assert_true(area_of(b, g, "ZQ1 1").located);
	assert_int_equal(area_of(b, g, "ZQ1").postcodes, 2);
	assert_false(area_of(b, g, "ZQ1 1AB").known);
	/* Code-Point, once it comes, has the better point. */
	f = begin(b, g, "codepoint", "c", "2014-07-29", &r);
	put(f, "ZQ1 1AA", 10, 400111, 800001);
	put(f, "ZQ1 2AA", 90, 0, 0);
	put(f, "ZQ5 2AA", 90, 0, 0);
	ok(b, fill_finish(f, &r));
	assert_int_equal(r.without_position, 2);
	assert_true(area_of(b, g, "ZQ1 1AA").at.x_m == 400111);
	assert_int_equal(area_of(b, g, "ZQ1 1AA").quality, 10);
	/* Where it has no position, the addresses do. */
	assert_true(area_of(b, g, "ZQ1 2AA").at.x_m == 401000);
	assert_true(area_of(b, g, "ZQ5 2AA").known);
	assert_false(area_of(b, g, "ZQ5 2AA").located);
	struct gazetteer_addresses found;
	ok(b, gazetteer_uprn(g, b->ctx.arena, 5, &found));
	assert_int_equal(found.n, 1);
	assert_string_equal(found.items[0].street, "GELK ROAD");
	ok(b, gazetteer_of_postcode(g, b->ctx.arena, key_of("ZQ1 1AA"), &found));
	assert_int_equal(found.n, 3);
	gazetteer_close(g);
}

static void again_adds_nothing(void **state)
{
	struct bench *b = *state;
	struct gazetteer *g;
	struct fill_result r;
	struct gazetteer_counts counts;
	ok(b, gazetteer_open(&b->ctx, b->path, STORE_WRITE, &g));
	struct fill *f = begin(b, g, "codepoint", "new", "2020-05-01", &r);
	put(f, "ZQ1 1AA", 10, 400000, 800000);
	put(f, "ZQ1 1AA", 10, 400001, 800001);
	ok(b, fill_finish(f, &r));
	assert_int_equal(r.added, 1);
	assert_int_equal(r.set_aside, 1);
	assert_null(begin(b, g, "codepoint", "new", "2020-05-01", &r));
	assert_true(r.already);
	assert_int_equal(r.rows, 2);
	/* An older release adds what is missing and changes nothing. */
	f = begin(b, g, "codepoint", "old", "2014-07-29", &r);
	put(f, "ZQ1 1AA", 10, 300000, 700000);
	put(f, "ZQ1 1AB", 10, 300100, 700000);
	ok(b, fill_finish(f, &r));
	assert_true(area_of(b, g, "ZQ1 1AA").at.x_m == 400001);
	assert_true(area_of(b, g, "ZQ1 1AB").located);
	/* A UPRN that moved is where the later list has it. */
	f = begin(b, g, "addresses", "one", "", &r);
	ok(b, add_address(f, 7, "1 Gelk Road", "ZQ1 1AA", 400000, 800000));
	ok(b, fill_finish(f, &r));
	f = begin(b, g, "addresses", "two", "", &r);
	ok(b, add_address(f, 7, "1 Other Street", "ZQ1 1AB", 300100, 700000));
	ok(b, fill_finish(f, &r));
	ok(b, gazetteer_count(g, &counts));
	assert_int_equal(counts.addresses, 1);
	assert_int_equal(counts.streets, 1);
	gazetteer_close(g);
}

static void undone_is_gone(void **state)
{
	struct bench *b = *state;
	struct gazetteer *g;
	struct fill_result r;
	struct gazetteer_counts counts;
	char before[SHA256_HEX];
	ok(b, gazetteer_open(&b->ctx, b->path, STORE_WRITE, &g));
	strcpy(before, gazetteer_sha256(g));
	struct fill *f = begin(b, g, "addresses", "x", "", &r);
	ok(b, add_address(f, 7, "1 Gelk Road", "ZQ1 1AA", 400000, 800000));
	fill_abort(f);
	ok(b, gazetteer_count(g, &counts));
	assert_int_equal(counts.addresses, 0);
	assert_int_equal(counts.streets, 0);
	gazetteer_close(g);
	ok(b, gazetteer_open(&b->ctx, b->path, STORE_READ, &g));
	assert_string_equal(gazetteer_sha256(g), before);
	gazetteer_close(g);
}

/* Held in memory, every postcode is what it is in the file. */
static void held_is_the_same(void **state)
{
	struct bench *b = *state;
	struct gazetteer *g;
	struct fill_result r;
	static const char letters[] = "ABDEFGHJLN";
	ok(b, gazetteer_open(&b->ctx, b->path, STORE_WRITE, &g));
	struct fill *f = begin(b, g, "codepoint", "h", "", &r);
	for (int i = 0; i < 1000; i += 2) {
		char text[16];
		snprintf(text, sizeof text, "ZQ1 %d%c%c", i / 100, letters[i / 10 % 10],
			letters[i % 10]);
		put(f, text, i % 50 ? 10 : 90, i % 50 ? 400000 + i * 7 : 0,
			i % 50 ? 800000 + i : 0);
	}
	ok(b, fill_finish(f, &r));
	struct gazetteer_area before[1000];
	for (int round = 0; round <= GAZETTEER_HOLD_AFTER / 1000 + 1; round++)
		for (int i = 0; i < 1000; i++) {
			char text[16];
			snprintf(text, sizeof text, "ZQ1 %d%c%c", i / 100,
				letters[i / 10 % 10], letters[i % 10]);
			struct gazetteer_area now = area_of(b, g, text);
			if (round == 0)
				before[i] = now;
			assert_int_equal(now.known, i % 2 == 0);
			assert_int_equal(now.known, before[i].known);
			assert_int_equal(now.located, before[i].located);
			assert_int_equal(now.quality, before[i].quality);
			if (now.located) {
				assert_true(now.at.x_m == before[i].at.x_m);
				assert_true(now.at.y_m == before[i].at.y_m);
				assert_true(now.precision_m == before[i].precision_m);
			}
		}
	gazetteer_close(g);
}

static void words_alike(void **state)
{
	(void)state;
	assert_true(score_alike("GELKANE ROAD", "GEKLANE ROAD"));
	assert_true(score_alike("GELKANE ROAD", "GELKAN ROAD"));
	assert_true(score_alike("GELKANE ROAD", "GELLKANE RAOD"));
	assert_false(score_alike("GELKANE ROAD", "GULVANE LANE"));
	assert_false(score_alike("HIGH", "HIGG"));
	assert_true(score_alike("HIGHS", "HIGSH"));
	assert_false(score_alike("GROVE", "GLOBE"));
	assert_true(score_alike("ABCDE", "ABCDE"));
}

static void every_statement_fits(void **state)
{
	struct bench *b = *state;
	struct gazetteer *g;
	struct statement *s;
	ok(b, gazetteer_open(&b->ctx, b->path, STORE_WRITE, &g));
	for (size_t i = 0; sql_all[i]; i++)
		if (str_starts(sql_all[i]->name, "gazetteer_"))
			ok(b, store_prepare(gazetteer_store(g), sql_all[i], &s));
	gazetteer_close(g);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(keys_go_there_and_back),
		cmocka_unit_test(lines_of_code_point),
		cmocka_unit_test(words_alike),
		TEST(neighbours_are_the_fourth),
		TEST(ended_ones_count_those_in_use),
		TEST(points_of_uprns_go_there_and_back),
		TEST(addresses_give_points),
		TEST(again_adds_nothing),
		TEST(undone_is_gone),
		TEST(held_is_the_same),
		TEST(every_statement_fits),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
