/* How much falls on whom: the Lorenz curve, the funnel of homes, bars. */
#include "report/axis.h"
#include "report/figure.h"
#include "report/plot.h"
#include "report/words.h"
#include <math.h>
#include <string.h>

/* The first row whose share of children reaches a limit. */
static size_t row_at(const struct table *t, double children_01)
{
	size_t i = 0;
	while (i + 1 < t->rows_n &&
		axis_number(t, i, "share_of_children") < children_01)
		i++;
	return i;
}

enum err_code figure_lorenz(
	struct context *ctx, const struct table *curve, struct figure *figure)
{
	*figure = (struct figure){.name = "repeats"};
	if (!AXIS_MAY_SEE(ctx, curve, "share_of_children", "share_of_episodes")) {
		figure->none = AXIS_NOT_SHOWN;
		return ERR_OK;
	}
	if (curve->rows_n < 3) {
		figure->none = "There are too few children to compare.";
		return ERR_OK;
	}
	struct plot *plot = plot_create(ctx, figure->name, &asset_lorenz_gp);
	plot_number(plot, "width", 560);
	plot_number(plot, "height", 460);
	struct strbuf *data = plot_data(plot, "curve.tsv");
	for (size_t i = 0; i < curve->rows_n; i++) {
		data_real(data, axis_number(curve, i, "share_of_children"));
		data_real(data, axis_number(curve, i, "share_of_episodes"));
		data_end(data);
	}
	size_t at = row_at(curve, 0.1);
	double children = axis_number(curve, at, "share_of_children");
	double episodes = axis_number(curve, at, "share_of_episodes");
	const char *words =
		str_printf(ctx->arena, "%.0f%% of the children: %.0f%% of the episodes",
			100 * children, 100 * episodes);
	struct strbuf *mark = plot_data(plot, "mark.tsv");
	data_real(mark, children);
	data_real(mark, episodes);
	data_text(mark, words);
	data_end(mark);
	figure->alt = str_printf(ctx->arena,
		"Curve of the share of episodes by the share of children, those with "
		"most episodes first. %s.",
		words);
	return plot_run(plot, &figure->svg);
}

enum home_kind { AS_EXPECTED, RAISED, LOWERED, ONE_CHILD, TOO_SMALL, KINDS };

static enum home_kind kind_of(const char *state)
{
	static const char *const names[KINDS] = {
		"as_expected", "raised", "lowered", "one_child", "too_small"};
	for (size_t i = 0; i < KINDS; i++)
		if (strcmp(state, names[i]) == 0)
			return (enum home_kind)i;
	return AS_EXPECTED;
}

struct frame {
	double last, top;
};

/* The tops of the limits run to infinity at few nights: the homes decide. */
static struct frame frame_of(const struct table *homes, const struct table *limits)
{
	struct frame f = {1, 0};
	for (size_t i = 0; i < homes->rows_n; i++) {
		double nights = axis_number(homes, i, "nights");
		double rate = axis_number(homes, i, "rate");
		f.last = nights > f.last ? nights : f.last;
		f.top = rate > f.top ? rate : f.top;
	}
	for (size_t i = 0; i < limits->rows_n; i++)
		if (axis_number(limits, i, "nights") >= f.last * 0.2)
			f.top = fmax(f.top, axis_number(limits, i, "upper_998"));
	f.last = axis_top(f.last * 1.04, axis_step(f.last, 10));
	f.top = f.top > 0 ? axis_top(f.top * 1.08, axis_step(f.top, 10)) : 1;
	return f;
}

static void write_limits(struct plot *plot, const struct table *t, struct frame frame)
{
	static const char *const columns[] = {
		"nights", "expected", "lower_95", "upper_95", "lower_998", "upper_998"};
	struct strbuf *data = plot_data(plot, "limits.tsv");
	for (size_t i = 0; i < t->rows_n; i++) {
		for (size_t k = 0; k < 6; k++) {
			double value = axis_number(t, i, columns[k]);
			data_real(data, k ? fmin(value, frame.top) : value);
		}
		data_end(data);
	}
	struct strbuf *ends = plot_data(plot, "ends.tsv");
	if (t->rows_n == 0)
		return;
	static const char *const words[] = {"99.8% limit", "95% limit", "all homes"};
	static const char *const from[] = {"upper_998", "upper_95", "expected"};
	double y[3];
	for (size_t i = 0; i < 3; i++)
		y[i] = axis_number(t, t->rows_n - 1, from[i]);
	axis_spread(y, 3, frame.top * 18 / 292, 0, frame.top);
	for (size_t i = 0; i < 3; i++) {
		data_real(ends, frame.last);
		data_real(ends, y[i]);
		data_text(ends, words[i]);
		data_end(ends);
	}
}

enum { NAMED_MOST = 25 };

/* A label goes to the side where there is room; the first of the table have one. */
static void write_homes(struct plot *plot, const struct table *t, struct frame frame)
{
	static const char *const names[] = {"others", "raised", "lowered", "one_child"};
	int64_t n[KINDS] = {0};
	size_t named = 0;
	struct strbuf *homes = plot_data(plot, "homes.tsv");
	struct strbuf *right = plot_data(plot, "right.tsv");
	struct strbuf *left = plot_data(plot, "left.tsv");
	for (size_t i = 0; i < t->rows_n; i++) {
		double nights = axis_number(t, i, "nights");
		double rate = axis_number(t, i, "rate");
		if (!isfinite(nights) || !isfinite(rate))
			continue;
		enum home_kind kind = kind_of(axis_text(t, i, "state"));
		n[kind]++;
		data_real(homes, nights);
		data_real(homes, rate);
		data_real(homes, kind);
		data_end(homes);
		bool outside = kind == RAISED || kind == LOWERED || kind == ONE_CHILD;
		if (!outside || named++ >= NAMED_MOST)
			continue;
		struct strbuf *words = nights < 0.85 * frame.last ? right : left;
		data_real(words, nights);
		data_real(words, rate);
		data_text(words, axis_text(t, i, "urn"));
		data_end(words);
	}
	n[AS_EXPECTED] += n[TOO_SMALL];
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		plot_number(plot, names[i], (double)n[i]);
}

static const char *funnel_words(struct context *ctx, const struct table *homes)
{
	int64_t n[KINDS] = {0};
	for (size_t i = 0; i < homes->rows_n; i++)
		n[kind_of(axis_text(homes, i, "state"))]++;
	return str_printf(ctx->arena,
		"Rate of episodes of %s against the nights children spent there, with "
		"limits of chance. Raised: %d. Lower: %d. Raised by one child: %d. The "
		"others lie within the limits or are too small to say.",
		words_of(ctx->arena, (int64_t)homes->rows_n, "home", "homes"),
		(int)n[RAISED], (int)n[LOWERED], (int)n[ONE_CHILD]);
}

enum err_code figure_funnel(struct context *ctx, const struct table *homes,
	const struct table *limits, struct figure *figure)
{
	*figure = (struct figure){.name = "homes"};
	if (!AXIS_MAY_SEE(ctx, homes, "urn", "nights", "rate", "state") ||
		!AXIS_MAY_SEE(ctx, limits, "nights", "expected", "lower_95", "upper_95",
			"lower_998", "upper_998")) {
		figure->none = AXIS_NOT_SHOWN;
		return ERR_OK;
	}
	size_t drawn = 0;
	for (size_t i = 0; i < homes->rows_n; i++)
		drawn += axis_number(homes, i, "nights") > 0;
	if (drawn == 0) {
		figure->none = "No home has nights to set its episodes against.";
		return ERR_OK;
	}
	struct frame frame = frame_of(homes, limits);
	struct plot *plot = plot_create(ctx, figure->name, &asset_funnel_gp);
	plot_number(plot, "width", FIGURE_WIDTH);
	plot_number(plot, "height", 420);
	plot_number(plot, "last", frame.last);
	plot_number(plot, "top", frame.top);
	write_limits(plot, limits, frame);
	write_homes(plot, homes, frame);
	figure->alt = funnel_words(ctx, homes);
	return plot_run(plot, &figure->svg);
}

enum { LABEL_MOST = 40 };

enum err_code figure_bars(struct context *ctx, const char *name, const char *what,
	const struct table *bars, struct figure *figure)
{
	*figure = (struct figure){.name = name};
	if (!AXIS_MAY_SEE(ctx, bars, "label", "value", "words", "strong")) {
		figure->none = AXIS_NOT_SHOWN;
		return ERR_OK;
	}
	double most = 0, left = 40, beside = 0;
	size_t longest = 0;
	for (size_t i = 0; i < bars->rows_n; i++) {
		double value = axis_number(bars, i, "value");
		longest = value > most ? i : longest;
		most = fmax(most, value);
		left = fmax(left, axis_pixels(axis_short(ctx->arena,
					  axis_text(bars, i, "label"), LABEL_MOST)) +
					  14);
		beside = fmax(beside, axis_pixels(axis_text(bars, i, "words")));
	}
	if (most <= 0) {
		figure->none = "There is nothing to count.";
		return ERR_OK;
	}
	struct plot *plot = plot_create(ctx, name, &asset_bars_gp);
	plot_number(plot, "width", FIGURE_WIDTH);
	plot_number(plot, "height", 16 + 30 * (double)bars->rows_n);
	plot_number(plot, "left", left / FIGURE_WIDTH);
	plot_number(plot, "rows", (double)bars->rows_n);
	double room = fmax(FIGURE_WIDTH - left - beside - 24, 100);
	plot_number(plot, "most", most * (FIGURE_WIDTH * 0.99 - left) / room);
	struct strbuf *data = plot_data(plot, "bars.tsv");
	for (size_t i = 0; i < bars->rows_n; i++) {
		bool strong = axis_count(bars, i, "strong") != 0;
		data_real(data, (double)i);
		data_real(data, axis_number(bars, i, "value"));
		data_text(data, axis_short(ctx->arena, axis_text(bars, i, "label"),
					LABEL_MOST));
		data_text(data, axis_text(bars, i, "words"));
		data_real(data, axis_colour(strong ? COLOUR_ORANGE : COLOUR_BLUE));
		data_end(data);
	}
	figure->alt = str_printf(ctx->arena, "Bar chart. %s: most for \"%s\" (%s).",
		what, axis_text(bars, longest, "label"),
		axis_text(bars, longest, "words"));
	return plot_run(plot, &figure->svg);
}
