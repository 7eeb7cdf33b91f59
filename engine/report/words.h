/* What a cell says to a reader: the words of text and HTML tables.
 *
 * Nothing is "–", true "yes", a real has its column's decimals, a list its first items
 * and how many more there are. A column named share… or …_share holds parts of one and
 * is shown in per cent (3 decimals: 12.3%). In columns that hold codes ("state",
 * "kind" …) an underscore is a blank. JSON and CSV do not go through here.
 */
#ifndef LASTSEEN_REPORT_WORDS_H
#define LASTSEEN_REPORT_WORDS_H

#include "base/str.h"
#include "report/table.h"

#define NOTHING "\xe2\x80\x93"

/* list_most: items of a list that are named, 0 for all of them. */
const char *words_cell(struct arena *arena, const struct column *column,
	const struct cell *cell, size_t list_most);
bool words_share(const struct column *column);
/* "1,234,567" */
const char *words_count(struct arena *arena, int64_t value);
/* "1 episode", "2,345 episodes" */
const char *words_of(
	struct arena *arena, int64_t value, const char *one, const char *many);
/* A column's values are numbers: they are set right-aligned. */
bool words_numeric(const struct table *t, size_t column);
/* Whether readers see the column: it has a title and the audience may see it. */
bool words_shown(const struct column *column, enum audience audience);
/* 15 significant digits, as JSON and CSV have them; "" where it isn't finite. */
#define REAL_TEXT_MAX 40
void words_real(double value, char text[REAL_TEXT_MAX]);
/* Cells that a terminal gives the text: East Asian wide signs 2, marks 0. */
size_t words_width(const char *text);
/* Bytes of the longest beginning that fits in `most` cells. */
size_t words_fit(const char *text, size_t most);

#endif
