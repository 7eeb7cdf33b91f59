#include "base/str.h"
#include "work/cells.h"
#include "work/count.h"
#include "work/hiding.h"
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

/* ---- what the public could work out ------------------------------------------------ */

static const char *const counts[] = {"episodes", "children", "value", NULL};

/* Lines that add up to another, for each part and month. */
static const enum count_line sums[][4] = {
	{COUNT_MISSING, COUNT_ABSENT, COUNT_NO_APPARENT_RISK, COUNT_AWAY},
	{COUNT_CHILDREN_ONCE, COUNT_CHILDREN_TWICE, COUNT_CHILDREN_THREE,
		COUNT_LINES_N},
};

/* Where the rows of a table are: of a line, part and month (0: the whole period). */
struct places {
	const struct context *ctx;
	struct table *t;
	size_t months_n;
	size_t *row; /* SIZE_MAX: there is none */
};

static size_t *place_of(
	const struct places *p, enum count_line line, int part, size_t month)
{
	return &p->row[((size_t)line * COUNT_PARTS_N + (size_t)part) * p->months_n +
		       month];
}

static size_t hidden_in(const struct table *t)
{
	size_t n = 0;
	for (size_t row = 0; row < t->rows_n; row++)
		n += is_hidden(t, row, counts[0]);
	return n;
}

static void hide_sums(const struct places *p, size_t month)
{
	size_t rows[COUNT_PARTS_N], n;
	for (size_t s = 0; s < sizeof sums / sizeof *sums; s++)
		for (int part = 0; part < COUNT_PARTS_N; part++) {
			n = 0;
			for (size_t i = 0; i < 4; i++) {
				if (sums[s][i] == COUNT_LINES_N)
					continue;
				size_t row = *place_of(p, sums[s][i], part, month);
				if (row != SIZE_MAX)
					rows[n++] = row;
			}
			hide_second(p->ctx, p->t, rows, n, counts);
		}
	/* The parts of a line: all episodes are the trend's, those missing from a
	 * placement are among the missing. */
	static const enum count_line whole[] = {COUNT_ALL_TYPES, COUNT_FROM_PLACEMENT};
	for (size_t s = 0; s < 2; s++) {
		n = 0;
		for (int part = 0; part < COUNT_PARTS_N; part++)
			if (*place_of(p, whole[s], part, month) != SIZE_MAX)
				rows[n++] = *place_of(p, whole[s], part, month);
		hide_second(p->ctx, p->t, rows, n, counts);
	}
}

/* The months of a line add up to its period. */
static void hide_months(const struct places *p)
{
	for (int line = 0; line < COUNT_MEDIAN_HOURS; line++)
		for (int part = 0; part < COUNT_PARTS_N; part++) {
			const size_t *rows =
				place_of(p, (enum count_line)line, part, 0);
			if (*rows != SIZE_MAX)
				hide_second(p->ctx, p->t, rows, p->months_n, counts);
		}
}

/* What is hidden for one total can leave another with a single hidden part: until
 * nothing more is hidden. Each pass hides a row or is the last. */
static void hide_parts(const struct places *p)
{
	size_t before;
	do {
		before = hidden_in(p->t);
		for (size_t month = 0; month < p->months_n; month++)
			hide_sums(p, month);
		if (p->months_n > 1)
			hide_months(p);
	} while (hidden_in(p->t) > before);
}

/* Rows stand by line, part and month, as line_rows() writes them. */
static void hide_table(
	struct context *ctx, const struct count *x, struct table *t, size_t months_n)
{
	size_t cells = (size_t)COUNT_LINES_N * COUNT_PARTS_N * months_n, row = 0;
	struct places p = {ctx, t, months_n, arena_array(ctx->arena, size_t, cells)};
	if (ctx->audience != AUDIENCE_PUBLIC || months_n == 0)
		return;
	for (size_t i = 0; i < cells; i++)
		p.row[i] = SIZE_MAX;
	while (row < t->rows_n) {
		const struct cell *part_cell = table_get(t, row, "part");
		int line = 0, part = 0;
		while (!str_equal(
			count_line_names[line], table_get(t, row, "line")->as.text))
			line++;
		if (x->missing[line]) {
			row++;
			continue;
		}
		while (!str_equal(count_part_names[part], part_cell->as.text))
			part++;
		for (size_t m = 0; m < months_n; m++)
			*place_of(&p, (enum count_line)line, part, m) = row++;
	}
	hide_parts(&p);
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
	hide_table(ctx, x, months, (size_t)(last - first + 1));
	hide_table(ctx, x, totals, 1);
	result_text(r, "authority", x->options.authority);
	result_table(r, months);
	result_table(r, totals);
	result_count(ctx, r, "of_other_authorities", x->other_authorities);
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
