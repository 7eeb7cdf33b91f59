/* One table, many formats: what an analysis hands out.
 *
 * A result is an ordered set of named fields: numbers, texts, tables. As JSON it is the
 * object that COLUMNS.md names; as CSV its first table is printed, as text its scalars
 * and then each of its tables. N analyses in M formats cost N + M files.
 *
 * A column says who may see it: below its clearance it is left out of every format.
 * Values that are a person's are put in by work/ through work/naming.h, as a reference
 * or as a pseudonym, so that no format can undo it.
 */
#ifndef LASTSEEN_REPORT_TABLE_H
#define LASTSEEN_REPORT_TABLE_H

#include "base/context.h"

enum cell_kind {
	CELL_NULL,
	CELL_TEXT,
	CELL_INT,
	CELL_REAL,
	CELL_BOOL,
	CELL_TEXTS, /* a list of texts */
	CELL_IDS,   /* a list of whole numbers, as texts; bare in JSON */
	CELL_TABLE, /* a list of objects */
	CELL_RESULT /* an object */
};

struct table;
struct result;

struct texts {
	const char *const *items;
	size_t n;
};

struct cell {
	enum cell_kind kind;
	union {
		const char *text;
		int64_t integer;
		double real; /* not finite: null in JSON, empty in CSV */
		bool boolean;
		struct texts texts;
		const struct table *table;
		const struct result *result;
	} as;
};

struct column {
	const char *name;  /* in JSON and CSV: snake_case, the unit in it */
	const char *title; /* in text and HTML: words; NULL: not shown there */
	int decimals;      /* of a real in text and HTML; JSON and CSV keep 15 digits */
	enum audience
		clearance; /* the least audience that sees it (AUDIENCE_PUBLIC: all) */
};

struct table {
	struct arena *arena;
	const char *name;    /* "hotspots": the field in JSON, the file in tables/ */
	const char *title;   /* one line, may be NULL */
	const char *reading; /* how to read it, a sentence or two; may be NULL */
	const struct column *columns;
	size_t columns_n;
	struct cell *cells; /* rows_n * columns_n */
	size_t rows_n, cells_n, cells_capacity;
};

struct field {
	const char *name;
	struct cell value;
};

struct result {
	struct arena *arena;
	struct field *fields;
	size_t n, capacity;
};

/* columns must live as long as the table (a static const array). */
struct table *table_create(struct arena *arena, const char *name, const char *title,
	const struct column *columns, size_t columns_n);
#define TABLE_CREATE(arena, name, title, columns)                                      \
	table_create((arena), (name), (title), (columns),                              \
		sizeof(columns) / sizeof *(columns))

/* Adds the next cell, row by row, left to right. NULL text is CELL_NULL; a list or
 * table is borrowed and must live as long. Text is borrowed too. */
void cell_null(struct table *t);
void cell_text(struct table *t, const char *text);
void cell_int(struct table *t, int64_t value);
void cell_real(struct table *t, double value);
void cell_bool(struct table *t, bool value);
void cell_texts(struct table *t, struct texts texts);
void cell_ids(struct table *t, struct texts ids);
void cell_table(struct table *t, const struct table *nested);
void cell_result(struct table *t, const struct result *nested);
const struct cell *table_at(const struct table *t, size_t row, size_t column);
/* The number of the column of a name; false where there is none. */
bool table_column(const struct table *t, const char *name, size_t *column);
/* The cell of a row in the column of a name; CELL_NULL where there is no such column.
 */
const struct cell *table_get(const struct table *t, size_t row, const char *name);

struct result *result_create(struct arena *arena);
void result_text(struct result *r, const char *name, const char *text);
void result_int(struct result *r, const char *name, int64_t value);
void result_real(struct result *r, const char *name, double value);
void result_bool(struct result *r, const char *name, bool value);
void result_texts(struct result *r, const char *name, struct texts texts);
void result_table(struct result *r, const struct table *table);
void result_result(struct result *r, const char *name, const struct result *nested);
/* The first table of a result, or the one of a name; NULL where there is none. */
const struct table *result_first_table(const struct result *r);
const struct table *result_find_table(const struct result *r, const char *name);
/* The value of the first field of a name; NULL where there is none. */
const struct cell *result_get(const struct result *r, const char *name);

#endif
