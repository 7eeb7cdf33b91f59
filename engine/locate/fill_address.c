/* Addresses wait in batches, so that those of one postcode are written side by side
 * without holding a whole list in memory. */
#include "base/str.h"
#include "locate/filling.h"
#include "locate/postcode_key.h"
#include "text/address.h"
#include <stdlib.h>

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

enum err_code fill_write_addresses(struct fill *f)
{
	struct statement *s;
	if (f->waiting_n == 0)
		return ERR_OK;
	enum err_code err = store_prepare(
		gazetteer_store(f->gazetteer), &sql_gazetteer_address_put, &s);
	qsort(f->waiting, f->waiting_n, sizeof *f->waiting, compare_waiting);
	for (size_t i = 0; !err && i < f->waiting_n; i++)
		err = put(f, s, &f->waiting[i]);
	f->waiting_n = 0;
	arena_free(f->waiting_arena);
	f->waiting_arena = arena_create();
	return err;
}

static enum err_code find_street(
	struct store *store, const struct address *a, int64_t district, int64_t *id)
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
	struct store *store, const struct address *a, int64_t district, int64_t *id)
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

static enum err_code street_of(
	struct fill *f, const struct address *a, int64_t district, int64_t *id)
{
	struct store *store = gazetteer_store(f->gazetteer);
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

enum err_code fill_address(struct fill *f, int64_t uprn, const char *text,
	const char *postcode, struct point at)
{
	struct arena_mark mark = arena_mark(f->ctx->scratch);
	struct address a = address_parse(f->ctx->scratch, text);
	struct postcode written;
	if (postcode_parse(postcode, &written) != POSTCODE_UNIT)
		written = a.postcode;
	int64_t key = written.kind == POSTCODE_UNIT ? postcode_key(&written) : 0;
	struct waiting w = {.postcode = key, .uprn = uprn, .at = at};
	enum err_code err =
		street_of(f, &a, key ? postcode_key_district(key) : 0, &w.street_id);
	if (!f->waiting)
		f->waiting = arena_array(f->arena, struct waiting, BATCH);
	w.sub_building = str_dup(f->waiting_arena, a.sub_building);
	w.building = str_dup(f->waiting_arena, a.building);
	w.number = str_dup(f->waiting_arena, a.number);
	w.text = str_dup(f->waiting_arena, text);
	f->waiting[f->waiting_n++] = w;
	arena_reset(f->ctx->scratch, mark);
	f->result.rows++;
	f->result.added++;
	if (!err && f->waiting_n == BATCH)
		err = fill_write_addresses(f);
	return err;
}
