/* Address lists and own places: tables through intake's mappings. */
#include "base/str.h"
#include "geo/project.h"
#include "intake/reading.h"
#include "store/audit.h"
#include "work/gazetteer_read.h"
#include <math.h>
#include <string.h>

/* Of an own place that no radius was given for. */
#define PLACE_RADIUS_M 50.0

struct reader {
	struct context *ctx;
	struct fill *fill;
	struct reading *reading;
	struct table *aside;
	struct arena *arena; /* of one row */
	enum import_kind kind;
	int64_t shown;
	size_t uprn, address, postcode, easting, northing, name, aliases, what, radius;
};

static void find_columns(struct reader *r)
{
	r->uprn = column_find(r->kind, "uprn");
	r->address = column_find(r->kind, "address");
	r->postcode = column_find(r->kind, "postcode");
	r->easting = column_find(r->kind, "easting");
	r->northing = column_find(r->kind, "northing");
	r->name = column_find(r->kind, "name");
	r->aliases = column_find(r->kind, "aliases");
	r->what = column_find(r->kind, "kind");
	r->radius = column_find(r->kind, "radius_m");
}

static void set_aside(struct reader *r, const struct table_row *row, const char *column,
	const char *reason, const char *raw)
{
	struct arena *arena = r->ctx->arena;
	if (r->shown++ >= SET_ASIDE_SHOWN)
		return;
	if (!raw)
		raw = table_row_text(r->arena, row);
	cell_text(r->aside, reading_file(r->reading)->name);
	cell_int(r->aside, row->row);
	cell_text(r->aside, str_dup(arena, str_or_empty(column)));
	cell_text(r->aside, str_dup(arena, reason));
	cell_text(r->aside, str_dup(arena, raw));
}

static enum err_code fill_row(struct reader *r, const struct checked_row *row)
{
	const struct value *v = row->values;
	struct point at = {v[r->easting].real, v[r->northing].real};
	if (r->kind == KIND_ADDRESSES)
		return fill_address(r->fill, v[r->uprn].integer, v[r->address].text,
			v[r->postcode].text, at);
	double radius_m = v[r->radius].text ? v[r->radius].real : PLACE_RADIUS_M;
	return fill_place(r->fill, v[r->name].text, v[r->aliases].text, v[r->what].text,
		at, fmax(1, radius_m));
}

static enum err_code take_row(struct reader *r, const struct check_options *options,
	const struct table_row *table, const struct canonical_row *canonical)
{
	struct checked_row row = {0};
	if (canonical->fault) {
		set_aside(r, table, "", canonical->fault, NULL);
		fill_set_aside(r->fill);
		return ERR_OK;
	}
	check_row(r->arena, reading_binding(r->reading), options, canonical, &row);
	if (row.whole) {
		set_aside(
			r, table, row.whole->column, row.whole->reason, row.whole->raw);
		fill_set_aside(r->fill);
		return ERR_OK;
	}
	for (size_t i = 0; i < row.faults_n; i++)
		set_aside(r, table, row.faults[i].column, row.faults[i].reason,
			row.faults[i].raw);
	return fill_row(r, &row);
}

static enum err_code read_all(struct reader *r)
{
	struct check_options options = {
		.now_s = INT64_MAX / 4, .period = {.all = true}};
	struct table_row table;
	struct canonical_row canonical;
	struct progress bar;
	bool more = true;
	enum err_code err = ERR_OK;
	struct table_facts facts = reading_table(r->reading);
	progress_begin(&bar, r->ctx, "reading", facts.done_at_most);
	for (uint64_t n = 0; !err && more; n++) {
		struct arena_mark mark = arena_mark(r->arena);
		err = reading_next(r->reading, r->arena, &table, &canonical, &more);
		if (!err && more)
			err = take_row(r, &options, &table, &canonical);
		arena_reset(r->arena, mark);
		if (n % 4096 == 0)
			progress_step(&bar, reading_table(r->reading).done);
	}
	progress_end(&bar);
	return err;
}

static enum err_code read_open(struct reader *r, struct gazetteer *g,
	const struct gazetteer_add_options *o, struct gazetteer_file *file)
{
	const struct file_facts *facts = reading_file(r->reading);
	file->name = facts->name;
	file->sha256 = facts->sha256;
	file->release = "";
	struct fill_source source = {.kind = o->kind,
		.file = file->name,
		.sha256 = file->sha256,
		.release = "",
		.bytes = facts->bytes};
	enum err_code err = fill_begin(g, &source, &r->fill, &file->result);
	if (err || file->result.already)
		return err;
	find_columns(r);
	err = read_all(r);
	if (!err)
		return fill_finish(r->fill, &file->result);
	fill_abort(r->fill);
	return err;
}

enum err_code gazetteer_read_rows(struct context *ctx, struct gazetteer *g,
	const struct gazetteer_add_options *o, const char *path, struct table *aside,
	struct gazetteer_file *file)
{
	struct reader r = {.ctx = ctx, .aside = aside, .kind = import_kind_of(o->kind)};
	struct reading_options options = {
		.kind = r.kind, .mapping = o->mapping, .sheet = o->sheet};
	enum err_code err = reading_open(ctx, path, &options, &r.reading);
	if (err)
		return err;
	r.arena = arena_create();
	err = read_open(&r, g, o, file);
	/* What stands in the result outlives the reading. */
	file->name = str_dup(ctx->arena, str_or_empty(file->name));
	file->sha256 = str_dup(ctx->arena, str_or_empty(file->sha256));
	arena_free(r.arena);
	reading_close(r.reading);
	return err;
}
