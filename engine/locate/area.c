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

enum err_code find_area(
	struct geocoder *g, const char *text, struct postcode *area, size_t *before)
{
	struct gazetteer_area known;
	enum err_code err = ERR_OK;
	memset(area, 0, sizeof *area);
	if (!g->gazetteer)
		return ERR_OK;
	for (size_t words = 2; !err && words >= 1; words--) {
		char tail[16] = "";
		enum postcode_kind wanted =
			words == 2 ? POSTCODE_SECTOR : POSTCODE_DISTRICT;
		if (!last_words(text, words, tail, before) ||
			postcode_parse(tail, area) != wanted)
			continue;
		err = gazetteer_area(g->gazetteer, postcode_key(area), &known);
		if (!err && known.located)
			return ERR_OK;
	}
	memset(area, 0, sizeof *area);
	return err;
}
