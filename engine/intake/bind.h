/* A mapping bound to a header: from the cells of a row to canonical cells.
 *
 * Order of calls: binding_make() for a row that may be the header; binding_row() for
 * each row below it. O(columns) a row.
 */
#ifndef LASTSEEN_INTAKE_BIND_H
#define LASTSEEN_INTAKE_BIND_H

#include "intake/mapping.h"
#include "intake/table_reader.h"

struct bound_source {
	const struct mapping_source *source;
	size_t *columns; /* for each part; SIZE_MAX where it is no column of the file */
};

struct binding {
	const struct mapping *mapping;
	const char **names; /* of the file's columns, trimmed, line breaks as blanks */
	size_t names_n;
	struct bound_source **sources; /* for each canonical column, those present */
	size_t *sources_n;
	size_t bound_n; /* canonical columns that a column of the file feeds */
	size_t *unknown, unknown_n; /* columns of the file that feed none */
	/* Columns of `set-aside export`: which row of which source was mended;
	 * SIZE_MAX where the file has none. */
	size_t mended_source, mended_row, mended_file;
	/* What is wrong; "" and 0 where it fits. */
	struct str_list missing; /* required canonical columns without a source */
	const char *twice;       /* a used name that two columns have, NULL none */
	bool signed_for;         /* every column of the mapping's signature is there */
};

/* In `arena`. */
void binding_make(struct arena *arena, const struct mapping *mapping,
	const char *const *cells, size_t cells_n, struct binding *binding);
/* Nothing missing, nothing twice. */
bool binding_fits(const struct binding *binding);

/* A canonical row: texts trimmed, "" where empty, never NULL. */
struct canonical_row {
	int64_t row;
	const char **cells;   /* after value maps and defaults */
	const char **written; /* as the file had them, before these */
	const char *extra;    /* columns nobody knew, as a JSON object */
	const char *fault;    /* why the row has no cells; NULL: it is good */
	/* The source and row that a mended row stands for; 0: none. -1: unreadable. */
	int64_t mended_source, mended_row;
};

/* Names that a template may use. */
struct binding_names {
	const char *file, *sheet;
};
/* In `arena`; texts may be borrowed from the row. */
void binding_row(struct arena *arena, const struct binding *binding,
	const struct binding_names *names, const struct table_row *row,
	struct canonical_row *canonical);

/* The file's own name of the column that feeds a canonical one alone, else the
 * canonical name: what a person looks for to mend a cell. */
const char *binding_column_name(const struct binding *binding, size_t column);

/* The cells of a row as a JSON object by the names of their columns. */
const char *binding_row_json(struct arena *arena, const struct binding *binding,
	const struct table_row *row);

/* "Date (column F)", "column F" where the header's cell is empty: a name that no other
 * column has. i from 0. */
const char *header_placed(struct arena *arena, const char *cell, size_t i);

/* A text as a JSON string, quotes included. */
void json_add_text(struct strbuf *buf, const char *text);

#endif
