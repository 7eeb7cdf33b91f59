/* The pictures, from invented tables. Where LASTSEEN_LOOK names a folder, each is left
 * there to be looked at. */
#define _POSIX_C_SOURCE 200809L
#include "base/civil.h"
#include "base/file.h"
#include "base/random.h"
#include "report/figure.h"
#include "report/plot.h"
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
// clang-format off
#include <cmocka.h>
// clang-format on

/* What would run, or break out, if it reached a script, or the page. */
static const char hostile[] = "`touch x` \"#<b>&\\n{/=99 x}";

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

static void ok(struct context *ctx, enum err_code err)
{
	if (err)
		print_error("%s\n", ctx->error);
	assert_int_equal(err, ERR_OK);
}

static size_t count_of(const char *text, const char *part)
{
	size_t n = 0;
	for (const char *p = text; (p = strstr(p, part)); p += strlen(part))
		n++;
	return n;
}

static void keep(struct context *ctx, const char *name, const char *svg)
{
	const char *folder = getenv("LASTSEEN_LOOK");
	if (!folder)
		return;
	struct out_file *file;
	char *path = str_printf(ctx->arena, "%s/%s.svg", folder, name);
	assert_int_equal(file_begin(ctx, path, &file), ERR_OK);
	file_puts(file, svg);
	assert_int_equal(file_commit(ctx, file, NULL), ERR_OK);
}

static void check_svg(struct context *ctx, const char *name, const struct figure *f)
{
	assert_null(f->none);
	assert_non_null(f->svg);
	assert_non_null(f->alt);
	assert_true(str_starts(f->svg, "<svg"));
	assert_non_null(strstr(f->svg, "</svg>"));
	assert_null(strstr(f->svg, "GNUPLOT"));
	assert_null(strstr(f->svg, "patchlevel"));
	assert_int_equal(count_of(f->svg, " id=\""),
		count_of(f->svg, str_printf(ctx->arena, " id=\"%s-", f->name)));
	keep(ctx, name, f->svg);
}

static const struct column month_columns[] = {{.name = "month"}, {.name = "episodes"},
	{.name = "children"}, {.name = "lower_998"}, {.name = "centre"},
	{.name = "upper_998"}, {.name = "signal"}};

static struct table *months(struct context *ctx, int n, bool limits)
{
	struct stream s = stream_make(3, 1, 0);
	struct table *t = TABLE_CREATE(ctx->arena, "months", NULL, month_columns);
	for (int i = 0; i < n; i++) {
		int64_t episodes = 30 + stream_below(&s, 22) + (i == n - 3 ? 38 : 0);
		cell_text(t, str_printf(ctx->arena, "%d-%02d", 2024 + (i + 3) / 12,
				     (i + 3) % 12 + 1));
		cell_int(t, episodes);
		cell_int(t, episodes * 6 / 10);
		cell_real(t, limits ? 18 : NAN);
		cell_real(t, limits ? 41 : NAN);
		cell_real(t, limits ? 64 : NAN);
		cell_text(t, limits && episodes > 64
				     ? str_printf(ctx->arena, "%d", (int)episodes)
				     : NULL);
	}
	return t;
}

static void trend_is_drawn(void **state)
{
	static const int lengths[] = {2, 12, 24, 60};
	struct context *ctx = *state;
	for (size_t i = 0; i < 4; i++) {
		struct figure f;
		ok(ctx, figure_trend(ctx, months(ctx, lengths[i], i > 0), &f));
		check_svg(ctx, str_printf(ctx->arena, "trend-%d", lengths[i]), &f);
	}
}

static void the_same_numbers_give_the_same_bytes(void **state)
{
	struct context *ctx = *state;
	struct figure a, b;
	ok(ctx, figure_trend(ctx, months(ctx, 24, true), &a));
	ok(ctx, figure_trend(ctx, months(ctx, 24, true), &b));
	assert_string_equal(a.svg, b.svg);
}

static const struct column heat_columns[] = {
	{.name = "weekday_number"}, {.name = "hour"}, {.name = "gone"}};

static void hours_are_drawn(void **state)
{
	struct context *ctx = *state;
	struct table *t = TABLE_CREATE(ctx->arena, "hours", NULL, heat_columns);
	struct stream s = stream_make(4, 1, 0);
	for (int day = 0; day < 7; day++) {
		for (int hour = 0; hour < 24; hour++) {
			double evening = exp(-pow((hour - 20.5) / 3, 2));
			cell_int(t, day + 1);
			cell_int(t, hour);
			cell_real(t, (0.4 + 9 * evening * (day >= 4 ? 1.5 : 1)) *
					     (0.8 + 0.4 * stream_01(&s)));
		}
	}
	struct figure f;
	ok(ctx, figure_heat(ctx, t, "gone", &f));
	check_svg(ctx, "hours", &f);
	assert_non_null(
		strstr(f.alt, "The busiest hour is Friday from 20:00 to 21:00"));
}

static const struct column curve_columns[] = {{.name = "hours"},
	{.name = "still_missing"}, {.name = "lower"}, {.name = "upper"}};

static void durations_are_drawn(void **state)
{
	struct context *ctx = *state;
	struct table *t = TABLE_CREATE(ctx->arena, "durations", NULL, curve_columns);
	for (int i = 1; i <= 200; i++) {
		double share = 1 - i / 201.0;
		cell_real(t, 9 * pow(i / (201.0 - i), 0.8));
		cell_real(t, share);
		cell_real(t, share - 0.06 * sqrt(share * (1 - share)) * 2);
		cell_real(t, share + 0.06 * sqrt(share * (1 - share)) * 2);
	}
	struct figure f;
	ok(ctx, figure_durations(ctx, t, &f));
	check_svg(ctx, "durations", &f);
	assert_non_null(strstr(f.alt, "Half are over after 9.1 hours"));
}

static const struct column lorenz_columns[] = {
	{.name = "share_of_children"}, {.name = "share_of_episodes"}};

static void repeats_are_drawn(void **state)
{
	struct context *ctx = *state;
	struct table *t = TABLE_CREATE(ctx->arena, "lorenz", NULL, lorenz_columns);
	for (int i = 0; i <= 100; i++) {
		cell_real(t, i / 100.0);
		cell_real(t, pow(i / 100.0, 0.38));
	}
	struct figure f;
	ok(ctx, figure_lorenz(ctx, t, &f));
	check_svg(ctx, "repeats", &f);
	assert_non_null(strstr(f.alt, "10% of the children: 42% of the episodes"));
}

static const struct column home_columns[] = {
	{.name = "urn"}, {.name = "nights"}, {.name = "rate"}, {.name = "state"}};
static const struct column limit_columns[] = {{.name = "nights"}, {.name = "expected"},
	{.name = "lower_95"}, {.name = "upper_95"}, {.name = "lower_998"},
	{.name = "upper_998"}};

static struct table *some_homes(struct context *ctx)
{
	static const struct {
		const char *urn, *state;
		double nights, rate;
	} homes[] = {{"SC100001", "as_expected", 1460, 9},
		{"SC100002", "raised", 1800, 31}, {"SC100003", "one_child", 700, 34},
		{"SC100004", "lowered", 3600, 3}, {"SC100005", "too_small", 120, 16},
		{"SC100006", "as_expected", 2400, 14},
		{"SC100007", "as_expected", 980, 7}, {"SC100008", "raised", 3500, 26}};
	struct table *t = TABLE_CREATE(ctx->arena, "homes", NULL, home_columns);
	for (size_t i = 0; i < sizeof homes / sizeof *homes; i++) {
		cell_text(t, homes[i].urn);
		cell_real(t, homes[i].nights);
		cell_real(t, homes[i].rate);
		cell_text(t, homes[i].state);
	}
	return t;
}

static struct table *limits(struct context *ctx)
{
	struct table *t = TABLE_CREATE(ctx->arena, "limits", NULL, limit_columns);
	for (int nights = 60; nights <= 3900; nights += 40) {
		double sd = sqrt(12 * nights / 1000.0) * 1000 / nights;
		cell_real(t, nights);
		cell_real(t, 12);
		cell_real(t, fmax(0, 12 - 1.96 * sd));
		cell_real(t, 12 + 1.96 * sd);
		cell_real(t, fmax(0, 12 - 3.09 * sd));
		cell_real(t, 12 + 3.09 * sd);
	}
	return t;
}

static void funnel_is_drawn(void **state)
{
	struct context *ctx = *state;
	struct figure f;
	ok(ctx, figure_funnel(ctx, some_homes(ctx), limits(ctx), &f));
	check_svg(ctx, "homes", &f);
	assert_non_null(strstr(f.alt, "Raised: 2. Lower: 1. Raised by one child: 1."));
}

static const struct column address_columns[] = {{.name = "id"}, {.name = "address"},
	{.name = "episodes"}, {.name = "children"}};
static const struct column mark_columns[] = {
	{.name = "id"}, {.name = "when"}, {.name = "role"}};

static void timeline_is_drawn(void **state)
{
	static const char *const names[] = {"14 Example Road, ZZ1 2AB",
		"Burger bar, High Street", "Flat 3, 9 Sample Court, ZZ2 4CD", hostile};
	static const char *const roles[] = {"from", "last_seen", "found", "ran_to"};
	struct context *ctx = *state;
	struct table *addresses =
		TABLE_CREATE(ctx->arena, "addresses", NULL, address_columns);
	struct table *marks = TABLE_CREATE(ctx->arena, "marks", NULL, mark_columns);
	struct stream s = stream_make(5, 1, 0);
	for (int i = 0; i < 4; i++) {
		cell_int(addresses, 70 + i);
		cell_text(addresses, names[i]);
		cell_int(addresses, 12 - 2 * i);
		cell_int(addresses, 6 - i);
		for (int k = 0; k < 12 - 2 * i; k++) {
			char when[CIVIL_TEXT_MAX];
			day_format(
				civil_days(2025, 4, 3) + stream_below(&s, 350), when);
			cell_int(marks, 70 + i);
			cell_text(marks, str_printf(ctx->arena, "%s 21:30", when));
			cell_text(marks, roles[stream_below(&s, 3) + (k == 4)]);
		}
	}
	struct figure f;
	ok(ctx, figure_timeline(ctx, addresses, marks, &f));
	check_svg(ctx, "addresses", &f);
	assert_null(strstr(f.svg, "<b>"));
	assert_non_null(strstr(f.svg, "{/=99 x}"));
}

static const struct column bar_columns[] = {
	{.name = "label"}, {.name = "value"}, {.name = "words"}, {.name = "strong"}};

static void bars_are_drawn(void **state)
{
	static const struct {
		const char *label, *words;
		double value;
	} bars[] = {{"their own home", "196 episodes, 88 children", 196},
		{"a friend's", "84 episodes, 61 children", 84},
		{"the street", "60 episodes, 48 children", 60},
		{"a hotel", "9 episodes, 7 children", 9},
		{"not said", "0 episodes, 0 children", 0}};
	struct context *ctx = *state;
	struct table *t = TABLE_CREATE(ctx->arena, "bars", NULL, bar_columns);
	for (size_t i = 0; i < 5; i++) {
		cell_text(t, bars[i].label);
		cell_real(t, bars[i].value);
		cell_text(t, bars[i].words);
		cell_bool(t, i == 3);
	}
	struct figure f;
	ok(ctx, figure_bars(ctx, "found_kind", "Episodes by where found", t, &f));
	check_svg(ctx, "bars", &f);
}

static const struct column point_columns[] = {{.name = "x"}, {.name = "y"},
	{.name = "precision_m"}, {.name = "episodes"}, {.name = "children"}};
static const struct column circle_columns[] = {
	{.name = "id"}, {.name = "x"}, {.name = "y"}, {.name = "radius_m"}};
static const struct column home_place_columns[] = {
	{.name = "urn"}, {.name = "x"}, {.name = "y"}};
static const struct column area_columns[] = {
	{.name = "ring"}, {.name = "x"}, {.name = "y"}};
static const struct column flow_columns[] = {{.name = "from_x"}, {.name = "from_y"},
	{.name = "to_x"}, {.name = "to_y"}, {.name = "episodes"}, {.name = "children"}};

static struct table *an_area(struct context *ctx)
{
	struct table *t = TABLE_CREATE(ctx->arena, "areas", NULL, area_columns);
	for (int ring = 0; ring < 2; ring++) {
		for (int i = 0; i <= 40; i++) {
			double angle = i % 40 * 0.15707963;
			double radius_m = 5200 + 700 * sin(3 * angle) + 300 * (i % 3);
			cell_int(t, ring);
			cell_real(t, 452000 + ring * 11000 + radius_m * cos(angle));
			cell_real(t, 331000 + radius_m * sin(angle));
		}
	}
	return t;
}

static void add_place(
	struct table *t, double x_m, double y_m, double precision_m, int n)
{
	cell_real(t, x_m);
	cell_real(t, y_m);
	cell_real(t, precision_m);
	cell_int(t, n);
	cell_int(t, n);
}

static struct table *some_points(struct context *ctx, int n)
{
	struct stream s = stream_make(6, 1, 0);
	struct table *t = TABLE_CREATE(ctx->arena, "points", NULL, point_columns);
	for (int i = 0; i < n; i++) {
		bool clustered = i % 4 == 0;
		double spread_m = clustered ? 120 : 2600;
		double x_m = 452000 + (clustered ? 900 * (i % 3) : 0);
		double y_m = 331000 + (clustered ? 700 * (i % 3) : 0);
		x_m += spread_m * stream_normal(&s);
		y_m += spread_m * stream_normal(&s);
		add_place(t, x_m, y_m, 1, 1 + (int)stream_below(&s, 4));
	}
	return t;
}

static void found_map_is_drawn(void **state)
{
	struct context *ctx = *state;
	struct table *circles =
		TABLE_CREATE(ctx->arena, "circles", NULL, circle_columns);
	struct table *places = some_points(ctx, 240);
	add_place(places, 300000, 600000, 1, 1);    /* in another country */
	add_place(places, 452010, 331010, 3000, 9); /* a district's middle */
	for (int i = 0; i < 3; i++) {
		cell_int(circles, i + 1);
		cell_real(circles, 452000 + 900 * i);
		cell_real(circles, 331000 + 700 * i);
		cell_real(circles, i == 2 ? 20 : 260);
	}
	struct map_layers layers = {.name = "found",
		.what = "places where children were found",
		.areas = an_area(ctx),
		.places = places,
		.square_m = 1000,
		.coarse_m = 500,
		.circles = circles};
	struct figure f;
	struct map_left_out left;
	ok(ctx, figure_map(ctx, &layers, &f, &left));
	check_svg(ctx, "found", &f);
	assert_int_equal(left.too_coarse, 1);
	assert_in_range(left.outside, 1, 20);
	assert_non_null(strstr(f.alt, "3 clusters."));
}

static double middle_of(double metres)
{
	return floor(metres / 1000) * 1000 + 500;
}

/* A place in its square, as a partner sees it; a square once. */
static struct table *some_squares(struct context *ctx)
{
	struct table *points = some_points(ctx, 150);
	struct table *t = TABLE_CREATE(ctx->arena, "points", NULL, point_columns);
	for (size_t i = 0; i < points->rows_n && t->rows_n < 50; i++) {
		double x_m = middle_of(table_at(points, i, 0)->as.real);
		double y_m = middle_of(table_at(points, i, 1)->as.real);
		size_t k = 0;
		while (k < t->rows_n &&
			(fabs(table_at(t, k, 0)->as.real - x_m) > 1 ||
				fabs(table_at(t, k, 1)->as.real - y_m) > 1))
			k++;
		if (k == t->rows_n)
			add_place(t, x_m, y_m, 1000, (int)(i * 7 % 13) + 1);
	}
	return t;
}

static struct table *some_flows(struct context *ctx, const struct table *squares)
{
	struct table *t = TABLE_CREATE(ctx->arena, "flows", NULL, flow_columns);
	for (size_t i = 0; i + 3 < squares->rows_n; i++) {
		size_t to = (i * 5 + 3) % squares->rows_n;
		int64_t children = 1 + (i % 9 == 0) * 4 + (i % 5 == 0);
		cell_real(t, table_at(squares, i, 0)->as.real);
		cell_real(t, table_at(squares, i, 1)->as.real);
		cell_real(t, table_at(squares, to, 0)->as.real);
		cell_real(t, table_at(squares, to, 1)->as.real);
		cell_int(t, 2 * children);
		cell_int(t, children);
	}
	return t;
}

static struct table *three_homes(struct context *ctx)
{
	struct table *t = TABLE_CREATE(ctx->arena, "homes", NULL, home_place_columns);
	for (int i = 0; i < 3; i++) {
		cell_text(t, str_printf(ctx->arena, "SC10000%d", i));
		cell_real(t, 450500 + 1700 * i);
		cell_real(t, 330200 + 600 * i * i);
	}
	return t;
}

static void from_map_and_journeys_are_drawn(void **state)
{
	struct context *ctx = *state;
	struct table *squares = some_squares(ctx);
	struct map_layers from = {.name = "from",
		.what = "places children went from",
		.areas = an_area(ctx),
		.places = squares,
		.square_m = 1000,
		.homes = three_homes(ctx)};
	struct map_layers journeys = {.name = "journeys",
		.what = "journeys",
		.areas = an_area(ctx),
		.flows = some_flows(ctx, squares),
		.homes = three_homes(ctx)};
	struct figure f;
	struct map_left_out left;
	ok(ctx, figure_map(ctx, &from, &f, &left));
	check_svg(ctx, "from", &f);
	assert_int_equal(left.too_coarse, 0);
	assert_non_null(strstr(f.alt, "squares."));
	ok(ctx, figure_map(ctx, &journeys, &f, &left));
	check_svg(ctx, "journeys", &f);
	assert_non_null(strstr(f.alt, "lines."));
}

static void one_place_alone_is_drawn(void **state)
{
	struct context *ctx = *state;
	struct map_layers layers = {.name = "found",
		.what = "places where children were found",
		.places = some_points(ctx, 1),
		.square_m = 1000,
		.coarse_m = 500};
	struct figure f;
	struct map_left_out left;
	ok(ctx, figure_map(ctx, &layers, &f, &left));
	check_svg(ctx, "found-one", &f);
	assert_int_equal(left.outside, 0);
}

/* What a column's clearance keeps from an audience, no picture shows. */
static void no_picture_shows_what_an_audience_may_not_see(void **state)
{
	static const struct column kept[] = {
		{.name = "x", .clearance = AUDIENCE_PARTNER}, {.name = "y"},
		{.name = "precision_m"}, {.name = "episodes"}, {.name = "children"}};
	struct context *ctx = *state;
	struct table *t = TABLE_CREATE(ctx->arena, "t", NULL, kept);
	add_place(t, 452000, 331000, 1, 4);
	struct map_layers layers = {
		.name = "found", .what = "places", .places = t, .coarse_m = 500};
	struct figure f;
	struct map_left_out left;
	ctx->audience = AUDIENCE_PUBLIC;
	ok(ctx, figure_map(ctx, &layers, &f, &left));
	assert_true(f.none && !f.svg);
	ctx->audience = AUDIENCE_PARTNER;
	ok(ctx, figure_map(ctx, &layers, &f, &left));
	assert_true(!f.none && f.svg);
}

/* What the public may not see is null in a table, and a gap in a picture. */
static void hidden_numbers_are_gaps(void **state)
{
	struct context *ctx = *state;
	struct table *t = months(ctx, 12, true);
	for (size_t row = 0; row < 12; row += 3)
		for (size_t i = 1; i < 3; i++)
			t->cells[row * t->columns_n + i].kind = CELL_NULL;
	struct figure f;
	ok(ctx, figure_trend(ctx, t, &f));
	check_svg(ctx, "trend-hidden", &f);
	assert_null(strstr(f.alt, "(0)"));
	struct table *hours = TABLE_CREATE(ctx->arena, "hours", NULL, heat_columns);
	for (int i = 0; i < 168; i++) {
		cell_int(hours, i / 24 + 1);
		cell_int(hours, i % 24);
		cell_real(hours, i == 100 ? 7 : NAN);
	}
	ok(ctx, figure_heat(ctx, hours, "gone", &f));
	check_svg(ctx, "hours-hidden", &f);
	assert_non_null(strstr(f.alt, "Friday from 04:00 to 05:00, with 7.0 episodes"));
}

/* Nothing to draw is a sentence, not a picture and not an error. */
static void nothing_is_said_in_words(void **state)
{
	struct context *ctx = *state;
	struct figure f;
	struct map_left_out left;
	struct map_layers none = {.name = "found", .what = "nothing"};
	ok(ctx, figure_map(ctx, &none, &f, &left));
	assert_true(f.none && !f.svg);
	ok(ctx, figure_trend(ctx, months(ctx, 1, false), &f));
	assert_true(f.none && !f.svg);
	ok(ctx, figure_heat(ctx, TABLE_CREATE(ctx->arena, "t", NULL, heat_columns),
			"gone", &f));
	assert_true(f.none && !f.svg);
	ok(ctx, figure_durations(
			ctx, TABLE_CREATE(ctx->arena, "t", NULL, curve_columns), &f));
	assert_true(f.none && !f.svg);
	ok(ctx, figure_lorenz(
			ctx, TABLE_CREATE(ctx->arena, "t", NULL, lorenz_columns), &f));
	assert_true(f.none && !f.svg);
	ok(ctx, figure_funnel(ctx, TABLE_CREATE(ctx->arena, "t", NULL, home_columns),
			TABLE_CREATE(ctx->arena, "t", NULL, limit_columns), &f));
	assert_true(f.none && !f.svg);
	ok(ctx, figure_timeline(ctx,
			TABLE_CREATE(ctx->arena, "t", NULL, address_columns),
			TABLE_CREATE(ctx->arena, "t", NULL, mark_columns), &f));
	assert_true(f.none && !f.svg);
	ok(ctx, figure_bars(ctx, "b", "Nothing",
			TABLE_CREATE(ctx->arena, "t", NULL, bar_columns), &f));
	assert_true(f.none && !f.svg);
}

static void a_missing_gnuplot_names_its_package(void **state)
{
	struct context *ctx = *state;
	char *path = strdup(getenv("PATH"));
	setenv("PATH", "/nonexistent", 1);
	struct figure f;
	enum err_code err = figure_trend(ctx, months(ctx, 3, false), &f);
	setenv("PATH", path, 1);
	free(path);
	assert_int_equal(err, ERR_UNSUPPORTED);
	assert_non_null(strstr(ctx->error, "gnuplot-nox"));
}

static void a_failing_script_says_what_gnuplot_said(void **state)
{
	static const char bad[] = "load 'style.gp'\nplot nonsense(1)\n";
	static const struct asset script = {"bad.gp", bad, sizeof bad - 1};
	struct context *ctx = *state;
	struct plot *plot = plot_create(ctx, "bad", &script);
	plot_number(plot, "width", 100);
	plot_number(plot, "height", 100);
	const char *svg;
	assert_int_equal(plot_run(plot, &svg), ERR_IO);
	assert_non_null(strstr(ctx->error, "gnuplot failed"));
	assert_non_null(strstr(ctx->error, "line 2: undefined function: nonsense"));
}

static void the_private_folder_is_gone_afterwards(void **state)
{
	struct context *ctx = *state;
	char folder[] = "/tmp/lastseen-test-XXXXXX";
	assert_non_null(mkdtemp(folder));
	setenv("TMPDIR", folder, 1);
	struct figure f;
	enum err_code err = figure_trend(ctx, months(ctx, 3, false), &f);
	unsetenv("TMPDIR");
	ok(ctx, err);
	assert_int_equal(rmdir(folder), 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(trend_is_drawn),
		TEST(the_same_numbers_give_the_same_bytes),
		TEST(hours_are_drawn),
		TEST(durations_are_drawn),
		TEST(repeats_are_drawn),
		TEST(funnel_is_drawn),
		TEST(timeline_is_drawn),
		TEST(bars_are_drawn),
		TEST(found_map_is_drawn),
		TEST(from_map_and_journeys_are_drawn),
		TEST(one_place_alone_is_drawn),
		TEST(no_picture_shows_what_an_audience_may_not_see),
		TEST(hidden_numbers_are_gaps),
		TEST(nothing_is_said_in_words),
		TEST(a_missing_gnuplot_names_its_package),
		TEST(a_failing_script_says_what_gnuplot_said),
		TEST(the_private_folder_is_gone_afterwards),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
