#include "work/points_places.h"
#include "base/map.h"
#include "base/str.h"
#include "intake/table_reader.h"
#include "stats/weights_lattice.h"
#include "text/quantity.h"
#include <math.h>
#include <string.h>

/* ---- options ------------------------------------------------------------------------- */

/* A file of areas that is the file itself: touching is asked for, and no areas or cells
 * are given in which rows could be counted. */
static bool file_is_areas(const struct places_options *o)
{
	return o->contiguity && !o->grid && !o->areas;
}

static enum err_code check_neighbours(
	struct context *ctx, const struct places_options *o)
{
	int given = (o->radius_m != 0) + (o->neighbours != 0) +
		    (o->contiguity != NULL) + (o->weights != NULL);
	if (given > 1)
		return err_set(ctx, ERR_USAGE,
			"give one of --radius, --neighbours, --contiguity and "
			"--weights");
	if (given == 0 && !o->grid && !o->areas)
		return err_set(ctx, ERR_USAGE,
			"say who is whose neighbour with one of --radius, "
			"--neighbours, "
			"--contiguity and --weights");
	if (o->radius_m != 0 && !(o->radius_m > 0))
		return err_set(ctx, ERR_USAGE,
			"--radius must be more than 0: give a distance such as 500m");
	if (o->neighbours < 0 || o->neighbours > INT32_MAX)
		return err_set(ctx, ERR_USAGE, "--neighbours: give 1 to %d", INT32_MAX);
	return ERR_OK;
}

static enum err_code check(struct context *ctx, const struct points_file *file,
	const struct places_options *o)
{
	bool counted = o->grid || o->areas;
	enum err_code err = check_neighbours(ctx, o);
	if (err)
		return err;
	if (file->count && !counted)
		return err_set(ctx, ERR_USAGE,
			"--count: a row is a place here; name its count with --value");
	if (file->count && file->value)
		return err_set(ctx, ERR_USAGE,
			"give --count (rows are added up by it) or --value (its sum), "
			"not "
			"both of them");
	if (o->grid && o->areas)
		return err_set(
			ctx, ERR_USAGE, "give --grid or --areas, not both of them");
	if (o->grid && !(o->cell_m > 0))
		return err_set(ctx, ERR_USAGE,
			"--grid needs the size of a cell: give --cell, such as 500m");
	if (!o->grid && o->cell_m != 0)
		return err_set(ctx, ERR_USAGE, "--cell goes with --grid hex or square");
	if (!o->grid && (o->study.area || o->study.file))
		return err_set(ctx, ERR_USAGE,
			"--area and --study-area say where the cells of --grid lie");
	if (o->areas_id && !o->areas)
		return err_set(ctx, ERR_USAGE, "--areas-id goes with --areas");
	if (o->grid && file->population)
		return err_set(ctx, ERR_USAGE,
			"cells have no population: give the areas it is known of with "
			"--areas");
	if (counted && o->colour)
		return err_set(ctx, ERR_USAGE,
			"--colour is of rows or areas as they are, not of places in "
			"which "
			"rows are counted");
	return ERR_OK;
}

/* ---- places that are rows ------------------------------------------------------------ */

/* A text column of the rows that are used, as numbers by first sight. */
static enum err_code read_colours(struct context *ctx, const struct points_file *file,
	struct places *p, const char *name)
{
	struct file_facts facts;
	struct table_reader *reader = NULL;
	const struct table_options options = {0};
	struct table_row row;
	struct map colours;
	int column = -1;
	size_t used = 0;
	bool more = true, header = false;
	map_init(&colours, ctx->arena);
	p->colour = arena_array(ctx->arena, uint32_t, p->n);
	enum err_code err = file_facts_read(ctx, file->path, &facts);
	if (!err)
		err = table_open(ctx, file->path, &facts, &options, &reader);
	while (!err && used < p->n && !(err = table_next(reader, &row, &more)) &&
		more) {
		if (row.fault)
			continue;
		for (size_t c = 0; !header && c < row.cells_n; c++)
			if (str_equal_fold(str_trim(ctx->arena, row.cells[c]), name))
				column = (int)c;
		if (column < 0)
			err = err_at(ctx, ERR_DATA,
				(struct err_where){.file = facts.name, .row = row.row},
				"there is no column '%s'; name it with --colour", name);
		if (!header || row.row != p->row[used]) {
			header = true;
			continue;
		}
		const char *text = (size_t)column < row.cells_n
					   ? str_trim(ctx->arena, row.cells[column])
					   : "";
		/* A row without one is of a kind of its own: not told. */
		p->colour[used++] = (uint32_t)map_intern(
			&colours, str_empty(text) ? "(empty)" : text);
	}
	table_close(reader);
	if (!err && used < p->n)
		err = err_at(ctx, ERR_DATA, (struct err_where){.file = facts.name},
			"changed while it was read: try again");
	p->colours = (struct str_list){colours.keys, colours.n};
	return err;
}

/* Squares of what is beyond are no numbers. */
#define VALUE_MOST 1e100

static enum err_code check_values(
	struct context *ctx, const struct points_file *file, const struct events *e)
{
	for (size_t i = 0; i < e->n && e->value; i++)
		if (!(fabs(e->value[i]) <= VALUE_MOST))
			return err_at(ctx, ERR_DATA,
				(struct err_where){e->file, e->row[i], file->value},
				"%g is too large to be used: leave the row out, or "
				"give "
				"the values in another unit",
				e->value[i]);
	for (size_t i = 0; i < e->n && e->population; i++)
		if (!(e->population[i] > 0))
			return err_at(ctx, ERR_DATA,
				(struct err_where){
					e->file, e->row[i], file->population},
				"a population must be above 0: leave the row out");
	return ERR_OK;
}

static enum err_code make_rows(struct context *ctx, const struct points_file *file,
	const struct places_options *o, struct places *p)
{
	const struct events *e = &p->events;
	p->kind = PLACES_ROWS;
	p->n = e->n;
	p->row = e->row;
	p->id = e->id;
	p->x_m = e->x_m;
	p->y_m = e->y_m;
	p->value = e->value;
	p->population = e->population;
	return o->colour ? read_colours(ctx, file, p, o->colour) : ERR_OK;
}

void places_count(struct places *p, size_t event, uint32_t place)
{
	const struct events *e = &p->events;
	p->of_event[event] = place;
	if (place == UINT32_MAX)
		p->outside++;
	else
		p->value[place] += e->value   ? e->value[event]
				   : e->count ? e->count[event]
					      : 1;
}

enum err_code places_read(struct context *ctx, const struct points_file *file,
	enum events_time time, const struct places_options *o, struct places *p)
{
	memset(p, 0, sizeof *p);
	enum err_code err = check(ctx, file, o);
	if (err)
		return err;
	if (file_is_areas(o))
		return places_make_areas(ctx, file, o, false, p);
	/* Of areas in which rows are counted the population is theirs. */
	struct points_file rows = *file;
	if (o->areas)
		rows.population = NULL;
	err = events_read(ctx, &rows, time, &p->events);
	if (!err)
		err = check_values(ctx, &rows, &p->events);
	if (err)
		return err;
	if (o->grid)
		err = places_make_cells(ctx, p, o);
	else if (o->areas)
		err = places_make_areas(ctx, file, o, true, p);
	else
		err = make_rows(ctx, file, o, p);
	if (!err && p->counted && p->outside == p->events.n)
		err = err_set(ctx, ERR_DATA,
			"no row lies in any of the places: are their coordinates in "
			"one "
			"system?");
	if (!err && p->outside > 0)
		notice(ctx, "%zu of %zu rows lie in none of the places", p->outside,
			p->events.n);
	return err;
}

void places_release(struct places *p)
{
	points_study_release(&p->study);
	events_release(&p->events);
}

/* ---- weights from a file ------------------------------------------------------------- */

struct pairs {
	size_t n, i_room, j_room, w_room;
	uint32_t *i, *j;
	double *w;
	int column[3];
};

/* Places by name; those without are named by their order, from 1. */
static void name_places(struct context *ctx, const struct places *p, struct map *names)
{
	map_init(names, ctx->scratch);
	for (size_t i = 0; i < p->n; i++)
		map_set(names,
			p->id ? p->id[i] : str_printf(ctx->scratch, "%zu", i + 1), i);
}

static enum err_code read_pair(struct context *ctx, const char *file,
	const struct table_row *row, const struct map *names, struct pairs *pairs)
{
	size_t ends[2];
	double weight = 1;
	struct err_where where = {.file = file, .row = row->row};
	for (int k = 0; k < 3; k++) {
		int column = pairs->column[k];
		bool there = column >= 0 && (size_t)column < row->cells_n;
		const char *text =
			there ? str_trim(ctx->scratch, row->cells[column]) : "";
		if (k == 2 && column >= 0 &&
			(!real_parse(text, &weight) || !(weight >= 0)))
			return err_at(ctx, ERR_DATA, where,
				"the weight '%s' is no number of 0 or more", text);
		if (k < 2 && !map_get(names, text, &ends[k]))
			return err_at(ctx, ERR_DATA, where,
				"there is no place '%s': the columns i and j hold the "
				"id "
				"of a place, or without ids its number from 1",
				text);
	}
	if (weight == 0)
		return ERR_OK;
	arena_reserve(ctx->arena, pairs->i, pairs->i_room, pairs->n + 1);
	arena_reserve(ctx->arena, pairs->j, pairs->j_room, pairs->n + 1);
	arena_reserve(ctx->arena, pairs->w, pairs->w_room, pairs->n + 1);
	pairs->i[pairs->n] = (uint32_t)ends[0];
	pairs->j[pairs->n] = (uint32_t)ends[1];
	pairs->w[pairs->n++] = weight;
	return ERR_OK;
}

static enum err_code find_columns(struct context *ctx, const char *file,
	const struct table_row *row, struct pairs *pairs)
{
	static const char *const names[] = {"i", "j", "w"};
	for (int k = 0; k < 3; k++) {
		pairs->column[k] = -1;
		for (size_t c = 0; c < row->cells_n; c++)
			if (str_equal_fold(
				    str_trim(ctx->scratch, row->cells[c]), names[k]))
				pairs->column[k] = (int)c;
	}
	if (pairs->column[0] >= 0 && pairs->column[1] >= 0)
		return ERR_OK;
	return err_at(ctx, ERR_DATA, (struct err_where){.file = file, .row = row->row},
		"a file of weights has the columns i and j, and w if they are not all "
		"1");
}

static enum err_code weights_file(struct context *ctx, const struct places *p,
	const char *path, struct weights *w)
{
	struct file_facts facts;
	struct table_reader *reader = NULL;
	const struct table_options options = {0};
	struct table_row row;
	struct pairs pairs = {0};
	struct map names;
	bool more = true, header = false;
	struct arena_mark mark = arena_mark(ctx->scratch);
	enum err_code err = file_facts_read(ctx, path, &facts);
	if (!err)
		err = table_open(ctx, path, &facts, &options, &reader);
	if (!err)
		name_places(ctx, p, &names);
	while (!err && !(err = table_next(reader, &row, &more)) && more) {
		if (row.fault)
			err = err_at(ctx, ERR_DATA,
				(struct err_where){.file = facts.name, .row = row.row},
				"%s", row.fault);
		else if (header)
			err = read_pair(ctx, facts.name, &row, &names, &pairs);
		else
			err = find_columns(ctx, facts.name, &row, &pairs);
		header = true;
	}
	table_close(reader);
	if (!err)
		err = weights_from_edges(
			ctx, w, p->n, pairs.n, pairs.i, pairs.j, pairs.w);
	arena_reset(ctx->scratch, mark);
	return err;
}

/* ---- weights ------------------------------------------------------------------------- */

void weights_style_named(struct weights *weights, const char *name)
{
	static const char *const names[] = {"B", "W", "C", "U", "S"};
	for (int k = 0; k < 5; k++)
		if (str_equal_fold(name, names[k])) {
			weights_style(weights, (enum weights_style)k);
			return;
		}
	BUG("no such style");
}

static void looks_like_degrees(struct context *ctx, const struct places *p)
{
	for (size_t i = 0; i < p->n; i++)
		if (fabs(p->x_m[i]) > 180 || fabs(p->y_m[i]) > 90)
			return;
	notice(ctx,
		"%s: the coordinates look like degrees and are read as metres; --crs "
		"EPSG:27700 brings them to the National Grid",
		p->events.file);
}

static enum err_code neighbours(struct context *ctx, struct places *p,
	const struct places_options *o, struct weights *w)
{
	struct points points = {p->n, p->x_m, p->y_m, NULL};
	bool corners = !o->contiguity || str_equal(o->contiguity, "queen");
	bool apart = o->radius_m > 0 || o->neighbours > 0;
	if (apart && p->kind == PLACES_AREAS && !p->counted)
		looks_like_degrees(ctx, p);
	if (o->radius_m > 0)
		return weights_within(ctx, w, points, o->radius_m, false);
	if (o->neighbours > 0)
		return weights_nearest(ctx, w, points, (uint32_t)o->neighbours);
	if (o->weights)
		return weights_file(ctx, p, o->weights, w);
	if (p->kind == PLACES_CELLS)
		return weights_lattice(ctx, w, &p->lattice, p->cell, p->n, corners);
	return weights_contiguous(ctx, w, &p->outlines, corners);
}

enum err_code places_weights(struct context *ctx, struct places *p,
	const struct places_options *o, const char *otherwise, struct weights *weights)
{
	struct weights w;
	enum err_code err = neighbours(ctx, p, o, &w);
	if (err)
		return err;
	p->islands = weights_islands(&w);
	p->pairs = w.from[w.n];
	*weights = w;
	if (o->self)
		weights_with_self(ctx, weights, &w);
	weights_style_named(weights, o->style ? o->style : otherwise);
	return ERR_OK;
}

/* ---- telling ------------------------------------------------------------------------- */

static void tell_parameters(const struct places *p, const struct places_options *o,
	const char *otherwise, struct result *r)
{
	if (o->neighbours > 0)
		result_int(r, "neighbours", o->neighbours);
	else if (o->radius_m > 0)
		result_real(r, "radius_m", o->radius_m);
	else if (o->weights)
		result_text(r, "weights", file_base(o->weights));
	else
		result_text(r, "contiguity", o->contiguity ? o->contiguity : "queen");
	result_text(r, "style", o->style ? o->style : otherwise);
	result_bool(r, "self", o->self);
	if (o->colour)
		result_text(r, "colour", o->colour);
	if (p->kind == PLACES_CELLS) {
		result_text(r, "grid", o->grid);
		result_real(r, "cell_m", o->cell_m);
	}
	if (p->areas_file)
		result_text(r, "areas", p->areas_file);
	if (o->areas_id)
		result_text(r, "areas_id", o->areas_id);
}

void places_tell(struct context *ctx, const struct places *p,
	const struct places_options *o, const char *otherwise,
	struct result *parameters, struct result *r)
{
	static const char *const kinds[] = {"rows", "cells", "areas"};
	size_t empty = 0, edges = 0;
	(void)ctx;
	tell_parameters(p, o, otherwise, parameters);
	result_int(r, "n", (int64_t)p->n);
	result_text(r, "places", kinds[p->kind]);
	result_int(r, "islands", (int64_t)p->islands);
	result_real(r, "neighbours_mean", (double)p->pairs / (double)p->n);
	if (p->counted) {
		for (size_t i = 0; i < p->n; i++)
			empty += p->value[i] == 0;
		result_int(r, "places_empty", (int64_t)empty);
		result_int(r, "rows_outside", (int64_t)p->outside);
	}
	for (size_t i = 0; p->edge && i < p->n; i++)
		edges += p->edge[i];
	if (p->edge)
		result_int(r, "cells_edge", (int64_t)edges);
	if (p->studied)
		points_study_tell(&p->study, &o->study, parameters, r);
	else if (p->kind == PLACES_CELLS)
		result_real(r, "area_m2", p->area_m2);
	if (p->counted && p->areas_left_out && p->areas_left_out->rows_n > 0)
		result_table(r, p->areas_left_out);
}

size_t places_columns(const struct places *p)
{
	static const size_t columns[] = {0, PLACES_COLUMNS_N, PLACES_COLUMNS_N - 1};
	return columns[p->kind];
}

void places_begin_row(struct table *t, const struct places *p, size_t i)
{
	cell_int(t, p->row[i]);
	cell_text(t, p->id ? p->id[i] : NULL);
}

void places_end_row(
	struct context *ctx, struct table *t, const struct places *p, size_t i)
{
	struct point at =
		events_place(ctx, &p->events, (struct point){p->x_m[i], p->y_m[i]});
	if (p->kind == PLACES_ROWS)
		return;
	cell_real(t, at.x_m);
	cell_real(t, at.y_m);
	if (p->value)
		cell_real(t, p->value[i]);
	else
		cell_null(t);
	if (p->kind == PLACES_CELLS)
		cell_bool(t, p->edge[i]);
}
