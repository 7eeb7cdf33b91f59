/* What the files of suggest*.c share: a sample of the rows, and what is thought of each
 * column. Nobody else includes this. */
#ifndef LASTSEEN_INTAKE_SUGGEST_SAMPLE_H
#define LASTSEEN_INTAKE_SUGGEST_SAMPLE_H

#include "intake/suggest.h"
#include "intake/suggest_names.h"

enum { ROWS_MOST = 2000, CELLS_LOOKED_AT = 200, VALUE_LENGTH_MOST = 60 };

/* Shares of a column's filled cells, among the first of them. */
struct cells {
	size_t filled, distinct;
	double dates, moments; /* read as a date, with a time of day among these */
	double serials;        /* as a spreadsheet's number of a day */
	double clocks;         /* as a time of day alone */
	double letters;        /* have letters in them */
	double prose;          /* longer than a reference or a name */
};

struct sample {
	struct context *ctx;
	struct arena *arena;
	struct mapping_suggestion *out;
	struct column_set set;
	const struct suggest_book *book;
	struct table_row *rows;
	size_t n, capacity, header;
	/* Of each column of the file: its words, alone and with the title above it. */
	struct header_words *words, *grouped;
	bool *twice; /* the header has the name elsewhere too */
	struct cells *cells;
	bool *used;
	double *scores; /* set.n a column of the file */
	double *names;  /* of these, what the header says */
	double *fits;   /* share of cells that fit; below 0: they say nothing */
};

const char *sample_cell(const struct sample *s, size_t row, size_t column);

/* The rows, and the sheet that has the best header. */
MUST_USE enum err_code sample_read(
	struct sample *s, const char *path, const char *sheet, const char *xml_record);

/* Fills s->cells. */
void sample_cells(struct sample *s);
/* The share of a column's cells that a canonical column could take; below 0 where cells
 * say nothing of it. */
double sample_fits(struct sample *s, size_t k, size_t column);
/* Whether what the cells hold can't be what a canonical column is for. */
bool sample_contradicts(const struct sample *s, size_t k, size_t column);
bool sample_reads_as_date(const char *cell, enum date_order order);

/* Columns to canonical ones, best pair first; fills out->columns and out->rest. */
void sample_match(struct sample *s);

/* What one column alone does not give: times of day, names in two parts, addresses over
 * several columns; then what must be filled and no column gives. */
void sample_join(struct sample *s);
void sample_make_up(struct sample *s);

#endif
