#include "locate/vocabulary.h"
#include "base/map.h"
#include "base/str.h"
#include "locate/score.h"
#include <math.h>
#include <stdio.h>
#include <string.h>

#define CELL_M 2000.0
/* Names of more words are not looked for. */
#define WORDS_MOST 8
/* A street's name in one shorter word is taken for one beside a number only. */
#define ALONE_LEAST 5
#define STEM_LEAST 3
#define NONE SIZE_MAX

/* Names under a key, in order of their coming. */
struct names {
	struct map keys; /* to the first of the chain */
	const char **name;
	size_t *next, *count, n, name_capacity, next_capacity, count_capacity;
};

/* Squares in which a town has streets, chained. */
struct cells {
	struct map seen;
	int32_t *east, *north;
	size_t *next, n, east_capacity, north_capacity, next_capacity;
};

struct vocabulary {
	struct arena *arena;
	struct names streets, stems, towns;
	struct map town_ids;
	size_t *town_count, *town_cell, count_capacity, cell_capacity;
	uint64_t *town_signs;
	size_t signs_capacity;
	struct cells cells;
};

struct vocabulary *vocabulary_create(void)
{
	struct arena *arena = arena_create();
	struct vocabulary *v = arena_new(arena, struct vocabulary);
	v->arena = arena;
	map_init(&v->streets.keys, arena);
	map_init(&v->stems.keys, arena);
	map_init(&v->towns.keys, arena);
	map_init(&v->town_ids, arena);
	map_init(&v->cells.seen, arena);
	return v;
}

void vocabulary_free(struct vocabulary *v)
{
	if (v)
		arena_free(v->arena);
}

static size_t names_first(const struct names *names, const char *key)
{
	size_t first;
	return map_get(&names->keys, key, &first) ? first : NONE;
}

/* The name's place under its key. */
static size_t names_find(const struct names *names, const char *key, const char *name)
{
	size_t i = names_first(names, key);
	while (i != NONE && strcmp(names->name[i], name) != 0)
		i = names->next[i];
	return i;
}

/* `name` lives as long as the arena. */
static void names_add(
	struct arena *arena, struct names *names, const char *key, const char *name)
{
	size_t first = names_first(names, key), i = names->n++;
	arena_reserve(arena, names->name, names->name_capacity, names->n);
	arena_reserve(arena, names->next, names->next_capacity, names->n);
	arena_reserve(arena, names->count, names->count_capacity, names->n);
	names->count[i] = 1;
	names->name[i] = name;
	names->next[i] = NONE;
	if (first == NONE) {
		map_set(&names->keys, key, i);
		return;
	}
	while (names->next[first] != NONE)
		first = names->next[first];
	names->next[first] = i;
}

/* What is left of a street's name without its kind; false where that says too little. */
static bool stem_key(const char *name, char key[ADDRESS_SQUEEZED_MAX])
{
	char stem[ADDRESS_SQUEEZED_MAX];
	const char *last = strrchr(name, ' ');
	size_t n = last ? (size_t)(last - name) : 0;
	if (n < STEM_LEAST || n >= sizeof stem || strncmp(name, "THE ", 4) == 0)
		return false;
	memcpy(stem, name, n);
	stem[n] = '\0';
	return address_squeeze_text(stem, key);
}

void vocabulary_add_street(struct vocabulary *v, const char *name)
{
	char key[ADDRESS_SQUEEZED_MAX], stem[ADDRESS_SQUEEZED_MAX];
	if (!address_squeeze_text(name, key))
		return;
	size_t i = names_find(&v->streets, key, name);
	if (i != NONE) {
		v->streets.count[i]++;
		return;
	}
	const char *kept = str_dup(v->arena, name);
	names_add(v->arena, &v->streets, key, kept);
	if (stem_key(name, stem))
		names_add(v->arena, &v->stems, stem, kept);
}

size_t vocabulary_street_count(const struct vocabulary *v, const char *name)
{
	char key[ADDRESS_SQUEEZED_MAX];
	size_t i = address_squeeze_text(name, key) ? names_find(&v->streets, key, name)
						   : NONE;
	return i == NONE ? 0 : v->streets.count[i];
}

/* Letters as bits: names that are a slip apart differ in two. */
static uint64_t signs_of(const char *name)
{
	uint64_t signs = 0;
	for (const char *p = name; *p; p++)
		if (*p >= 'A' && *p <= 'Z')
			signs |= UINT64_C(1) << (*p - 'A');
	return signs;
}

static size_t town_id(struct vocabulary *v, const char *name)
{
	char key[ADDRESS_SQUEEZED_MAX];
	size_t n = v->town_ids.n, id = map_intern(&v->town_ids, name);
	if (id < n)
		return id;
	arena_reserve(v->arena, v->town_count, v->count_capacity, id + 1);
	arena_reserve(v->arena, v->town_cell, v->cell_capacity, id + 1);
	arena_reserve(v->arena, v->town_signs, v->signs_capacity, id + 1);
	v->town_count[id] = 0;
	v->town_cell[id] = NONE;
	v->town_signs[id] = signs_of(name);
	if (address_squeeze_text(name, key))
		names_add(v->arena, &v->towns, key, v->town_ids.keys[id]);
	return id;
}

void vocabulary_add_town(struct vocabulary *v, const char *name, struct point at)
{
	struct cells *c = &v->cells;
	char key[64];
	size_t id = town_id(v, name);
	v->town_count[id]++;
	if (!isfinite(at.x_m) || !isfinite(at.y_m))
		return;
	int32_t east = (int32_t)floor(at.x_m / CELL_M);
	int32_t north = (int32_t)floor(at.y_m / CELL_M);
	snprintf(key, sizeof key, "%zu %d %d", id, (int)east, (int)north);
	size_t n = c->seen.n, i = map_intern(&c->seen, key);
	if (i < n)
		return;
	arena_reserve(v->arena, c->east, c->east_capacity, i + 1);
	arena_reserve(v->arena, c->north, c->north_capacity, i + 1);
	arena_reserve(v->arena, c->next, c->next_capacity, i + 1);
	c->east[i] = east;
	c->north[i] = north;
	c->next[i] = v->town_cell[id];
	v->town_cell[id] = i;
}

size_t vocabulary_town_count(const struct vocabulary *v, const char *name)
{
	size_t id;
	return map_get(&v->town_ids, name, &id) ? v->town_count[id] : 0;
}

enum err_code vocabulary_load(struct store *store, struct vocabulary **out)
{
	struct vocabulary *v = vocabulary_create();
	struct statement *s;
	bool row = false;
	enum err_code err = store_prepare(store, &sql_gazetteer_street_names, &s);
	while (!err && (err = statement_step(s, &row)) == ERR_OK && row)
		vocabulary_add_street(v, column_text(s, 0));
	if (!err)
		err = store_prepare(store, &sql_gazetteer_towns, &s);
	while (!err && (err = statement_step(s, &row)) == ERR_OK && row)
		vocabulary_add_town(v, column_text(s, 0),
			(struct point){column_real(s, 1), column_real(s, 2)});
	*out = v;
	if (err) {
		vocabulary_free(v);
		*out = NULL;
	}
	return err;
}

/* ---- in a text ---- */

static bool same_stretch(const struct address_words *w, size_t from, size_t n)
{
	return from + n <= w->n && w->segment[from + n - 1] == w->segment[from];
}

static bool within(struct address_span a, struct address_span b)
{
	return a.from >= b.from && a.from + a.n <= b.from + b.n;
}

struct vocabulary_hits vocabulary_towns(
	const struct vocabulary *v, struct arena *arena, const struct address_words *w)
{
	struct vocabulary_hits hits = {
		arena_array(arena, struct vocabulary_hit, VOCABULARY_HITS_MOST), 0};
	char key[ADDRESS_SQUEEZED_MAX];
	for (size_t i = 0; i < w->n && hits.n < VOCABULARY_HITS_MOST; i++) {
		size_t best = 0, name = NONE;
		for (size_t n = 1; n <= WORDS_MOST && same_stretch(w, i, n); n++) {
			if (!address_squeeze(w->words + i, n, key))
				break;
			size_t first = names_first(&v->towns, key);
			if (first == NONE)
				continue;
			best = n;
			name = first;
		}
		struct address_span at = {i, best};
		if (best == 0 || (hits.n > 0 && within(at, hits.items[hits.n - 1].at)))
			continue;
		hits.items[hits.n++] = (struct vocabulary_hit){
			.at = at, .name = v->towns.name[name], .whole = true};
	}
	return hits;
}

/* What a single letter or a short word at a street's end stands for. */
static const char *last_word(const char *word)
{
	static const char *const shorts[][2] = {{"N", "NORTH"}, {"S", "SOUTH"},
		{"E", "EAST"}, {"W", "WEST"}, {"LA", "LANE"}, {"GR", "GROVE"},
		{"ROD", "ROAD"}, {"CLOS", "CLOSE"}, {"AVENU", "AVENUE"}};
	for (size_t i = 0; i < sizeof shorts / sizeof *shorts; i++)
		if (strcmp(word, shorts[i][0]) == 0)
			return shorts[i][1];
	return NULL;
}

static size_t street_first(const struct vocabulary *v, const struct address_words *w,
	size_t from, size_t n)
{
	char key[ADDRESS_SQUEEZED_MAX];
	const char *words[WORDS_MOST], *full = last_word(w->words[from + n - 1]);
	if (!address_squeeze(w->words + from, n, key))
		return NONE;
	size_t first = names_first(&v->streets, key);
	if (first != NONE || !full || n < 2)
		return first;
	memcpy(words, w->words + from, n * sizeof *words);
	words[n - 1] = full;
	return address_squeeze(words, n, key) ? names_first(&v->streets, key) : NONE;
}

static bool numbered(const struct address_words *w, struct address_span at)
{
	return address_number_before(w, at.from) ||
	       address_number_after(w, at.from + at.n);
}

struct found {
	struct vocabulary_hit items[2 * VOCABULARY_HITS_MOST];
	size_t n;
};

static void found_add(struct found *f, const struct names *names, size_t first,
	struct address_span at, bool whole, bool number)
{
	for (size_t i = first; i != NONE; i = names->next[i])
		if (f->n < sizeof f->items / sizeof *f->items)
			f->items[f->n++] = (struct vocabulary_hit){
				at, names->name[i], whole, number};
}

/* Whole names: at each word the longest. */
static void find_whole(
	const struct vocabulary *v, const struct address_words *w, struct found *f)
{
	for (size_t i = 0; i < w->n; i++) {
		struct address_span best = {i, 0};
		size_t first = NONE;
		for (size_t n = 1; n <= WORDS_MOST && same_stretch(w, i, n); n++) {
			size_t now = street_first(v, w, i, n);
			if (now == NONE)
				continue;
			best.n = n;
			first = now;
		}
		bool number = first != NONE && numbered(w, best);
		if (first == NONE ||
			(best.n == 1 && !number && strlen(w->words[i]) < ALONE_LEAST))
			continue;
		found_add(f, &v->streets, first, best, true, number);
	}
}

/* Where a street without its kind may end: at a comma or before a town. */
static bool ends_here(const struct address_words *w, size_t end,
	const struct vocabulary_hits *towns, size_t from)
{
	if (end == w->n || w->segment[end] != w->segment[from])
		return true;
	for (size_t i = 0; i < towns->n; i++)
		if (towns->items[i].at.from == end)
			return true;
	return false;
}

static void find_stems(const struct vocabulary *v, const struct address_words *w,
	const struct vocabulary_hits *towns, struct found *f)
{
	char key[ADDRESS_SQUEEZED_MAX];
	for (size_t i = 1; i < w->n; i++) {
		/* After a number, or after the comma behind a house's name. */
		if (!address_number_before(w, i) && w->segment[i] == w->segment[i - 1])
			continue;
		for (size_t n = 1; n <= WORDS_MOST && same_stretch(w, i, n); n++) {
			if (!address_squeeze(w->words + i, n, key))
				break;
			size_t first = names_first(&v->stems, key);
			if (first != NONE && ends_here(w, i + n, towns, i))
				found_add(f, &v->stems, first,
					(struct address_span){i, n}, false, true);
		}
	}
}

static int quality(const struct vocabulary_hit *h)
{
	return (h->whole ? 100 : 0) + (h->numbered ? 50 : 0) + (int)h->at.n;
}

/* Better first; the earlier of equals stays before the later. */
static void put(struct vocabulary_hits *hits, const struct vocabulary_hit *h)
{
	size_t at = hits->n;
	while (at > 0 && quality(&hits->items[at - 1]) < quality(h))
		at--;
	if (at == VOCABULARY_HITS_MOST)
		return;
	size_t last = hits->n < VOCABULARY_HITS_MOST ? hits->n : hits->n - 1;
	memmove(hits->items + at + 1, hits->items + at,
		(last - at) * sizeof *hits->items);
	hits->items[at] = *h;
	hits->n = last + 1;
}

struct vocabulary_hits vocabulary_streets(const struct vocabulary *v,
	struct arena *arena, const struct address_words *w,
	const struct vocabulary_hits *towns)
{
	struct vocabulary_hits hits = {
		arena_array(arena, struct vocabulary_hit, VOCABULARY_HITS_MOST), 0};
	struct found f = {.n = 0};
	find_whole(v, w, &f);
	find_stems(v, w, towns, &f);
	for (size_t i = 0; i < f.n; i++) {
		bool inside = false;
		for (size_t k = 0; k < f.n && !inside; k++)
			inside = k != i && f.items[k].whole &&
				 f.items[k].at.n > f.items[i].at.n &&
				 within(f.items[i].at, f.items[k].at);
		if (!inside)
			put(&hits, &f.items[i]);
	}
	return hits;
}

#define SIGNS_APART 4

const char *vocabulary_town_alike(const struct vocabulary *v, const char *name)
{
	const char *found = NULL;
	size_t fewest = SIZE_MAX - 1;
	uint64_t signs = signs_of(name);
	for (size_t i = 0; i < v->town_ids.n; i++) {
		if (__builtin_popcountll(signs ^ v->town_signs[i]) > SIGNS_APART)
			continue;
		size_t slips = score_slips(name, v->town_ids.keys[i]);
		if (slips == SIZE_MAX || slips > fewest)
			continue;
		found = slips < fewest ? v->town_ids.keys[i] : NULL;
		fewest = slips;
	}
	return found;
}

bool vocabulary_town_near(
	const struct vocabulary *v, const char *town, struct point at, double within_m)
{
	size_t id;
	if (!map_get(&v->town_ids, town, &id))
		return false;
	for (size_t i = v->town_cell[id]; i != NONE; i = v->cells.next[i]) {
		double dx = ((double)v->cells.east[i] + 0.5) * CELL_M - at.x_m;
		double dy = ((double)v->cells.north[i] + 0.5) * CELL_M - at.y_m;
		if (hypot(dx, dy) <= within_m + CELL_M * 0.70710678118654752)
			return true;
	}
	return false;
}
