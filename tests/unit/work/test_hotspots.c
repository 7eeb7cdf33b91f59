#include "town.h"
#include "work/hotspots.h"
#include <math.h>

/* An episode found at a place, from a home far from it and from all others. */
static void found_at(struct town *t, int64_t child, double day, double x_m, double y_m,
	double precision_m)
{
	int64_t e =
		town_episode(t, child, "missing", day, 4, "'home'", "NULL", "'street'");
	town_place(t, e, "from", 90000 + 3000 * (double)child, 90000, 5, 100 + child);
	town_place(t, e, "found", x_m, y_m, precision_m, 0);
}

/* Children who are found far apart, all through a year. */
static void background(struct town *t)
{
	struct stream s = stream_make(7, 1, 1);
	for (int i = 0; i < 150; i++)
		found_at(t, 1 + i % 60, 363 * stream_01(&s), 20000 * stream_01(&s),
			20000 * stream_01(&s), 10);
	found_at(t, 1, 0.5, 0, 0, 10);
	found_at(t, 2, 364.5, 0, 5000, 10);
}

/* Nine episodes of seven children within 80 m and 20 days. */
static void gathering(struct town *t, double day, double x_m, double y_m)
{
	for (int i = 0; i < 9; i++)
		found_at(t, 100 + i % 7, day + 2.2 * i, x_m + 30 * (i % 3),
			y_m + 25 * (i / 3), 10);
}

static void compute(struct town *t, struct episode_set *set, struct hotspots *x)
{
	struct hotspots_options o = HOTSPOTS_DEFAULT;
	town_ok(t, episodes_load(&t->c, set));
	town_ok(t, hotspots_compute(&t->c, set, &o, x));
}

static void planted_is_found_decoys_are_not(void **state)
{
	struct town *t = *state;
	struct episode_set set;
	struct hotspots x;
	background(t);
	gathering(t, 340, 5000, 5000);
	gathering(t, 60, 15000, 15000);
	/* One child forty times; a district's middle; found at home. */
	for (int i = 0; i < 40; i++)
		found_at(t, 200, 100 + i, 9000, 3000, 10);
	for (int i = 0; i < 20; i++)
		found_at(t, 210 + i, 200 + i, 12000, 12000, 4000);
	for (int i = 0; i < 20; i++) {
		int64_t e = town_episode(
			t, 240 + i, "missing", 220 + i, 4, "'home'", "NULL", "'home'");
		town_place(t, e, "found", 3000, 12000, 5, 0);
	}
	compute(t, &set, &x);
	assert_int_equal(x.n, 2);
	for (int i = 0; i < 2; i++) {
		assert_int_equal(x.items[i].id, i + 1);
		assert_int_equal(x.items[i].episodes_n, 9);
		assert_int_equal(x.items[i].children_n, 7);
		assert_true(x.items[i].p_value <= 0.01);
	}
	const struct hotspot *late = x.items[0].x_m < 10000 ? &x.items[0] : &x.items[1];
	const struct hotspot *early =
		x.items[0].x_m < 10000 ? &x.items[1] : &x.items[0];
	assert_near(late->x_m, 5030);
	assert_near(late->y_m, 5025);
	assert_int_equal(late->from_day, TOWN_FIRST_DAY + 340);
	assert_int_equal(late->state, HOTSPOT_NEW);
	assert_int_equal(early->state, HOTSPOT_HISTORICAL);
	assert_int_equal(x.too_coarse, 20);
	assert_int_equal(x.where_they_belong, 20);
	assert_int_equal(x.points_n, set.n - 40);
}

static void threads_and_audience(void **state)
{
	struct town *t = *state;
	struct episode_set set;
	struct hotspots one, two;
	struct result *r;
	background(t);
	gathering(t, 340, 5000, 5000);
	compute(t, &set, &one);
	t->ctx.threads = 2;
	compute(t, &set, &two);
	assert_int_equal(one.n, two.n);
	assert_memory_equal(
		&one.items[0].p_value, &two.items[0].p_value, sizeof(double));
	t->ctx.audience = AUDIENCE_PUBLIC;
	town_ok(t, hotspots_result(&t->c, &set, &two, &r));
	const char *json = emit_json_result(&t->ctx, r);
	assert_null(strstr(json, "E0"));
	assert_null(strstr(json, "members"));
	assert_non_null(strstr(json, "5500"));
}

static void siblings_are_one_household(void **state)
{
	struct town *t = *state;
	struct episode_set set;
	struct hotspots x;
	struct hotspots_options o = HOTSPOTS_DEFAULT;
	/* Four children of one home, and nobody else near; seven of seven homes. */
	for (int i = 0; i < 12; i++) {
		int64_t e = town_episode(t, 1 + i % 4, "missing", 50 + i, 4, "'home'",
			"NULL", "'street'");
		town_place(t, e, "from", 1000, 1000, 5, 1);
	}
	for (int i = 0; i < 14; i++) {
		int64_t e = town_episode(t, 11 + i % 7, "missing", 50 + i, 4, "'home'",
			"NULL", "'street'");
		town_place(t, e, "from", 9000 + 20 * (i % 7), 9000, 5, 11 + i % 7);
	}
	o.place = ROLE_FROM;
	o.permutations = 19;
	town_ok(t, episodes_load(&t->c, &set));
	town_ok(t, hotspots_compute(&t->c, &set, &o, &x));
	assert_int_equal(x.n, 1);
	assert_int_equal(x.items[0].children_n, 7);
	assert_true(x.items[0].x_m > 8000);
}

static void nothing_and_nonsense(void **state)
{
	struct town *t = *state;
	struct episode_set set;
	struct hotspots x;
	struct result *r;
	struct hotspots_options o = HOTSPOTS_DEFAULT;
	compute(t, &set, &x);
	assert_int_equal(x.n, 0);
	town_ok(t, hotspots_result(&t->c, &set, &x, &r));
	o.radius_m = 0;
	assert_int_equal(hotspots_compute(&t->c, &set, &o, &x), ERR_USAGE);
	assert_non_null(strstr(t->ctx.error, "--radius"));
	/* One episode alone. */
	found_at(t, 1, 5, 10, 10, 10);
	compute(t, &set, &x);
	assert_int_equal(x.n, 0);
	assert_int_equal(x.points_n, 1);
}

static void the_scan_finds_what_is_planted(void **state)
{
	struct town *t = *state;
	struct episode_set set;
	struct hotspots one, two;
	struct hotspots_options o = HOTSPOTS_DEFAULT;
	background(t);
	gathering(t, 340, 5000, 5000);
	/* One child forty times is one child in every circle. */
	for (int i = 0; i < 40; i++)
		found_at(t, 200, 100 + 0.5 * i, 9000, 3000, 10);
	o.methods = HOTSPOTS_SCAN;
	o.permutations = 199;
	town_ok(t, episodes_load(&t->c, &set));
	town_ok(t, hotspots_compute(&t->c, &set, &o, &one));
	const struct hotspot *h = &one.items[0];
	assert_string_equal(h->method, "scan");
	assert_int_equal(h->children_n, 7);
	assert_true(h->p_value == 0.005);
	assert_true(fabs(h->x_m - 5030) < 40 && fabs(h->y_m - 5025) < 40);
	assert_int_equal(h->state, HOTSPOT_NEW);
	assert_true(h->from_day >= TOWN_FIRST_DAY + 340);
	assert_true(isnan(h->survives));
	for (size_t i = 1; i < one.n; i++) {
		assert_true(one.items[i].p_value > 0.05);
		assert_true(one.items[i].children_n >= 3);
		assert_true(one.items[i].q_value >= one.items[i].p_value);
	}
	/* Both methods, told together. */
	o.methods = HOTSPOTS_SCAN | HOTSPOTS_CLUSTERS;
	t->ctx.threads = 2;
	town_ok(t, hotspots_compute(&t->c, &set, &o, &two));
	assert_true(two.n > one.n);
	size_t clusters = 0;
	for (size_t i = 0; i < two.n; i++) {
		assert_int_equal(two.items[i].id, i + 1);
		assert_true(i == 0 || two.items[i].p_value >= two.items[i - 1].p_value);
		clusters += strcmp(two.items[i].method, "stdbscan") == 0;
	}
	assert_int_equal(clusters, two.n - one.n);
}

static void what_is_known_exactly_survives(void **state)
{
	struct town *t = *state;
	struct episode_set set;
	struct hotspots x;
	struct hotspots_options o = HOTSPOTS_DEFAULT;
	background(t);
	gathering(t, 340, 5000, 5000);
	/* Five known to 240 m: a postcode's middle that all of them share. */
	for (int i = 0; i < 5; i++)
		found_at(t, 100 + i, 60 + 2.2 * i, 15000, 15000, 240);
	o.draws = 50;
	o.permutations = 19;
	o.methods = HOTSPOTS_CLUSTERS | HOTSPOTS_SCAN;
	town_ok(t, episodes_load(&t->c, &set));
	town_ok(t, hotspots_compute(&t->c, &set, &o, &x));
	int sharp = 0, blurred = 0;
	for (size_t i = 0; i < x.n; i++) {
		const struct hotspot *h = &x.items[i];
		assert_true(h->survives >= 0 && h->survives <= 1);
		assert_true(h->alike >= 0 && h->alike <= 1);
		if (h->children_n == 7) {
			assert_true(h->survives > 0.95 && h->alike > 0.9);
			sharp++;
		} else if (h->children_n == 5 && h->x_m > 14000) {
			/* The scan's circles are wider than what is not known. */
			if (strcmp(h->method, "stdbscan") == 0)
				assert_true(h->survives < 0.9 && h->alike < 0.9);
			blurred++;
		}
	}
	assert_int_equal(sharp, 2);
	assert_int_equal(blurred, 2);
	o.draws = -1;
	assert_int_equal(hotspots_compute(&t->c, &set, &o, &x), ERR_USAGE);
	o.draws = 1;
	o.scan_radius_m = NAN;
	assert_int_equal(hotspots_compute(&t->c, &set, &o, &x), ERR_USAGE);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, town_open, town_shut)

int main(void)
{
	const struct CMUnitTest tests[] = {TEST(planted_is_found_decoys_are_not),
		TEST(threads_and_audience), TEST(siblings_are_one_household),
		TEST(the_scan_finds_what_is_planted),
		TEST(what_is_known_exactly_survives), TEST(nothing_and_nonsense)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
