/* What gnuplot drew, made fit to stand in a page among other pictures.
 *
 * O(n) in its length. Private to report/.
 */
#ifndef LASTSEEN_REPORT_SVG_H
#define LASTSEEN_REPORT_SVG_H

#include "base/str.h"

/* The <svg> element alone: no declaration, no comment, no description of the program,
 * ids begin with "NAME-", any sans-serif font. NULL where it is no SVG of gnuplot. */
const char *svg_tidy(struct arena *arena, const char *svg, const char *name);

/* The same with a <title> and role="img", so that it says what it shows wherever it
 * stands. */
const char *svg_titled(struct arena *arena, const char *svg, const char *title);

/* The text with & < > " ' as entities, and without what XML does not allow. */
void xml_add(struct strbuf *buf, const char *text);

#endif
