#include "work/points_hourweek.h"
#include "base/str.h"
#include "work/hiding.h"
#include "work/points_result.h"
#include "work/points_series.h"
#include <math.h>

const char *const weekday_names[7] = {
	"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"};

/* ---- tables ------------------------------------------------------------------------ */

#define FIGURES(SHOWN)                                                                 \
	{"events", SHOWN("Events"), 1, AUDIENCE_PUBLIC},                               \
		{"children", SHOWN("Children"), 1, AUDIENCE_PUBLIC},                   \
		{"expected", SHOWN("Expected"), 1, AUDIENCE_PUBLIC},                   \
		{"ratio", SHOWN("Ratio"), 2, AUDIENCE_PUBLIC},                         \
		{"p_value", SHOWN("p"), 4, AUDIENCE_PUBLIC},                           \
		{"p_fdr", SHOWN("p (false discovery)"), 4, AUDIENCE_PUBLIC},           \
	{                                                                              \
		"state", SHOWN("Stands out"), 0, AUDIENCE_PUBLIC                       \
	}
#define AS_IT_IS(title) title
#define NOT_AT_ALL(title) NULL

static const struct column hour_columns[] = {{"from_hour", "From", 0, AUDIENCE_PUBLIC},
	{"to_hour", "to", 0, AUDIENCE_PUBLIC}, FIGURES(AS_IT_IS)};
static const struct column weekday_columns[] = {
	{"weekday", "Weekday", 0, AUDIENCE_PUBLIC}, FIGURES(AS_IT_IS)};
/* 168 rows are nothing to read. */
static const struct column cell_columns[] = {{"weekday", NULL, 0, AUDIENCE_PUBLIC},
	{"from_hour", NULL, 0, AUDIENCE_PUBLIC}, {"to_hour", NULL, 0, AUDIENCE_PUBLIC},
	FIGURES(NOT_AT_ALL)};
static const struct column stand_out_columns[] = {
	{"weekday", "Weekday", 0, AUDIENCE_PUBLIC},
	{"from_hour", "From", 0, AUDIENCE_PUBLIC},
	{"to_hour", "to", 0, AUDIENCE_PUBLIC}, FIGURES(AS_IT_IS)};
static const char *const figure_names[] = {
	"events", "children", "expected", "ratio", "p_value", "p_fdr", "state", NULL};

/* Under 5 events or children are not for the public, nor is what says how many; nor is the
 * sum of hours of which another table may hide one. */
static void cells_of(
	const struct context *ctx, struct table *t, const struct hourweek_part *p)
{
	bool few = ctx->audience == AUDIENCE_PUBLIC &&
		   ((p->events > 0 && p->events < 5) ||
			   (p->children > 0 && p->children < 5));
	for (int i = 0; few && i < 7; i++)
		cell_null(t);
	if (few)
		return;
	bool out = p->q_value <= HOURWEEK_ALPHA;
	cell_real(t, ctx->audience == AUDIENCE_PUBLIC ? NAN : p->events);
	cell_real(t, p->children);
	cell_real(t, p->expected);
	cell_real(t, p->expected > 0 ? p->children / p->expected : NAN);
	cell_real(t, p->p_value);
	cell_real(t, p->q_value);
	cell_text(t, !out ? NULL : p->children > p->expected ? "more" : "fewer");
}

const struct table *hourweek_hours(struct context *ctx, const struct hourweek *h)
{
	struct table *t = TABLE_CREATE(ctx->arena, "hours",
		"Hours of the day, each child counted once", hour_columns);
	t->reading = "Expected is an even day. p of false discovery is for reading all "
		     "rows together: of rows with 0.05 or less, about one in twenty is "
		     "chance.";
	for (int b = 0; b < h->blocks; b++) {
		cell_int(t, b * h->block_h);
		cell_int(t, (b + 1) * h->block_h);
		cells_of(ctx, t, &h->hour[b]);
	}
	hide_second_row(ctx, t, figure_names);
	return t;
}

const struct table *hourweek_weekdays(struct context *ctx, const struct hourweek *h)
{
	struct table *t = TABLE_CREATE(ctx->arena, "weekdays",
		"Weekdays, each child counted once", weekday_columns);
	t->reading = "Expected is an even week.";
	for (int d = 0; d < 7; d++) {
		cell_text(t, weekday_names[d]);
		cells_of(ctx, t, &h->weekday[d]);
	}
	hide_second_row(ctx, t, figure_names);
	return t;
}

static void cell_rows(
	struct context *ctx, struct table *t, const struct hourweek *h, bool all)
{
	for (int d = 0; d < 7 && ctx->audience > AUDIENCE_PUBLIC; d++)
		for (int b = 0; b < h->blocks; b++) {
			const struct hourweek_part *p = &h->cell[d * h->blocks + b];
			if (!all && !(p->q_value <= HOURWEEK_ALPHA))
				continue;
			cell_text(t, weekday_names[d]);
			cell_int(t, b * h->block_h);
			cell_int(t, (b + 1) * h->block_h);
			cells_of(ctx, t, p);
		}
}

const struct table *hourweek_cells(struct context *ctx, const struct hourweek *h)
{
	struct table *t = TABLE_CREATE(ctx->arena, "cells",
		"Hours of a weekday, each child counted once", cell_columns);
	cell_rows(ctx, t, h, true);
	return t;
}

const struct table *hourweek_stand_out(struct context *ctx, const struct hourweek *h)
{
	struct table *t = TABLE_CREATE(ctx->arena, "stand_out",
		"Hours of a weekday that stand out, each child counted once",
		stand_out_columns);
	t->reading = "Expected is what the same hours of the average day have.";
	cell_rows(ctx, t, h, false);
	return t;
}

const struct result *hourweek_tests(struct context *ctx, const struct hourweek *h)
{
	struct result *r = result_create(ctx->arena);
	result_bool(r, "tested", h->tested);
	result_int(r, "block_hours", h->block_h);
	result_int(r, "permutations", h->replications);
	result_real(r, "p_hours", h->p_hours);
	result_real(r, "p_weekdays", h->p_weekdays);
	result_real(r, "p_cells", h->p_cells);
	return r;
}

/* ---- the command ------------------------------------------------------------------- */

/* Rows in place of counts; without a column of children every event is one of its own. */
struct intervals {
	size_t n, children;
	int64_t *from_s, *until_s;
	uint32_t *child; /* NULL: each its own */
};

static struct intervals intervals_of(
	struct context *ctx, const struct events *e, size_t n)
{
	struct intervals x = {0};
	x.from_s = arena_array(ctx->arena, int64_t, n);
	x.until_s = arena_array(ctx->arena, int64_t, n);
	x.child = e->child ? arena_array(ctx->arena, uint32_t, n) : NULL;
	for (size_t i = 0; i < e->n; i++)
		for (uint32_t k = 0; k < (e->count ? e->count[i] : 1); k++) {
			x.from_s[x.n] = e->from_s[i];
			x.until_s[x.n] = e->until_s[i];
			if (x.child) {
				x.child[x.n] = e->child[i];
				if (e->child[i] >= x.children)
					x.children = e->child[i] + 1;
			}
			x.n++;
		}
	return x;
}

static enum err_code hourweek_print(struct context *ctx,
	const struct work_options *options, const struct points_file *file,
	const struct points_hourweek_options *o, const struct events *e, bool *left_out)
{
	size_t n;
	enum err_code err = events_total(ctx, e, EVENTS_MOST, &n);
	if (err)
		return err;
	struct intervals x = intervals_of(ctx, e, n);
	struct hourweek h;
	struct hourweek_options ho = {.longest_s = (int64_t)o->longest_s,
		.block_h = (int)o->hours,
		.replications = (uint32_t)o->permutations};
	err = hourweek_run(ctx, &h, x.n, x.from_s, x.until_s, x.child, x.children, &ho);
	if (err)
		return err;
	struct result *p = result_create(ctx->arena), *r = result_create(ctx->arena);
	result_text(p, "t", file->t);
	if (file->end != file->t)
		result_text(p, "end", file->end);
	result_text(p, "count", file->count);
	result_text(p, "child", file->child);
	result_real(p, "longest_days", o->longest_s / (double)DAY_S);
	result_int(p, "hours", h.block_h);
	result_int(p, "permutations", h.replications);
	result_table(r, hourweek_cells(ctx, &h));
	result_int(r, "n", (int64_t)x.n);
	result_int(r, "used", (int64_t)h.hours.used);
	result_int(r, "too_long", (int64_t)h.hours.left_out);
	result_int(r, "children", (int64_t)h.children);
	result_real(r, "share_within_hour", h.hours.pinned);
	result_result(r, "tests", hourweek_tests(ctx, &h));
	if (!h.tested)
		result_text(r, "note",
			str_printf(ctx->arena,
				"No test: it needs %d events with a time, of two "
				"children or more.",
				(int)HOURWEEK_LEAST));
	result_table(r, hourweek_hours(ctx, &h));
	result_table(r, hourweek_weekdays(ctx, &h));
	result_table(r, hourweek_stand_out(ctx, &h));
	return points_finish(ctx, options, "points hourweek", e, p, r, left_out);
}

enum err_code work_points_hourweek(struct context *ctx,
	const struct work_options *options, const struct points_file *file,
	const struct points_hourweek_options *o, bool *left_out)
{
	struct points_file intervals = *file;
	struct events e = {0};
	if (o->hours > 12 || o->permutations > 1000000)
		return err_set(ctx, ERR_USAGE,
			"--hours: at most 12; --permutations: at most 1000000");
	if (!intervals.t)
		intervals.t = "t";
	if (!intervals.end)
		intervals.end = intervals.t;
	enum err_code err = events_read(ctx, &intervals, EVENTS_INTERVALS, &e);
	if (!err)
		err = hourweek_print(ctx, options, &intervals, o, &e, left_out);
	events_release(&e);
	return err;
}
