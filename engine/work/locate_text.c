#define _POSIX_C_SOURCE 200809L
#include "work/locate_text.h"
#include "base/file.h"
#include "base/str.h"
#include "locate/geocoder.h"
#include "report/rows.h"
#include "work/located_cells.h"
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { BATCH = 4096 };
/* What is longer than this is no place. */
#define TEXT_MOST ((size_t)4096)

static const struct column columns[] = {
	{"input", "Input", 0, AUDIENCE_PUBLIC},
	{"easting", "Easting", 0, AUDIENCE_PUBLIC},
	{"northing", "Northing", 0, AUDIENCE_PUBLIC},
	{"lon", "Longitude", 5, AUDIENCE_PUBLIC},
	{"lat", "Latitude", 5, AUDIENCE_PUBLIC},
	{"precision_m", "Known to (m)", 0, AUDIENCE_PUBLIC},
	{"kind", "Kind", 0, AUDIENCE_PUBLIC},
	{"method", "Method", 0, AUDIENCE_PUBLIC},
	{"confidence", "Confidence", 2, AUDIENCE_PUBLIC},
	{"match", "Match", 0, AUDIENCE_PUBLIC},
	{"candidates", "Others it could be", 0, AUDIENCE_PUBLIC},
	{"accuracy_m", NULL, 0, AUDIENCE_PUBLIC},
};

/* One batch: emptied with its arena. */
struct batch {
	struct arena *arena;
	size_t n;
	const char *inputs[BATCH];
	struct location located[BATCH];
	double x_m[BATCH], y_m[BATCH], lon_deg[BATCH], lat_deg[BATCH];
};

struct locating {
	struct context *ctx;
	struct geocoder *geocoder;
	struct rows rows;
	struct batch *batch;
};

static enum err_code add(struct locating *l, const char *text)
{
	struct batch *b = l->batch;
	size_t i = b->n++;
	b->inputs[i] = str_dup(b->arena, text);
	if (strlen(text) > TEXT_MOST) {
		b->located[i] = location_none("longer than any place's name");
		return ERR_OK;
	}
	struct mention mention = {.address = b->inputs[i]};
	return geocoder_locate(l->geocoder, b->arena, &mention, &b->located[i]);
}

static void add_row(struct table *t, const struct batch *b, size_t i)
{
	const struct location *l = &b->located[i];
	cell_text(t, b->inputs[i]);
	cell_metres(t, l, l->at.x_m);
	cell_metres(t, l, l->at.y_m);
	cell_degrees(t, l->kind == LOCATED_NONE ? NAN : b->lon_deg[i]);
	cell_degrees(t, l->kind == LOCATED_NONE ? NAN : b->lat_deg[i]);
	cell_metres(t, l, l->precision_m);
	cell_text(t, location_kind_names[l->kind]);
	cell_text(t, l->method);
	cell_confidence(t, l->confidence_01);
	cell_text(t, l->match);
	cell_table(t, candidates_table(b->arena, l));
	/* Of the projection; null where the text gave metres. */
	cell_real(t, l->accuracy_m > 0 ? l->accuracy_m : NAN);
}

static void flush(struct locating *l)
{
	struct batch *b = l->batch;
	bool any = false;
	for (size_t i = 0; i < b->n; i++) {
		bool located = b->located[i].kind != LOCATED_NONE;
		b->x_m[i] = located ? b->located[i].at.x_m : 0;
		b->y_m[i] = located ? b->located[i].at.y_m : 0;
		any = any || located;
	}
	if (any)
		geocoder_lonlat(
			l->geocoder, b->n, b->x_m, b->y_m, b->lon_deg, b->lat_deg);
	struct table *t = TABLE_CREATE(b->arena, "located", NULL, columns);
	for (size_t i = 0; i < b->n; i++)
		add_row(t, b, i);
	rows_write(&l->rows, t);
	b->n = 0;
	arena_free(b->arena);
	b->arena = arena_create();
}

/* Without its line end, and without a byte order mark before the first. */
static char *line_text(char *line, ssize_t n, bool first)
{
	while (n > 0 && (line[n - 1] == '\n' || line[n - 1] == '\r'))
		line[--n] = '\0';
	return first && strncmp(line, "\xEF\xBB\xBF", 3) == 0 ? line + 3 : line;
}

static enum err_code locate_lines(struct locating *l, FILE *in)
{
	char *line = NULL;
	size_t capacity = 0;
	ssize_t n;
	bool first = true;
	enum err_code err = ERR_OK;
	errno = 0;
	while (!err && (n = getline(&line, &capacity, in)) >= 0) {
		const char *text = line_text(line, n, first);
		first = false;
		if (!utf8_valid(text, strlen(text)))
			text = utf8_from_1252(l->batch->arena, text, strlen(text));
		err = add(l, text);
		if (!err && l->batch->n == BATCH)
			flush(l);
	}
	free(line);
	if (!err && ferror(in))
		return err_set(l->ctx, ERR_IO, "standard input can't be read: %s",
			errno ? strerror(errno) : "unknown reason");
	return err;
}

static enum err_code open_gazetteer(struct context *ctx,
	const struct work_options *options, struct gazetteer **gazetteer)
{
	const char *path = case_gazetteer_path(ctx, options);
	*gazetteer = NULL;
	if (!options->gazetteer_path && !file_exists(path)) {
		notice(ctx,
			"there is no gazetteer (%s): coordinates and grid "
			"references alone are located; make one with 'lastseen "
			"gazetteer add', or name one with --gazetteer",
			file_base(path));
		return ERR_OK;
	}
	return gazetteer_open(ctx, path, STORE_READ, gazetteer);
}

static void begin(struct locating *l, const struct work_options *options,
	const struct locate_options *o, struct gazetteer *gazetteer)
{
	struct arena *arena = l->ctx->arena;
	struct result *parameters = result_create(arena), *input = result_create(arena);
	const struct projection_info *info = geocoder_projection(l->geocoder);
	result_text(parameters, "text", o->text ? o->text : "-");
	result_text(input, "gazetteer_sha256",
		gazetteer ? gazetteer_sha256(gazetteer) : NULL);
	result_text(input, "projection", info->name);
	result_real(input, "projection_accuracy_m", info->accuracy_m);
	struct envelope envelope = {"locate", parameters, input, NULL};
	rows_begin(
		&l->rows, l->ctx, options->out, options->format, &envelope, "located");
}

enum err_code work_locate(struct context *ctx, const struct work_options *options,
	const struct locate_options *o)
{
	struct gazetteer *gazetteer;
	struct locating l = {.ctx = ctx};
	enum err_code err = open_gazetteer(ctx, options, &gazetteer);
	if (err)
		return err;
	err = geocoder_create(ctx, gazetteer, o->grid, &l.geocoder);
	if (!err) {
		l.batch = arena_new(ctx->arena, struct batch);
		l.batch->arena = arena_create();
		begin(&l, options, o, gazetteer);
		err = o->text ? add(&l, o->text) : locate_lines(&l, o->in);
		if (!err && l.batch->n > 0)
			flush(&l);
		if (!err)
			err = rows_end(&l.rows);
		arena_free(l.batch->arena);
	}
	geocoder_free(l.geocoder);
	gazetteer_close(gazetteer);
	return err;
}
