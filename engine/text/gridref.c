#include "text/gridref.h"
#include "text/scan.h"
#include <math.h>
#include <string.h>

#define TEXT_MAX 64

static enum position_outcome tell(
	const char **reason, enum position_outcome outcome, const char *text)
{
	if (reason)
		*reason = text;
	return outcome;
}

static enum position_outcome none(const char **reason)
{
	return tell(reason, POSITION_NONE, "not a grid reference or position");
}

/* The 100 km square of two letters, in hundreds of km; false off the grid. The letters
 * run in rows of five from the north-west without I, first for 500 km, then for 100 km
 * squares; the origin is the south-west corner of SV. */
static bool square_of(char first, char second, int *east, int *north)
{
	int a = first - 'a', b = second - 'a';
	if (first == 'i' || second == 'i')
		return false;
	a -= first > 'i';
	b -= second > 'i';
	*east = (a + 3) % 5 * 5 + b % 5;
	*north = 19 - a / 5 * 5 - b / 5;
	return *east >= 0 && *east < 7 && *north >= 0 && *north < 13;
}

static void filler(struct scan *s)
{
	static const char *const words[] = {
		"os", "ngr", "grid", "ref", "reference", "gr"};
	for (;;) {
		while (*s->at == ' ' || *s->at == ':' || *s->at == '.')
			s->at++;
		if (scan_words(s, words, 6) < 0)
			return;
	}
}

/* What may stand between the letters and the two numbers: SU/818/890, SU 818-890. */
static void gaps(struct scan *s, const char *marks)
{
	while (*s->at && strchr(marks, *s->at))
		s->at++;
}

enum position_outcome gridref_parse(
	const char *text, struct gridref *ref, const char **reason)
{
	char folded[TEXT_MAX];
	int east, north;
	if (!scan_fold(text, folded, sizeof folded))
		return none(reason);
	struct scan s = {folded};
	filler(&s);
	/* "S U 818 890" */
	size_t gap = is_lower(s.at[0]) && s.at[1] == ' ' && is_lower(s.at[2]) &&
		     s.at[3] == ' ';
	if (!is_lower(s.at[0]) || !is_lower(s.at[1 + gap]) || is_lower(s.at[2 + gap]) ||
		!square_of(s.at[0], s.at[1 + gap], &east, &north))
		return none(reason);
	s.at += 2 + gap;
	gaps(&s, " ,/:");
	/* "SU-818-890"; "SD -5 2" is no reference. */
	if (*s.at == '-' && is_digit(s.at[1]) && is_digit(s.at[2]) && is_digit(s.at[3]))
		s.at++;
	int n = scan_count(&s);
	const char *first = s.at;
	s.at += n;
	gaps(&s, " ,/:-");
	int m = scan_count(&s);
	const char *second = s.at;
	s.at += m;
	if (*s.at)
		return none(reason);
	if (m > 0 ? n != m : n % 2 != 0)
		return tell(reason, POSITION_BROKEN,
			"the two halves of a grid reference have the same number of "
			"figures: "
			"check it");
	int each = m > 0 ? m : n / 2;
	if (each > 5)
		return tell(reason, POSITION_BROKEN,
			"a grid reference with letters has at most ten figures: check "
			"it");
	if (m == 0)
		second = first + each;
	double side_m = pow(10, 5 - each);
	struct scan e = {first}, f = {second};
	ref->easting_m = east * 1e5 + (scan_number(&e, each) + 0.5) * side_m;
	ref->northing_m = north * 1e5 + (scan_number(&f, each) + 0.5) * side_m;
	ref->precision_m = side_m * sqrt(0.5);
	ref->figures = 2 * each;
	return tell(reason, POSITION_OK, "");
}

/* An unsigned decimal with at most 15 figures before the point; its figures before
 * and after in *whole and *decimals. */
static bool decimal(struct scan *s, double *value, int *whole, int *decimals)
{
	double place = 1;
	*whole = scan_count(s);
	*decimals = 0;
	*value = 0;
	if (*whole == 0 || *whole > 15)
		return false;
	for (int i = 0; i < *whole; i++)
		*value = *value * 10 + (*s->at++ - '0');
	if (*s->at != '.' || !is_digit(s->at[1]))
		return true;
	double fraction = 0;
	for (s->at++; is_digit(*s->at); s->at++)
		if (*decimals < 15) {
			place *= 10;
			fraction = fraction * 10 + (*s->at - '0');
			++*decimals;
		}
	*value += fraction / place;
	return true;
}

/* e 1, n 2, none 0. */
static int axis_word(struct scan *s)
{
	static const char *const words[] = {
		"eastings", "easting", "e", "x", "northings", "northing", "n", "y"};
	scan_blanks(s);
	int found = scan_words(s, words, 8);
	while (*s->at == ' ' || *s->at == ':' || *s->at == '=')
		s->at++;
	return found < 0 ? 0 : found / 4 + 1;
}

static bool labelled(struct scan *s, double *value, int *whole, int *axis)
{
	int decimals;
	*axis = axis_word(s);
	if (!decimal(s, value, whole, &decimals))
		return false;
	scan_char(s, 'm');
	const char *before = s->at;
	scan_blanks(s);
	if (*axis == 0 && !(*axis = axis_word(s)))
		s->at = before;
	return true;
}

static bool on_grid(double easting_m, double northing_m)
{
	return easting_m >= 0 && easting_m < GRID_EAST_MAX_M && northing_m >= 0 &&
	       northing_m < GRID_NORTH_MAX_M;
}

enum position_outcome eastnorth_parse(
	const char *text, struct gridref *ref, const char **reason)
{
	char folded[TEXT_MAX];
	double first, second;
	int figures[2], axis[2];
	if (!scan_fold(text, folded, sizeof folded))
		return none(reason);
	struct scan s = {folded};
	if (scan_count(&s) == 12 && !s.at[12]) {
		first = scan_number(&s, 6);
		second = scan_number(&s, 6);
	} else {
		if (!labelled(&s, &first, &figures[0], &axis[0]))
			return none(reason);
		const char *gap = s.at;
		while (*s.at == ' ' || *s.at == ',' || *s.at == ';' || *s.at == '/')
			s.at++;
		if (s.at == gap && !is_lower(*s.at) && !axis[0])
			return none(reason);
		if (!labelled(&s, &second, &figures[1], &axis[1]) || *s.at ||
			(axis[0] && axis[0] == axis[1]))
			return none(reason);
		if (axis[0] == 2 || axis[1] == 1) {
			double swap = first;
			int swap_n = figures[0];
			first = second;
			second = swap;
			figures[0] = figures[1];
			figures[1] = swap_n;
		}
		/* Shorter numbers are a house, a time, a latitude. */
		if (figures[0] < 5 || figures[1] < 4 || figures[0] > 7 ||
			figures[1] > 7)
			return none(reason);
	}
	*ref = (struct gridref){first, second, 1, 12};
	if (on_grid(first, second))
		return tell(reason, POSITION_OK, "");
	if (on_grid(second, first))
		return tell(reason, POSITION_SWAPPED,
			"northing seems to stand before easting: write the easting "
			"first");
	return tell(reason, POSITION_OUTSIDE,
		"outside the National Grid (0 to 700000 east, 0 to 1300000 north): "
		"check it");
}

bool gridref_format(
	double easting_m, double northing_m, int figures, char text[GRIDREF_TEXT_MAX])
{
	text[0] = '\0';
	if (!on_grid(easting_m, northing_m) || figures < 0 || figures > 10 ||
		figures % 2)
		return false;
	int east = (int)(easting_m / 1e5), north = (int)(northing_m / 1e5);
	int each = figures / 2, side_m = 1;
	for (int i = each; i < 5; i++)
		side_m *= 10;
	int e = (int)(easting_m - east * 1e5) / side_m;
	int n = (int)(northing_m - north * 1e5) / side_m;
	int a = (19 - north) / 5 * 5 + (east + 10) / 5;
	int b = (19 - north) * 5 % 25 + east % 5;
	char *out = text;
	*out++ = (char)('A' + a + (a > 7));
	*out++ = (char)('A' + b + (b > 7));
	for (int half = 0; half < 2 && each > 0; half++) {
		int value = half ? n : e;
		*out++ = ' ';
		for (int i = each; i-- > 0; value /= 10)
			out[i] = (char)('0' + value % 10);
		out += each;
	}
	*out = '\0';
	return true;
}
