#include "geo/point.h"
#include "geo/sort.h"
#include "report/axis.h"
#include "report/figure.h"
#include "report/plot.h"
#include "report/words.h"
#include <math.h>

enum { HEIGHT_LEAST = 420, HEIGHT_MOST = 680, HOMES_NAMED = 12 };

/* What is drawn as a number of metres from the lower left corner of the box. */
struct map {
	struct context *ctx;
	struct plot *plot;
	struct box box;
	double height;
	double m_per_pixel;
	int64_t outside, episodes, children_most;
};

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

static bool find_extent(struct map *map, const struct map_layers *layers)
{
	struct arena *arena = map->ctx->arena;
	struct places places = {.arena = arena};
	add_places(&places, layers->cells, "x_m", "y_m");
	add_places(&places, layers->points, "x_m", "y_m");
	add_places(&places, layers->flows, "x_m", "y_m");
	add_places(&places, layers->flows, "to_x_m", "to_y_m");
	if (places.n == 0)
		add_places(&places, layers->homes, "x_m", "y_m");
	if (places.n == 0)
		return false;
	struct box *b = &map->box;
	middle(arena, places.x_m, places.n, &b->min_x_m, &b->max_x_m);
	middle(arena, places.y_m, places.n, &b->min_y_m, &b->max_y_m);
	const struct table *circles = layers->circles;
	for (size_t i = 0; circles && i < circles->rows_n; i++)
		include(b, axis_number(circles, i, "x_m"),
			axis_number(circles, i, "y_m"),
			axis_number(circles, i, "radius_m"));
	if (layers->cells)
		include(b, b->min_x_m, b->min_y_m, layers->cell_m / 2);
	if (layers->cells)
		include(b, b->max_x_m, b->max_y_m, layers->cell_m / 2);
	fit(map);
	return true;
}

static bool on_map(const struct map *map, double x_m, double y_m)
{
	return x_m >= map->box.min_x_m && x_m <= map->box.max_x_m &&
	       y_m >= map->box.min_y_m && y_m <= map->box.max_y_m;
}

static void data_place(
	const struct map *map, struct strbuf *data, double x_m, double y_m)
{
	data_real(data, x_m - map->box.min_x_m);
	data_real(data, y_m - map->box.min_y_m);
}

static void write_areas(struct map *map, const struct table *t)
{
	struct strbuf *data = plot_data(map->plot, "areas.tsv");
	int64_t ring = 0;
	for (size_t i = 0; t && i < t->rows_n; i++) {
		if (i && axis_count(t, i, "ring") != ring)
			data_gap(data);
		ring = axis_count(t, i, "ring");
		data_place(
			map, data, axis_number(t, i, "x_m"), axis_number(t, i, "y_m"));
		data_end(data);
	}
}

/* Four steps of one hue: darker is more, also on a grey printer. */
static const char *shade(int64_t children, bool *dark)
{
	*dark = children >= 5;
	if (children >= 10)
		return COLOUR_BLUE;
	if (children >= 5)
		return "#3F74A3";
	return children >= 2 ? "#9DB8CF" : "#D5DEE7";
}

static void write_cells(struct map *map, const struct table *t, double cell_m)
{
	struct strbuf *data = plot_data(map->plot, "cells.tsv");
	struct strbuf *words = plot_data(map->plot, "words.tsv");
	for (size_t i = 0; t && i < t->rows_n; i++) {
		struct point at = {axis_number(t, i, "x_m"), axis_number(t, i, "y_m")};
		if (!on_map(map, at.x_m, at.y_m)) {
			map->outside++;
			continue;
		}
		bool dark;
		int64_t children = axis_count(t, i, "children");
		double colour = axis_colour(shade(children, &dark));
		for (int k = 0; k <= 4; k++) {
			double dx_m = k == 1 || k == 2 ? cell_m / 2 : -cell_m / 2;
			double dy_m = k >= 2 && k < 4 ? cell_m / 2 : -cell_m / 2;
			data_place(map, data, at.x_m + dx_m, at.y_m + dy_m);
			data_real(data, colour);
			data_end(data);
		}
		data_gap(data);
		if (cell_m / map->m_per_pixel < 22)
			continue;
		data_place(map, words, at.x_m, at.y_m);
		data_text(words, words_count(map->ctx->arena, children));
		data_real(words, axis_colour(dark ? "#FFFFFF" : "#0B0C0C"));
		data_end(words);
	}
}

static void write_flows(struct map *map, const struct table *t)
{
	struct strbuf *thin = plot_data(map->plot, "flows1.tsv");
	struct strbuf *middling = plot_data(map->plot, "flows2.tsv");
	struct strbuf *thick = plot_data(map->plot, "flows3.tsv");
	for (size_t i = 0; t && i < t->rows_n; i++) {
		double x_m = axis_number(t, i, "x_m"), y_m = axis_number(t, i, "y_m");
		double to_x_m = axis_number(t, i, "to_x_m");
		double to_y_m = axis_number(t, i, "to_y_m");
		int64_t children = axis_count(t, i, "children");
		if (!on_map(map, x_m, y_m) || !on_map(map, to_x_m, to_y_m))
			map->outside++;
		struct strbuf *data = children >= 4   ? thick
				      : children >= 2 ? middling
						      : thin;
		data_place(map, data, x_m, y_m);
		data_real(data, to_x_m - x_m);
		data_real(data, to_y_m - y_m);
		data_end(data);
	}
}

static void write_points(struct map *map, const struct table *t)
{
	struct strbuf *data = plot_data(map->plot, "points.tsv");
	for (size_t i = 0; t && i < t->rows_n; i++) {
		double x_m = axis_number(t, i, "x_m"), y_m = axis_number(t, i, "y_m");
		double episodes = axis_number(t, i, "episodes");
		bool clustered = axis_count(t, i, "clustered") != 0;
		if (!on_map(map, x_m, y_m)) {
			map->outside++;
			continue;
		}
		data_place(map, data, x_m, y_m);
		data_real(data, fmin(14, 3.2 * sqrt(episodes)) * map->m_per_pixel);
		data_real(data, axis_colour(clustered ? COLOUR_BLUE : COLOUR_GREY));
		data_end(data);
	}
}

static void write_names(
	struct map *map, const struct table *homes, const struct table *circles)
{
	struct strbuf *squares = plot_data(map->plot, "homes.tsv");
	struct strbuf *rings = plot_data(map->plot, "circles.tsv");
	struct strbuf *badges = plot_data(map->plot, "badges.tsv");
	for (size_t i = 0; homes && i < homes->rows_n; i++) {
		double x_m = axis_number(homes, i, "x_m");
		double y_m = axis_number(homes, i, "y_m");
		if (!on_map(map, x_m, y_m))
			continue;
		data_place(map, squares, x_m, y_m);
		data_end(squares);
		if (homes->rows_n > HOMES_NAMED)
			continue;
		data_place(map, badges, x_m, y_m - 15 * map->m_per_pixel);
		data_text(badges, axis_text(homes, i, "name"));
		data_end(badges);
	}
	for (size_t i = 0; circles && i < circles->rows_n; i++) {
		double x_m = axis_number(circles, i, "x_m");
		double y_m = axis_number(circles, i, "y_m");
		double radius_m =
			fmax(axis_number(circles, i, "radius_m"), 9 * map->m_per_pixel);
		data_place(map, rings, x_m, y_m);
		data_real(rings, radius_m);
		data_end(rings);
		data_place(map, badges, x_m + 0.75 * radius_m + 9 * map->m_per_pixel,
			y_m + 0.75 * radius_m + 6 * map->m_per_pixel);
		data_text(badges, axis_text(circles, i, "name"));
		data_end(badges);
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
}

static const char *in_words(
	struct arena *arena, const struct map *map, const struct map_layers *layers)
{
	struct strbuf buf;
	strbuf_init(&buf, arena);
	double pixel_m = map->m_per_pixel;
	strbuf_printf(&buf, "Map of %s, %.0f by %.0f km, north at the top.",
		layers->what, FIGURE_WIDTH * pixel_m / 1000,
		map->height * pixel_m / 1000);
	const struct table *const counted[] = {
		layers->points, layers->cells, layers->flows, layers->circles};
	static const char *const one[] = {"place", "square", "line", "cluster"};
	static const char *const many[] = {"places", "squares", "lines", "clusters"};
	for (size_t i = 0; i < 4; i++)
		if (counted[i] && counted[i]->rows_n)
			strbuf_printf(&buf, " %s.",
				words_of(arena, (int64_t)counted[i]->rows_n, one[i],
					many[i]));
	return buf.text;
}

enum err_code figure_map(struct context *ctx, const struct map_layers *layers,
	struct figure *figure, int64_t *outside)
{
	*figure = (struct figure){.name = layers->name};
	*outside = 0;
	struct map map = {.ctx = ctx};
	if (!find_extent(&map, layers)) {
		figure->none = "No place is located well enough to be drawn.";
		return ERR_OK;
	}
	map.plot = plot_create(ctx, layers->name, &asset_map_gp);
	write_frame(&map);
	write_areas(&map, layers->areas);
	write_cells(&map, layers->cells, layers->cell_m);
	write_flows(&map, layers->flows);
	write_points(&map, layers->points);
	write_names(&map, layers->homes, layers->circles);
	figure->alt = in_words(ctx->arena, &map, layers);
	*outside = map.outside;
	return plot_run(map.plot, &figure->svg);
}
