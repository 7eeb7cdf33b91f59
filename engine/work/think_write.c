#include "base/str.h"
#include "report/svg.h"
#include "work/think_parts.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

const char *think_text(struct think *t, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	const char *text = str_vprintf(t->ctx->arena, format, args);
	va_end(args);
	return text;
}

void think_file(struct think *t, const char *path, const char *text)
{
	arena_reserve(t->ctx->arena, t->files, t->files_capacity, t->files_n + 1);
	t->files[t->files_n++] = (struct think_file){path, text};
}

static const char *file_name(struct think *t, const char *section, const char *name)
{
	return strcmp(section, name) == 0 ? name
					  : think_text(t, "%s_%s", section, name);
}

void think_result(struct think *t, const char *section, const struct result *r)
{
	result_result(t->sections, section, r);
	for (size_t i = 0; i < r->n; i++) {
		if (r->fields[i].value.kind != CELL_TABLE)
			continue;
		const struct table *table = r->fields[i].value.as.table;
		const char *csv = emit_csv(t->ctx, table);
		if (*csv)
			think_file(t,
				think_text(t, "tables/%s.csv",
					file_name(t, section, table->name)),
				csv);
	}
}

const struct table *think_table(
	struct think *t, const char *section, const struct result *r, const char *name)
{
	static const struct column none[] = {{"none", NULL, 0, AUDIENCE_PUBLIC}};
	const struct table *found = result_find_table(r, name);
	if (!found)
		return TABLE_CREATE(t->ctx->arena, name, NULL, none);
	struct table *copy = arena_new(t->ctx->arena, struct table);
	*copy = *found;
	copy->name = file_name(t, section, name);
	return copy;
}

struct table *think_hide(
	struct think *t, const struct table *table, const char *columns)
{
	struct arena *arena = t->ctx->arena;
	struct str_list hidden = str_split(arena, columns, ',');
	struct column *copy = arena_array(arena, struct column, table->columns_n);
	struct table *to = arena_new(arena, struct table);
	memcpy(copy, table->columns, table->columns_n * sizeof *copy);
	for (size_t i = 0; i < table->columns_n; i++)
		for (size_t k = 0; k < hidden.n; k++)
			if (strcmp(copy[i].name, hidden.items[k]) == 0)
				copy[i].title = NULL;
	*to = *table;
	to->columns = copy;
	return to;
}

struct table *think_rows(struct think *t, const struct table *table, think_keep *keep)
{
	struct table *to = arena_new(t->ctx->arena, struct table);
	size_t width = table->columns_n;
	*to = *table;
	to->cells = arena_array(t->ctx->arena, struct cell, table->cells_n);
	to->cells_capacity = table->cells_n;
	to->rows_n = to->cells_n = 0;
	for (size_t row = 0; row < table->rows_n; row++) {
		if (!keep(table, row))
			continue;
		memcpy(to->cells + to->cells_n, table->cells + row * width,
			width * sizeof *to->cells);
		to->cells_n += width;
		to->rows_n++;
	}
	return to;
}

void think_figure(struct think *t, const struct figure *figure, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	const char *caption = str_vprintf(t->ctx->arena, format, args);
	va_end(args);
	html_figure(t->html, figure, "%s", caption);
	if (!figure->svg)
		return;
	think_file(t, think_text(t, "figures/%s.svg", figure->name),
		think_text(t, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n%s\n",
			svg_titled(t->ctx->arena, figure->svg, figure->alt)));
}

void think_finding(
	struct think *t, const char *section, const char *strong, const char *rest)
{
	arena_reserve(
		t->ctx->arena, t->findings, t->findings_capacity, t->findings_n + 1);
	t->findings[t->findings_n++] =
		(struct think_finding){section, strong, rest, false};
}

void think_no_finding(
	struct think *t, const char *section, const char *strong, const char *rest)
{
	think_finding(t, section, strong, rest);
	t->findings[t->findings_n - 1].nothing = true;
}

void think_caveat(struct think *t, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	arena_reserve(t->ctx->arena, t->caveats, t->caveats_capacity, t->caveats_n + 1);
	t->caveats[t->caveats_n++] = str_vprintf(t->ctx->arena, format, args);
	va_end(args);
}

const char *think_n(struct think *t, int64_t n, const char *one, const char *many)
{
	if (naming_suppressed(t->ctx, n))
		return think_text(t, "fewer than 5 %s", many);
	return words_of(t->ctx->arena, n, one, many);
}

const char *think_both(struct think *t, int64_t episodes, int64_t children)
{
	if (naming_suppressed(t->ctx, children))
		return "episodes of fewer than 5 children";
	return think_text(t, "%s of %s", think_n(t, episodes, "episode", "episodes"),
		think_n(t, children, "child", "children"));
}

const char *think_percent(struct think *t, double share_01)
{
	return isfinite(share_01) ? think_text(t, "%.0f%%", 100 * share_01) : NOTHING;
}

const char *think_day(struct think *t, int64_t day)
{
	static const char *const months[] = {"January", "February", "March", "April",
		"May", "June", "July", "August", "September", "October", "November",
		"December"};
	struct civil c = civil_from_days(day);
	return think_text(t, "%d %s %d", c.day, months[c.month - 1], c.year);
}

const char *think_p(struct think *t, double p)
{
	return p < 0.001 ? "p below 0.001" : think_text(t, "p = %.3f", p);
}

int64_t think_children(struct think *t, const bool *keep)
{
	struct arena_mark mark = arena_mark(t->ctx->scratch);
	uint32_t *episodes = arena_array(t->ctx->scratch, uint32_t, t->set.n);
	size_t n = 0;
	for (size_t i = 0; i < t->set.n; i++)
		if (keep[i])
			episodes[n++] = (uint32_t)i;
	int64_t children =
		(int64_t)episodes_children(t->ctx->scratch, &t->set, episodes, n);
	arena_reset(t->ctx->scratch, mark);
	return children;
}

/* ---- episodes by a code ------------------------------------------------------- */

struct code_count {
	const char *words;
	int64_t episodes, children;
};

static int most_first(const void *a, const void *b)
{
	const struct code_count *x = a, *y = b;
	if (x->episodes != y->episodes)
		return x->episodes > y->episodes ? -1 : 1;
	return strcmp(x->words, y->words);
}

static size_t count_codes(struct think *t, think_code_of *code_of,
	const struct think_code *words, struct code_count *counts)
{
	size_t n = 0, total = 0;
	bool *keep = arena_array(t->ctx->arena, bool, t->set.n);
	while (words[total].words)
		total++;
	for (size_t k = 0; k < total; k++) {
		struct code_count count = {.words = words[k].words};
		for (size_t i = 0; i < t->set.n; i++) {
			const char *code = code_of(&t->set.episodes[i]);
			keep[i] = code && words[k].code
					  ? strcmp(code, words[k].code) == 0
					  : !code && !words[k].code;
			count.episodes += keep[i];
		}
		count.children = think_children(t, keep);
		if (count.episodes)
			counts[n++] = count;
	}
	qsort(counts, n, sizeof *counts, most_first);
	return n;
}

static const struct table *code_table(struct think *t, const char *name,
	const char *title, const struct code_count *counts, size_t n)
{
	static const struct column columns[] = {
		{"kind", "Where", 0, AUDIENCE_PUBLIC},
		{"episodes", "Episodes", 0, AUDIENCE_PUBLIC},
		{"children", "Children", 0, AUDIENCE_PUBLIC},
	};
	struct arena *arena = t->ctx->arena;
	struct table *table = TABLE_CREATE(arena, name, title, columns);
	for (size_t i = 0; i < n; i++) {
		cell_text(table, counts[i].words);
		cell_episodes(t->ctx, table, counts[i].episodes, counts[i].children);
		cell_count(t->ctx, table, counts[i].children);
	}
	/* The rows are parts of a total. */
	static const char *const parts[] = {"episodes", "children", NULL};
	hide_second_row(t->ctx, table, parts);
	return table;
}

static const struct table *code_bars(struct think *t, const struct table *table)
{
	static const struct column columns[] = {
		{"label", NULL, 0, AUDIENCE_PUBLIC},
		{"value", NULL, 0, AUDIENCE_PUBLIC},
		{"words", NULL, 0, AUDIENCE_PUBLIC},
		{"strong", NULL, 0, AUDIENCE_PUBLIC},
	};
	struct table *bars = TABLE_CREATE(t->ctx->arena, "bars", NULL, columns);
	for (size_t i = 0; i < table->rows_n; i++) {
		const struct cell *episodes = table_at(table, i, 1);
		const struct cell *children = table_at(table, i, 2);
		if (episodes->kind != CELL_INT)
			continue;
		cell_text(bars, table_at(table, i, 0)->as.text);
		cell_int(bars, episodes->as.integer);
		cell_text(bars,
			think_text(t, "%s, %s",
				think_n(t, episodes->as.integer, "episode", "episodes"),
				think_n(t, children->as.integer, "child", "children")));
		cell_bool(bars, false);
	}
	return bars;
}

enum err_code think_codes(struct think *t, const char *section, const char *name,
	const char *title, think_code_of *code_of, const struct think_code *words)
{
	size_t total = 0;
	while (words[total].words)
		total++;
	struct code_count *counts =
		arena_array(t->ctx->arena, struct code_count, total);
	size_t n = count_codes(t, code_of, words, counts);
	const struct table *table = code_table(t, name, title, counts, n);
	struct result *r = result_create(t->ctx->arena);
	result_table(r, table);
	think_result(t, think_text(t, "%s_%s", section, name), r);
	struct figure figure;
	enum err_code err = figure_bars(t->ctx, think_text(t, "%s-%s", section, name),
		title, code_bars(t, table), &figure);
	if (!err)
		think_figure(t, &figure, "%s, %s.", title,
			think_both(t, (int64_t)t->set.n, (int64_t)t->set.children_n));
	return err;
}
