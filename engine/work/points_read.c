#include "work/points_read.h"
#include "base/civil.h"
#include "base/file.h"
#include "base/map.h"
#include "base/str.h"
#include "intake/table_reader.h"
#include "text/date.h"
#include "text/quantity.h"
#include "work/points_clock.h"
#include <float.h>
#include <math.h>
#include <string.h>

#define PRECISION_MOST_M 2e7 /* half way around the Earth */

enum role {
	AT_X,
	AT_Y,
	AT_T,
	AT_ID,
	AT_COUNT,
	AT_POPULATION,
	AT_CHILD,
	AT_CASE,
	AT_VALUE,
	AT_END,
	AT_WEIGHT,
	AT_PRECISION,
	AT_PLACE,
	AT_BY,
	ROLES,
	ALWAYS = -1
};

struct reading {
	struct context *ctx;
	struct events *events;
	const char *path;
	int column[ROLES]; /* of each role; -1 without one */
	const char *name[ROLES];
	size_t capacity;
	struct map children, places;
};

static const struct column left_out_columns[] = {
	{"row", "Row", 0, AUDIENCE_PUBLIC},
	{"column", "Column", 0, AUDIENCE_PUBLIC},
	{"reason", "Reason", 0, AUDIENCE_PUBLIC},
	{"raw", "As written", 0, AUDIENCE_PUBLIC},
};

/* ---- the header -------------------------------------------------------------- */

static enum err_code no_column(const struct reading *r, const struct table_row *header,
	const char *name, const char *option)
{
	struct str_list list = {(const char **)header->cells, header->cells_n};
	const char *near = str_nearest(name, list.items, list.n);
	return err_at(r->ctx, ERR_DATA,
		(struct err_where){.file = file_base(r->path), .row = header->row},
		"there is no column '%s'%s%s%s; name it with --%s (the columns are: "
		"%s)",
		name, near ? "; did you mean '" : "", str_or_empty(near),
		near ? "'?" : "", option, str_join(r->ctx->arena, list, ", "));
}

static int column_of(
	const struct reading *r, const struct table_row *header, const char *name)
{
	for (size_t i = 0; i < header->cells_n; i++)
		if (str_equal_fold(str_trim(r->ctx->arena, header->cells[i]), name))
			return (int)i;
	return -1;
}

/* Finds the columns; one that was named must be there, of the defaults id and count
 * need not. */
static enum err_code read_header(struct reading *r, const struct points_file *file,
	enum events_time time, const struct table_row *header)
{
	static const char *const options[ROLES] = {"x", "y", "t", "id", "count",
		"population", "child", "case", "value", "end", "weight", "precision",
		"place", "by"};
	const char *given[ROLES] = {file->x, file->y, file->t, file->id, file->count,
		file->population, file->child, file->is_case, file->value, file->end,
		file->weight, file->precision, file->place, file->by};
	bool placed = time == EVENTS_TIMELESS || time == EVENTS_TIMED;
	for (int i = 0; i < ROLES; i++) {
		bool place = i == AT_X || i == AT_Y;
		bool needed = (place && placed) ||
			      (i == AT_T && time != EVENTS_TIMELESS) ||
			      (given[i] && !place && i != AT_T);
		r->name[i] = given[i] ? given[i] : options[i];
		r->column[i] = -1;
		/* A column that happens to be called count is taken only when asked. */
		if (!needed && i != AT_ID)
			continue;
		r->column[i] = column_of(r, header, r->name[i]);
		if (r->column[i] < 0 && needed)
			return no_column(r, header, r->name[i], options[i]);
	}
	return ERR_OK;
}

/* ---- cells -------------------------------------------------------------------- */

static void leave_out(
	struct reading *r, const struct table_row *record, int role, const char *reason)
{
	struct table *t = r->events->left_out;
	bool cell = role >= 0 && (size_t)r->column[role] < record->cells_n;
	cell_int(t, record->row);
	cell_text(t, role >= 0 ? r->name[role] : NULL);
	cell_text(t, str_dup(r->ctx->arena, reason));
	cell_text(t, cell ? str_dup(r->ctx->arena, record->cells[r->column[role]])
		     : record->cells_n || record->raw
			     ? table_row_text(r->ctx->arena, record)
			     : NULL);
}

static const char *cell_of(
	const struct reading *r, const struct table_row *record, int role)
{
	int column = r->column[role];
	if (column < 0 || (size_t)column >= record->cells_n)
		return "";
	return record->cells[column];
}

/* A column of the events with room for one more; a role that is not read has none. */
static void *room(const struct reading *r, int role, const void *old, size_t size)
{
	size_t capacity = r->capacity;
	if (role != ALWAYS && r->column[role] < 0)
		return NULL;
	return arena_grow(r->ctx->arena, old, &capacity, r->events->n + 1, size);
}

static void reserve(struct reading *r)
{
	struct events *e = r->events;
	if (e->n < r->capacity)
		return;
	e->x = room(r, AT_X, e->x, sizeof *e->x);
	e->y = room(r, AT_Y, e->y, sizeof *e->y);
	e->t_s = room(r, AT_T, e->t_s, sizeof *e->t_s);
	e->id = room(r, AT_ID, e->id, sizeof *e->id);
	e->count = room(r, AT_COUNT, e->count, sizeof *e->count);
	e->population = room(r, AT_POPULATION, e->population, sizeof *e->population);
	e->child = room(r, AT_CHILD, e->child, sizeof *e->child);
	e->control = room(r, AT_CASE, e->control, sizeof *e->control);
	e->value = room(r, AT_VALUE, e->value, sizeof *e->value);
	e->weight = room(r, AT_WEIGHT, e->weight, sizeof *e->weight);
	e->precision_m = room(r, AT_PRECISION, e->precision_m, sizeof *e->precision_m);
	e->place = room(r, AT_PLACE, e->place, sizeof *e->place);
	e->by = room(r, AT_BY, e->by, sizeof *e->by);
	e->from_s = room(r, AT_END, e->from_s, sizeof *e->from_s);
	e->until_s = room(r, AT_END, e->until_s, sizeof *e->until_s);
	size_t capacity = r->capacity;
	arena_reserve(r->ctx->arena, e->row, capacity, e->n + 1);
	r->capacity = capacity;
}

/* What a record holds beside its place and time. */
struct extras {
	double population, value, weight, precision_m;
	int64_t is_case, from_s, until_s;
};

static const char *read_moment(const struct reading *r, const struct table_row *record,
	int role, struct date_result *found)
{
	struct date_options options = DATE_OPTIONS_DEFAULT;
	options.no_serials = true;
	*found = date_parse(cell_of(r, record, role), &options);
	if (found->outcome == DATE_OK)
		return NULL;
	return found->outcome == DATE_EMPTY ? "is empty; give the time of the event"
					    : found->reason;
}

/* The interval of an event: up to the moment that was written as its end; where that is
 * known to no more than the day, or is 24:00, with it. */
static bool read_interval(
	struct reading *r, const struct table_row *record, struct extras *x)
{
	struct date_result from, end;
	const char *why = read_moment(r, record, AT_T, &from);
	if (why) {
		leave_out(r, record, AT_T, why);
		return false;
	}
	x->from_s = from.moment.start_s;
	x->until_s = from.moment.start_s + from.moment.span_s;
	why = read_moment(r, record, AT_END, &end);
	if (end.outcome == DATE_EMPTY)
		return true;
	if (why) {
		leave_out(r, record, AT_END, why);
		return false;
	}
	bool sharp = end.moment.precision == TIME_MINUTE ||
		     end.moment.precision == TIME_SECOND;
	x->until_s = end.moment.start_s;
	if (!sharp || (end.notes & DATE_NOTE_END_OF_DAY))
		x->until_s += end.moment.span_s;
	if (x->until_s >= x->from_s)
		return true;
	leave_out(r, record, AT_END, "lies before the beginning of the event");
	return false;
}

/* A number from 0 to `most`, where it was asked for; false: left out. */
static bool read_amount(struct reading *r, const struct table_row *record, int role,
	double most, const char *reason, double *amount)
{
	if (r->column[role] < 0)
		return true;
	if (real_parse(cell_of(r, record, role), amount) && *amount >= 0 &&
		*amount <= most)
		return true;
	leave_out(r, record, role, reason);
	return false;
}

/* Population, child, case, value, weight, precision and interval, where they were asked
 * for; false: left out. */
static bool read_extras(
	struct reading *r, const struct table_row *record, struct extras *x)
{
	const char *amount = "is no number of 0 or more";
	if (!read_amount(r, record, AT_POPULATION, DBL_MAX, amount, &x->population) ||
		!read_amount(r, record, AT_WEIGHT, DBL_MAX, amount, &x->weight) ||
		!read_amount(r, record, AT_PRECISION, PRECISION_MOST_M,
			"is no number of metres on Earth; give 0 for a place that is "
			"exact",
			&x->precision_m))
		return false;
	if (r->column[AT_CHILD] >= 0 && str_empty(cell_of(r, record, AT_CHILD))) {
		leave_out(r, record, AT_CHILD, "is empty; give who the event is of");
		return false;
	}
	if (r->column[AT_BY] >= 0 && str_empty(cell_of(r, record, AT_BY))) {
		leave_out(r, record, AT_BY, "is empty; give which kind the event is");
		return false;
	}
	if (r->column[AT_CASE] >= 0 &&
		(!integer_parse(cell_of(r, record, AT_CASE), &x->is_case) ||
			x->is_case < 0 || x->is_case > 1)) {
		leave_out(r, record, AT_CASE, "is neither 1 (a case) nor 0");
		return false;
	}
	if (r->column[AT_VALUE] >= 0 &&
		!real_parse(cell_of(r, record, AT_VALUE), &x->value)) {
		leave_out(r, record, AT_VALUE, "is no number");
		return false;
	}
	return r->column[AT_END] < 0 || read_interval(r, record, x);
}

/* A coordinate; one that is not asked for is 0. False: left out. */
static bool read_coordinate(
	struct reading *r, const struct table_row *record, int role, double *value)
{
	if (r->column[role] < 0 || real_parse(cell_of(r, record, role), value))
		return true;
	leave_out(r, record, role, "is no number");
	return false;
}

/* Rows without a name of their place have places of their own, numbered from the top. */
static uint32_t place_number(struct reading *r, const char *name)
{
	if (str_empty(name))
		return UINT32_MAX - (uint32_t)r->events->n;
	return (uint32_t)map_intern(&r->places, name);
}

static void keep_extras(
	struct reading *r, const struct table_row *record, const struct extras *x)
{
	struct events *e = r->events;
	if (e->population)
		e->population[e->n] = x->population;
	if (e->child)
		e->child[e->n] = (uint32_t)map_intern(
			&r->children, cell_of(r, record, AT_CHILD));
	if (e->control)
		e->control[e->n] = x->is_case == 0;
	if (e->value)
		e->value[e->n] = x->value;
	if (e->weight)
		e->weight[e->n] = x->weight;
	if (e->precision_m)
		e->precision_m[e->n] = x->precision_m;
	if (e->place)
		e->place[e->n] = place_number(r, cell_of(r, record, AT_PLACE));
	if (e->by)
		e->by[e->n] = str_dup(r->ctx->arena, cell_of(r, record, AT_BY));
	if (e->from_s) {
		e->from_s[e->n] = x->from_s;
		e->until_s[e->n] = x->until_s;
	}
}

static void add_record(struct reading *r, const struct table_row *record)
{
	struct events *e = r->events;
	struct extras extras = {.is_case = 1};
	double x = 0, y = 0;
	int64_t t_s = 0, count = 1;
	if (!read_coordinate(r, record, AT_X, &x) ||
		!read_coordinate(r, record, AT_Y, &y))
		return;
	if (r->column[AT_COUNT] >= 0 &&
		(!integer_parse(cell_of(r, record, AT_COUNT), &count) || count < 0 ||
			count > 1000000)) {
		leave_out(r, record, AT_COUNT, "is no whole number from 0 to 1000000");
		return;
	}
	if (r->column[AT_T] >= 0 && r->column[AT_END] < 0) {
		const char *text = cell_of(r, record, AT_T);
		const char *why = count == 0 && str_empty(text)
					  ? NULL
					  : clock_read(text, &t_s, &e->t_days);
		if (why) {
			leave_out(r, record, AT_T, why);
			return;
		}
	}
	if (!read_extras(r, record, &extras))
		return;
	reserve(r);
	e->row[e->n] = record->row;
	if (e->x)
		e->x[e->n] = x;
	if (e->y)
		e->y[e->n] = y;
	if (e->t_s)
		e->t_s[e->n] = t_s;
	if (e->id)
		e->id[e->n] = str_dup(r->ctx->arena, cell_of(r, record, AT_ID));
	if (e->count)
		e->count[e->n] = (uint32_t)count;
	keep_extras(r, record, &extras);
	e->n++;
}

/* ---- the file ----------------------------------------------------------------- */

static enum err_code read_records(struct reading *r, const struct points_file *file,
	enum events_time time, struct table_reader *reader)
{
	struct table_row record;
	struct progress bar;
	bool more = false, header = false;
	enum err_code err = ERR_OK;
	progress_begin(&bar, r->ctx, "reading", table_facts(reader).done_at_most);
	while (!(err = table_next(reader, &record, &more)) && more) {
		if (record.fault)
			leave_out(r, &record, -1, record.fault);
		else if (header)
			add_record(r, &record);
		else
			err = read_header(r, file, time, &record);
		header |= !record.fault;
		if (err)
			break;
		if ((record.row & 0xffff) == 0)
			progress_step(&bar, table_facts(reader).done);
	}
	progress_end(&bar);
	if (!err && !header)
		err = err_set(
			r->ctx, ERR_DATA, "%s: has no header row", file_base(r->path));
	return err;
}

static bool looks_like_degrees(const struct events *e)
{
	for (size_t i = 0; i < e->n; i++)
		if (fabs(e->x[i]) > 180 || fabs(e->y[i]) > 90)
			return false;
	return e->n > 1;
}

static enum err_code read_crs(struct context *ctx, const char *crs, int64_t *epsg)
{
	*epsg = 0;
	if (!crs || str_equal_fold(crs, "none"))
		return ERR_OK;
	if (str_starts(str_lower(ctx->arena, crs), "epsg:") &&
		integer_parse(crs + 5, epsg) && *epsg > 0 && *epsg < 1000000)
		return ERR_OK;
	return err_set(ctx, ERR_USAGE,
		"--crs: '%s' is neither none nor EPSG:N (EPSG:4326 is longitude and "
		"latitude)",
		crs);
}

/* Rows whose place cannot be projected are left out; the others move up. */
static void drop_unprojected(struct reading *r)
{
	struct events *e = r->events;
	size_t kept = 0;
	for (size_t i = 0; i < e->n; i++) {
		if (!isfinite(e->x_m[i]) || !isfinite(e->y_m[i])) {
			struct table_row record = {.row = e->row[i]};
			leave_out(
				r, &record, AT_X, "lies outside of what --crs covers");
			continue;
		}
		e->row[kept] = e->row[i];
		e->x[kept] = e->x[i];
		e->y[kept] = e->y[i];
		e->x_m[kept] = e->x_m[i];
		e->y_m[kept] = e->y_m[i];
		if (e->t_s)
			e->t_s[kept] = e->t_s[i];
		if (e->id)
			e->id[kept] = e->id[i];
		if (e->count)
			e->count[kept] = e->count[i];
		if (e->population)
			e->population[kept] = e->population[i];
		if (e->child)
			e->child[kept] = e->child[i];
		if (e->control)
			e->control[kept] = e->control[i];
		if (e->value)
			e->value[kept] = e->value[i];
		if (e->weight)
			e->weight[kept] = e->weight[i];
		if (e->precision_m)
			e->precision_m[kept] = e->precision_m[i];
		if (e->place)
			e->place[kept] = e->place[i];
		if (e->by)
			e->by[kept] = e->by[i];
		kept++;
	}
	e->n = kept;
}

static enum err_code to_metres(struct reading *r, int64_t epsg)
{
	struct context *ctx = r->ctx;
	struct events *e = r->events;
	size_t failed = 0;
	if (epsg == 0) {
		e->x_m = e->x;
		e->y_m = e->y;
		if (looks_like_degrees(e))
			notice(ctx,
				"%s: the coordinates look like degrees and are read as "
				"metres; --crs EPSG:4326 reads them as longitude and "
				"latitude",
				e->file);
		return ERR_OK;
	}
	enum err_code err = projection_create_points(
		ctx, &e->projection, (int)epsg, NULL, e->n, e->x, e->y);
	if (err)
		return err;
	e->x_m = arena_array(ctx->arena, double, e->n);
	e->y_m = arena_array(ctx->arena, double, e->n);
	project_forward(ctx, e->projection, e->n, e->x, e->y, e->x_m, e->y_m, &failed);
	if (failed > 0)
		drop_unprojected(r);
	return ERR_OK;
}

enum err_code events_read(struct context *ctx, const struct points_file *file,
	enum events_time time, struct events *e)
{
	struct reading r = {.ctx = ctx, .events = e, .path = file->path};
	struct file_facts facts;
	struct table_reader *reader = NULL;
	const struct table_options options = {0};
	int64_t epsg;
	memset(e, 0, sizeof *e);
	map_init(&r.children, ctx->arena);
	map_init(&r.places, ctx->arena);
	e->left_out = TABLE_CREATE(
		ctx->arena, "set_aside", "Rows left out", left_out_columns);
	enum err_code err = read_crs(ctx, file->crs, &epsg);
	if (!err)
		err = file_facts_read(ctx, file->path, &facts);
	if (!err) {
		e->file = facts.name;
		memcpy(e->sha256, facts.sha256, sizeof e->sha256);
		err = table_open(ctx, file->path, &facts, &options, &reader);
	}
	if (!err)
		err = read_records(&r, file, time, reader);
	table_close(reader);
	bool placed = time == EVENTS_TIMELESS || time == EVENTS_TIMED;
	if (!err && e->n == 0 && placed)
		err = err_set(ctx, ERR_DATA,
			"%s: has no row with numbers in the columns %s and %s", e->file,
			r.name[AT_X], r.name[AT_Y]);
	if (!err && e->n == 0)
		err = err_set(ctx, ERR_DATA, "%s: has no row with a time in column %s",
			e->file, r.name[AT_T]);
	if (!err && placed)
		err = to_metres(&r, epsg);
	return err;
}

void events_release(struct events *events)
{
	projection_free(events->projection);
	events->projection = NULL;
}

struct point events_place(
	struct context *ctx, const struct events *events, struct point metres)
{
	struct point place = metres;
	if (events->projection)
		project_inverse(ctx, events->projection, 1, &metres.x_m, &metres.y_m,
			&place.x_m, &place.y_m, NULL);
	return place;
}
