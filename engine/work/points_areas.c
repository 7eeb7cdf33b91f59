/* Places that are areas: polygons with values of their own, or rows counted in them. */
#include "base/map.h"
#include "geo/sort.h"
#include "intake/areas.h"
#include "intake/stream.h"
#include "text/quantity.h"
#include "work/points_places.h"
#include <math.h>
#include <string.h>

static const struct column left_out_columns[] = {
	{"row", "Row", 0, AUDIENCE_PUBLIC},
	{"column", "Column", 0, AUDIENCE_PUBLIC},
	{"reason", "Reason", 0, AUDIENCE_PUBLIC},
	{"raw", "As written", 0, AUDIENCE_PUBLIC},
};

/* The columns of a file of areas that are asked for. */
struct asked {
	const char *id, *value, *population, *colour;
};

struct making {
	struct context *ctx;
	struct places *p;
	struct areas areas;
	const char *file;
	struct table *left_out;
	bool *kept; /* by area of the file */
	struct map colours;
};

static void leave_out(struct making *m, int64_t row, const char *column,
	const char *reason, const char *raw)
{
	cell_int(m->left_out, row);
	cell_text(m->left_out, column);
	cell_text(m->left_out, reason);
	cell_text(m->left_out, raw);
}

/* -1 for a column that is not asked for. */
static enum err_code find_column(
	struct making *m, const char *name, const char *option, int *column)
{
	*column = name ? areas_column(&m->areas, name) : -1;
	if (!name || *column >= 0)
		return ERR_OK;
	const char *near =
		str_nearest(name, m->areas.columns.items, m->areas.columns.n);
	return err_at(m->ctx, ERR_DATA, (struct err_where){.file = m->file},
		"there is no column '%s'%s%s%s; name it with --%s (the columns are: "
		"%s)",
		name, near ? "; did you mean '" : "", str_or_empty(near),
		near ? "'?" : "", option,
		str_join(m->ctx->arena, m->areas.columns, ", "));
}

/* The number of a cell; NULL column: none is asked for. */
static bool read_number(
	struct making *m, size_t area, int column, bool positive, double *value)
{
	if (column < 0)
		return true;
	const char *text = areas_cell(&m->areas, area, column);
	if (real_parse(text, value) && (!positive || *value > 0))
		return true;
	leave_out(m, m->areas.row[area], m->areas.columns.items[column],
		positive ? "is no number above 0" : "is no number", text);
	return false;
}

static void allocate(struct making *m, const struct asked *asked, bool counted)
{
	struct arena *arena = m->ctx->arena;
	struct places *p = m->p;
	size_t n = m->areas.n;
	p->row = arena_array(arena, int64_t, n);
	p->x_m = arena_array(arena, double, n);
	p->y_m = arena_array(arena, double, n);
	p->id = asked->id ? arena_array(arena, const char *, n) : NULL;
	p->value = counted || asked->value ? arena_array(arena, double, n) : NULL;
	p->population = asked->population ? arena_array(arena, double, n) : NULL;
	p->colour = asked->colour ? arena_array(arena, uint32_t, n) : NULL;
	m->kept = arena_array(arena, bool, n);
}

static enum err_code keep_areas(
	struct making *m, const struct asked *asked, bool counted)
{
	int id, value, population, colour;
	enum err_code err = find_column(m, asked->id, counted ? "areas-id" : "id", &id);
	if (!err)
		err = find_column(m, asked->value, "value", &value);
	if (!err)
		err = find_column(m, asked->population, "population", &population);
	if (!err)
		err = find_column(m, asked->colour, "colour", &colour);
	if (err)
		return err;
	struct places *p = m->p;
	allocate(m, asked, counted);
	for (size_t f = 0; f < m->areas.faults_n; f++)
		leave_out(m, m->areas.faults[f].row, NULL, m->areas.faults[f].reason,
			NULL);
	for (size_t i = 0; i < m->areas.n; i++) {
		double v = 0, pop = 0;
		const char *kind = colour < 0 ? "-" : areas_cell(&m->areas, i, colour);
		if (!read_number(m, i, value, false, &v) ||
			!read_number(m, i, population, true, &pop))
			continue;
		if (str_empty(kind)) {
			leave_out(m, m->areas.row[i], asked->colour, "is empty", kind);
			continue;
		}
		m->kept[i] = true;
		p->row[p->n] = m->areas.row[i];
		if (p->id)
			p->id[p->n] = areas_cell(&m->areas, i, id);
		if (p->value && !counted)
			p->value[p->n] = v;
		if (p->population)
			p->population[p->n] = pop;
		if (p->colour)
			p->colour[p->n] = (uint32_t)map_intern(&m->colours, kind);
		p->n++;
	}
	p->colours = (struct str_list){m->colours.keys, m->colours.n};
	return ERR_OK;
}

/* The rings of the areas that are kept. */
static void keep_outlines(struct making *m)
{
	struct arena *arena = m->ctx->arena;
	const struct areas *a = &m->areas;
	uint32_t *number = arena_array(arena, uint32_t, a->n);
	size_t *from = arena_array(arena, size_t, a->rings_n + 1), rings = 0,
	       vertices = 0;
	uint32_t *owner = arena_array(arena, uint32_t, a->rings_n), kept = 0;
	for (size_t i = 0; i < a->n; i++)
		number[i] = m->kept[i] ? kept++ : UINT32_MAX;
	for (size_t r = 0; r < a->rings_n; r++) {
		uint32_t to = number[a->owner[r]];
		if (to == UINT32_MAX)
			continue;
		owner[rings] = to;
		for (size_t v = a->from[r]; v < a->from[r + 1]; v++, vertices++) {
			a->x[vertices] = a->x[v];
			a->y[vertices] = a->y[v];
		}
		from[++rings] = vertices;
	}
	m->p->outlines = (struct outlines){kept, rings, from, owner, a->x, a->y};
}

/* Points by x: an area looks at those between its sides. */
struct line {
	size_t n;
	uint32_t *order;
	double *x;
};

static size_t line_from(const struct line *l, double x)
{
	size_t low = 0, high = l->n;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (l->x[middle] < x)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* A row on a border between areas belongs to the first. */
static void claim(struct places *p, const struct shape *shape, const struct line *line,
	uint32_t place)
{
	const struct events *e = &p->events;
	struct box box = shape_box(shape);
	for (size_t k = line_from(line, box.min_x_m); k < line->n; k++) {
		uint32_t i = line->order[k];
		if (line->x[k] > box.max_x_m)
			break;
		if (p->of_event[i] != UINT32_MAX || e->y_m[i] < box.min_y_m ||
			e->y_m[i] > box.max_y_m)
			continue;
		struct point at = {e->x_m[i], e->y_m[i]};
		if (shape_covers_point(shape, at))
			p->of_event[i] = place;
	}
}

/* A point inside of each area, and the rows that lie in it. */
static enum err_code look_inside(struct making *m, bool counted)
{
	struct places *p = m->p;
	struct arena_mark mark = arena_mark(m->ctx->scratch);
	size_t rows = counted ? p->events.n : 0, place = 0;
	struct line line = {rows, arena_array(m->ctx->scratch, uint32_t, rows),
		arena_array(m->ctx->scratch, double, rows)};
	enum err_code err = ERR_OK;
	if (counted) {
		sort_order_double(m->ctx->scratch, p->events.x_m, line.order, rows);
		p->of_event = arena_array(m->ctx->arena, uint32_t, rows);
	}
	for (size_t k = 0; k < rows; k++) {
		line.x[k] = p->events.x_m[line.order[k]];
		p->of_event[k] = UINT32_MAX;
	}
	for (size_t i = 0; i < m->areas.n && !err; i++) {
		struct shape *shape = NULL;
		if (!m->kept[i])
			continue;
		err = shape_from_wkb(
			m->ctx, &shape, m->areas.outline[i].wkb, m->areas.outline[i].n);
		if (err) {
			err_prefix(m->ctx, "%s, row %lld", m->file,
				(long long)m->areas.row[i]);
			break;
		}
		struct point inner = shape_inner_point(shape);
		if (isnan(inner.x_m)) {
			shape_free(shape);
			err = err_at(m->ctx, ERR_DATA,
				(struct err_where){
					.file = m->file, .row = m->areas.row[i]},
				"its outline encloses nothing: mend it, or take the "
				"row "
				"out");
			break;
		}
		p->x_m[place] = inner.x_m;
		p->y_m[place] = inner.y_m;
		p->area_m2 += shape_area_m2(shape);
		claim(p, shape, &line, (uint32_t)place++);
		shape_free(shape);
	}
	for (size_t k = 0; k < rows && !err; k++)
		places_count(p, k, p->of_event[k]);
	arena_reset(m->ctx->scratch, mark);
	return err;
}

/* The areas are the file: what is told of it. */
static void be_the_file(struct making *m, const struct file_facts *facts)
{
	struct events *e = &m->p->events;
	memset(e, 0, sizeof *e);
	e->file = m->file;
	memcpy(e->sha256, facts->sha256, sizeof e->sha256);
	e->left_out = m->left_out;
}

/* What the areas are brought to: where the events are, or where --crs says. */
static enum err_code plane_of(struct context *ctx, const struct places *p,
	const struct points_file *file, bool counted, const char **plane)
{
	int64_t epsg;
	*plane = NULL;
	if (counted) {
		if (p->events.projection)
			*plane = projection_info(p->events.projection)->plane;
		return ERR_OK;
	}
	if (!file->crs || str_equal_fold(file->crs, "none"))
		return ERR_OK;
	/* Nothing else may reach GDAL, which would read files and hosts. */
	if (str_starts(str_lower(ctx->arena, file->crs), "epsg:") &&
		integer_parse(file->crs + 5, &epsg) && epsg > 0 && epsg < 1000000) {
		*plane = str_printf(ctx->arena, "EPSG:%lld", (long long)epsg);
		return ERR_OK;
	}
	return err_set(ctx, ERR_USAGE,
		"--crs: '%s' is neither none nor EPSG:N (EPSG:27700 is the National "
		"Grid)",
		file->crs);
}

enum err_code places_make_areas(struct context *ctx, const struct points_file *file,
	const struct places_options *o, bool counted, struct places *p)
{
	struct making m = {.ctx = ctx, .p = p};
	const char *path = counted ? o->areas : file->path, *plane = NULL;
	struct asked asked = {counted ? o->areas_id : file->id,
		counted ? NULL : file->value, file->population,
		counted ? NULL : o->colour};
	struct file_facts facts;
	map_init(&m.colours, ctx->arena);
	p->kind = PLACES_AREAS;
	p->counted = counted;
	enum err_code err = plane_of(ctx, p, file, counted, &plane);
	if (!err)
		err = file_facts_read(ctx, path, &facts);
	if (err)
		return err;
	m.file = str_dup(ctx->arena, facts.name);
	p->areas_file = counted ? str_dup(ctx->arena, facts.name) : NULL;
	m.left_out = TABLE_CREATE(ctx->arena, counted ? "areas_set_aside" : "set_aside",
		"Rows left out", left_out_columns);
	p->areas_left_out = m.left_out;
	err = areas_read(ctx, path, plane, &m.areas);
	if (!err && !asked.id && areas_column(&m.areas, "id") >= 0)
		asked.id = "id";
	if (!err)
		err = keep_areas(&m, &asked, counted);
	if (!err) {
		if (!counted)
			be_the_file(&m, &facts);
		keep_outlines(&m);
		err = look_inside(&m, counted);
	}
	if (!err && !counted)
		p->events.n = p->n;
	return err;
}
