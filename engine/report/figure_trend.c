#include "report/axis.h"
#include "report/figure.h"
#include "report/plot.h"
#include "report/words.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { HEIGHT = 400, LABELS_MOST = 12, MONTHS_IN_YEAR = 12 };

static const char *const month_names[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
	"Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

struct year_month {
	const char *year; /* "2025" */
	int month;        /* from 0 */
};

static struct year_month read_month(struct arena *arena, const char *text)
{
	struct year_month m = {str_dup_n(arena, text, 4), 0};
	int month = atoi(text + (strlen(text) > 5 ? 5 : 0));
	if (month >= 1 && month <= MONTHS_IN_YEAR)
		m.month = month - 1;
	return m;
}

static const char *long_month(struct arena *arena, const char *text)
{
	struct year_month m = read_month(arena, text);
	return str_printf(arena, "%s %s", month_names[m.month], m.year);
}

/* Months between labels: 1, 3, 6 or whole years. */
static int label_every(size_t months)
{
	static const int every[] = {1, 2, 3, 6, 12, 24, 60};
	for (size_t i = 0; i < sizeof every / sizeof *every; i++)
		if (months <= (size_t)(LABELS_MOST + 6) * (size_t)every[i])
			return every[i];
	return 120;
}

/* A month beyond the limits that is shown; a run within them is no point to be marked.
 */
static bool is_out(const struct table *t, size_t row)
{
	const char *signal = axis_text(t, row, "signal");
	return *signal && !str_starts(signal, "run") &&
	       isfinite(axis_number(t, row, "episodes"));
}

static size_t outs(const struct table *t)
{
	size_t n = 0;
	for (size_t i = 0; i < t->rows_n; i++)
		n += is_out(t, i);
	return n;
}

static void write_months(struct plot *plot, struct context *ctx, const struct table *t)
{
	struct strbuf *data = plot_data(plot, "months.tsv");
	struct strbuf *signals = plot_data(plot, "signals.tsv");
	int every = label_every(t->rows_n);
	bool year_said = false, named = outs(t) <= LABELS_MOST;
	for (size_t i = 0; i < t->rows_n; i++) {
		struct year_month m = read_month(ctx->arena, axis_text(t, i, "month"));
		bool labelled = (atoi(m.year) * MONTHS_IN_YEAR + m.month) % every == 0;
		bool with_year = labelled && (!year_said || m.month < every);
		year_said = year_said || with_year;
		data_real(data, (double)i);
		data_text(data, labelled ? month_names[m.month] : "");
		data_text(data, with_year ? m.year : "");
		data_real(data, axis_number(t, i, "episodes"));
		data_real(data, axis_number(t, i, "children"));
		data_real(data, axis_number(t, i, "lower_998"));
		data_real(data, axis_number(t, i, "centre"));
		data_real(data, axis_number(t, i, "upper_998"));
		data_end(data);
		if (!is_out(t, i))
			continue;
		data_real(signals, (double)i);
		data_real(signals, axis_number(t, i, "episodes"));
		data_text(signals,
			named ? words_count(ctx->arena, axis_count(t, i, "episodes"))
			      : "");
		data_end(signals);
	}
}

/* The names of the lines at their right ends; their y may be NaN. */
static void write_ends(struct plot *plot, const struct table *t, double top)
{
	static const char *const words[] = {"Episodes", "Children", "Usual range"};
	static const char *const colours[] = {COLOUR_BLUE, "#1C7269", "#505A5F"};
	size_t last = t->rows_n - 1;
	double lower = axis_number(t, last, "lower_998");
	double upper = axis_number(t, last, "upper_998");
	double y[] = {axis_number(t, last, "episodes"),
		axis_number(t, last, "children"), lower + (upper - lower) * 0.8};
	size_t n = isfinite(y[2]) ? 3 : 2;
	/* Where the last month is not shown, its lines need no names. */
	double gap = top * 20 / (HEIGHT - 104);
	axis_spread(y, n, gap, 0, top);
	struct strbuf *data = plot_data(plot, "ends.tsv");
	for (size_t i = 0; i < n; i++) {
		if (!isfinite(y[i]))
			continue;
		data_real(data, (double)last);
		data_real(data, y[i]);
		data_text(data, words[i]);
		data_real(data, axis_colour(colours[i]));
		data_end(data);
	}
}

/* Rows of the least and the most of what is shown; false where nothing is. */
static bool least_and_most(
	const struct table *t, const char *column, size_t *least, size_t *most)
{
	double low = INFINITY, high = -INFINITY;
	*least = *most = 0;
	for (size_t i = 0; i < t->rows_n; i++) {
		double value = axis_number(t, i, column);
		if (value < low)
			low = axis_number(t, *least = i, column);
		if (value > high)
			high = axis_number(t, *most = i, column);
	}
	return isfinite(low);
}

static const char *in_words(struct context *ctx, const struct table *t)
{
	struct arena *arena = ctx->arena;
	size_t least, most, signals = outs(t);
	if (!least_and_most(t, "episodes", &least, &most))
		BUG("a trend without numbers");
	return str_printf(arena,
		"Line chart of %zu months, %s to %s. Episodes were fewest in %s (%s) "
		"and "
		"most in %s (%s). %s out of the ordinary.",
		t->rows_n, long_month(arena, axis_text(t, 0, "month")),
		long_month(arena, axis_text(t, t->rows_n - 1, "month")),
		long_month(arena, axis_text(t, least, "month")),
		words_count(arena, axis_count(t, least, "episodes")),
		long_month(arena, axis_text(t, most, "month")),
		words_count(arena, axis_count(t, most, "episodes")),
		signals ? words_of(arena, (int64_t)signals, "month is marked as",
				  "months are marked as")
			: "No month is marked as");
}

enum err_code figure_trend(
	struct context *ctx, const struct table *months, struct figure *figure)
{
	*figure = (struct figure){.name = "trend"};
	if (!AXIS_MAY_SEE(ctx, months, "month", "episodes", "children", "lower_998",
		    "centre", "upper_998", "signal")) {
		figure->none = AXIS_NOT_SHOWN;
		return ERR_OK;
	}
	double most = 0;
	size_t shown = 0;
	for (size_t i = 0; i < months->rows_n; i++) {
		shown += isfinite(axis_number(months, i, "episodes")) != 0;
		most = fmax(most, axis_number(months, i, "episodes"));
		most = fmax(most, axis_number(months, i, "upper_998"));
	}
	if (months->rows_n < 2 || shown < 2 || most <= 0) {
		figure->none =
			"There are too few months with episodes to draw a trend.";
		return ERR_OK;
	}
	struct plot *plot = plot_create(ctx, figure->name, &asset_trend_gp);
	double step = fmax(1, axis_step(most * 1.05, 5));
	double top = axis_top(most * 1.05, step);
	plot_number(plot, "width", FIGURE_WIDTH);
	plot_number(plot, "height", HEIGHT);
	plot_number(plot, "left", 54.0 / FIGURE_WIDTH);
	plot_number(plot, "right", 1 - 104.0 / FIGURE_WIDTH);
	plot_number(plot, "top", top);
	plot_number(plot, "step", step);
	plot_number(plot, "months", (double)months->rows_n);
	write_months(plot, ctx, months);
	write_ends(plot, months, top);
	figure->alt = in_words(ctx, months);
	return plot_run(plot, &figure->svg);
}
