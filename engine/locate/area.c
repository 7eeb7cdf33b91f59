/* Postcodes, sectors, districts. */
#include "base/str.h"
#include "locate/evidence.h"
#include "locate/postcode_key.h"
#include "text/postcode.h"
#include <string.h>

#define GUESSES_MOST 5

static const char *text_of(const struct postcode *p)
{
	return p->kind == POSTCODE_UNIT     ? p->unit
	       : p->kind == POSTCODE_SECTOR ? p->sector
					    : p->district;
}

static struct location unit_location(
	struct arena *out, const struct gazetteer_area *area, const char *unit)
{
	bool derived = area->quality == 0, estimated = area->quality > 20;
	if (area->terminated) {
		const char *since = str_printf(out, "%04d-%02d",
			(int)area->terminated / 100, (int)area->terminated % 100);
		return (struct location){.kind = LOCATED_POSTCODE,
			.at = area->at,
			.precision_m = area->precision_m,
			.confidence_01 = 0.9,
			.method = str_printf(out, "postcode, terminated %s%s", since,
				estimated ? ", its position estimated" : ""),
			.match = str_printf(out, "%s, terminated %s", unit, since)};
	}
	return (struct location){.kind = LOCATED_POSTCODE,
		.at = area->at,
		.precision_m = area->precision_m,
		.confidence_01 = derived || estimated ? 0.9 : 0.95,
		.method = derived     ? "postcode, from its addresses"
			  : estimated ? "postcode, its position estimated"
				      : "postcode",
		.match = str_dup(out, unit)};
}

/* The sector or district of a key; false where it is not known. */
static enum err_code coarser(struct geocoder *g, struct arena *out, int64_t key,
	const char *method, double confidence_01, struct location *l)
{
	struct gazetteer_area area;
	char text[POSTCODE_TEXT_MAX];
	enum err_code err = gazetteer_area(g->gazetteer, key, &area);
	if (err || !area.located)
		return err;
	postcode_key_format(key, text);
	*l = (struct location){.kind = postcode_key_kind(key) == POSTCODE_SECTOR
					       ? LOCATED_SECTOR
					       : LOCATED_DISTRICT,
		.at = area.at,
		.precision_m = area.precision_m,
		.confidence_01 = confidence_01,
		.method = method,
		.match = str_dup(out, text)};
	return ERR_OK;
}

/* One letter other, or two neighbours swapped. */
static bool one_slip(const char *a, const char *b)
{
	size_t n = strlen(a), other = 0, first = 0;
	if (n != strlen(b))
		return false;
	for (size_t i = 0; i < n; i++)
		if (a[i] != b[i] && other++ == 0)
			first = i;
	return other == 1 ||
	       (other == 2 && a[first] == b[first + 1] && a[first + 1] == b[first]);
}

/* Postcodes of the same sector that are one slip from what was written. */
static enum err_code propose_slips(struct geocoder *g, struct arena *out,
	const struct postcode *p, struct location *l)
{
	struct arena_mark mark = arena_mark(g->ctx->scratch);
	const struct gazetteer_unit *units;
	size_t n = 0, near = 0;
	enum err_code err = gazetteer_units(g->gazetteer, g->ctx->scratch,
		postcode_key_sector(postcode_key(p)), &units, &n);
	char text[POSTCODE_TEXT_MAX];
	for (size_t i = 0; !err && i < n; i++) {
		postcode_key_format(units[i].key, text);
		near += one_slip(text, p->unit);
	}
	for (size_t i = 0; !err && i < n && l->candidates_n < GUESSES_MOST; i++) {
		postcode_key_format(units[i].key, text);
		if (!one_slip(text, p->unit))
			continue;
		location_propose(out, l,
			(struct candidate){.kind = LOCATED_POSTCODE,
				.match = text,
				.at = units[i].at,
				.precision_m = units[i].precision_m,
				.confidence_01 = 0.4 / (double)near,
				.reason = "one letter from the postcode as written"});
	}
	arena_reset(g->ctx->scratch, mark);
	return err;
}

static enum err_code unknown_unit(struct geocoder *g, struct arena *out,
	const struct postcode *p, bool known, struct location *l)
{
	int64_t key = postcode_key(p);
	enum err_code err = coarser(g, out, postcode_key_sector(key),
		known ? "sector of a postcode without a position"
		      : "sector of a postcode that is not in the gazetteer",
		known ? 0.85 : 0.6, l);
	if (!err && l->kind == LOCATED_NONE)
		err = coarser(g, out, postcode_key_district(key),
			known ? "district of a postcode without a position"
			      : "district of a postcode that is not in the gazetteer",
			known ? 0.85 : 0.5, l);
	if (!err && l->kind == LOCATED_NONE)
		l->method = known ? "postcode without a position"
				  : "postcode is not in the gazetteer";
	if (!err && !known)
		err = propose_slips(g, out, p, l);
	return err;
}

enum err_code read_postcode(struct geocoder *g, struct arena *out,
	const struct postcode *p, struct location *l)
{
	struct gazetteer_area area;
	*l = location_none("postcode, but no gazetteer");
	if (!g->gazetteer)
		return ERR_OK;
	if (p->kind != POSTCODE_UNIT) {
		bool sector = p->kind == POSTCODE_SECTOR;
		*l = location_none(sector ? "sector is not in the gazetteer"
					  : "district is not in the gazetteer");
		enum err_code err = coarser(g, out, postcode_key(p),
			sector ? "sector" : "district", 0.93, l);
		if (!err && sector && l->kind == LOCATED_NONE)
			err = coarser(g, out, postcode_key_district(postcode_key(p)),
				"district of a sector that is not in the gazetteer",
				0.5, l);
		return err;
	}
	enum err_code err = gazetteer_area(g->gazetteer, postcode_key(p), &area);
	if (err)
		return err;
	if (!area.located)
		return unknown_unit(g, out, p, area.known, l);
	*l = unit_location(out, &area, text_of(p));
	return ERR_OK;
}

/* The last `words` words of a text, each at most as long as a half of a postcode. */
static bool last_words(const char *text, size_t words, char tail[16], size_t *before)
{
	size_t end = strlen(text), at;
	while (end > 0 && strchr(" .,;", text[end - 1]))
		end--;
	at = end;
	for (size_t w = 0; w < words; w++) {
		while (at > 0 && w > 0 && text[at - 1] == ' ')
			at--;
		size_t stop = at;
		while (at > 0 && !strchr(" ,;(", text[at - 1]))
			at--;
		if (stop == at || stop - at > 4)
			return false;
	}
	*before = at;
	memcpy(tail, text + at, end - at > 15 ? 15 : end - at);
	tail[end - at > 15 ? 15 : end - at] = '\0';
	return true;
}

/* Whether `tail` is a sector or district (as `words` says) that the gazetteer knows. */
static enum err_code known_area(struct geocoder *g, const char *tail, size_t words,
	struct postcode *area, bool *known)
{
	struct gazetteer_area found;
	enum postcode_kind wanted = words == 2 ? POSTCODE_SECTOR : POSTCODE_DISTRICT;
	*known = false;
	if (postcode_parse(tail, area) != wanted)
		return ERR_OK;
	enum err_code err = gazetteer_area(g->gazetteer, postcode_key(area), &found);
	*known = !err && found.located;
	return err;
}

/* At the end of the first n bytes; *from is where it begins. */
static enum err_code area_at_end(struct geocoder *g, const char *text, size_t n,
	struct postcode *area, size_t *from, bool *known)
{
	const char *part = str_dup_n(g->ctx->scratch, text, n);
	enum err_code err = ERR_OK;
	*known = false;
	for (size_t words = 2; !err && words >= 1 && !*known; words--) {
		char tail[16] = "";
		if (last_words(part, words, tail, from))
			err = known_area(g, tail, words, area, known);
	}
	return err;
}

/* "M6 J32", "M1 northbound": a road, not Manchester. */
static bool names_road(const char *after)
{
	static const char *const words[] = {"junction", "jct", "services", "motorway",
		"northbound", "southbound", "eastbound", "westbound", "road", "rd"};
	after += strspn(after, " ");
	if ((*after | 0x20) == 'j' && after[1] >= '0' && after[1] <= '9')
		return true;
	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		size_t k = 0;
		while (words[i][k] && (after[k] | 0x20) == words[i][k])
			k++;
		if (!words[i][k])
			return true;
	}
	return false;
}

/* Four letters in a row: what is left says something. */
static bool holds_word(const char *text)
{
	size_t letters = 0;
	for (; *text && letters < 4; text++)
		letters = (*text | 0x20) >= 'a' && (*text | 0x20) <= 'z' ? letters + 1
									 : 0;
	return letters == 4;
}

/* At the beginning; *to is where it ends. */
static enum err_code area_at_start(struct geocoder *g, const char *text,
	struct postcode *area, size_t *to, bool *known)
{
	size_t first = strcspn(text, " ,;"), second = first;
	enum err_code err = ERR_OK;
	*known = false;
	if (text[first] == ' ')
		second = first + 1 + strcspn(text + first + 1, " ,;");
	size_t ends[] = {second, first};
	for (size_t i = 0; !err && i < 2 && !*known; i++) {
		*to = ends[i];
		if (i == 0 && second == first)
			continue;
		err = known_area(
			g, str_dup_n(g->ctx->scratch, text, *to), 2 - i, area, known);
	}
	*known = *known && !names_road(text + *to) && holds_word(text + *to);
	return err;
}

enum err_code find_area(
	struct geocoder *g, const char *text, struct postcode *area, const char **rest)
{
	struct arena *scratch = g->ctx->scratch;
	enum err_code err = ERR_OK;
	size_t from = 0, to = 0;
	bool known = false;
	*rest = text;
	if (!g->gazetteer) {
		memset(area, 0, sizeof *area);
		return ERR_OK;
	}
	/* The last of the stretches between commas that ends with one. */
	for (size_t n = strlen(text); !err && !known && n > 0;) {
		to = n;
		err = area_at_end(g, text, n, area, &from, &known);
		while (n > 0 && text[n - 1] != ',')
			n--;
		n -= n > 0;
	}
	if (!err && known) {
		*rest = str_printf(scratch, "%.*s, %s", (int)from, text, text + to);
		return ERR_OK;
	}
	if (!err)
		err = area_at_start(g, text, area, &to, &known);
	if (!err && known)
		*rest = text + to;
	else
		memset(area, 0, sizeof *area);
	return err;
}
