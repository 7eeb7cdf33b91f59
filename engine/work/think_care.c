/* The checklist, out of area, cross-reference, interviews and assessments, flags. */
#include "work/crossref.h"
#include "work/think_parts.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum err_code think_count(struct think *t)
{
	struct count_options o = {.authority = t->authority};
	struct result *r;
	enum err_code err = count_compute(t->c, &t->set, &o, &t->count);
	if (!err)
		err = count_result(t->c, &t->set, &t->count, &r);
	if (err)
		return err;
	t->count_totals = think_table(t, "count", r, "count_totals");
	think_result(t, "count", r);
	html_open(t->html, "trends", "Trends");
	html_table_folded(t->html, t->count_totals,
		"The COUNT checklist for the whole period", 0);
	html_say(t->html,
		"The checklist by month, home and care apart, is in tables/count.csv.");
	return ERR_OK;
}

/* ---- out of area --------------------------------------------------------------- */

static int64_t total_of(const struct think *t, enum count_line line,
	enum count_part part, int64_t *children)
{
	for (size_t i = 0; i < t->count.n; i++) {
		const struct count_cell *cell = &t->count.cells[i];
		if (cell->line == line && cell->part == part && cell->month < 0) {
			*children = cell->children;
			return cell->episodes;
		}
	}
	return *children = 0;
}

struct authority_count {
	const char *name;
	int64_t episodes, children;
};

static int most_first(const void *a, const void *b)
{
	const struct authority_count *x = a, *y = b;
	if (x->episodes != y->episodes)
		return x->episodes > y->episodes ? -1 : 1;
	return strcmp(x->name, y->name);
}

static struct authority_count *count_authorities(struct think *t, size_t *n)
{
	struct arena *arena = t->ctx->arena;
	struct map names;
	map_init(&names, arena);
	for (size_t i = 0; i < t->set.n; i++)
		map_intern(&names, str_or_empty(t->set.episodes[i].authority));
	struct authority_count *counts =
		arena_array(arena, struct authority_count, names.n);
	bool *keep = arena_array(arena, bool, t->set.n);
	for (size_t k = 0; k < names.n; k++) {
		counts[k].name = *names.keys[k] ? names.keys[k] : "not said";
		for (size_t i = 0; i < t->set.n; i++) {
			keep[i] = strcmp(str_or_empty(t->set.episodes[i].authority),
					  names.keys[k]) == 0;
			counts[k].episodes += keep[i];
		}
		counts[k].children = think_children(t, keep);
	}
	qsort(counts, names.n, sizeof *counts, most_first);
	*n = names.n;
	return counts;
}

static const struct table *authorities_table(struct think *t)
{
	static const struct column columns[] = {
		{"authority", "Responsible authority", 0, AUDIENCE_PUBLIC},
		{"episodes", "Episodes", 0, AUDIENCE_PUBLIC},
		{"children", "Children", 0, AUDIENCE_PUBLIC},
	};
	struct table *table = TABLE_CREATE(t->ctx->arena, "authorities",
		"Episodes by responsible authority", columns);
	size_t n;
	const struct authority_count *counts = count_authorities(t, &n);
	for (size_t i = 0; i < n; i++) {
		cell_text(table, counts[i].name);
		cell_episodes(t->ctx, table, counts[i].episodes, counts[i].children);
		cell_count(t->ctx, table, counts[i].children);
	}
	static const char *const hidden[] = {"episodes", "children", NULL};
	hide_second_row(t->ctx, table, hidden);
	return table;
}

static bool is_area_line(const struct table *t, size_t row)
{
	static const enum count_line lines[] = {COUNT_FROM_PLACEMENT,
		COUNT_PLACED_ELSEWHERE, COUNT_ELSEWHERE_NOTIFIED, COUNT_PLACED_HERE,
		COUNT_HERE_NOTIFIED};
	const struct cell *line = table_get(t, row, "line");
	for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
		if (line->kind == CELL_TEXT &&
			strcmp(line->as.text, count_line_names[lines[i]]) == 0)
			return true;
	return false;
}

enum err_code think_area(struct think *t)
{
	struct result *r = result_create(t->ctx->arena);
	result_table(r, authorities_table(t));
	think_result(t, "out_of_area", r);
	html_open(t->html, "out-of-area", "Out of area");
	int64_t out_children, in_children;
	int64_t out =
		total_of(t, COUNT_FROM_PLACEMENT, COUNT_OUT_OF_AREA, &out_children);
	int64_t in = total_of(t, COUNT_FROM_PLACEMENT, COUNT_IN_AREA, &in_children);
	if (t->count.missing[COUNT_FROM_PLACEMENT]) {
		html_say(t->html, "Which placements are out of area is not known: %s.",
			t->count.missing[COUNT_FROM_PLACEMENT]);
	} else {
		/* The two are nearly all who went from a placement: the one tells the
		 * other. */
		if (naming_suppressed(t->ctx, out_children) ||
			naming_suppressed(t->ctx, in_children))
			out_children = in_children = 1;
		const char *strong = think_text(t,
			"%s went from a placement outside their authority, %s from one "
			"within.",
			think_both(t, out, out_children),
			think_both(t, in, in_children));
		html_finding(t->html, "%s", strong);
		if (out + in >= THINK_FEW)
			think_finding(t, "out-of-area", strong, NULL);
	}
	struct table *lines = think_rows(t, t->count_totals, is_area_line);
	lines->title = "Placements in and out of area";
	html_table(t->html, lines, 0);
	html_table(t->html, think_table(t, "out_of_area", r, "authorities"), 20);
	return ERR_OK;
}

/* ---- cross-reference, interviews, assessments ---------------------------------- */

static double part(int64_t n, int64_t of)
{
	return of ? (double)n / (double)of : NAN;
}

static void say_registers(struct think *t, const struct crossref *x)
{
	const struct register_figures *most = NULL;
	int64_t on = x->children - x->on_none;
	for (size_t i = 0; i < x->registers_n; i++)
		if (!most || x->registers[i].children > most->children)
			most = &x->registers[i];
	if (!most || on == 0 || x->children < THINK_FEW ||
		naming_suppressed(t->ctx, x->on_none) ||
		naming_suppressed(t->ctx, on)) {
		html_say(t->html, on ? "Too few children to speak of shares."
				     : "No register tells of these children.");
		return;
	}
	const char *strong =
		think_text(t, "%s of the children who went are on another register.",
			think_percent(t, part(on, x->children)));
	const char *rest = think_text(t, "%s of %s; the most on \"%s\" (%s).",
		words_count(t->ctx->arena, on),
		think_n(t, x->children, "child", "children"), most->name,
		think_n(t, most->children, "child", "children"));
	html_finding(t->html, "%s", strong);
	html_say(t->html, "%s", rest);
	think_finding(t, "crossref", strong, rest);
	html_note(t->html,
		"How many of the area's other children are on these registers is not "
		"known here: a share says who goes, not that the register's subject "
		"makes them go.");
}

static void say_interviews(struct think *t, const struct interview_figures *x)
{
	if (!x->any || x->ended < THINK_FEW) {
		html_say(
			t->html, x->any ? "Too few episodes ended to speak of shares."
					: "No return home interviews are in the case.");
		return;
	}
	const char *strong = think_text(t,
		"An interview was held within 72 hours of the return after %s of "
		"episodes.",
		think_percent(t, part(x->held_soon, x->ended)));
	const char *rest = think_text(t,
		"Of %s that ended, one was offered in time after %s and held at all "
		"after %s.",
		think_n(t, x->ended, "episode", "episodes"),
		think_percent(t, part(x->offered_soon, x->ended)),
		think_percent(t, part(x->held, x->ended)));
	html_finding(t->html, "%s", strong);
	html_say(t->html, "%s", rest);
	think_finding(t, "interviews", strong, rest);
}

static void say_after(struct think *t, const struct crossref *x)
{
	const struct interview_after *own = &x->after[INTERVIEW_INDEPENDENT];
	const struct interview_after *other = &x->after[INTERVIEW_NOT_INDEPENDENT];
	if (!isfinite(x->ratio) || !isfinite(x->ratio_lower) ||
		naming_suppressed(t->ctx, own->children) ||
		naming_suppressed(t->ctx, other->children))
		return;
	bool fewer = x->ratio_upper<1, more = x->ratio_lower> 1;
	const char *strong =
		fewer  ? "Children go less often after an interview by someone "
			 "independent than after another."
		: more ? "Children go more often after an interview by someone "
			 "independent than after another."
		       : "No difference is shown between interviews by someone "
			 "independent and others.";
	const char *rest = think_text(t,
		"In the 90 days after one: %.2f episodes for 100 days against %.2f; "
		"ratio %.2f, 95%% interval %.2f to %.2f with children as the unit. Who "
		"gets which is not drawn by lot.",
		own->rate, other->rate, x->ratio, x->ratio_lower, x->ratio_upper);
	html_finding(t->html, "%s", strong);
	html_say(t->html, "%s", rest);
	if (fewer || more)
		think_finding(t, "interviews", strong, rest);
}

enum err_code think_crossref(struct think *t)
{
	struct crossref x;
	struct result *r;
	enum err_code err = crossref_compute(t->c, &t->set, &x);
	if (!err)
		err = crossref_result(t->c, &t->set, &x, &r);
	if (err)
		return err;
	think_result(t, "crossref", r);
	html_open(t->html, "crossref", "Cross-reference");
	say_registers(t, &x);
	html_table(t->html, think_table(t, "crossref", r, "registers"), 20);
	html_open(t->html, "interviews", "Interviews and assessments");
	say_interviews(t, &x.interviews);
	html_table(t->html, think_table(t, "crossref", r, "interviews"), 0);
	say_after(t, &x);
	html_table(t->html, think_table(t, "crossref", r, "after_interview"), 0);
	html_table(t->html, think_table(t, "crossref", r, "assessments"), 0);
	return ERR_OK;
}

/* ---- flags -------------------------------------------------------------------------
 */

enum err_code think_flags(struct think *t)
{
	struct flags x;
	struct result *r;
	enum err_code err = flags_compute(t->c, &t->set, &t->found, &x);
	if (!err)
		err = flags_result(t->c, &x, &r);
	if (err)
		return err;
	think_result(t, "flags", r);
	html_open(t->html, "flags", "Flags");
	int64_t high = 0;
	for (size_t i = 0; i < x.list.n; i++)
		high += x.list.items[i].severity == FLAG_HIGH;
	if (high && t->ctx->audience > AUDIENCE_PUBLIC)
		think_finding(t, "flags",
			think_text(t, "%s for a person's look first.",
				words_of(
					t->ctx->arena, high, "flag asks", "flags ask")),
			"Each with its rule, its figures and its rows.");
	html_say(t->html,
		"%s raised, each by a rule that anyone can read (queries/flag_*.sql). "
		"A "
		"flag asks for a person's look; it is no verdict. Its figures, rows "
		"and "
		"caveats are in report.json.",
		words_of(t->ctx->arena, (int64_t)x.list.n, "flag was", "flags were"));
	html_table(t->html, think_table(t, "flags", r, "rules"), 0);
	html_table(t->html, think_table(t, "flags", r, "flags"), 25);
	return ERR_OK;
}
