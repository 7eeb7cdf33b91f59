#include "../unit.h"
#include "text/gridref.h"
#include <math.h>
#include <string.h>

static void near_to(double got, double wanted, double tolerance)
{
	if (!(fabs(got - wanted) <= tolerance))
		fail_msg("%.9g, not %.9g", got, wanted);
}

static void reads_every_length(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		double easting_m, northing_m, side_m;
		int figures;
	} good[] = {
		{"SD", 350000, 450000, 100000, 0},
		{"SD 5 2", 355000, 425000, 10000, 2},
		{"SD52", 355000, 425000, 10000, 2},
		{"SD 53 29", 353500, 429500, 1000, 4},
		{"SD5329", 353500, 429500, 1000, 4},
		{"sd 539 298", 353950, 429850, 100, 6},
		{"SD539298", 353950, 429850, 100, 6},
		{"SD 5390 2980", 353905, 429805, 10, 8},
		{"SD 53901 29802", 353901.5, 429802.5, 1, 10},
		{"SD5390129802", 353901.5, 429802.5, 1, 10},
		{"SD 539, 298", 353950, 429850, 100, 6},
		{"NGR SD 539 298", 353950, 429850, 100, 6},
		{"OS grid ref: SD 539 298", 353950, 429850, 100, 6},
		{"SV 00000 00000", 0.5, 0.5, 1, 10},
		/* Published examples: Tower of London, Ben Nevis, Lerwick. */
		{"TQ 336 805", 533650, 180550, 100, 6},
		{"NN 1667 7128", 216675, 771285, 10, 8},
		{"HU 475 415", 447550, 1141550, 100, 6},
		{"TG 51409 13177", 651409.5, 313177.5, 1, 10},
		{"HP", 450000, 1250000, 100000, 0},
	};
	for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
		struct gridref r;
		const char *reason;
		if (gridref_parse(good[i].text, &r, &reason) != POSITION_OK)
			fail_msg("\"%s\": %s", good[i].text, reason);
		near_to(r.easting_m, good[i].easting_m, 1e-6);
		near_to(r.northing_m, good[i].northing_m, 1e-6);
		near_to(r.precision_m, good[i].side_m / sqrt(2), 1e-6);
		assert_int_equal(r.figures, good[i].figures);
	}
}

static void refuses_what_is_none(void **state)
{
	(void)state;
	struct gridref r;
	static const char *const broken[] = {
		"SD 539 29", "SD 53929", "SD5", "SD 539012 298023", "SD 539012298023"};
	static const char *const none[] = {NULL, "", "S", "SDE 539 298", "539 298",
		"SD 539 298 Ashby", "AA 12 34", "SI 12 34", "SD -5 2", "SD 5.3 2.9",
		"\xFF"};
	for (size_t i = 0; i < sizeof broken / sizeof broken[0]; i++)
		assert_int_equal(gridref_parse(broken[i], &r, NULL), POSITION_BROKEN);
	for (size_t i = 0; i < sizeof none / sizeof none[0]; i++)
		assert_int_equal(gridref_parse(none[i], &r, NULL), POSITION_NONE);
}

static void writes_what_it_reads(void **state)
{
	(void)state;
	char text[GRIDREF_TEXT_MAX];
	for (int figures = 0; figures <= 10; figures += 2)
		for (double e = 17.3; e < GRID_EAST_MAX_M; e += 23456.7)
			for (double n = 5.1; n < GRID_NORTH_MAX_M; n += 34567.8) {
				struct gridref r;
				assert_true(gridref_format(e, n, figures, text));
				assert_int_equal(
					gridref_parse(text, &r, NULL), POSITION_OK);
				assert_true(hypot(r.easting_m - e, r.northing_m - n) <=
					    r.precision_m + 1e-6);
				assert_int_equal(r.figures, figures);
			}
	assert_true(gridref_format(353950, 429850, 6, text));
	assert_string_equal(text, "SD 539 298");
	assert_false(gridref_format(-1, 0, 6, text));
	assert_false(gridref_format(0, 1300000, 6, text));
	assert_false(gridref_format(NAN, 0, 6, text));
	assert_false(gridref_format(0, 0, 5, text));
}

static void reads_eastings_and_northings(void **state)
{
	(void)state;
	static const char *const same[] = {"354017 429508", "354017,429508",
		"354017, 429508", "E354017 N429508", "354017E 429508N",
		"N 429508 E 354017", "354017429508", "Easting: 354017 Northing: 429508",
		"354017.0 429508.0", "354017m 429508m"};
	struct gridref r;
	for (size_t i = 0; i < sizeof same / sizeof same[0]; i++) {
		const char *reason = "";
		if (eastnorth_parse(same[i], &r, &reason) != POSITION_OK)
			fail_msg("\"%s\": %s", same[i], reason);
		near_to(r.easting_m, 354017, 0);
		near_to(r.northing_m, 429508, 0);
		near_to(r.precision_m, 1, 0);
	}
	assert_int_equal(eastnorth_parse("447550 1141550", &r, NULL), POSITION_OK);
	assert_int_equal(eastnorth_parse("1141550 447550", &r, NULL), POSITION_SWAPPED);
	near_to(r.easting_m, 1141550, 0);
	assert_int_equal(eastnorth_parse("754017 629508", &r, NULL), POSITION_SWAPPED);
	assert_int_equal(eastnorth_parse("954017 929508", &r, NULL), POSITION_OUTSIDE);
	static const char *const none[] = {NULL, "", "12 14", "2130 2145",
		"53.7599, -2.69895", "354017", "35401742950", "354017 429508 Ashby",
		"E354017 E429508", "0 0", "354017-429508", "nan nan"};
	for (size_t i = 0; i < sizeof none / sizeof none[0]; i++)
		assert_int_equal(eastnorth_parse(none[i], &r, NULL), POSITION_NONE);
}

static void reads_latitude_first(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		double lat_deg, lon_deg, precision_m;
	} good[] = {
		{"53.7599, -2.69895", 53.7599, -2.69895, 5.6},
		{"53.7599 -2.69895", 53.7599, -2.69895, 5.6},
		{"53.7599N 2.69895W", 53.7599, -2.69895, 5.6},
		{"N53.7599 W2.69895", 53.7599, -2.69895, 5.6},
		{"2.69895W 53.7599N", 53.7599, -2.69895, 5.6},
		{"lat: 53.7599 lon: -2.69895", 53.7599, -2.69895, 5.6},
		{"lon -2.69895, lat 53.7599", 53.7599, -2.69895, 5.6},
		{"53\xC2\xB0"
		 "45'36\"N 2\xC2\xB0"
		 "41'56\"W",
			53.76, -2.698889, 18},
		{"53\xC2\xB0 45\xE2\x80\xB2 36\xE2\x80\xB3 N, 2\xC2\xB0 41\xE2\x80\xB2 "
		 "56\xE2\x80\xB3 W",
			53.76, -2.698889, 18},
		{"53 45 36 N, 2 41 56 W", 53.76, -2.698889, 18},
		{"N53 45 36 W2 41 56", 53.76, -2.698889, 18},
		{"53\xC2\xB0"
		 "45.6'N 2\xC2\xB0"
		 "41.93'W",
			53.76, -2.698833, 95},
		{"53N 2W", 53, -2, 64900},
		{"50.0, 0.1", 50.0, 0.1, 6600},
		{"53.7599123456, -2.6989512345", 53.7599123456, -2.6989512345, 1},
	};
	for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
		struct latlon p;
		const char *reason = "";
		if (latlon_parse(good[i].text, &p, &reason) != POSITION_OK)
			fail_msg("\"%s\": %s", good[i].text, reason);
		near_to(p.lat_deg, good[i].lat_deg, 1e-6);
		near_to(p.lon_deg, good[i].lon_deg, 1e-6);
		if (fabs(p.precision_m - good[i].precision_m) >
			0.05 * good[i].precision_m)
			fail_msg("\"%s\": precision %g", good[i].text, p.precision_m);
	}
}

static void tells_swapped_from_outside(void **state)
{
	(void)state;
	struct latlon p;
	const char *reason;
	assert_int_equal(
		latlon_parse("-2.69895, 53.7599", &p, &reason), POSITION_SWAPPED);
	assert_non_null(strstr(reason, "latitude first"));
	near_to(p.lat_deg, -2.69895, 1e-9);
	assert_int_equal(
		latlon_parse("40.7128, -74.0060", &p, &reason), POSITION_OUTSIDE);
	assert_int_equal(latlon_parse("0.0, 0.0", &p, &reason), POSITION_OUTSIDE);
	static const char *const broken[] = {"91.0, 0.1", "53.7599N 2.69895N",
		"53 60 00 N 2 0 0 W", "53.1, 181.5", "-53.1S 2.0W"};
	static const char *const none[] = {NULL, "", "12 14", "53, -2", "53.7599",
		"53.7599,", "53.7599, -2.69895, 12", "53.7599N 2.69895W Ashby",
		"nan, nan", "1e1, 2e1", "354017 429508", "53,7599 2,69895", "\xFF"};
	for (size_t i = 0; i < sizeof broken / sizeof broken[0]; i++)
		if (latlon_parse(broken[i], &p, NULL) != POSITION_BROKEN)
			fail_msg("\"%s\" was not broken", broken[i]);
	for (size_t i = 0; i < sizeof none / sizeof none[0]; i++)
		if (latlon_parse(none[i], &p, NULL) != POSITION_NONE)
			fail_msg("\"%s\" was read", none[i]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_every_length),
		cmocka_unit_test(refuses_what_is_none),
		cmocka_unit_test(writes_what_it_reads),
		cmocka_unit_test(reads_eastings_and_northings),
		cmocka_unit_test(reads_latitude_first),
		cmocka_unit_test(tells_swapped_from_outside),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
