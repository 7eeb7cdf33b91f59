/* One page that opens from a disk without a network: headings, sentences, tables,
 * pictures, contents, marking.
 *
 *	h = html_create(ctx, &page);
 *	html_open(h, "found", "Where children are found");
 *	html_finding(h, "Three places came up more than chance gives");
 *	html_say(h, "%s in %s.", …); html_figure(h, &f, "…"); html_table(h, t, 15);
 *	text = html_finish(h);
 *
 * A section may be opened again, to add to it: its place is where it was first opened.
 * All text is escaped; only pictures made by figure.h go in as they are. There is no
 * script in the page, its style sheet is in it, and its content security policy lets
 * nothing be loaded. Headings, captions and table heads are marked up so that a screen
 * reader says them; wide tables can be scrolled by keyboard. In print the marking and
 * the handling line stand at the head and the foot of every page.
 *
 * A table leaves out what the audience may not see (as every format does), columns
 * without a title, and columns with nothing in them. O(n) in the page.
 */
#ifndef LASTSEEN_REPORT_HTML_H
#define LASTSEEN_REPORT_HTML_H

#include "report/figure.h"
#include "report/table.h"

struct html;

struct html_page {
	const char *title;    /* "Missing episodes, April 2025 to March 2026" */
	const char *subtitle; /* one line below it */
	const char *marking;  /* "OFFICIAL-SENSITIVE" */
	const char *handling; /* who may have it, a sentence */
};

struct html *html_create(struct context *ctx, const struct html_page *page);

/* id: for links, letters and hyphens, a constant of the program. */
void html_open(struct html *h, const char *id, const char *title);
/* What was found, as a heading within the section. */
void html_finding(struct html *h, const char *format, ...) PRINTF_LIKE(2, 3);
/* A paragraph. */
void html_say(struct html *h, const char *format, ...) PRINTF_LIKE(2, 3);
/* A paragraph set apart: a caveat, a thing left out. */
void html_note(struct html *h, const char *format, ...) PRINTF_LIKE(2, 3);
/* Items of a list: what leads, what follows, the id of a section to go to; each may be
 * NULL. */
void html_list_begin(struct html *h);
void html_item(
	struct html *h, const char *strong, const char *rest, const char *section);
void html_list_end(struct html *h);

/* Large numbers side by side, at the head of the report. */
struct html_number {
	const char *number, *words;
};
void html_numbers(struct html *h, const struct html_number *numbers, size_t n);

/* The picture with its caption, or the sentence that says why there is none. */
void html_figure(struct html *h, const struct figure *figure, const char *format, ...)
	PRINTF_LIKE(3, 4);
/* The first `most` rows (0: all), and where the others are (tables/NAME.csv). */
void html_table(struct html *h, const struct table *t, size_t most);
/* The same, shut until the reader opens it; in print as the reader left it. */
void html_table_folded(
	struct html *h, const struct table *t, const char *summary, size_t most);

/* The page, in ctx->arena. */
const char *html_finish(struct html *h);

#endif
