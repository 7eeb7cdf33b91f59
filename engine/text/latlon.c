#include "text/gridref.h"
#include "text/scan.h"
#include <math.h>
#include <string.h>

#define TEXT_MAX 96
#define METRES_A_DEGREE 111200.0
#define RADIANS (3.14159265358979323846 / 180)

/* One of the two angles. */
struct angle {
	double deg, cell_deg; /* cell: what one unit of the last figure spans */
	char letter;          /* n s e w, or 0 */
	bool marked, decimals;
	bool broken;
};

static enum position_outcome tell(
	const char **reason, enum position_outcome outcome, const char *text)
{
	if (reason)
		*reason = text;
	return outcome;
}

static char compass(struct scan *s)
{
	static const char *const words[] = {
		"latitude", "lat", "longitude", "long", "lon", "lng"};
	char found = 0;
	for (;;) {
		while (*s->at == ' ' || *s->at == ':' || *s->at == '=')
			s->at++;
		int word = scan_words(s, words, 6);
		if (word < 0)
			break;
		found = word < 2 ? 'n' : 'e';
	}
	if (*s->at && strchr("nsew", *s->at) && !is_letter(s->at[1]))
		return *s->at++;
	return found;
}

/* One figure of an angle: degrees, minutes or seconds. */
static bool figure(struct scan *s, double *value, int *decimals)
{
	int whole = scan_count(s);
	double scale = 1;
	*decimals = 0;
	*value = 0;
	if (whole == 0 || whole > 3)
		return false;
	*value = scan_number(s, whole);
	if (*s->at != '.' || !is_digit(s->at[1]))
		return true;
	for (s->at++; is_digit(*s->at); s->at++)
		if (*decimals < 15) {
			scale *= 10;
			*value = *value + (*s->at - '0') / scale;
			++*decimals;
		}
	return true;
}

/* Takes the mark of degrees, minutes or seconds (part 0, 1, 2) and the blanks around.
 */
static bool mark(struct scan *s, int part)
{
	static const char *const degrees[] = {"degrees", "degree", "deg"};
	scan_blanks(s);
	bool seen = scan_char(s, "*'\""[part]) ||
		    (part == 0 && scan_words(s, degrees, 3) >= 0);
	if (part == 2 && !seen && s->at[0] == '\'' && s->at[1] == '\'') {
		s->at += 2;
		seen = true;
	}
	scan_blanks(s);
	return seen;
}

/* Minutes and seconds follow where a figure without sign stands next; a decimal ends
 * the angle, and so does a comma. */
static bool angle_scan(struct scan *s, struct angle *a)
{
	static const double parts[] = {1, 60, 3600};
	double sign = 1, value;
	int decimals = 0;
	bool prefix;
	memset(a, 0, sizeof *a);
	a->letter = compass(s);
	prefix = a->letter != 0;
	scan_blanks(s);
	if (*s->at == '-' || *s->at == '+')
		sign = *s->at++ == '-' ? -1 : 1;
	for (int part = 0; part < 3; part++) {
		const char *before = s->at;
		if (!figure(s, &value, &decimals)) {
			if (part == 0)
				return false;
			s->at = before;
			break;
		}
		a->broken = a->broken || (part > 0 && value >= 60);
		a->deg += value / parts[part];
		a->cell_deg = pow(10, -decimals) / parts[part];
		a->marked = mark(s, part) || a->marked;
		if (decimals > 0)
			break;
	}
	a->decimals = decimals > 0;
	a->deg *= sign;
	if (!prefix && *s->at && strchr("nsew", *s->at) && !is_letter(s->at[1]))
		a->letter = *s->at++;
	if (a->letter == 's' || a->letter == 'w')
		a->deg = -a->deg;
	a->broken = a->broken || (sign < 0 && (a->letter == 's' || a->letter == 'w'));
	a->marked = a->marked || a->letter;
	return true;
}

static bool is_longitude(char letter)
{
	return letter == 'e' || letter == 'w';
}
static bool is_latitude(char letter)
{
	return letter == 'n' || letter == 's';
}

static bool british(double lat_deg, double lon_deg)
{
	return lat_deg >= 49 && lat_deg <= 61.5 && lon_deg >= -11 && lon_deg <= 2.5;
}

static double precision_of(const struct angle *lat, const struct angle *lon)
{
	double north_m = lat->cell_deg * METRES_A_DEGREE;
	double east_m = lon->cell_deg * METRES_A_DEGREE * cos(lat->deg * RADIANS);
	double half_m = 0.5 * hypot(north_m, east_m);
	return half_m < 1 ? 1 : half_m;
}

enum position_outcome latlon_parse(
	const char *text, struct latlon *position, const char **reason)
{
	static const char *const not_one = "not a latitude and longitude";
	char folded[TEXT_MAX];
	struct angle a, b;
	if (!scan_fold(text, folded, sizeof folded))
		return tell(reason, POSITION_NONE, not_one);
	struct scan s = {folded};
	if (!angle_scan(&s, &a))
		return tell(reason, POSITION_NONE, not_one);
	while (*s.at == ' ' || *s.at == ',' || *s.at == ';' || *s.at == '/')
		s.at++;
	if (!angle_scan(&s, &b) || *s.at)
		return tell(reason, POSITION_NONE, not_one);
	if (!a.marked && !b.marked && (!a.decimals || !b.decimals))
		return tell(reason, POSITION_NONE, not_one);
	bool lettered = a.letter || b.letter;
	bool reverse = is_longitude(a.letter) || is_latitude(b.letter);
	if ((is_longitude(a.letter) && is_longitude(b.letter)) ||
		(is_latitude(a.letter) && is_latitude(b.letter)))
		return tell(reason, POSITION_BROKEN,
			"two latitudes or two longitudes: write 53.7599, -2.69895");
	const struct angle *lat = reverse ? &b : &a, *lon = reverse ? &a : &b;
	if (a.broken || b.broken || fabs(lat->deg) > 90 || fabs(lon->deg) > 180)
		return tell(reason, POSITION_BROKEN,
			"no such latitude and longitude: write 53.7599, -2.69895");
	*position = (struct latlon){lat->deg, lon->deg, precision_of(lat, lon)};
	if (british(lat->deg, lon->deg))
		return tell(reason, POSITION_OK, "");
	if (!lettered && british(lon->deg, lat->deg))
		return tell(reason, POSITION_SWAPPED,
			"longitude seems to stand before latitude: write latitude "
			"first");
	return tell(reason, POSITION_OUTSIDE, "outside the British Isles: check it");
}
