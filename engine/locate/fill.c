#include "base/str.h"
#include "locate/derive.h"
#include "locate/filling.h"
#include "store/audit.h"
#include "text/address.h"

static struct fill *allocate(struct gazetteer *g, const struct fill_source *source)
{
	struct arena *arena = arena_create();
	struct fill *f = arena_new(arena, struct fill);
	f->arena = arena;
	f->gazetteer = g;
	f->ctx = store_context(gazetteer_store(g));
	f->source = source;
	f->waiting_arena = arena_create();
	map_init(&f->streets, arena);
	return f;
}

static void release(struct fill *f)
{
	arena_free(f->waiting_arena);
	vocabulary_free(f->vocabulary);
	arena_free(f->arena);
}

static enum err_code find_source(struct store *store, const struct fill_source *source,
	struct fill_result *result)
{
	struct statement *s;
	bool row = false;
	enum err_code err = store_prepare(store, &sql_gazetteer_source_find, &s);
	if (err)
		return err;
	bind_text(s, ":kind", source->kind);
	bind_text(s, ":sha256", source->sha256);
	err = statement_step(s, &row);
	if (err || !row)
		return err;
	*result = (struct fill_result){.already = true,
		.rows = column_int(s, 2),
		.added = column_int(s, 3),
		.set_aside = column_int(s, 4),
		.without_position = column_int(s, 5)};
	statement_reset(s);
	return ERR_OK;
}

static enum err_code is_newest(
	struct store *store, const struct fill_source *source, bool *newest)
{
	struct statement *s;
	bool row = false;
	enum err_code err = store_prepare(store, &sql_gazetteer_source_newer, &s);
	if (err)
		return err;
	bind_text(s, ":kind", source->kind);
	bind_text(s, ":release", source->release);
	err = statement_step(s, &row);
	if (err)
		return err;
	*newest = !row || column_int(s, 0) == 0;
	statement_reset(s);
	return ERR_OK;
}

static enum err_code insert_source(
	struct store *store, const struct fill_source *source)
{
	struct statement *s;
	char now[32];
	enum err_code err = store_prepare(store, &sql_gazetteer_source_insert, &s);
	if (err)
		return err;
	audit_now(now);
	bind_text(s, ":kind", source->kind);
	bind_text(s, ":file", source->file);
	bind_text(s, ":sha256", source->sha256);
	bind_int(s, ":bytes", source->bytes);
	bind_text(s, ":release", source->release);
	bind_text(s, ":added_utc", now);
	bind_text(s, ":version", LASTSEEN_VERSION);
	return statement_run(s);
}

enum err_code fill_begin(struct gazetteer *g, const struct fill_source *source,
	struct fill **out, struct fill_result *result)
{
	struct store *store = gazetteer_store(g);
	bool newest = true;
	*out = NULL;
	*result = (struct fill_result){0};
	enum err_code err = store_begin(store);
	if (!err)
		err = find_source(store, source, result);
	if (!err && !result->already)
		err = is_newest(store, source, &newest);
	if (!err && !result->already)
		err = insert_source(store, source);
	if (err || result->already) {
		store_rollback(store);
		return err;
	}
	*out = allocate(g, source);
	(*out)->source_id = store_last_id(store);
	(*out)->newest = newest;
	return ERR_OK;
}

void fill_set_aside(struct fill *f)
{
	f->result.rows++;
	f->result.set_aside++;
}

void fill_counted(struct fill *f)
{
	f->result.rows++;
	f->result.added++;
}

static enum err_code place_id_of(
	struct store *store, const char *name, struct point at, int64_t *id)
{
	struct statement *s;
	bool row = false;
	enum err_code err = store_prepare(store, &sql_gazetteer_place_find, &s);
	if (err)
		return err;
	bind_text(s, ":name", name);
	bind_real(s, ":easting", at.x_m);
	bind_real(s, ":northing", at.y_m);
	err = statement_step(s, &row);
	*id = row ? column_int(s, 0) : 0;
	if (row)
		statement_reset(s);
	return err;
}

static enum err_code put_name(struct fill *f, int64_t place_id, const char *alias)
{
	struct statement *s;
	struct arena *scratch = f->ctx->scratch;
	struct arena_mark mark = arena_mark(scratch);
	const char *name = address_normal(scratch, alias);
	enum err_code err = ERR_OK;
	if (!str_empty(name))
		err = store_prepare(gazetteer_store(f->gazetteer),
			&sql_gazetteer_place_name_put, &s);
	if (!err && !str_empty(name)) {
		bind_text(s, ":name", name);
		bind_int(s, ":place_id", place_id);
		bind_text(s, ":alias", alias);
		err = statement_run(s);
	}
	arena_reset(scratch, mark);
	return err;
}

enum err_code fill_place(struct fill *f, const char *name, const char *aliases,
	const char *kind, struct point at, double radius_m)
{
	struct store *store = gazetteer_store(f->gazetteer);
	struct statement *s;
	int64_t id = 0;
	enum err_code err = store_prepare(store, &sql_gazetteer_place_put, &s);
	if (err)
		return err;
	bind_text(s, ":name", name);
	bind_text(s, ":kind", str_or_empty(kind));
	bind_real(s, ":easting", at.x_m);
	bind_real(s, ":northing", at.y_m);
	bind_real(s, ":radius_m", radius_m);
	bind_int(s, ":source_id", f->source_id);
	err = statement_run(s);
	if (!err)
		err = place_id_of(store, name, at, &id);
	if (!err)
		err = put_name(f, id, name);
	struct arena_mark mark = arena_mark(f->ctx->scratch);
	struct str_list list = str_split(f->ctx->scratch, str_or_empty(aliases), ';');
	for (size_t i = 0; !err && i < list.n; i++)
		err = put_name(f, id, list.items[i]);
	arena_reset(f->ctx->scratch, mark);
	f->result.rows++;
	f->result.added++;
	return err;
}

static enum err_code finish_source(struct fill *f)
{
	struct statement *s;
	enum err_code err = store_prepare(
		gazetteer_store(f->gazetteer), &sql_gazetteer_source_finish, &s);
	if (err)
		return err;
	bind_int(s, ":source_id", f->source_id);
	bind_int(s, ":rows", f->result.rows);
	bind_int(s, ":added", f->result.added);
	bind_int(s, ":set_aside", f->result.set_aside);
	bind_int(s, ":without_position", f->result.without_position);
	return statement_run(s);
}

static enum err_code derive(struct fill *f)
{
	bool postcodes = f->postcodes_n > 0;
	bool addresses = str_equal(f->source->kind, "addresses");
	enum err_code err = ERR_OK;
	if (addresses)
		err = derive_streets(f->gazetteer);
	if (!err && (addresses || postcodes))
		err = derive_postcodes(f->gazetteer);
	if (!err && (addresses || postcodes))
		err = derive_areas(f->gazetteer);
	return err;
}

enum err_code fill_finish(struct fill *f, struct fill_result *result)
{
	struct store *store = gazetteer_store(f->gazetteer);
	enum err_code err = fill_write_postcodes(f);
	if (!err)
		err = fill_write_addresses(f);
	if (!err)
		err = derive(f);
	if (!err)
		err = finish_source(f);
	if (!err)
		err = store_commit(store);
	*result = f->result;
	if (err)
		store_rollback(store);
	release(f);
	return err;
}

void fill_abort(struct fill *f)
{
	if (!f)
		return;
	store_rollback(gazetteer_store(f->gazetteer));
	release(f);
}
