#include "report/html.h"
#include "gen/asset.h"
#include "report/svg.h"
#include "report/words.h"
#include <string.h>

enum { SECTIONS_MOST = 32, LIST_MOST = 6 };

/* Sections are written to in any order: figures and tables get their numbers when the
 * page is whole. No text of a reader's holds these characters: xml_add() drops them. */
#define FIGURE_NUMBER "\x01"
#define TABLE_NUMBER "\x02"

struct section {
	const char *id, *title;
	struct strbuf text;
};

struct html {
	struct context *ctx;
	struct html_page page;
	struct section sections[SECTIONS_MOST];
	size_t sections_n, open;
	int tables_n;
};

struct html *html_create(struct context *ctx, const struct html_page *page)
{
	struct html *h = arena_new(ctx->arena, struct html);
	h->ctx = ctx;
	h->page = *page;
	return h;
}

static struct strbuf *body(struct html *h)
{
	if (h->sections_n == 0)
		BUG("a report without an open section");
	return &h->sections[h->open].text;
}

void html_open(struct html *h, const char *id, const char *title)
{
	for (size_t i = 0; i < h->sections_n; i++) {
		if (strcmp(h->sections[i].id, id) == 0) {
			h->open = i;
			return;
		}
	}
	if (h->sections_n == SECTIONS_MOST)
		BUG("too many sections in a report");
	h->open = h->sections_n++;
	h->sections[h->open].id = id;
	h->sections[h->open].title = title;
	strbuf_init(&h->sections[h->open].text, h->ctx->arena);
}

/* <TAG> escaped text </TAG> */
static void element(
	struct html *h, const char *start, const char *text, const char *end)
{
	struct strbuf *buf = body(h);
	strbuf_add(buf, start);
	xml_add(buf, text);
	strbuf_add(buf, end);
}

static const char *formatted(struct html *h, const char *format, va_list args)
{
	return str_vprintf(h->ctx->arena, format, args);
}

void html_finding(struct html *h, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	element(h, "<h3>", formatted(h, format, args), "</h3>\n");
	va_end(args);
}

void html_say(struct html *h, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	element(h, "<p>", formatted(h, format, args), "</p>\n");
	va_end(args);
}

void html_note(struct html *h, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	element(h, "<p class=\"note\">", formatted(h, format, args), "</p>\n");
	va_end(args);
}

void html_list_begin(struct html *h)
{
	strbuf_add(body(h), "<ul>\n");
}

void html_item(
	struct html *h, const char *strong, const char *rest, const char *section)
{
	struct strbuf *buf = body(h);
	strbuf_add(buf, "<li>");
	if (strong)
		element(h, "<strong>", strong, "</strong> ");
	if (rest)
		element(h, "", rest, "");
	if (section)
		strbuf_printf(buf, " <a href=\"#%s\">More</a>", section);
	strbuf_add(buf, "</li>\n");
}

void html_list_end(struct html *h)
{
	strbuf_add(body(h), "</ul>\n");
}

void html_numbers(struct html *h, const struct html_number *numbers, size_t n)
{
	strbuf_add(body(h), "<dl class=\"numbers\">\n");
	for (size_t i = 0; i < n; i++) {
		element(h, "<div><dt>", numbers[i].words, "</dt>");
		element(h, "<dd>", numbers[i].number, "</dd></div>\n");
	}
	strbuf_add(body(h), "</dl>\n");
}

void html_figure(struct html *h, const struct figure *figure, const char *format, ...)
{
	struct strbuf *buf = body(h);
	if (!figure->svg) {
		html_say(h, "%s", figure->none);
		return;
	}
	va_list args;
	va_start(args, format);
	const char *caption = formatted(h, format, args);
	va_end(args);
	strbuf_printf(buf, "<figure>\n<div class=\"picture\">%s</div>\n<figcaption>",
		svg_titled(h->ctx->arena, figure->svg, figure->alt));
	strbuf_add(buf, "<b>Figure " FIGURE_NUMBER ".</b> ");
	xml_add(buf, caption);
	strbuf_add(buf, "</figcaption>\n</figure>\n");
}

/* A column that readers see, and that has something in it. */
static bool is_shown(const struct html *h, const struct table *t, size_t column)
{
	if (!words_shown(&t->columns[column], h->ctx->audience))
		return false;
	for (size_t row = 0; row < t->rows_n; row++) {
		const struct cell *cell = table_at(t, row, column);
		if (cell->kind != CELL_NULL &&
			!(cell->kind == CELL_TEXT && str_empty(cell->as.text)))
			return true;
	}
	return t->rows_n == 0;
}

static void table_head(struct html *h, const struct table *t)
{
	struct strbuf *buf = body(h);
	strbuf_add(buf, "<thead><tr>");
	for (size_t i = 0; i < t->columns_n; i++) {
		if (!is_shown(h, t, i))
			continue;
		strbuf_printf(buf, "<th scope=\"col\"%s>",
			words_numeric(t, i) ? " class=\"n\"" : "");
		xml_add(buf, t->columns[i].title);
		strbuf_add(buf, "</th>");
	}
	strbuf_add(buf, "</tr></thead>\n<tbody>\n");
}

/* The first column names the row. */
static void table_row(struct html *h, const struct table *t, size_t row)
{
	struct strbuf *buf = body(h);
	bool first = true;
	strbuf_add(buf, "<tr>");
	for (size_t i = 0; i < t->columns_n; i++) {
		if (!is_shown(h, t, i))
			continue;
		const char *words = words_cell(
			h->ctx->arena, &t->columns[i], table_at(t, row, i), LIST_MOST);
		/* Short cells stay on one line, so that no date is broken. */
		strbuf_printf(buf, "%s%s>", first ? "<th scope=\"row\"" : "<td",
			words_numeric(t, i)       ? " class=\"n\""
			: words_width(words) > 24 ? " class=\"w\""
						  : "");
		xml_add(buf, words);
		strbuf_add(buf, first ? "</th>" : "</td>");
		first = false;
	}
	strbuf_add(buf, "</tr>\n");
}

static bool any_shown(const struct html *h, const struct table *t)
{
	for (size_t i = 0; i < t->columns_n; i++)
		if (is_shown(h, t, i))
			return true;
	return false;
}

static void table_rows(struct html *h, const struct table *t, size_t most)
{
	struct strbuf *buf = body(h);
	size_t shown = most && t->rows_n > most ? most : t->rows_n;
	int number = ++h->tables_n;
	strbuf_printf(buf,
		"<div class=\"scroll\" tabindex=\"0\" role=\"region\" "
		"aria-labelledby=\"table-%d\">\n<table>\n<caption id=\"table-%d\"><b>"
		"Table " TABLE_NUMBER ".</b> ",
		number, number);
	xml_add(buf, t->title ? t->title : t->name);
	strbuf_add(buf, "</caption>\n");
	table_head(h, t);
	for (size_t row = 0; row < shown; row++)
		table_row(h, t, row);
	strbuf_add(buf, "</tbody></table></div>\n");
	if (shown + 1 == t->rows_n)
		html_say(h, "One more row is in tables/%s.csv.", t->name);
	else if (shown < t->rows_n)
		html_say(h,
			"The first %s are shown. The other %s are in tables/%s.csv.",
			words_of(h->ctx->arena, (int64_t)shown, "row", "rows"),
			words_count(h->ctx->arena, (int64_t)(t->rows_n - shown)),
			t->name);
	if (t->reading)
		element(h, "<p class=\"reading\"><b>How to read it:</b> ", t->reading,
			"</p>\n");
}

void html_table(struct html *h, const struct table *t, size_t most)
{
	if (any_shown(h, t) && t->rows_n)
		table_rows(h, t, most);
}

void html_table_folded(
	struct html *h, const struct table *t, const char *summary, size_t most)
{
	if (!any_shown(h, t) || t->rows_n == 0)
		return;
	element(h, "<details><summary>", summary, "</summary>\n");
	table_rows(h, t, most);
	strbuf_add(body(h), "</details>\n");
}

static void add_head(struct strbuf *buf, const struct html *h)
{
	strbuf_add(buf,
		"<!DOCTYPE html>\n<html lang=\"en-GB\">\n<head>\n"
		"<meta charset=\"utf-8\">\n"
		"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src "
		"'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action "
		"'none'\">\n"
		"<meta name=\"viewport\" content=\"width=device-width, "
		"initial-scale=1\">\n"
		"<meta name=\"referrer\" content=\"no-referrer\">\n"
		"<meta name=\"robots\" content=\"noindex\">\n<title>");
	xml_add(buf, h->page.title);
	strbuf_add(buf, "</title>\n<style>\n");
	strbuf_add(buf, asset_report_css.text);
	strbuf_add(buf, "</style>\n</head>\n");
}

static void add_marking(struct strbuf *buf, const struct html *h, const char *tag)
{
	strbuf_printf(buf, "<%s class=\"marking\"><div><strong>", tag);
	xml_add(buf, h->page.marking);
	strbuf_add(buf, "</strong> <span>");
	xml_add(buf, h->page.handling);
	strbuf_printf(buf, "</span></div></%s>\n", tag);
}

static void add_contents(struct strbuf *buf, const struct html *h)
{
	strbuf_add(buf, "<nav aria-labelledby=\"contents\">\n<h2 id=\"contents\">"
			"Contents</h2>\n<ol>\n");
	for (size_t i = 0; i < h->sections_n; i++) {
		strbuf_printf(buf, "<li><a href=\"#%s\">", h->sections[i].id);
		xml_add(buf, h->sections[i].title);
		strbuf_add(buf, "</a></li>\n");
	}
	strbuf_add(buf, "</ol>\n</nav>\n");
}

static void add_numbered(
	struct strbuf *buf, const char *text, int *figures_n, int *tables_n)
{
	for (;;) {
		size_t n = strcspn(text, FIGURE_NUMBER TABLE_NUMBER);
		strbuf_add_n(buf, text, n);
		if (!text[n])
			return;
		int *count = text[n] == *FIGURE_NUMBER ? figures_n : tables_n;
		strbuf_printf(buf, "%d", ++*count);
		text += n + 1;
	}
}

const char *html_finish(struct html *h)
{
	int figures_n = 0, tables_n = 0;
	struct strbuf buf;
	strbuf_init(&buf, h->ctx->arena);
	add_head(&buf, h);
	strbuf_add(&buf, "<body>\n<a class=\"skip\" href=\"#main\">Skip to the "
			 "report</a>\n");
	add_marking(&buf, h, "header");
	strbuf_add(&buf, "<main id=\"main\"><div class=\"column\">\n<h1>");
	xml_add(&buf, h->page.title);
	strbuf_add(&buf, "</h1>\n<p class=\"subtitle\">");
	xml_add(&buf, h->page.subtitle);
	strbuf_add(&buf, "</p>\n");
	add_contents(&buf, h);
	for (size_t i = 0; i < h->sections_n; i++) {
		const struct section *s = &h->sections[i];
		strbuf_printf(&buf,
			"<section id=\"%s\" aria-labelledby=\"%s-title\">\n"
			"<h2 id=\"%s-title\">%zu. ",
			s->id, s->id, s->id, i + 1);
		xml_add(&buf, s->title);
		strbuf_add(&buf, "</h2>\n");
		add_numbered(&buf, s->text.text, &figures_n, &tables_n);
		strbuf_add(&buf, "</section>\n");
	}
	strbuf_add(&buf, "</div></main>\n");
	add_marking(&buf, h, "footer");
	strbuf_add(&buf, "</body>\n</html>\n");
	return buf.text;
}
