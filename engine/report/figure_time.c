/* When: the hours of the week, how long, and the dates of recurring addresses. */
#include "base/civil.h"
#include "report/axis.h"
#include "report/figure.h"
#include "report/plot.h"
#include "report/words.h"
#include <math.h>
#include <string.h>

static const char *const days[] = {
	"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"};

/* The row of the largest number; those that are not shown are NaN and none. */
static size_t largest(const struct table *t, const char *column)
{
	size_t row = 0;
	double most = -INFINITY;
	for (size_t i = 0; i < t->rows_n; i++) {
		if (axis_number(t, i, column) > most) {
			most = axis_number(t, i, column);
			row = i;
		}
	}
	return row;
}

static double sum(const struct table *t, const char *column)
{
	double total = 0;
	for (size_t i = 0; i < t->rows_n; i++) {
		double value = axis_number(t, i, column);
		total += isfinite(value) ? value : 0;
	}
	return total;
}

/* Only the busiest cells carry their number: 168 numbers would be a table. */
static void write_cells(struct plot *plot, struct context *ctx, const struct table *t,
	const char *column)
{
	struct strbuf *cells = plot_data(plot, "cells.tsv");
	struct strbuf *words = plot_data(plot, "words.tsv");
	double most = axis_number(t, largest(t, column), column);
	for (size_t i = 0; i < t->rows_n; i++) {
		double value = axis_number(t, i, column);
		if (!isfinite(value))
			continue;
		data_real(cells, axis_number(t, i, "hour"));
		data_real(cells, axis_number(t, i, "weekday_number") - 1);
		data_real(cells, value);
		data_end(cells);
		if (value < 0.8 * most)
			continue;
		data_real(words, axis_number(t, i, "hour"));
		data_real(words, axis_number(t, i, "weekday_number") - 1);
		data_text(words,
			str_printf(ctx->arena, "%.*f", most < 10 ? 1 : 0, value));
		data_real(words, axis_colour("#FFFFFF"));
		data_end(words);
	}
}

enum err_code figure_heat(struct context *ctx, const struct table *cells,
	const char *column, struct figure *figure)
{
	*figure = (struct figure){.name = "hours"};
	if (!AXIS_MAY_SEE(ctx, cells, "weekday_number", "hour", column)) {
		figure->none = AXIS_NOT_SHOWN;
		return ERR_OK;
	}
	if (sum(cells, column) <= 0) {
		figure->none = "No episode has a time that is known to the hour.";
		return ERR_OK;
	}
	size_t peak = largest(cells, column);
	double most = axis_number(cells, peak, column);
	struct plot *plot = plot_create(ctx, figure->name, &asset_heat_gp);
	plot_number(plot, "width", FIGURE_WIDTH);
	plot_number(plot, "height", 340);
	plot_number(plot, "most", axis_top(most, axis_step(most, 5)));
	write_cells(plot, ctx, cells, column);
	int64_t hour = axis_count(cells, peak, "hour");
	figure->alt = str_printf(ctx->arena,
		"Grid of 7 weekdays by 24 hours, darker for more episodes. The busiest "
		"hour is %s from %02d:00 to %02d:00, with %.1f episodes.",
		days[(axis_count(cells, peak, "weekday_number") + 6) % 7], (int)hour,
		(int)hour + 1, most);
	return plot_run(plot, &figure->svg);
}

/* The share still missing after some hours. */
static double share_at(const struct table *t, double hours)
{
	double share = 1;
	for (size_t i = 0; i < t->rows_n && axis_number(t, i, "hours") <= hours; i++)
		share = axis_number(t, i, "still_missing");
	return share;
}

/* The first hours at which the share is at or below a limit; NaN where it never is. */
static double hours_at(const struct table *t, double share_01)
{
	for (size_t i = 0; i < t->rows_n; i++)
		if (axis_number(t, i, "still_missing") <= share_01)
			return axis_number(t, i, "hours");
	return NAN;
}

static void corner(struct strbuf *data, double hours, const double shares[3])
{
	data_real(data, hours);
	for (size_t i = 0; i < 3; i++)
		data_real(data, shares[i]);
	data_end(data);
}

/* Each share holds until the next row: two corners a step. */
static void write_curve(struct plot *plot, const struct table *t, double last)
{
	struct strbuf *data = plot_data(plot, "curve.tsv");
	double shares[3] = {1, 1, 1};
	corner(data, 0.5, shares);
	for (size_t i = 0; i < t->rows_n; i++) {
		double hours = fmax(0.5, axis_number(t, i, "hours"));
		corner(data, hours, shares);
		shares[0] = axis_number(t, i, "still_missing");
		double lower = axis_number(t, i, "lower");
		double upper = axis_number(t, i, "upper");
		shares[1] = isfinite(lower) ? lower : shares[0];
		shares[2] = isfinite(upper) ? upper : shares[0];
		corner(data, hours, shares);
	}
	corner(data, last, shares);
}

static const char *length_words(struct arena *arena, double hours)
{
	if (hours < 1)
		return str_printf(arena, "%.0f minutes", hours * 60);
	if (hours < 48)
		return str_printf(arena, "%.*f hours", hours < 10 ? 1 : 0, hours);
	return str_printf(arena, "%.*f days", hours < 240 ? 1 : 0, hours / 24);
}

static void mark(struct plot *plot, struct strbuf *marks, struct strbuf *words,
	double hours, double share, const char *text)
{
	(void)plot;
	data_real(marks, hours);
	data_real(marks, share);
	data_end(marks);
	data_real(words, hours);
	data_real(words, share);
	data_text(words, text);
	data_end(words);
}

enum err_code figure_durations(
	struct context *ctx, const struct table *curve, struct figure *figure)
{
	*figure = (struct figure){.name = "durations"};
	if (!AXIS_MAY_SEE(ctx, curve, "hours", "still_missing", "lower", "upper")) {
		figure->none = AXIS_NOT_SHOWN;
		return ERR_OK;
	}
	if (curve->rows_n < 2) {
		figure->none = "Too few episodes have both a beginning and an end.";
		return ERR_OK;
	}
	double last = fmax(72, 1.1 * axis_number(curve, curve->rows_n - 1, "hours"));
	double half = hours_at(curve, 0.5), day = share_at(curve, 24);
	struct plot *plot = plot_create(ctx, figure->name, &asset_durations_gp);
	plot_number(plot, "width", FIGURE_WIDTH);
	plot_number(plot, "height", 380);
	plot_number(plot, "last", last);
	write_curve(plot, curve, last);
	struct strbuf *marks = plot_data(plot, "marks.tsv");
	struct strbuf *words = plot_data(plot, "words.tsv");
	const char *half_words = isfinite(half) ? length_words(ctx->arena, half) : NULL;
	if (half_words)
		mark(plot, marks, words, fmax(0.5, half), 0.5,
			str_printf(ctx->arena, "half are over after %s", half_words));
	mark(plot, marks, words, 24, day,
		str_printf(ctx->arena, "%.0f%% last longer than a day", 100 * day));
	figure->alt = str_printf(ctx->arena,
		"Falling curve of the share of episodes still missing, by hours. %s%s%s"
		"%.0f%% last longer than a day.",
		half_words ? "Half are over after " : "", half_words ? half_words : "",
		half_words ? ". " : "", 100 * day);
	return plot_run(plot, &figure->svg);
}

/* Signs of an address that are shown; pixels of the counts beside the rows. */
enum { NAME_MOST = 34, RIGHT = 178, ROWS_MOST = 15 };

enum role { FROM, LAST_SEEN, FOUND, OTHER, ROLES };

static enum role role_of(const char *text)
{
	static const char *const names[] = {"from", "last_seen", "found"};
	for (size_t i = 0; i < OTHER; i++)
		if (strcmp(text, names[i]) == 0)
			return (enum role)i;
	return OTHER;
}

struct span {
	double from_s, to_s, step_s;
};

/* From the first of the month of the first mark, with a tick every 1, 2, 3, 6 or 12
 * months (of 365.25 / 12 days: labels name months, not days). */
static bool day_of(const struct table *marks, size_t row, int64_t *day)
{
	struct civil c = {.month = 1, .day = 1};
	int n = sscanf(axis_text(marks, row, "when"), "%4d-%2d-%2d", &c.year, &c.month,
		&c.day);
	*day = n == 3 && civil_valid(c) ? civil_days(c.year, c.month, c.day) : 0;
	return n == 3 && civil_valid(c);
}

static struct span span_of(const struct table *marks, double pixels)
{
	static const int every[] = {1, 2, 3, 6, 12, 24, 60};
	int64_t first = INT64_MAX, last = INT64_MIN;
	for (size_t i = 0; i < marks->rows_n; i++) {
		int64_t day;
		if (!day_of(marks, i, &day))
			continue;
		first = day < first ? day : first;
		last = day > last ? day : last;
	}
	if (first > last)
		first = last = 0;
	struct civil c = civil_from_days(first);
	first = civil_days(c.year, c.month, 1);
	double month_s = 365.25 / 12 * (double)DAY_S, step_s = month_s;
	double length_s = (double)(last + 1 - first) * (double)DAY_S;
	for (size_t i = 0; i < sizeof every / sizeof *every; i++) {
		step_s = every[i] * month_s;
		if (length_s / step_s * 84 <= pixels)
			break;
	}
	return (struct span){(double)(first * DAY_S),
		(double)(first * DAY_S) + fmax(1.03 * length_s, month_s), step_s};
}

/* An address as short as a line's beginning needs: its last parts (town, postcode) go
 * before any letter does. */
static const char *short_address(struct arena *arena, const char *address)
{
	const char *text = address, *comma;
	while (words_width(text) > NAME_MOST && (comma = strrchr(text, ',')) &&
		comma != strchr(text, ','))
		text = str_dup_n(arena, text, (size_t)(comma - text));
	return axis_short(arena, text, NAME_MOST);
}

static void write_marks(struct plot *plot, struct context *ctx,
	const struct table *addresses, const struct table *marks, size_t shown)
{
	static const char *const counts[ROLES] = {
		"from_n", "last_seen_n", "found_n", "other_n"};
	size_t n[ROLES] = {0};
	struct strbuf *data = plot_data(plot, "marks.tsv");
	for (size_t i = 0; i < marks->rows_n; i++) {
		int64_t id = axis_count(marks, i, "id"), day;
		size_t row = 0;
		while (row < shown && axis_count(addresses, row, "id") != id)
			row++;
		if (row == shown || !day_of(marks, i, &day))
			continue;
		enum role role = role_of(axis_text(marks, i, "role"));
		n[role]++;
		data_real(data, ((double)day + 0.5) * (double)DAY_S);
		data_real(data, (double)row);
		data_real(data, role);
		data_end(data);
	}
	for (size_t i = 0; i < ROLES; i++)
		plot_number(plot, counts[i], (double)n[i]);
	struct strbuf *rows = plot_data(plot, "rows.tsv");
	for (size_t i = 0; i < shown; i++) {
		int64_t episodes = axis_count(addresses, i, "episodes");
		int64_t children = axis_count(addresses, i, "children");
		data_real(rows, (double)i);
		data_text(rows,
			short_address(ctx->arena, axis_text(addresses, i, "address")));
		data_text(rows,
			str_printf(ctx->arena, "%s, %s",
				words_of(ctx->arena, children, "child", "children"),
				words_of(ctx->arena, episodes, "episode", "episodes")));
		data_end(rows);
	}
}

enum err_code figure_timeline(struct context *ctx, const struct table *addresses,
	const struct table *marks, struct figure *figure)
{
	*figure = (struct figure){.name = "addresses"};
	if (!AXIS_MAY_SEE(ctx, addresses, "id", "address", "episodes", "children") ||
		!AXIS_MAY_SEE(ctx, marks, "id", "when", "role")) {
		figure->none = AXIS_NOT_SHOWN;
		return ERR_OK;
	}
	if (addresses->rows_n == 0 || marks->rows_n == 0) {
		figure->none = "No address came up for two or more children.";
		return ERR_OK;
	}
	size_t shown = addresses->rows_n < ROWS_MOST ? addresses->rows_n : ROWS_MOST;
	double left = 40;
	for (size_t i = 0; i < shown; i++)
		left = fmax(left, axis_pixels(short_address(ctx->arena,
					  axis_text(addresses, i, "address"))) +
					  14);
	struct span span = span_of(marks, FIGURE_WIDTH - left - RIGHT);
	struct plot *plot = plot_create(ctx, figure->name, &asset_timeline_gp);
	plot_number(plot, "width", FIGURE_WIDTH);
	plot_number(plot, "height", 84 + 30 * (double)shown);
	plot_number(plot, "left", left / FIGURE_WIDTH);
	plot_number(plot, "right", 1 - (double)RIGHT / FIGURE_WIDTH);
	plot_number(plot, "rows", (double)shown);
	plot_number(plot, "from_s", span.from_s);
	plot_number(plot, "to_s", span.to_s);
	plot_number(plot, "step_s", span.step_s);
	write_marks(plot, ctx, addresses, marks, shown);
	figure->alt = str_printf(ctx->arena,
		"A line for each of %s, with a mark on each date it came up. The "
		"first, "
		"%s, came up in %s with %s.",
		words_of(ctx->arena, (int64_t)shown, "address", "addresses"),
		axis_text(addresses, 0, "address"),
		words_of(ctx->arena, axis_count(addresses, 0, "episodes"), "episode",
			"episodes"),
		words_of(ctx->arena, axis_count(addresses, 0, "children"), "child",
			"children"));
	return plot_run(plot, &figure->svg);
}
