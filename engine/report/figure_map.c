#include "geo/point.h"
#include "geo/sort.h"
#include "report/axis.h"
#include "report/figure.h"
#include "report/plot.h"
#include "report/words.h"
#include <math.h>

enum { DOTS_MOST = 2500, DOT_PIXELS = 8, FLOWS_MOST = 300 };
enum {
	HEIGHT_LEAST = 420,
	HEIGHT_MOST = 680,
	HOMES_NAMED = 25,
	HOMES_DRAWN = 250,
	NAMES_MOST = 192
};

/* What is drawn as a number of metres from the lower left corner of the box. */
struct map {
	struct context *ctx;
	const struct map_layers *layers;
	struct plot *plot;
	struct box box;
	double height;
	double m_per_pixel;
	struct map_left_out *left_out;
	int64_t squares, places, flows;
	struct box names[NAMES_MOST]; /* where names stand already */
	size_t names_n, corners_first;
};

static bool boxes_meet(const struct box *a, const struct box *b)
{
	return a->min_x_m < b->max_x_m && b->min_x_m < a->max_x_m &&
	       a->min_y_m < b->max_y_m && b->min_y_m < a->max_y_m;
}

static void data_place(
	const struct map *map, struct strbuf *data, double x_m, double y_m)
{
	data_real(data, x_m - map->box.min_x_m);
	data_real(data, y_m - map->box.min_y_m);
}

static bool is_middle(double metres, double square_m)
{
	double part = metres / square_m;
	return square_m > 0 && fabs(part - floor(part) - 0.5) < 1e-9;
}

/* A name takes the first of four sides of its sign where it stands on no other name,
 * and is left out where there is none (the table has it). */
static void place_name(struct map *map, struct strbuf *badges, struct point at,
	double away_px, const char *name)
{
	static const int dx[] = {0, 0, 1, -1, 1, -1}, dy[] = {-1, 1, 1, 1, -1, -1};
	double pixel_m = map->m_per_pixel;
	double half_w_m = (axis_pixels(name) / 2 + 3) * pixel_m;
	double half_h_m = 10 * pixel_m;
	for (size_t i = map->corners_first; i < 6 && map->names_n < NAMES_MOST; i++) {
		double side_m = dx[i] * (away_px * pixel_m + half_w_m);
		struct box box = {.min_x_m = at.x_m + side_m - half_w_m,
			.max_x_m = at.x_m + side_m + half_w_m};
		double y_m = at.y_m + dy[i] * (away_px * pixel_m + half_h_m);
		box.min_y_m = y_m - half_h_m;
		box.max_y_m = y_m + half_h_m;
		bool free = box.min_x_m >= map->box.min_x_m &&
			    box.max_x_m <= map->box.max_x_m;
		for (size_t k = 0; free && k < map->names_n; k++)
			free = !boxes_meet(&box, &map->names[k]);
		if (!free)
			continue;
		map->names[map->names_n++] = box;
		data_place(map, badges, at.x_m + side_m, y_m);
		data_text(badges, name);
		data_end(badges);
		return;
	}
}

/* Keeps names off a sign or a legend. */
static void occupy(
	struct map *map, double x_m, double y_m, double half_w_px, double half_h_px)
{
	double half_w_m = half_w_px * map->m_per_pixel;
	double half_h_m = half_h_px * map->m_per_pixel;
	if (map->names_n < NAMES_MOST)
		map->names[map->names_n++] = (struct box){
			x_m - half_w_m, y_m - half_h_m, x_m + half_w_m, y_m + half_h_m};
}

enum place_kind { PLACE_POINT, PLACE_SQUARE, PLACE_COARSE };

static enum place_kind kind_of(const struct map_layers *layers, size_t row)
{
	const struct table *t = layers->places;
	double precision_m = axis_number(t, row, "precision_m");
	if (precision_m >= layers->square_m &&
		is_middle(axis_number(t, row, "x"), layers->square_m) &&
		is_middle(axis_number(t, row, "y"), layers->square_m))
		return PLACE_SQUARE;
	return precision_m > layers->coarse_m ? PLACE_COARSE : PLACE_POINT;
}

/* Every place that decides the extent. */
struct places {
	struct arena *arena;
	double *x_m, *y_m;
	size_t n, x_capacity, y_capacity;
};

static void add_place(struct places *p, double x_m, double y_m)
{
	if (!isfinite(x_m) || !isfinite(y_m))
		return;
	arena_reserve(p->arena, p->x_m, p->x_capacity, p->n + 1);
	arena_reserve(p->arena, p->y_m, p->y_capacity, p->n + 1);
	p->x_m[p->n] = x_m;
	p->y_m[p->n] = y_m;
	p->n++;
}

static void add_places(
	struct places *p, const struct table *t, const char *x, const char *y)
{
	for (size_t i = 0; t && i < t->rows_n; i++)
		add_place(p, axis_number(t, i, x), axis_number(t, i, y));
}

static void add_located(struct places *p, const struct map_layers *layers)
{
	const struct table *t = layers->places;
	for (size_t i = 0; t && i < t->rows_n; i++)
		if (kind_of(layers, i) != PLACE_COARSE)
			add_place(p, axis_number(t, i, "x"), axis_number(t, i, "y"));
}

/* A child found at the other end of the country must not shrink the town to a dot. */
static void middle(
	struct arena *arena, const double *values, size_t n, double *low, double *high)
{
	uint32_t *order = arena_array(arena, uint32_t, n);
	sort_order_double(arena, values, order, n);
	size_t cut = n >= 25 ? n / 50 : 0;
	*low = values[order[cut]];
	*high = values[order[n - 1 - cut]];
}

static void include(struct box *box, double x_m, double y_m, double radius_m)
{
	box->min_x_m = fmin(box->min_x_m, x_m - radius_m);
	box->max_x_m = fmax(box->max_x_m, x_m + radius_m);
	box->min_y_m = fmin(box->min_y_m, y_m - radius_m);
	box->max_y_m = fmax(box->max_y_m, y_m + radius_m);
}

/* Widens one side so that the box has the picture's shape. */
static void fit(struct map *map)
{
	struct box *b = &map->box;
	double width_m = fmax(b->max_x_m - b->min_x_m, 1500);
	double height_m = fmax(b->max_y_m - b->min_y_m, 1000);
	double centre_x_m = (b->min_x_m + b->max_x_m) / 2;
	double centre_y_m = (b->min_y_m + b->max_y_m) / 2;
	width_m *= 1.12;
	height_m *= 1.16;
	map->height = round(FIGURE_WIDTH * height_m / width_m);
	map->height = fmin(fmax(map->height, HEIGHT_LEAST), HEIGHT_MOST);
	map->m_per_pixel = fmax(width_m / FIGURE_WIDTH, height_m / map->height);
	width_m = map->m_per_pixel * FIGURE_WIDTH;
	height_m = map->m_per_pixel * map->height;
	*b = (struct box){centre_x_m - width_m / 2, centre_y_m - height_m / 2,
		centre_x_m + width_m / 2, centre_y_m + height_m / 2};
}

static bool find_extent(struct map *map)
{
	const struct map_layers *layers = map->layers;
	struct arena *arena = map->ctx->arena;
	struct places places = {.arena = arena};
	add_located(&places, layers);
	add_places(&places, layers->flows, "from_x", "from_y");
	add_places(&places, layers->flows, "to_x", "to_y");
	if (places.n == 0)
		add_places(&places, layers->homes, "x", "y");
	if (places.n == 0)
		return false;
	struct box *b = &map->box;
	middle(arena, places.x_m, places.n, &b->min_x_m, &b->max_x_m);
	middle(arena, places.y_m, places.n, &b->min_y_m, &b->max_y_m);
	include(b, b->min_x_m, b->min_y_m, layers->square_m / 2);
	include(b, b->max_x_m, b->max_y_m, layers->square_m / 2);
	const struct table *circles = layers->circles;
	for (size_t i = 0; circles && i < circles->rows_n; i++)
		if (isfinite(axis_number(circles, i, "x")))
			include(b, axis_number(circles, i, "x"),
				axis_number(circles, i, "y"),
				axis_number(circles, i, "radius_m"));
	fit(map);
	return true;
}

static bool on_map(const struct map *map, double x_m, double y_m)
{
	return x_m >= map->box.min_x_m && x_m <= map->box.max_x_m &&
	       y_m >= map->box.min_y_m && y_m <= map->box.max_y_m;
}

static void write_areas(struct map *map, const struct table *t)
{
	struct strbuf *data = plot_data(map->plot, "areas.tsv");
	int64_t ring = 0;
	for (size_t i = 0; t && i < t->rows_n; i++) {
		if (i && axis_count(t, i, "ring") != ring)
			data_gap(data);
		ring = axis_count(t, i, "ring");
		data_place(map, data, axis_number(t, i, "x"), axis_number(t, i, "y"));
		data_end(data);
	}
}

/* Four steps of one hue, light enough for dots and words to stand on. */
static const char *shade(int64_t children)
{
	if (children >= 10)
		return "#A9C1D6";
	if (children >= 5)
		return "#C3D4E3";
	return children >= 2 ? "#DAE4ED" : "#EBF0F5";
}

static void write_square(
	struct map *map, size_t row, struct strbuf *squares, struct strbuf *words)
{
	const struct table *t = map->layers->places;
	double x_m = axis_number(t, row, "x"), y_m = axis_number(t, row, "y");
	double half_m = map->layers->square_m / 2;
	int64_t children = axis_count(t, row, "children");
	double colour = axis_colour(shade(children));
	for (int k = 0; k <= 4; k++) {
		double dx_m = k == 1 || k == 2 ? half_m : -half_m;
		double dy_m = k == 2 || k == 3 ? half_m : -half_m;
		data_place(map, squares, x_m + dx_m, y_m + dy_m);
		data_real(squares, colour);
		data_end(squares);
	}
	data_gap(squares);
	map->squares++;
	if (2 * half_m / map->m_per_pixel < 20)
		return;
	data_place(map, words, x_m, y_m);
	data_text(words, words_count(map->ctx->arena, children));
	data_end(words);
}

/* Within a circle of the map: those places are the darker ones. */
static bool in_circle(const struct table *circles, double x_m, double y_m)
{
	for (size_t i = 0; circles && i < circles->rows_n; i++) {
		double dx_m = axis_number(circles, i, "x") - x_m;
		double dy_m = axis_number(circles, i, "y") - y_m;
		double radius_m = axis_number(circles, i, "radius_m");
		if (dx_m * dx_m + dy_m * dy_m <= radius_m * radius_m)
			return true;
	}
	return false;
}

/* A place, or several that are one dot. */
struct dot {
	double x_m, y_m, episodes,
		most; /* most: of any dot, 0 where places are single */
};

static void write_dot(struct map *map, struct dot dot, struct strbuf *data)
{
	const struct table *circles = map->layers->circles;
	bool dark =
		!circles || !circles->rows_n || in_circle(circles, dot.x_m, dot.y_m);
	double radius = dot.most > 0
				? fmax(1, DOT_PIXELS * sqrt(dot.episodes / dot.most))
				: fmin(16, 3.4 * sqrt(dot.episodes));
	data_place(map, data, dot.x_m, dot.y_m);
	data_real(data, radius * map->m_per_pixel);
	data_real(data, axis_colour(dark ? COLOUR_BLUE : COLOUR_GREY));
	data_end(data);
	map->places++;
}

static struct dot dot_of(const struct table *t, size_t row)
{
	return (struct dot){.x_m = axis_number(t, row, "x"),
		.y_m = axis_number(t, row, "y"),
		.episodes = axis_number(t, row, "episodes")};
}

/* Dots beyond DOTS_MOST would be one grey blot and many megabytes: the episodes of a
 * square of DOT_PIXELS * 2 stand together at their mean. */
static void write_merged(
	struct map *map, const uint32_t *rows, size_t n, struct strbuf *data)
{
	const struct table *t = map->layers->places;
	size_t columns = FIGURE_WIDTH / (2 * DOT_PIXELS) + 1;
	size_t lines = (size_t)map->height / (2 * DOT_PIXELS) + 1;
	double side_m = 2 * DOT_PIXELS * map->m_per_pixel, most = 0;
	struct dot *dots = arena_array(map->ctx->arena, struct dot, columns * lines);
	for (size_t i = 0; i < n; i++) {
		struct dot one = dot_of(t, rows[i]);
		size_t x = (size_t)((one.x_m - map->box.min_x_m) / side_m);
		size_t y = (size_t)((one.y_m - map->box.min_y_m) / side_m);
		struct dot *d = &dots[(y < lines ? y : lines - 1) * columns +
				      (x < columns ? x : columns - 1)];
		d->x_m += one.episodes * one.x_m;
		d->y_m += one.episodes * one.y_m;
		d->episodes += one.episodes;
		most = fmax(most, d->episodes);
	}
	for (size_t i = 0; i < columns * lines; i++) {
		struct dot *d = &dots[i];
		if (d->episodes <= 0)
			continue;
		write_dot(map,
			(struct dot){d->x_m / d->episodes, d->y_m / d->episodes,
				d->episodes, most},
			data);
	}
	map->left_out->merged_m = side_m;
}

static void write_points(
	struct map *map, const uint32_t *rows, size_t n, struct strbuf *data)
{
	if (n > DOTS_MOST) {
		write_merged(map, rows, n, data);
		return;
	}
	for (size_t i = 0; i < n; i++)
		write_dot(map, dot_of(map->layers->places, rows[i]), data);
}

static void write_places(struct map *map)
{
	const struct table *t = map->layers->places;
	struct strbuf *squares = plot_data(map->plot, "cells.tsv");
	struct strbuf *words = plot_data(map->plot, "words.tsv");
	struct strbuf *points = plot_data(map->plot, "points.tsv");
	uint32_t *rows = arena_array(map->ctx->arena, uint32_t, t ? t->rows_n : 0);
	size_t n = 0;
	for (size_t i = 0; t && i < t->rows_n; i++) {
		enum place_kind kind = kind_of(map->layers, i);
		if (kind == PLACE_COARSE)
			map->left_out->too_coarse++;
		else if (!on_map(map, axis_number(t, i, "x"), axis_number(t, i, "y")))
			map->left_out->outside++;
		else if (kind == PLACE_SQUARE)
			write_square(map, i, squares, words);
		else
			rows[n++] = (uint32_t)i;
	}
	write_points(map, rows, n, points);
}

static void write_flows(struct map *map)
{
	const struct table *t = map->layers->flows;
	struct strbuf *const weights[] = {plot_data(map->plot, "flows1.tsv"),
		plot_data(map->plot, "flows2.tsv"), plot_data(map->plot, "flows3.tsv")};
	size_t n = t && t->rows_n > FLOWS_MOST ? FLOWS_MOST : t ? t->rows_n : 0;
	map->left_out->flows = t ? (int64_t)(t->rows_n - n) : 0;
	for (size_t i = 0; i < n; i++) {
		double x_m = axis_number(t, i, "from_x"),
		       y_m = axis_number(t, i, "from_y");
		double to_x_m = axis_number(t, i, "to_x");
		double to_y_m = axis_number(t, i, "to_y");
		int64_t children = axis_count(t, i, "children");
		if (!on_map(map, x_m, y_m) && !on_map(map, to_x_m, to_y_m)) {
			map->left_out->outside++;
			continue;
		}
		struct strbuf *data = weights[children >= 4   ? 2
					      : children >= 2 ? 1
							      : 0];
		data_place(map, data, x_m, y_m);
		data_real(data, to_x_m - x_m);
		data_real(data, to_y_m - y_m);
		data_end(data);
		map->flows++;
	}
}

static bool home_at(const struct map *map, size_t row, struct point *at)
{
	at->x_m = axis_number(map->layers->homes, row, "x");
	at->y_m = axis_number(map->layers->homes, row, "y");
	return on_map(map, at->x_m, at->y_m);
}

/* All signs first, so that no name stands on another home's. */
static void write_homes(struct map *map, struct strbuf *badges)
{
	const struct table *t = map->layers->homes;
	struct strbuf *data = plot_data(map->plot, "homes.tsv");
	struct point at;
	/* So many would hide all else. */
	if (t && t->rows_n > HOMES_DRAWN)
		return;
	for (size_t i = 0; t && i < t->rows_n; i++) {
		if (!home_at(map, i, &at))
			continue;
		data_place(map, data, at.x_m, at.y_m);
		data_end(data);
		occupy(map, at.x_m, at.y_m, 4, 4);
	}
	for (size_t i = 0; t && t->rows_n <= HOMES_NAMED && i < t->rows_n; i++)
		if (home_at(map, i, &at))
			place_name(map, badges, at, 5, axis_text(t, i, "urn"));
}

static void write_circles(struct map *map, struct strbuf *badges)
{
	const struct table *t = map->layers->circles;
	struct strbuf *data = plot_data(map->plot, "circles.tsv");
	double pixel_m = map->m_per_pixel;
	for (size_t i = 0; t && i < t->rows_n; i++) {
		double x_m = axis_number(t, i, "x"), y_m = axis_number(t, i, "y");
		double radius_m = fmax(axis_number(t, i, "radius_m"), 9 * pixel_m);
		if (!isfinite(x_m) || !isfinite(y_m))
			continue;
		data_place(map, data, x_m, y_m);
		data_real(data, radius_m);
		data_end(data);
		place_name(map, badges, (struct point){x_m, y_m},
			0.7 * radius_m / pixel_m + 1,
			words_count(map->ctx->arena, axis_count(t, i, "id")));
	}
}

/* Scale bar below on the left, north arrow above on the right. */
static void write_frame(struct map *map)
{
	double pixel_m = map->m_per_pixel;
	double bar_m = axis_step(FIGURE_WIDTH * pixel_m, 6);
	plot_number(map->plot, "width", FIGURE_WIDTH);
	plot_number(map->plot, "height", map->height);
	plot_number(map->plot, "xmax", map->box.max_x_m - map->box.min_x_m);
	plot_number(map->plot, "ymax", map->box.max_y_m - map->box.min_y_m);
	plot_number(map->plot, "hair_m", pixel_m);
	plot_number(map->plot, "bar_x", 16 * pixel_m);
	plot_number(map->plot, "bar_y", 18 * pixel_m);
	plot_number(map->plot, "bar_m", bar_m);
	plot_number(map->plot, "bar_km", bar_m / 1000);
	plot_number(map->plot, "north_x", (FIGURE_WIDTH - 26) * pixel_m);
	plot_number(map->plot, "north_y", (map->height - 44) * pixel_m);
	plot_number(map->plot, "north_m", 30 * pixel_m);
	occupy(map, map->box.min_x_m + 16 * pixel_m + bar_m / 2,
		map->box.min_y_m + 18 * pixel_m, bar_m / pixel_m / 2 + 60, 10);
	occupy(map, map->box.max_x_m - 26 * pixel_m, map->box.max_y_m - 30 * pixel_m,
		14, 28);
}

static const char *in_words(const struct map *map)
{
	struct arena *arena = map->ctx->arena;
	const struct table *circles = map->layers->circles;
	double pixel_m = map->m_per_pixel;
	struct strbuf buf;
	strbuf_init(&buf, arena);
	strbuf_printf(&buf, "Map of %s, %.0f by %.0f km, north at the top.",
		map->layers->what, FIGURE_WIDTH * pixel_m / 1000,
		map->height * pixel_m / 1000);
	const int64_t n[] = {map->places, map->squares, map->flows,
		circles ? (int64_t)circles->rows_n : 0};
	static const char *const one[] = {"place", "square", "line", "cluster"};
	static const char *const many[] = {"places", "squares", "lines", "clusters"};
	for (size_t i = 0; i < 4; i++)
		if (n[i])
			strbuf_printf(
				&buf, " %s.", words_of(arena, n[i], one[i], many[i]));
	return buf.text;
}

static bool may_see(const struct context *ctx, const struct map_layers *l)
{
	return (!l->places || AXIS_MAY_SEE(ctx, l->places, "x", "y", "precision_m",
				      "episodes", "children")) &&
	       (!l->flows || AXIS_MAY_SEE(ctx, l->flows, "from_x", "from_y", "to_x",
				     "to_y", "episodes", "children")) &&
	       (!l->homes || AXIS_MAY_SEE(ctx, l->homes, "urn", "x", "y")) &&
	       (!l->circles ||
		       AXIS_MAY_SEE(ctx, l->circles, "id", "x", "y", "radius_m")) &&
	       (!l->areas || AXIS_MAY_SEE(ctx, l->areas, "ring", "x", "y"));
}

enum err_code figure_map(struct context *ctx, const struct map_layers *layers,
	struct figure *figure, struct map_left_out *left_out)
{
	*figure = (struct figure){.name = layers->name};
	*left_out = (struct map_left_out){0};
	struct map map = {.ctx = ctx, .layers = layers, .left_out = left_out};
	if (!may_see(ctx, layers)) {
		figure->none = AXIS_NOT_SHOWN;
		return ERR_OK;
	}
	if (!find_extent(&map)) {
		figure->none = "No place is located well enough to be drawn.";
		return ERR_OK;
	}
	map.plot = plot_create(ctx, layers->name, &asset_map_gp);
	struct strbuf *badges = plot_data(map.plot, "badges.tsv");
	write_frame(&map);
	write_areas(&map, layers->areas);
	write_places(&map);
	write_flows(&map);
	/* Numbers of circles at their corners first, then the homes' names. */
	map.corners_first = 2;
	write_circles(&map, badges);
	map.corners_first = 0;
	write_homes(&map, badges);
	figure->alt = in_words(&map);
	return plot_run(map.plot, &figure->svg);
}
