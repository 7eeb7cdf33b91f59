/* Postcodes are kept until the whole file is there: they are written in order of their
 * keys, and how precise one is depends on its neighbours. */
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

/* 0 where there is no position. */
static enum err_code precisions(struct fill *f, uint16_t *precision_m)
{
	struct arena *scratch = f->ctx->scratch;
	size_t n = f->postcodes_n, located = 0;
	double *x_m = arena_array(scratch, double, n);
	double *y_m = arena_array(scratch, double, n);
	uint16_t *near_m = arena_array(scratch, uint16_t, n);
	for (size_t i = 0; i < n; i++) {
		if (f->postcodes[i].quality == CODEPOINT_NO_POSITION)
			continue;
		x_m[located] = f->postcodes[i].easting_m;
		y_m[located++] = f->postcodes[i].northing_m;
	}
	struct points points = {.n = located, .x_m = x_m, .y_m = y_m};
	enum err_code err = spread_neighbours(f->ctx, points, near_m);
	located = 0;
	for (size_t i = 0; !err && i < n; i++)
		if (f->postcodes[i].quality != CODEPOINT_NO_POSITION)
			precision_m[i] = (uint16_t)(near_m[located++] +
						    codepoint_quality_m(
							    f->postcodes[i].quality));
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
