/* Coordinates: as columns, and as texts. */
#include "base/str.h"
#include "locate/evidence.h"
#include "text/gridref.h"
#include "text/quantity.h"
#include <math.h>
#include <string.h>

#define COORDINATE_CONFIDENCE 0.95
#define HALF_DIAGONAL 0.70710678118654752
/* Digits after which latitude and longitude say more than a projection can. */
#define DIGITS_MOST 9

/* Half the diagonal of the square that the trailing noughts of both leave: 354000
 * 429500 is a hectare, not a metre. */
static double noughts_m(double easting_m, double northing_m)
{
	double step = 1;
	if (easting_m != floor(easting_m) || northing_m != floor(northing_m))
		return 1;
	while (step < 100000 && fmod(easting_m, step * 10) == 0 &&
		fmod(northing_m, step * 10) == 0)
		step *= 10;
	return fmax(1, step * HALF_DIAGONAL);
}

static struct location grid_location(struct arena *out, double easting_m,
	double northing_m, double precision_m, const char *method)
{
	return (struct location){.kind = LOCATED_COORDINATE,
		.at = {easting_m, northing_m},
		.precision_m = precision_m,
		.confidence_01 = COORDINATE_CONFIDENCE,
		.method = method,
		.match = str_printf(out, "%.10g %.10g", easting_m, northing_m)};
}

void read_eastnorth(struct arena *out, const char *easting, const char *northing,
	struct location *l)
{
	double e, n;
	*l = location_none("easting or northing is no number");
	if (!real_parse(easting, &e) || !real_parse(northing, &n))
		return;
	*l = location_none("easting and northing outside the National Grid");
	if (in_british_grid(e, n) && (e != 0 || n != 0))
		*l = grid_location(out, e, n, noughts_m(e, n), "easting and northing");
}

static int decimals(const char *text)
{
	const char *dot = strchr(text, '.');
	return dot ? (int)strspn(dot + 1, "0123456789") : 0;
}

/* Half the diagonal of the cell that a number of decimals leaves, in metres. */
static double cell_m(int figures, double lat_deg)
{
	double step = pow(10, -(figures < DIGITS_MOST ? figures : DIGITS_MOST));
	double high = step * 111320,
	       wide = high * cos(lat_deg * 3.14159265358979 / 180);
	return hypot(high, wide) / 2;
}

static enum err_code project_latlon(struct geocoder *g, struct arena *out,
	struct latlon p, const char *method, struct location *l)
{
	*l = location_none("latitude and longitude outside Great Britain");
	if (!in_british_box(p.lon_deg, p.lat_deg))
		return ERR_OK;
	double x_m, y_m;
	project_forward(
		g->ctx, g->projection, 1, &p.lon_deg, &p.lat_deg, &x_m, &y_m, NULL);
	if (!isfinite(x_m) || !isfinite(y_m) || !in_british_grid(x_m, y_m))
		return ERR_OK;
	double accuracy_m = projection_info(g->projection)->accuracy_m;
	*l = (struct location){.kind = LOCATED_COORDINATE,
		.at = {x_m, y_m},
		.precision_m = fmax(1, p.precision_m) + accuracy_m,
		.confidence_01 = COORDINATE_CONFIDENCE,
		.accuracy_m = accuracy_m,
		.method = method,
		.match = str_printf(out, "%.8g, %.8g", p.lat_deg, p.lon_deg)};
	return ERR_OK;
}

/* Read the other way round they would lie in Britain: proposed, never taken. */
static enum err_code propose_swapped(
	struct geocoder *g, struct arena *out, struct latlon p, struct location *l)
{
	struct location other;
	struct latlon swapped = {p.lon_deg, p.lat_deg, p.precision_m};
	*l = location_none("latitude and longitude outside Great Britain");
	enum err_code err =
		project_latlon(g, out, swapped, "latitude and longitude", &other);
	if (!err && other.kind != LOCATED_NONE) {
		other.confidence_01 = 0.8;
		location_propose_all(
			out, l, &other, "if longitude was written before latitude");
	}
	return err;
}

enum err_code read_latlon(struct geocoder *g, struct arena *out, const char *lat,
	const char *lon, struct location *l)
{
	struct latlon p = {0};
	const char *why = NULL;
	struct arena_mark mark = arena_mark(g->ctx->scratch);
	enum position_outcome outcome = POSITION_OK;
	if (real_parse(lat, &p.lat_deg) && real_parse(lon, &p.lon_deg)) {
		int a = decimals(lat), b = decimals(lon);
		p.precision_m = cell_m(a > b ? a : b, p.lat_deg);
		if (!in_british_box(p.lon_deg, p.lat_deg))
			outcome = in_british_box(p.lat_deg, p.lon_deg)
					  ? POSITION_SWAPPED
					  : POSITION_OUTSIDE;
	} else {
		outcome = latlon_parse(
			str_printf(g->ctx->scratch, "%s, %s", lat, lon), &p, &why);
	}
	arena_reset(g->ctx->scratch, mark);
	if (outcome == POSITION_OK)
		return project_latlon(g, out, p, "latitude and longitude", l);
	if (outcome == POSITION_SWAPPED)
		return propose_swapped(g, out, p, l);
	*l = location_none(outcome == POSITION_OUTSIDE
				   ? "latitude and longitude outside Great Britain"
				   : "latitude or longitude can't be read");
	return ERR_OK;
}

/* Words that people put before a grid reference. */
static const char *after_label(const char *text)
{
	static const char *const labels[] = {"grid reference", "grid ref",
		"os grid ref", "os ref", "osgr", "ngr", "gr", "os"};
	while (*text == ' ')
		text++;
	for (size_t i = 0; i < sizeof labels / sizeof *labels; i++) {
		size_t k = 0;
		while (labels[i][k] && (text[k] | 0x20) == labels[i][k])
			k++;
		if (labels[i][k] || !strchr(" :.", text[k]) || !text[k])
			continue;
		text += k;
		while (*text == ' ' || *text == ':' || *text == '.')
			text++;
		return text;
	}
	return text;
}

/* Whether a text that could be a grid square is a word, or a district or sector that
 * the gazetteer knows. */
static enum err_code is_other(struct geocoder *g, const char *text, bool *is)
{
	struct postcode p;
	bool word = strlen(text) == 2;
	*is = word && (str_equal_fold(text, "no") || str_equal_fold(text, "so"));
	if (*is || !g->gazetteer || postcode_parse(text, &p) == POSTCODE_NONE)
		return ERR_OK;
	struct location l;
	enum err_code err = read_postcode(g, g->ctx->scratch, &p, &l);
	*is = l.kind != LOCATED_NONE;
	return err;
}

static enum err_code read_gridref(struct geocoder *g, struct arena *out,
	const char *text, bool *is, struct location *l)
{
	struct gridref ref;
	const char *why = "";
	bool other;
	char name[GRIDREF_TEXT_MAX];
	enum err_code err = is_other(g, text, &other);
	if (err || other)
		return err;
	switch (gridref_parse(text, &ref, &why)) {
	case POSITION_OK:
		*is = true;
		bool named = gridref_format(
			ref.easting_m, ref.northing_m, ref.figures, name);
		*l = (struct location){.kind = LOCATED_GRIDREF,
			.at = {ref.easting_m, ref.northing_m},
			.precision_m = ref.precision_m,
			.confidence_01 = COORDINATE_CONFIDENCE,
			.method = "grid reference",
			.match = str_dup(out, named ? name : text)};
		break;
	case POSITION_BROKEN:
	case POSITION_OUTSIDE:
	case POSITION_SWAPPED:
		*is = true;
		*l = location_none(str_printf(out, "grid reference: %s", why));
		break;
	case POSITION_NONE:
		break;
	}
	return ERR_OK;
}

static void read_numeric(
	struct arena *out, const char *text, bool *is, struct location *l)
{
	struct gridref ref;
	const char *why = "";
	enum position_outcome outcome = eastnorth_parse(text, &ref, &why);
	*is = outcome != POSITION_NONE;
	if (outcome == POSITION_OK)
		*l = grid_location(out, ref.easting_m, ref.northing_m,
			noughts_m(ref.easting_m, ref.northing_m),
			"easting and northing");
	else if (*is)
		*l = location_none(str_printf(out, "easting and northing: %s", why));
	if (outcome != POSITION_SWAPPED)
		return;
	struct location other = grid_location(out, ref.northing_m, ref.easting_m,
		noughts_m(ref.easting_m, ref.northing_m), "easting and northing");
	other.confidence_01 = 0.8;
	location_propose_all(out, l, &other, "if northing was written before easting");
}

static enum err_code read_degrees(struct geocoder *g, struct arena *out,
	const char *text, bool *is, struct location *l)
{
	struct latlon p;
	const char *why = "";
	enum position_outcome outcome = latlon_parse(text, &p, &why);
	*is = outcome != POSITION_NONE;
	if (outcome == POSITION_OK)
		return project_latlon(g, out, p, "latitude and longitude", l);
	if (outcome == POSITION_SWAPPED)
		return propose_swapped(g, out, p, l);
	if (*is)
		*l = location_none(str_printf(out, "latitude and longitude: %s", why));
	return ERR_OK;
}

/* A text in brackets, without them. */
static const char *unbracketed(struct arena *arena, const char *text)
{
	const char *trimmed = str_trim(arena, text);
	size_t n = strlen(trimmed);
	if (n > 2 && trimmed[0] == '(' && trimmed[n - 1] == ')')
		return str_dup_n(arena, trimmed + 1, n - 2);
	return trimmed;
}

enum err_code read_coordinate(struct geocoder *g, struct arena *out, const char *text,
	bool *is, struct reading *r)
{
	*is = false;
	if (!strpbrk(text, "0123456789") && strlen(text) > 2)
		return ERR_OK;
	text = after_label(unbracketed(g->ctx->scratch, text));
	r->evidence = EVIDENCE_GRID;
	enum err_code err = read_gridref(g, out, text, is, &r->location);
	if (!err && !*is)
		read_numeric(out, text, is, &r->location);
	if (err || *is)
		return err;
	r->evidence = EVIDENCE_LATLON;
	return read_degrees(g, out, text, is, &r->location);
}

/* ---- within other words ---- */

#define PIECE_MOST 32

static bool word_sign(char c)
{
	return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') ||
	       (unsigned char)c >= 0x80;
}

static size_t digits_in(const char *text, size_t n)
{
	size_t digits = 0;
	for (size_t i = 0; i < n; i++)
		digits += text[i] >= '0' && text[i] <= '9';
	return digits;
}

/* A grid reference of at least six figures whose letters stand at text[at]; its bytes,
 * 0 for none. The longest that can be read. */
static size_t gridref_at(const char *text, size_t at, struct gridref *ref)
{
	char piece[PIECE_MOST];
	size_t best = 0;
	struct gridref now;
	for (size_t n = 8; n < PIECE_MOST && text[at + n - 1]; n++) {
		if (word_sign(text[at + n]) || digits_in(text + at, n) < 6)
			continue;
		memcpy(piece, text + at, n);
		piece[n] = '\0';
		if (gridref_parse(piece, &now, NULL) != POSITION_OK || now.figures < 6)
			continue;
		*ref = now;
		best = n;
	}
	return best;
}

/* "53.7599, -2.69895" at text[at]: decimals of three figures and more. */
static size_t degrees_at(const char *text, size_t at, struct latlon *p)
{
	char piece[PIECE_MOST];
	static const char figures[] = "0123456789";
	const char *s = text + at;
	/* A number, what parts them, a number. */
	size_t n = strspn(s, "-+");
	n += strspn(s + n, figures);
	n += s[n] == '.';
	n += strspn(s + n, figures);
	n += strspn(s + n, ", ");
	n += strspn(s + n, "-+");
	n += strspn(s + n, figures);
	n += s[n] == '.';
	n += strspn(s + n, figures);
	if (n < 9 || n >= PIECE_MOST || word_sign(text[at + n]))
		return 0;
	memcpy(piece, text + at, n);
	piece[n] = '\0';
	const char *dot = strchr(piece, '.'),
		   *second = dot ? strchr(dot + 1, '.') : NULL;
	bool fine = second && strspn(dot + 1, "0123456789") >= 3 &&
		    strspn(second + 1, "0123456789") >= 3;
	return fine && latlon_parse(piece, p, NULL) == POSITION_OK ? n : 0;
}

/* ST after a word is a street or a saint, "Main St 123 456". */
static bool may_begin(const char *text, size_t at)
{
	bool st = (text[at] | 0x20) == 's' && (text[at + 1] | 0x20) == 't';
	size_t before = at;
	while (before > 0 && text[before - 1] == ' ')
		before--;
	return !st || before == 0 || !word_sign(text[before - 1]);
}

enum err_code read_coordinate_in(struct geocoder *g, struct arena *out,
	const char *text, bool *is, struct reading *r, const char **rest)
{
	*is = false;
	if (digits_in(text, strlen(text)) < 6)
		return ERR_OK;
	for (size_t at = 0; text[at]; at++) {
		struct gridref ref;
		struct latlon p;
		char name[GRIDREF_TEXT_MAX];
		if (at > 0 && (word_sign(text[at - 1]) || text[at - 1] == '.'))
			continue;
		size_t n = may_begin(text, at) ? gridref_at(text, at, &ref) : 0;
		size_t m = n == 0 ? degrees_at(text, at, &p) : 0;
		if (n + m == 0)
			continue;
		*is = true;
		*rest = str_printf(
			g->ctx->scratch, "%.*s, %s", (int)at, text, text + at + n + m);
		r->evidence = n > 0 ? EVIDENCE_GRID : EVIDENCE_LATLON;
		if (m > 0)
			return project_latlon(g, out, p,
				"latitude and longitude in the text", &r->location);
		gridref_format(ref.easting_m, ref.northing_m, ref.figures, name);
		r->location = (struct location){.kind = LOCATED_GRIDREF,
			.at = {ref.easting_m, ref.northing_m},
			.precision_m = ref.precision_m,
			.confidence_01 = COORDINATE_CONFIDENCE,
			.method = "grid reference in the text",
			.match = str_dup(out, name)};
		return ERR_OK;
	}
	return ERR_OK;
}
