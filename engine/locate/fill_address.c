/* Addresses wait in batches, so that those of one postcode are written side by side
 * without holding a whole list in memory, and so that what is clear in one ("12 LONG
 * ACRE, ASHBY") tells where the street ends in another ("ROSE COTTAGE LONG ACRE ASHBY").
 */
#include "base/str.h"
#include "locate/filling.h"
#include "locate/postcode_key.h"
#include "text/address_spans.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BATCH ((size_t)250000)

static int compare_waiting(const void *a, const void *b)
{
	const struct waiting *x = a, *y = b;
	if (x->postcode != y->postcode)
		return x->postcode < y->postcode ? -1 : 1;
	return (x->uprn > y->uprn) - (x->uprn < y->uprn);
}

static enum err_code put(struct fill *f, struct statement *s, const struct waiting *w)
{
	bind_int(s, ":postcode", w->postcode);
	bind_int(s, ":uprn", w->uprn);
	if (w->street_id)
		bind_int(s, ":street_id", w->street_id);
	else
		bind_null(s, ":street_id");
	bind_text(s, ":sub_building", w->sub_building);
	bind_text(s, ":building", w->building);
	bind_text(s, ":number", w->number);
	bind_text(s, ":text", w->text);
	bind_real(s, ":easting", w->at.x_m);
	bind_real(s, ":northing", w->at.y_m);
	bind_int(s, ":source_id", f->source_id);
	return statement_run(s);
}

static enum err_code find_street(
	struct store *store, const struct waiting *a, int64_t district, int64_t *id)
{
	struct statement *s;
	bool row = false;
	enum err_code err = store_prepare(store, &sql_gazetteer_street_find, &s);
	if (err)
		return err;
	bind_text(s, ":name", a->street);
	bind_int(s, ":district", district);
	bind_text(s, ":locality", a->locality);
	bind_text(s, ":town", a->town);
	err = statement_step(s, &row);
	*id = row ? column_int(s, 0) : 0;
	if (row)
		statement_reset(s);
	return err;
}

static enum err_code insert_street(
	struct store *store, const struct waiting *a, int64_t district, int64_t *id)
{
	struct statement *s;
	enum err_code err = store_prepare(store, &sql_gazetteer_street_insert, &s);
	if (err)
		return err;
	bind_text(s, ":name", a->street);
	bind_int(s, ":district", district);
	bind_text(s, ":locality", a->locality);
	bind_text(s, ":town", a->town);
	err = statement_run(s);
	*id = store_last_id(store);
	return err;
}

static enum err_code street_of(struct fill *f, struct waiting *a)
{
	struct store *store = gazetteer_store(f->gazetteer);
	int64_t district = a->postcode ? postcode_key_district(a->postcode) : 0;
	int64_t *id = &a->street_id;
	*id = 0;
	if (str_empty(a->street))
		return ERR_OK;
	struct arena_mark mark = arena_mark(f->ctx->scratch);
	const char *key = str_printf(f->ctx->scratch, "%s|%lld|%s|%s", a->street,
		(long long)district, a->locality, a->town);
	size_t i;
	enum err_code err = ERR_OK;
	if (map_get(&f->streets, key, &i)) {
		*id = f->street_ids[i];
	} else {
		err = find_street(store, a, district, id);
		if (!err && *id == 0)
			err = insert_street(store, a, district, id);
		i = map_intern(&f->streets, key);
		arena_reserve(f->arena, f->street_ids, f->street_ids_capacity, i + 1);
		f->street_ids[i] = *id;
	}
	arena_reset(f->ctx->scratch, mark);
	return err;
}

/* ---- streets that one row alone doesn't tell ---- */

/* The last words of a street's name that others have as theirs far oftener: "PARK VIEW
 * APARTMENTS ALBERT ROAD" holds a building. NULL for none. */
#define OFTENER 2
static const char *commoner_end(const struct vocabulary *v, const char *street)
{
	size_t whole = vocabulary_street_count(v, street);
	const char *end = strchr(street, ' ');
	end = end ? strchr(end + 1, ' ') : NULL;
	for (; end && strchr(end + 1, ' '); end = strchr(end + 1, ' '))
		if (vocabulary_street_count(v, end + 1) > OFTENER * whole)
			return end + 1;
	return NULL;
}

static void take_parts(struct arena *arena, struct waiting *w, const struct address *a)
{
	w->sub_building = str_dup(arena, a->sub_building);
	w->building = str_dup(arena, a->building);
	w->number = str_dup(arena, a->number);
	w->street = str_dup(arena, a->street);
	w->locality = str_dup(arena, a->locality);
	w->town = str_dup(arena, a->town);
}

/* The last town after the street. */
static const struct vocabulary_hit *town_after(
	const struct vocabulary_hits *towns, struct address_span street)
{
	for (size_t i = towns->n; i-- > 0;)
		if (towns->items[i].at.from >= street.from + street.n)
			return &towns->items[i];
	return NULL;
}

/* "KELSO SQUARE" with the town "EAST ASHBY", where KELSO SQUARE EAST is a street. */
static bool runs_on(const struct vocabulary *v, const struct waiting *w)
{
	static const char *const directions[] = {"NORTH ", "SOUTH ", "EAST ", "WEST "};
	char longer[ADDRESS_SQUEEZED_MAX];
	const char *next = *w->locality ? w->locality : w->town;
	for (size_t i = 0; i < sizeof directions / sizeof *directions; i++)
		if (str_starts(next, directions[i]) &&
			strlen(w->street) + 8 < sizeof longer) {
			snprintf(longer, sizeof longer, "%s %.*s", w->street,
				(int)strlen(directions[i]) - 1, directions[i]);
			return vocabulary_street_count(v, longer) > 0;
		}
	return false;
}

/* With its number, or else the one that most rows have. */
static const struct vocabulary_hit *likeliest(
	const struct vocabulary *v, const struct vocabulary_hits *hits)
{
	const struct vocabulary_hit *best = NULL;
	size_t most = 0;
	for (size_t i = 0; i < hits->n; i++) {
		const struct vocabulary_hit *h = &hits->items[i];
		size_t count = vocabulary_street_count(v, h->name);
		if (!h->whole || h->at.from == 0 || commoner_end(v, h->name))
			continue;
		if (!best ||
			(h->numbered == best->numbered ? count > most : h->numbered)) {
			best = h;
			most = count;
		}
	}
	return best;
}

/* A row whose street is in doubt, by the names that others gave. */
static void part_anew(struct fill *f, struct waiting *w)
{
	const char *end = commoner_end(f->vocabulary, w->street);
	struct arena *scratch = f->ctx->scratch;
	if (w->sound && !end && !runs_on(f->vocabulary, w))
		return;
	struct address_words words = address_words(scratch, w->text);
	struct vocabulary_hits towns = vocabulary_towns(f->vocabulary, scratch, &words);
	struct vocabulary_hits hits =
		vocabulary_streets(f->vocabulary, scratch, &words, &towns);
	const struct vocabulary_hit *best = likeliest(f->vocabulary, &hits);
	struct address_span street = best ? best->at : (struct address_span){0, 0};
	for (size_t i = 0; end && i + 1 < words.n; i++)
		for (size_t n = 1; i + n <= words.n; n++)
			if (str_equal(address_join(scratch, words.words + i, n), end))
				street = (struct address_span){i, n};
	if (street.n == 0)
		return;
	const struct vocabulary_hit *town = town_after(&towns, street);
	struct address_span none = {0, 0};
	struct address a = address_by_spans(scratch, &words, street,
		end ? end : best->name, town ? town->at : none, town ? town->name : "");
	take_parts(f->waiting_arena, w, &a);
}

/* "WICK MILLPORT" without a comma, where MILLPORT is the commoner name. */
static void part_town(struct fill *f, struct waiting *w)
{
	if (*w->locality)
		return;
	size_t whole = vocabulary_town_count(f->vocabulary, w->town);
	for (const char *at = strchr(w->town, ' '); at; at = strchr(at + 1, ' ')) {
		/* Inside a name ST was read as STREET. */
		const char *town = str_starts(at + 1, "STREET ")
					   ? str_printf(f->waiting_arena, "SAINT %s",
						     at + 1 + strlen("STREET "))
					   : at + 1;
		if (vocabulary_town_count(f->vocabulary, town) <= OFTENER * whole)
			continue;
		w->locality =
			str_dup_n(f->waiting_arena, w->town, (size_t)(at - w->town));
		w->town = town;
		return;
	}
}

/* What rows beyond doubt say. */
static void learn(struct fill *f)
{
	for (size_t i = 0; i < f->waiting_n; i++) {
		const struct waiting *w = &f->waiting[i];
		bool whole = address_ending(w->street) == ENDING_STREET;
		if (w->sound || (whole && *w->building))
			vocabulary_add_street(f->vocabulary, w->street);
		if (*w->town && (w->sound || strchr(w->text, ',')))
			vocabulary_add_town(
				f->vocabulary, w->town, (struct point){NAN, NAN});
	}
}

enum err_code fill_write_addresses(struct fill *f)
{
	struct statement *s;
	if (f->waiting_n == 0)
		return ERR_OK;
	enum err_code err = ERR_OK;
	learn(f);
	for (size_t i = 0; !err && i < f->waiting_n; i++) {
		struct arena_mark mark = arena_mark(f->ctx->scratch);
		part_anew(f, &f->waiting[i]);
		part_town(f, &f->waiting[i]);
		arena_reset(f->ctx->scratch, mark);
		err = street_of(f, &f->waiting[i]);
	}
	if (!err)
		err = store_prepare(
			gazetteer_store(f->gazetteer), &sql_gazetteer_address_put, &s);
	qsort(f->waiting, f->waiting_n, sizeof *f->waiting, compare_waiting);
	for (size_t i = 0; !err && i < f->waiting_n; i++)
		err = put(f, s, &f->waiting[i]);
	f->waiting_n = 0;
	arena_free(f->waiting_arena);
	f->waiting_arena = arena_create();
	return err;
}

/* A house number, and a name that says what kind of street it is; before a comma, one
 * that is no building's. */
static bool is_sound(const struct address *a, const char *text)
{
	enum address_ending ending = address_ending(a->street);
	if (!*a->number || !*a->street)
		return false;
	return ending == ENDING_STREET ||
	       (strchr(text, ',') && ending != ENDING_BUILDING &&
		       !address_names_any(a->locality));
}

static enum err_code fill_parsed(struct fill *f, int64_t uprn, const char *text,
	const struct address *a, const char *postcode, struct point at, bool sound)
{
	struct postcode written;
	enum err_code err = ERR_OK;
	if (postcode_parse(postcode, &written) != POSTCODE_UNIT)
		written = a->postcode;
	int64_t key = written.kind == POSTCODE_UNIT ? postcode_key(&written) : 0;
	struct waiting w = {.postcode = key,
		.uprn = uprn,
		.at = at,
		.text = str_dup(f->waiting_arena, text),
		.sound = sound};
	take_parts(f->waiting_arena, &w, a);
	if (!f->waiting)
		f->waiting = arena_array(f->arena, struct waiting, BATCH);
	if (!f->vocabulary)
		err = vocabulary_load(gazetteer_store(f->gazetteer), &f->vocabulary);
	f->waiting[f->waiting_n++] = w;
	f->result.rows++;
	f->result.added++;
	if (!err && f->waiting_n == BATCH)
		err = fill_write_addresses(f);
	return err;
}

enum err_code fill_address(struct fill *f, int64_t uprn, const char *text,
	const char *postcode, struct point at)
{
	struct arena *scratch = f->ctx->scratch;
	struct arena_mark mark = arena_mark(scratch);
	struct address a = address_parse(scratch, text);
	enum err_code err =
		fill_parsed(f, uprn, text, &a, postcode, at, is_sound(&a, text));
	arena_reset(scratch, mark);
	return err;
}

enum err_code fill_address_parts(
	struct fill *f, int64_t uprn, const struct fill_parts *p, struct point at)
{
	struct arena *scratch = f->ctx->scratch;
	struct arena_mark mark = arena_mark(scratch);
	const char *street = address_normal(scratch, p->street);
	struct address_words words = address_words(
		scratch, str_printf(scratch, "%s%s%s", p->premises,
				 *p->premises && !p->numbered ? ", " : " ", p->street));
	struct address_words own = address_words(scratch, p->street);
	struct address_span at_end = {words.n - own.n, own.n}, none = {0, 0};
	struct address a;
	bool known = own.n > 0 && own.n <= words.n;
	if (known) {
		a = address_by_spans(scratch, &words, at_end, street, none, "");
		a.locality = address_normal(scratch, p->locality);
		a.town = address_normal(scratch, p->town);
		a.postcode.kind = POSTCODE_NONE;
	} else {
		a = address_parse(scratch, p->text);
	}
	enum err_code err = fill_parsed(f, uprn, p->text, &a, p->postcode, at, known);
	arena_reset(scratch, mark);
	return err;
}
