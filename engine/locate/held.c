#include "locate/held.h"

struct held {
	struct arena *arena;
	size_t n;
	int64_t *key;
	int32_t *easting_m, *northing_m, *precision_m; /* precision -1: no position */
	uint8_t *quality;
	int32_t *terminated;
};

static enum err_code count_of(struct store *store, size_t *n)
{
	struct statement *s;
	bool row = false;
	enum err_code err = store_prepare(store, &sql_gazetteer_postcodes_count, &s);
	if (!err)
		err = statement_step(s, &row);
	if (err)
		return err;
	*n = (size_t)column_int(s, 0);
	statement_reset(s);
	return ERR_OK;
}

static void held_take(struct held *h, struct statement *s)
{
	size_t i = h->n++;
	h->key[i] = column_int(s, 0);
	h->easting_m[i] = (int32_t)column_int(s, 1);
	h->northing_m[i] = (int32_t)column_int(s, 2);
	h->precision_m[i] = column_null(s, 1) ? -1 : (int32_t)column_int(s, 3);
	h->quality[i] = (uint8_t)column_int(s, 4);
	h->terminated[i] = (int32_t)column_int(s, 5);
}

enum err_code held_load(struct store *store, struct held **out)
{
	struct statement *s;
	size_t n = 0;
	bool row = false;
	*out = NULL;
	enum err_code err = count_of(store, &n);
	if (!err)
		err = store_prepare(store, &sql_gazetteer_postcodes, &s);
	if (err)
		return err;
	struct arena *arena = arena_create();
	struct held *h = arena_new(arena, struct held);
	h->arena = arena;
	h->key = arena_array(arena, int64_t, n);
	h->easting_m = arena_array(arena, int32_t, n);
	h->northing_m = arena_array(arena, int32_t, n);
	h->precision_m = arena_array(arena, int32_t, n);
	h->quality = arena_array(arena, uint8_t, n);
	h->terminated = arena_array(arena, int32_t, n);
	while ((err = statement_step(s, &row)) == ERR_OK && row && h->n < n)
		held_take(h, s);
	statement_reset(s);
	if (err)
		held_free(h);
	else
		*out = h;
	return err;
}

void held_find(const struct held *h, int64_t key, struct gazetteer_area *area)
{
	const int64_t *at = h->key;
	size_t n = h->n;
	/* The comparison becomes a conditional move: no branch to guess wrong. */
	while (n > 1) {
		size_t half = n / 2;
		at = at[half] <= key ? at + half : at;
		n -= half;
	}
	if (n == 0 || *at != key)
		return;
	size_t i = (size_t)(at - h->key);
	area->known = true;
	area->located = h->precision_m[i] >= 0;
	area->at = (struct point){h->easting_m[i], h->northing_m[i]};
	area->precision_m = h->precision_m[i];
	area->quality = h->quality[i];
	area->terminated = h->terminated[i];
	area->postcodes = 1;
}

void held_free(struct held *h)
{
	if (h)
		arena_free(h->arena);
}
