#include "work/points_circular.h"
#include "base/map.h"
#include "base/str.h"
#include "geo/sort.h"
#include "stats/circular.h"
#include "stats/circular_tests.h"
#include "text/quantity.h"
#include "work/points_columns.h"
#include "work/points_hourweek.h"
#include "work/points_result.h"
#include "work/points_series.h"
#include <math.h>

enum { DENSITY_STEPS = 96 };
#define DENSITY_SHARPEST 500

/* Places on the circle, one an event or a child. */
struct clock {
	struct context *ctx;
	double period; /* 24 hours, 7 days, a year of 12 months, or as given */
	enum { CLOCK_DAY, CLOCK_WEEK, CLOCK_YEAR, CLOCK_NUMBER } kind;
	size_t n, vague; /* vague: known too coarsely for the cycle */
	double *at;
	uint32_t *child; /* of each; NULL */
	size_t children;
};

static enum err_code read_cycle(struct clock *c, const char *text, bool numbers)
{
	static const char *const names[] = {"day", "week", "year"};
	static const double periods[] = {24, 7, 12};
	for (int i = 0; !numbers && i < 3; i++)
		if (str_equal_fold(text, names[i])) {
			c->period = periods[i];
			c->kind = i == 0 ? CLOCK_DAY : i == 1 ? CLOCK_WEEK : CLOCK_YEAR;
			return ERR_OK;
		}
	c->kind = CLOCK_NUMBER;
	if (numbers && real_parse(text, &c->period) && c->period > 1e-9 &&
		c->period < 1e9)
		return ERR_OK;
	return err_set(c->ctx, ERR_USAGE,
		numbers ? "--cycle: '%s' is no number above 0: give how far around is, "
			  "as 24 for hours"
			: "--cycle: '%s' is none of day, week and year; a number goes "
			  "with --value",
		text);
}

/* Of the middle of an interval, by London's clock. */
static double place_of(const struct clock *c, int64_t from_s, int64_t until_s)
{
	int64_t at_s = from_s + (until_s - from_s) / 2;
	struct civil l = london_from_utc(at_s);
	double hour = l.hour + l.minute / 60.0 + l.second / 3600.0;
	if (c->kind == CLOCK_DAY)
		return hour;
	if (c->kind == CLOCK_WEEK)
		return civil_weekday(london_day(at_s)) + hour / 24;
	int64_t first = civil_days(l.year, 1, 1), next = civil_days(l.year + 1, 1, 1);
	double day = (double)(london_day(at_s) - first) + hour / 24;
	return day * 12 / (double)(next - first);
}

static double longest_of(const struct clock *c)
{
	double cycle_s = (double)DAY_S;
	cycle_s *= c->kind == CLOCK_WEEK ? 7 : c->kind == CLOCK_YEAR ? 365 : 1;
	return cycle_s / 24;
}

static enum err_code take_events(struct clock *c, const struct events *e)
{
	size_t n;
	double longest_s = longest_of(c);
	enum err_code err = events_total(c->ctx, e, EVENTS_MOST, &n);
	if (err)
		return err;
	c->at = arena_array(c->ctx->arena, double, n);
	c->child = e->child ? arena_array(c->ctx->arena, uint32_t, n) : NULL;
	for (size_t i = 0; i < e->n; i++)
		for (uint32_t k = 0; k < (e->count ? e->count[i] : 1); k++) {
			if ((double)(e->until_s[i] - e->from_s[i]) > longest_s) {
				c->vague++;
				continue;
			}
			if (c->child) {
				c->child[c->n] = e->child[i];
				if (e->child[i] >= c->children)
					c->children = e->child[i] + 1;
			}
			c->at[c->n++] = place_of(c, e->from_s[i], e->until_s[i]);
		}
	return ERR_OK;
}

static void take_numbers(
	struct clock *c, const struct columns_read *read, bool by_child)
{
	struct map seen;
	c->n = read->n;
	c->at = read->numbers[0];
	if (!by_child)
		return;
	map_init(&seen, c->ctx->arena);
	c->child = arena_array(c->ctx->arena, uint32_t, c->n);
	for (size_t i = 0; i < c->n; i++)
		c->child[i] = (uint32_t)map_intern(&seen, read->texts[1][i]);
	c->children = seen.n;
}

/* Each child's mean in place of its events; one whose events balance out has none. */
static enum err_code fold_children(struct clock *c)
{
	if (!c->child)
		return ERR_OK;
	struct arena *arena = c->ctx->arena;
	double turn = 2 * acos(-1) / c->period;
	double *sines = arena_array(arena, double, c->children);
	double *cosines = arena_array(arena, double, c->children);
	for (size_t i = 0; i < c->n; i++) {
		double angle = fmod(c->at[i], c->period) * turn;
		sines[c->child[i]] += sin(angle);
		cosines[c->child[i]] += cos(angle);
	}
	size_t n = 0;
	for (size_t k = 0; k < c->children; k++)
		if (hypot(sines[k], cosines[k]) > 1e-9)
			c->at[n++] = atan2(sines[k], cosines[k]) / turn;
	c->n = n;
	return n ? ERR_OK
		 : err_set(c->ctx, ERR_DATA,
			   "no child has a mean time: the times of each balance out");
}

/* ---- the result -------------------------------------------------------------------- */

/* A place on the circle in words: "22:47", "Friday 21:30", "14 July". */
static const char *words_of_place(const struct clock *c, double at)
{
	static const char *const months[] = {"January", "February", "March", "April",
		"May", "June", "July", "August", "September", "October", "November",
		"December"};
	if (!isfinite(at) || c->kind == CLOCK_NUMBER)
		return NULL;
	if (c->kind == CLOCK_YEAR) {
		int day = (int)(at / 12 * 365);
		struct civil d = civil_from_days(civil_days(2025, 1, 1) + day);
		return str_printf(c->ctx->arena, "%d %s", d.day, months[d.month - 1]);
	}
	double day = c->kind == CLOCK_WEEK ? floor(at) : 0;
	double hours = c->kind == CLOCK_WEEK ? (at - day) * 24 : at;
	int minutes = (int)floor(hours * 60 + 0.5) % (24 * 60);
	return str_printf(c->ctx->arena, "%s%s%02d:%02d",
		c->kind == CLOCK_WEEK ? weekday_names[(int)day % 7] : "",
		c->kind == CLOCK_WEEK ? " " : "", minutes / 60, minutes % 60);
}

/* Taylor's rule for a von Mises curve: Comput. Stat. Data Anal. 52 (2008), doi
 * 10.1016/j.csda.2007.11.003. Its Bessel functions are taken at their limit, which is
 * sharper for small kappa. */
static double concentration_for(double kappa, size_t n)
{
	double k = isfinite(kappa) ? fmax(kappa, 0.5) : DENSITY_SHARPEST;
	return fmin(DENSITY_SHARPEST, pow(3 * (double)n * k * k / 4, 0.4));
}

/* Each value once, and how often it stands: a million times to the minute are 1,440. */
static size_t gather(
	struct context *ctx, size_t n, const double *values, double *at, double *often)
{
	struct arena_mark mark = arena_mark(ctx->scratch);
	uint32_t *order = arena_array(ctx->scratch, uint32_t, n);
	size_t distinct = 0;
	sort_order_double(ctx->scratch, values, order, n);
	for (size_t i = 0; i < n; i++) {
		double value = values[order[i]];
		if (distinct == 0 || at[distinct - 1] != value)
			at[distinct++] = value;
		often[distinct - 1]++;
	}
	arena_reset(ctx->scratch, mark);
	return distinct;
}

static const struct table *density_table(struct clock *c, double concentration)
{
	static const struct column columns[] = {
		{"at", "At", 3, AUDIENCE_PUBLIC},
		{"words", "That is", 0, AUDIENCE_PUBLIC},
		{"density", "Share for one more", 5, AUDIENCE_PUBLIC},
	};
	struct table *t = TABLE_CREATE(
		c->ctx->arena, "density", "How thickly the times lie", columns);
	double *values = arena_array(c->ctx->arena, double, c->n);
	double *often = arena_array(c->ctx->arena, double, c->n);
	size_t n = gather(c->ctx, c->n, c->at, values, often);
	t->reading = "Smoothed; over a whole turn it adds up to 1.";
	for (int i = 0; i < DENSITY_STEPS; i++) {
		double at = c->period * i / DENSITY_STEPS;
		cell_real(t, at);
		cell_text(t, words_of_place(c, at));
		cell_real(t, circular_density(
				     n, values, often, c->period, concentration, at));
	}
	return t;
}

static enum err_code circular_print(struct clock *c, const struct work_options *options,
	const struct points_file *file, const struct points_circular_options *o,
	const struct events *e, bool *left_out)
{
	struct context *ctx = c->ctx;
	struct circular m;
	struct circular_tests t;
	size_t events = c->n;
	if (c->n == 0)
		return err_set(ctx, ERR_DATA,
			"no time is known well enough for a cycle of a %s", o->cycle);
	enum err_code err = fold_children(c);
	if (!err)
		err = circular_run(ctx, &m, c->n, c->at, NULL, c->period);
	if (!err)
		err = circular_tests_run(ctx, &t, c->n, c->at, c->period);
	if (err)
		return err;
	double concentration = o->concentration > 0
				       ? o->concentration
				       : concentration_for(t.kappa_exact, c->n);
	struct result *p = result_create(ctx->arena), *r = result_create(ctx->arena);
	result_text(p, "t", file->value ? NULL : file->t);
	result_text(p, "value", file->value);
	result_text(p, "count", file->count);
	result_text(p, "child", file->child);
	result_text(p, "cycle", o->cycle);
	result_real(p, "concentration", concentration);
	result_int(r, "events", (int64_t)events);
	result_int(r, "too_vague", (int64_t)c->vague);
	result_int(r, "n", (int64_t)c->n);
	result_int(r, "distinct", (int64_t)t.distinct);
	result_real(r, "mean", m.mean);
	result_text(r, "mean_words", words_of_place(c, m.mean));
	result_real(r, "median", t.median);
	result_real(r, "resultant", m.resultant);
	result_real(r, "sd", m.sd);
	result_real(r, "rayleigh_z", m.rayleigh_z);
	result_real(r, "rayleigh_p", m.rayleigh_p);
	result_real(r, "kuiper_v", t.kuiper_v);
	result_real(r, "kuiper_p", t.kuiper_p);
	result_real(r, "watson_u2", t.watson_u2);
	result_real(r, "watson_p", t.watson_p);
	result_real(r, "rao_degrees", t.rao_degrees);
	result_real(r, "rao_p", t.rao_p);
	result_real(r, "kappa", t.kappa);
	result_real(r, "kappa_corrected", t.kappa_corrected);
	result_real(r, "kappa_exact", t.kappa_exact);
	if (t.distinct < c->n)
		result_text(r, "note",
			"Some times are the same, as rounded ones are: Rao's test then "
			"gives too small a p; judge by Watson's.");
	result_table(r, density_table(c, concentration));
	return points_finish(ctx, options, "points circular", e, p, r, left_out);
}

static enum err_code circular_numbers(struct clock *c,
	const struct work_options *options, const struct points_file *file,
	const struct points_circular_options *o, bool *left_out)
{
	struct column_wanted wanted[] = {
		{file->value, "value", COLUMN_NUMBER},
		{file->child, "child", COLUMN_TEXT},
	};
	struct columns_read read;
	enum err_code err =
		columns_read(c->ctx, file->path, wanted, file->child ? 2 : 1, &read);
	if (err)
		return err;
	take_numbers(c, &read, file->child != NULL);
	return circular_print(c, options, file, o, &read.events, left_out);
}

enum err_code work_points_circular(struct context *ctx,
	const struct work_options *options, const struct points_file *file,
	const struct points_circular_options *o, bool *left_out)
{
	struct points_file intervals = *file;
	struct clock c = {.ctx = ctx};
	struct events e = {0};
	enum err_code err = read_cycle(&c, o->cycle, file->value != NULL);
	if (!err && !(o->concentration >= 0 && o->concentration <= 1e6))
		err = err_set(ctx, ERR_USAGE,
			"--concentration must lie between 0 and 1,000,000");
	if (err)
		return err;
	if (file->value)
		return circular_numbers(&c, options, file, o, left_out);
	intervals.t = file->t ? file->t : "t";
	intervals.end = file->end ? file->end : intervals.t;
	err = events_read(ctx, &intervals, EVENTS_INTERVALS, &e);
	if (!err)
		err = take_events(&c, &e);
	if (!err)
		err = circular_print(&c, options, &intervals, o, &e, left_out);
	events_release(&e);
	return err;
}
