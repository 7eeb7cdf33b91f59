/* Postcodes are kept until the whole file is there: they are written in order of their
 * keys, and how precise one is depends on its neighbours. */
#include "base/str.h"
#include "geo/sort.h"
#include "locate/filling.h"
#include "locate/spread.h"

void fill_postcode(struct fill *f, const struct codepoint *row)
{
	arena_reserve(
		f->arena, f->postcodes, f->postcodes_capacity, f->postcodes_n + 1);
	f->postcodes[f->postcodes_n++] = *row;
	f->result.rows++;
}

/* By key; of two rows of one postcode the later stays. */
static void sort_rows(struct fill *f)
{
	struct arena *scratch = f->ctx->scratch;
	size_t n = f->postcodes_n, kept = 0;
	uint64_t *keys = arena_array(scratch, uint64_t, n), largest = 0;
	uint32_t *order = arena_array(scratch, uint32_t, n);
	struct codepoint *rows = arena_array(scratch, struct codepoint, n);
	for (size_t i = 0; i < n; i++) {
		keys[i] = (uint64_t)f->postcodes[i].key;
		largest = keys[i] > largest ? keys[i] : largest;
		order[i] = (uint32_t)i;
		rows[i] = f->postcodes[i];
	}
	sort_by_key(scratch, keys, order, n, sort_bits(largest));
	for (size_t i = 0; i < n; i++)
		if (i + 1 == n || keys[i] != keys[i + 1])
			f->postcodes[kept++] = rows[order[i]];
	f->result.set_aside += (int64_t)(n - kept);
	f->postcodes_n = kept;
}

/* Postcodes with a position, those in use or those that no longer are. */
static struct points located(
	struct arena *scratch, const struct fill *f, bool in_use, size_t *rows)
{
	size_t n = 0;
	double *x_m = arena_array(scratch, double, f->postcodes_n);
	double *y_m = arena_array(scratch, double, f->postcodes_n);
	for (size_t i = 0; i < f->postcodes_n; i++) {
		const struct codepoint *row = &f->postcodes[i];
		if (row->quality == CODEPOINT_NO_POSITION ||
			(row->terminated == 0) != in_use)
			continue;
		x_m[n] = row->easting_m;
		y_m[n] = row->northing_m;
		rows[n++] = i;
	}
	return (struct points){.n = n, .x_m = x_m, .y_m = y_m};
}

static void put_precisions(const struct fill *f, size_t n, const size_t *rows,
	const uint16_t *near_m, uint16_t *precision_m)
{
	for (size_t i = 0; i < n; i++)
		precision_m[rows[i]] =
			(uint16_t)(near_m[i] +
				   codepoint_quality_m(f->postcodes[rows[i]].quality));
}

/* 0 where there is no position. */
static enum err_code precisions(struct fill *f, uint16_t *precision_m)
{
	struct arena *scratch = f->ctx->scratch;
	size_t *rows = arena_array(scratch, size_t, f->postcodes_n);
	size_t *old_rows = arena_array(scratch, size_t, f->postcodes_n);
	uint16_t *near_m = arena_array(scratch, uint16_t, f->postcodes_n);
	struct points live = located(scratch, f, true, rows);
	struct points old = located(scratch, f, false, old_rows);
	enum err_code err = ERR_OK;
	if (live.n > 0)
		err = spread_neighbours(f->ctx, live, near_m);
	if (!err)
		put_precisions(f, live.n, rows, near_m, precision_m);
	if (!err && old.n > 0)
		err = spread_neighbours_among(
			f->ctx, live.n > 0 ? live : old, old, near_m);
	if (!err)
		put_precisions(f, old.n, old_rows, near_m, precision_m);
	return err;
}

static void bind_row(
	struct statement *s, const struct codepoint *row, uint16_t precision_m)
{
	bind_int(s, ":postcode", row->key);
	if (precision_m > 0) {
		bind_int(s, ":easting", row->easting_m);
		bind_int(s, ":northing", row->northing_m);
		bind_int(s, ":precision_m", precision_m);
	} else {
		bind_null(s, ":easting");
		bind_null(s, ":northing");
		bind_null(s, ":precision_m");
	}
	bind_int(s, ":quality", row->quality);
	if (row->terminated)
		bind_int(s, ":terminated", row->terminated);
	else
		bind_null(s, ":terminated");
}

static enum err_code write_rows(struct fill *f, const uint16_t *precision_m)
{
	struct store *store = gazetteer_store(f->gazetteer);
	struct progress bar;
	struct statement *s;
	enum err_code err = store_prepare(store, &sql_gazetteer_postcode_put, &s);
	if (err)
		return err;
	progress_begin(&bar, f->ctx, "writing postcodes", f->postcodes_n);
	for (size_t i = 0; !err && i < f->postcodes_n; i++) {
		bind_row(s, &f->postcodes[i], precision_m[i]);
		bind_int(s, ":source_id", f->source_id);
		bind_int(s, ":newest", f->newest);
		bind_int(s, ":weak", str_equal(f->source->kind, "opennames"));
		err = statement_run(s);
		f->result.added++;
		f->result.without_position += precision_m[i] == 0;
		if (i % 4096 == 0)
			progress_step(&bar, i);
	}
	progress_end(&bar);
	return err;
}

enum err_code fill_write_postcodes(struct fill *f)
{
	struct arena *scratch = f->ctx->scratch;
	if (f->postcodes_n == 0)
		return ERR_OK;
	struct arena_mark mark = arena_mark(scratch);
	sort_rows(f);
	arena_reset(scratch, mark);
	uint16_t *precision_m = arena_array(scratch, uint16_t, f->postcodes_n);
	enum err_code err = precisions(f, precision_m);
	if (!err)
		err = write_rows(f, precision_m);
	arena_reset(scratch, mark);
	return err;
}
