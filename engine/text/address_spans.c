#include "text/address_spans.h"
#include "text/address_parts.h"
#include "text/scan.h"
#include <stdio.h>
#include <string.h>

static size_t count_of(const struct segments *all)
{
	size_t n = 0;
	for (size_t i = 0; i < all->n; i++)
		n += all->items[i].n;
	return n;
}

struct address_words address_words(struct arena *arena, const char *text)
{
	struct address_words w = {.normal = ""};
	if (address_special(text) != ADDRESS_PLACE)
		return w;
	struct segments all = address_segments(arena, text, &w.postcode);
	if (all.n > 0)
		w.relation = segment_relation(&all.items[0]);
	for (size_t i = 0; i < all.n; i++)
		words_expand(arena, &all.items[i]);
	size_t n = count_of(&all);
	w.words = arena_array(arena, const char *, n);
	w.segment = arena_array(arena, size_t, n);
	w.normal = parts_normal(arena, &all);
	for (size_t i = 0; i < all.n; i++)
		for (size_t k = 0; k < all.items[i].n; k++) {
			w.words[w.n] = all.items[i].words[k];
			w.segment[w.n++] = i;
		}
	return w;
}

static bool number_at(const struct address_words *w, size_t i)
{
	return i < w->n && word_is_number(w->words[i], NULL, NULL);
}

static bool letter_at(const struct address_words *w, size_t i)
{
	return i < w->n && strlen(w->words[i]) == 1 && is_upper(w->words[i][0]);
}

bool address_number_before(const struct address_words *w, size_t i)
{
	if (i > 1 && letter_at(w, i - 1) && number_at(w, i - 2))
		i--;
	/* "FLAT 2 HIGH STREET": the flat's. */
	return i > 0 && number_at(w, i - 1) &&
	       !(i > 1 && word_is_unit(w->words[i - 2]));
}

bool address_number_after(const struct address_words *w, size_t i)
{
	if (!number_at(w, i))
		return false;
	/* "HIGH STREET, 12 MILL LANE": another's. */
	return i + 1 == w->n || w->segment[i + 1] != w->segment[i] ||
	       (i > 0 && w->segment[i - 1] == w->segment[i]);
}

static bool in(struct address_span s, size_t i)
{
	return i >= s.from && i < s.from + s.n;
}

/* Words from … to - 1 that are in neither span, cut where segments or spans end. */
static struct segments stretches(struct arena *arena, const struct address_words *w,
	size_t from, size_t to, struct address_span skip)
{
	struct segments all = {arena_array(arena, struct segment, to - from + 1), 0};
	for (size_t i = from; i < to; i++) {
		if (in(skip, i))
			continue;
		bool joined = all.n > 0 && i > from && !in(skip, i - 1) &&
			      w->segment[i] == w->segment[i - 1];
		if (!joined)
			all.items[all.n++] = (struct segment){w->words + i, 0};
		all.items[all.n - 1].n++;
	}
	return all;
}

static void take_before(
	struct arena *arena, struct address *a, struct segments *before, bool touches)
{
	struct segment *last = before->n > 0 ? &before->items[before->n - 1] : NULL;
	for (size_t i = 0; i < before->n && !a->sub_building[0]; i++)
		if (&before->items[i] != last || !touches)
			a->sub_building = parts_take_unit(arena, &before->items[i]);
	/* "14, HIGH STREET": a number alone belongs to the street after it. */
	bool alone = last && last->n > 0 &&
		     word_is_number(last->words[0], NULL, NULL) &&
		     (last->n == 1 || (last->n == 2 && strlen(last->words[1]) == 1));
	if (last && (touches || alone)) {
		before->n--;
		parts_take_premises(arena, a, last);
	}
	for (size_t i = 0; i < before->n; i++)
		parts_take_building(arena, a, &before->items[i]);
}

static void take_after(
	struct arena *arena, struct address *a, struct segments *after, bool numbered)
{
	struct segment *first = after->n > 0 ? &after->items[0] : NULL;
	if (first && numbered && !a->number[0] && first->n > 0 &&
		word_is_number(first->words[0], NULL, NULL))
		parts_take_number(arena, a, first);
	if (first && !a->sub_building[0])
		a->sub_building = parts_take_unit(arena, first);
}

struct address address_by_spans(struct arena *arena, const struct address_words *w,
	struct address_span at, const char *street, struct address_span town,
	const char *town_name)
{
	struct address a = {.special = ADDRESS_PLACE,
		.relation = w->relation,
		.postcode = w->postcode,
		.sub_building = "",
		.building = "",
		.number = "",
		.street = street,
		.street2 = "",
		.locality = "",
		.town = "",
		.normal = w->normal};
	/* The parse takes words out of segments: it works on copies. */
	struct address_words copy = *w;
	copy.words = arena_array(arena, const char *, w->n);
	for (size_t i = 0; i < w->n; i++)
		copy.words[i] = w->words[i];
	struct segments before = stretches(arena, &copy, 0, at.from, town);
	struct segments after = stretches(arena, &copy, at.from + at.n, w->n, town);
	bool touches = at.from > 0 && !in(town, at.from - 1) &&
		       w->segment[at.from - 1] == w->segment[at.from];
	take_before(arena, &a, &before, touches);
	take_after(arena, &a, &after, address_number_after(w, at.from + at.n));
	parts_take_towns(arena, &a, &after, 0);
	if (town.n > 0) {
		if (a.town[0] && strcmp(a.town, town_name) != 0)
			a.locality = a.town;
		a.town = town_name;
	}
	return a;
}

const char *address_join(struct arena *arena, const char *const *words, size_t n)
{
	return words_join(arena, words, n);
}

bool address_names_any(const char *text)
{
	char word[32];
	for (const char *p = text; *p;) {
		size_t n = strcspn(p, " ");
		snprintf(word, sizeof word, "%.*s", (int)(n < 31 ? n : 31), p);
		if (word_is_street(word) || word_is_weak_street(word) ||
			word_is_building(word))
			return true;
		p += n + (p[n] == ' ');
	}
	return false;
}

enum address_ending address_ending(const char *name)
{
	const char *last = strrchr(name, ' ');
	if (!last)
		return ENDING_NONE;
	if (word_is_street(last + 1))
		return ENDING_STREET;
	if (word_is_building(last + 1))
		return ENDING_BUILDING;
	return word_is_weak_street(last + 1) ? ENDING_EITHER : ENDING_NONE;
}

bool address_squeeze(const char *const *words, size_t n, char key[ADDRESS_SQUEEZED_MAX])
{
	size_t at = 0;
	for (size_t i = 0; i < n; i++) {
		const char *word = words[i];
		if (strcmp(word, "STREET") == 0 || strcmp(word, "SAINT") == 0)
			word = "ST";
		size_t m = strlen(word);
		if (at + m >= ADDRESS_SQUEEZED_MAX)
			return false;
		memcpy(key + at, word, m);
		at += m;
	}
	key[at] = '\0';
	return at > 0;
}

bool address_squeeze_text(const char *name, char key[ADDRESS_SQUEEZED_MAX])
{
	size_t at = 0;
	for (const char *p = name; *p;) {
		size_t n = strcspn(p, " ");
		bool st = (n == 6 && strncmp(p, "STREET", 6) == 0) ||
			  (n == 5 && strncmp(p, "SAINT", 5) == 0);
		const char *word = st ? "ST" : p;
		size_t m = st ? 2 : n;
		if (at + m >= ADDRESS_SQUEEZED_MAX)
			return false;
		memcpy(key + at, word, m);
		at += m;
		p += n + (p[n] == ' ');
	}
	key[at] = '\0';
	return at > 0;
}
