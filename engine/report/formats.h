/* The formats of emit.h, each as text added to a buffer. Private to report/. */
#ifndef LASTSEEN_REPORT_FORMATS_H
#define LASTSEEN_REPORT_FORMATS_H

#include "base/str.h"
#include "report/emit.h"

void csv_add_cell(struct strbuf *buf, const char *text);
void csv_add_table(struct strbuf *buf, const struct table *t, enum audience audience);
/* A result without a table: a row a field. */
void csv_add_result(struct strbuf *buf, const struct result *r, enum audience audience);

void text_add_result(
	struct strbuf *buf, const struct result *r, enum audience audience);

/* What a nested table or result is in a CSV cell: JSON on one line. */
const char *json_of_table(
	struct arena *arena, const struct table *t, enum audience audience);
const char *json_of_result(
	struct arena *arena, const struct result *r, enum audience audience);

#endif
