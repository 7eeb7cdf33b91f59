#include "locate/guide.h"
#include "base/str.h"
#include "locate/score.h"
#include "text/quantity.h"
#include <string.h>

static bool overlap(struct address_span a, struct address_span b)
{
	return a.from < b.from + b.n && b.from < a.from + a.n;
}

/* The last town after the street, or else the last before it. */
static const struct vocabulary_hit *town_of(
	const struct vocabulary_hits *towns, struct address_span street)
{
	const struct vocabulary_hit *before = NULL, *after = NULL;
	for (size_t i = 0; i < towns->n; i++) {
		const struct vocabulary_hit *t = &towns->items[i];
		if (overlap(t->at, street))
			continue;
		if (t->at.from > street.from)
			after = t;
		else
			before = t;
	}
	return after ? after : before;
}

#define TOWN_WORDS_MOST 5

/* A town whose name is a slip away: a whole stretch of words after the street, or the
 * last of them. */
static const char *town_alike(const struct vocabulary *v, struct arena *arena,
	const struct address_words *w, struct address_span street,
	struct address_span *at)
{
	size_t end = w->n, from = street.from + street.n;
	if (end > TOWN_WORDS_MOST && from < end - TOWN_WORDS_MOST)
		from = end - TOWN_WORDS_MOST;
	for (; from < end; from++) {
		const char *name = address_join(arena, w->words + from, end - from);
		const char *alike = vocabulary_town_alike(v, name);
		*at = (struct address_span){from, end - from};
		if (alike)
			return alike;
	}
	return NULL;
}

static void add_way(struct geocoder *g, const struct vocabulary *v, struct guide *guide,
	const struct vocabulary_hit *street, const struct vocabulary_hits *towns)
{
	struct arena *scratch = g->ctx->scratch;
	const struct vocabulary_hit *hit = town_of(towns, street->at);
	struct address_span at = {0, 0};
	const char *town = "";
	if (guide->n == GUIDE_WAYS_MOST)
		return;
	if (hit) {
		at = hit->at;
		town = hit->name;
	} else {
		const char *alike =
			town_alike(v, scratch, &guide->words, street->at, &at);
		town = str_or_empty(alike);
		at.n = alike ? at.n : 0;
	}
	guide->whole[guide->n] = street->whole;
	guide->ways[guide->n++] = address_by_spans(
		scratch, &guide->words, street->at, street->name, at, town);
}

/* Words that may stand between two roads that meet; none at all where a stroke did. */
static bool joins_roads(const struct address_words *w, size_t from, size_t to)
{
	static const char *const words[] = {"AND", "WITH", "W", "J/W", "JUNCTION",
		"JCT", "JUNC", "OF", "AT", "ITS", "THE", "MEETS", "CORNER", "CNR",
		"JOINS", "CROSSES"};
	bool said = from == to && to < w->n && w->segment[from] == w->segment[from - 1];
	for (size_t i = from; i < to; i++) {
		bool known = false;
		for (size_t k = 0; k < sizeof words / sizeof *words; k++)
			known = known || strcmp(w->words[i], words[k]) == 0;
		if (!known)
			return false;
		said = true;
	}
	return said;
}

/* Two streets without numbers and such words between them. */
static void add_roads(struct geocoder *g, const struct vocabulary *v,
	struct guide *guide, const struct vocabulary_hits *streets,
	const struct vocabulary_hits *towns)
{
	for (size_t i = 0; i < streets->n; i++)
		for (size_t k = 0; k < streets->n; k++) {
			const struct vocabulary_hit *a = &streets->items[i],
						    *b = &streets->items[k];
			if (a->numbered || b->numbered || !a->whole || !b->whole ||
				a->at.from + a->at.n > b->at.from ||
				guide->n == GUIDE_WAYS_MOST ||
				!joins_roads(&guide->words, a->at.from + a->at.n,
					b->at.from))
				continue;
			struct address *way = &guide->ways[guide->n];
			add_way(g, v, guide, b, towns);
			way->street = a->name;
			way->street2 = b->name;
			way->building = way->number = "";
			if (way->relation != RELATION_BETWEEN)
				way->relation = RELATION_JUNCTION;
			return;
		}
}

/* "12 OR 14". */
static bool two_numbers(const struct address_words *w)
{
	for (size_t i = 1; i + 1 < w->n; i++)
		if (str_equal(w->words[i], "OR") && address_number_before(w, i) &&
			address_number_before(w, i + 2))
			return true;
	return false;
}

/* Two streets with a number each. */
static bool two_addresses(
	const struct address_words *w, const struct vocabulary_hits *streets)
{
	for (size_t i = 0; i < streets->n; i++)
		for (size_t k = 0; k < streets->n; k++) {
			const struct vocabulary_hit *a = &streets->items[i],
						    *b = &streets->items[k];
			if (a->whole && b->whole && a->at.from + a->at.n < b->at.from &&
				address_number_before(w, a->at.from) &&
				address_number_before(w, b->at.from) &&
				!(str_equal(a->name, b->name) &&
					str_equal(w->words[a->at.from - 1],
						w->words[b->at.from - 1])))
				return true;
		}
	return false;
}

/* The text without its last town, and without words that say no name. */
static void part_town(
	struct arena *arena, struct guide *guide, const struct vocabulary_hits *towns)
{
	static const char *const fillers[] = {"AT", "IN", "ON", "THE", "BY", "OF",
		"INSIDE", "ALONG", "WITHIN", "SEEN", "FOUND", "NEAR"};
	const struct address_words *w = &guide->words;
	const struct vocabulary_hit *town =
		towns->n > 0 ? &towns->items[towns->n - 1] : NULL;
	struct strbuf rest;
	bool any = false;
	strbuf_init(&rest, arena);
	guide->town = town ? town->name : "";
	for (size_t i = 0; i < w->n; i++) {
		bool filler = false;
		for (size_t k = 0; k < sizeof fillers / sizeof *fillers; k++)
			filler = filler || strcmp(w->words[i], fillers[k]) == 0;
		bool next_is_town = town && i + 1 == town->at.from;
		if ((town && i >= town->at.from && i < town->at.from + town->at.n) ||
			(filler && (!any || next_is_town)))
			continue;
		strbuf_printf(&rest, "%s%s", any ? " " : "", w->words[i]);
		any = true;
	}
	guide->rest = rest.text;
}

#define ALIKE_LEAST 8
#define ALIKE_MOST 2

/* Stretches between commas that are a slip away from a street: for texts in which no
 * street was found. */
static enum err_code add_alike(struct geocoder *g, const struct vocabulary *v,
	struct guide *guide, const struct vocabulary_hits *towns)
{
	struct arena *scratch = g->ctx->scratch;
	const struct address_words *w = &guide->words;
	enum err_code err = ERR_OK;
	size_t looked = 0;
	for (size_t from = 0, to; !err && from < w->n && looked < ALIKE_MOST;
		from = to) {
		for (to = from; to < w->n && w->segment[to] == w->segment[from];)
			to++;
		size_t at = from;
		while (at < to && strpbrk(w->words[at], "0123456789"))
			at++;
		struct address_span span = {at, to - at};
		bool town = false;
		for (size_t i = 0; i < towns->n; i++)
			town = town || overlap(towns->items[i].at, span);
		const char *name = address_join(scratch, w->words + at, to - at);
		if (town || (from == 0 && to == w->n) || strlen(name) < ALIKE_LEAST ||
			address_ending(name) == ENDING_BUILDING)
			continue;
		const char *const *names;
		size_t n;
		looked++;
		err = gazetteer_streets_alike(g->gazetteer, scratch, name, &names, &n);
		for (size_t i = 0; !err && i < n && i < 3; i++)
			add_way(g, v, guide,
				&(struct vocabulary_hit){span, names[i], false, false},
				towns);
	}
	return err;
}

enum err_code guide_make(struct geocoder *g, const char *text, struct guide *guide)
{
	const struct vocabulary *v;
	struct arena *scratch = g->ctx->scratch;
	*guide = (struct guide){.town = "", .rest = ""};
	enum err_code err = gazetteer_vocabulary(g->gazetteer, &v);
	if (err)
		return err;
	guide->words = address_words(scratch, text);
	struct vocabulary_hits towns = vocabulary_towns(v, scratch, &guide->words);
	struct vocabulary_hits streets =
		vocabulary_streets(v, scratch, &guide->words, &towns);
	part_town(scratch, guide, &towns);
	guide->several =
		two_addresses(&guide->words, &streets) || two_numbers(&guide->words);
	add_roads(g, v, guide, &streets, &towns);
	for (size_t i = 0; i < streets.n; i++)
		add_way(g, v, guide, &streets.items[i], &towns);
	return guide->n > 0 ? ERR_OK : add_alike(g, v, guide, &towns);
}

/* ---- within a postcode ---- */

struct best {
	struct address_span at;
	const char *street;
	size_t slips;
	bool numbered;
};

static bool better(const struct best *a, const struct best *b)
{
	if (!b->street || a->slips != b->slips)
		return !b->street || a->slips < b->slips;
	if (a->numbered != b->numbered)
		return a->numbered;
	return a->at.n > b->at.n;
}

/* How the words at `at` are the street: the same 0, a slip away 1 or 2, without its
 * kind 3; SIZE_MAX where they are not. */
static size_t slips_of(const struct address_words *w, struct address_span at,
	const char *street, bool numbered)
{
	char key[ADDRESS_SQUEEZED_MAX], of[ADDRESS_SQUEEZED_MAX],
		stem[ADDRESS_SQUEEZED_MAX];
	const char *last = strrchr(street, ' ');
	size_t n = last ? (size_t)(last - street) : 0;
	if (!address_squeeze(w->words + at.from, at.n, key) ||
		!address_squeeze_text(street, of))
		return SIZE_MAX;
	if (strcmp(key, of) == 0)
		return 0;
	size_t slips = score_slips(key, of);
	if (slips != SIZE_MAX || !numbered || n < 4 || n >= sizeof stem)
		return slips;
	memcpy(stem, street, n);
	stem[n] = '\0';
	return address_squeeze_text(stem, of) && strcmp(key, of) == 0 ? 3 : SIZE_MAX;
}

static void look_for(
	const struct address_words *w, const char *street, struct best *best)
{
	for (size_t i = 0; i < w->n; i++)
		for (size_t n = 1; n <= 6 && i + n <= w->n &&
				   w->segment[i + n - 1] == w->segment[i];
			n++) {
			struct best now = {.at = {i, n},
				.street = street,
				.numbered = address_number_before(w, i) ||
					    address_number_after(w, i + n)};
			now.slips = slips_of(w, now.at, street, now.numbered);
			if (now.slips != SIZE_MAX && better(&now, best))
				*best = now;
		}
}

bool guide_within(struct arena *arena, const char *text,
	const struct gazetteer_addresses *listed, struct address *a)
{
	struct address_words w = address_words(arena, text);
	struct best best = {.street = NULL};
	for (size_t i = 0; i < listed->n; i++) {
		const char *street = listed->items[i].street;
		bool seen = !*street;
		for (size_t k = 0; k < i && !seen; k++)
			seen = str_equal(street, listed->items[k].street);
		if (!seen)
			look_for(&w, street, &best);
	}
	if (!best.street)
		return false;
	const char *written =
		best.slips == 0
			? best.street
			: address_join(arena, w.words + best.at.from, best.at.n);
	struct address_span none = {0, 0};
	*a = address_by_spans(arena, &w, best.at, written, none, "");
	return true;
}
