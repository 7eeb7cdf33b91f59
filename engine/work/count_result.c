#include "base/str.h"
#include "work/cells.h"
#include "work/count.h"
#include "work/months.h"
#include "work/naming.h"

static const char *const line_titles[COUNT_LINES_N] = {"Missing",
	"Absent (2013 to 2017)", "No apparent risk",
	"Away from placement without authorisation", "All types together",
	"Missing from a care placement", "Early help after an episode",
	"Section 17 after an episode", "Section 47 after an episode",
	"Strategy discussion after an episode", "NRM referral after an episode",
	"Own children newly placed elsewhere", "of these, host authority notified",
	"Others' children newly placed here", "of these, authority notified",
	"Children with one episode", "Children with two episodes",
	"Children with three or more", "Usual length in hours (median)"};

static const struct column month_columns[] = {
	{"line", NULL, 0, AUDIENCE_PUBLIC},
	{"title", "Line", 0, AUDIENCE_PUBLIC},
	{"part", "Part", 0, AUDIENCE_PUBLIC},
	{"month", "Month", 0, AUDIENCE_PUBLIC},
	{"episodes", "Episodes", 0, AUDIENCE_PUBLIC},
	{"children", "Children", 0, AUDIENCE_PUBLIC},
	{"value", "Value", 1, AUDIENCE_PUBLIC},
	{"note", "Note", 0, AUDIENCE_PUBLIC},
};
static const struct column total_columns[] = {
	{"line", NULL, 0, AUDIENCE_PUBLIC},
	{"title", "Line", 0, AUDIENCE_PUBLIC},
	{"part", "Part", 0, AUDIENCE_PUBLIC},
	{"episodes", "Episodes", 0, AUDIENCE_PUBLIC},
	{"children", "Children", 0, AUDIENCE_PUBLIC},
	{"value", "Value", 1, AUDIENCE_PUBLIC},
	{"note", "Note", 0, AUDIENCE_PUBLIC},
};

/* Parts of a line that a reader expects to see, also where they are 0. */
static bool expected(enum count_line line, enum count_part part)
{
	if (line == COUNT_FROM_PLACEMENT)
		return part == COUNT_IN_AREA || part == COUNT_OUT_OF_AREA;
	if (line >= COUNT_PLACED_ELSEWHERE && line <= COUNT_HERE_NOTIFIED)
		return part == COUNT_ALL;
	return part == COUNT_HOME || part == COUNT_CARE;
}

static void row(struct context *ctx, struct table *t, bool by_month,
	enum count_line line, enum count_part part, const struct count_cell *cell,
	struct moment month)
{
	int64_t children = cell ? cell->children : 0;
	cell_text(t, count_line_names[line]);
	cell_text(t, line_titles[line]);
	cell_text(t, count_part_names[part]);
	if (by_month)
		cell_moment(t, month);
	cell_episodes(ctx, t, cell ? cell->episodes : 0, children);
	cell_count(ctx, t, children);
	if (cell)
		cell_figure(ctx, t, children, cell->value);
	else
		cell_null(t);
	cell_null(t);
}

static void missing_row(
	struct table *t, bool by_month, enum count_line line, const char *note)
{
	cell_text(t, count_line_names[line]);
	cell_text(t, line_titles[line]);
	for (int i = 0; i < (by_month ? 5 : 4); i++)
		cell_null(t);
	cell_text(t, note);
}

/* The cell of a line, part and month, or NULL. *at walks on, for cells are in order. */
static const struct count_cell *cell_at(const struct count *x, size_t *at,
	enum count_line line, enum count_part part, int64_t month)
{
	const struct count_cell *c = *at < x->n ? &x->cells[*at] : NULL;
	if (!c || c->line != line || c->part != part || c->month != month)
		return NULL;
	++*at;
	return c;
}

static void line_rows(struct context *ctx, const struct count *x, enum count_line line,
	int64_t first, int64_t last, size_t *at, struct table *months,
	struct table *totals)
{
	if (x->missing[line]) {
		missing_row(months, true, line, x->missing[line]);
		missing_row(totals, false, line, x->missing[line]);
		while (*at < x->n && x->cells[*at].line == line)
			++*at;
		return;
	}
	for (int p = 0; p < COUNT_PARTS_N; p++) {
		enum count_part part = (enum count_part)p;
		const struct count_cell *all = cell_at(x, at, line, part, -1);
		if (!all && !expected(line, part))
			continue;
		row(ctx, totals, false, line, part, all, (struct moment){0});
		for (int64_t m = first; m <= last; m++)
			row(ctx, months, true, line, part,
				cell_at(x, at, line, part, m), month_moment(m));
	}
}

enum err_code count_result(struct work_case *c, const struct episode_set *set,
	const struct count *x, struct result **out)
{
	struct context *ctx = c->ctx;
	struct result *r = result_create(ctx->arena);
	struct table *months = TABLE_CREATE(
		ctx->arena, "count", "The COUNT checklist by month", month_columns);
	struct table *totals = TABLE_CREATE(ctx->arena, "count_totals",
		"The COUNT checklist, the whole period", total_columns);
	months->reading = totals->reading =
		"Home and care are where the child went from. Of lines about "
		"assessments, "
		"episodes are those that one followed within 28 days. A line without "
		"data "
		"says so: it is not 0. Placements count in the month they begin.";
	int64_t first = month_number(set->first_day * DAY_S);
	int64_t last = set->last_day >= set->first_day
			       ? month_number(set->last_day * DAY_S)
			       : first - 1;
	size_t at = 0;
	for (int line = 0; line < COUNT_LINES_N; line++)
		line_rows(ctx, x, (enum count_line)line, first, last, &at, months,
			totals);
	result_text(r, "authority", x->options.authority);
	result_table(r, months);
	result_table(r, totals);
	if (naming_suppressed(ctx, x->other_authorities))
		result_text(r, "of_other_authorities", NULL);
	else
		result_int(r, "of_other_authorities", x->other_authorities);
	*out = r;
	return ERR_OK;
}

enum err_code work_count(struct context *ctx, const struct work_options *options,
	const struct count_options *o)
{
	struct work_case c;
	struct episode_set set;
	struct count x;
	struct result *result = NULL;
	enum err_code code = case_open(ctx, options, STORE_WRITE, &c);
	if (code)
		return code;
	code = episodes_load(&c, &set);
	if (!code)
		code = count_compute(&c, &set, o, &x);
	if (!code)
		code = count_result(&c, &set, &x, &result);
	struct result *parameters = case_parameters(&c);
	result_text(parameters, "authority", o->authority);
	return analysis_finish(&c, code, "count", parameters, result);
}
