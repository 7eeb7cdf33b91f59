/* What the files of import share: the state of one import, and a row into the case.
 * Nobody else includes this. */
#ifndef LASTSEEN_WORK_IMPORT_ROW_H
#define LASTSEEN_WORK_IMPORT_ROW_H

#include "base/map.h"
#include "intake/reading.h"
#include "work/import.h"

/* What is known of a child, so that a million rows need no million look-ups. */
struct import_child {
	int64_t id;                        /* 0: not in the case yet */
	const char *facts[CHILD_FIELDS_N]; /* NULL: not known */
};

struct importer {
	struct work_case *c;
	struct context *ctx;
	struct reading *reading;
	enum import_kind kind;
	struct column_set set;
	const char *
		*parameters; /* four for each column: ":x", or the parts of a time */
	struct statement *insert;
	int64_t source_id;
	bool source_is_new;
	/* Of the children that rows named of late; emptied where it grows too large. */
	struct arena *child_arena;
	struct map child_refs;
	struct import_child *children;
	size_t children_n, children_capacity;
	struct check_options check;
	struct table *set_aside; /* of the result: the first IMPORT_LISTED_MOST */
	bool pending;            /* some rows may come again, mended */
	/* Where the present row is kept: its own file and row, or those of the row that
	 * it mends. */
	int64_t at_source, at_row;
	const char *row_text; /* the present row's cells as JSON; NULL: not made yet */
	const struct table_row *table_row;
	/* Columns of the present row that are read as they were. */
	const char **respelt;
	size_t respelt_n;
	int64_t respelt_cells;
	bool update; /* a reference that is there: the newer row replaces it */
	int64_t rows, added, updated, unchanged, whole, cells, mended;
};

/* Counts the source as the file, or finds that it is one already. */
MUST_USE enum err_code import_source(struct importer *m);
MUST_USE enum err_code import_source_counts(struct importer *m);

/* Prepares for rows of m->kind. */
MUST_USE enum err_code import_rows_begin(struct importer *m);
/* A row that was read: kept, known already, or set aside. */
MUST_USE enum err_code import_row(
	struct importer *m, const struct table_row *table, struct checked_row *row);

/* The child that a row names, added where it is new; facts that contradict what is
 * known are taken out of the row, and said. */
MUST_USE enum err_code import_child(
	struct importer *m, struct checked_row *row, int64_t *child_id);

/* The places that a row mentions; owner: the row's own id in its table. */
MUST_USE enum err_code import_places(
	struct importer *m, const struct checked_row *row, int64_t owner);

/* Whether an earlier file of this name had rows set aside: asked before the first row;
 * then, for a row that was kept, it is marked as brought in where it is one of them. */
MUST_USE enum err_code import_pending(struct importer *m);
MUST_USE enum err_code import_mended(struct importer *m, const struct checked_row *row);

/* The row that stands at source_id, row: into the history, and out of the tables; *id
 * its number, 0 where there is none. `hash`, if not NULL: nothing is done where the row
 * has it (*same). */
MUST_USE enum err_code import_replace(struct importer *m, int64_t source_id,
	int64_t row, const char *hash, int64_t *id, bool *same);
/* Gives the row that was just put in the number of the one it replaced. */
MUST_USE enum err_code import_renumber(struct importer *m, int64_t old_id);
/* What was set aside of a row is so no more. */
MUST_USE enum err_code import_resolve(
	struct importer *m, int64_t source_id, int64_t row);
/* Whether a replaced row had this content. */
MUST_USE enum err_code import_was_replaced(
	struct importer *m, const char *hash, bool *found);
/* Where a mended row belongs: m->at_…; *fault where it names no row set aside. */
MUST_USE enum err_code import_mended_at(
	struct importer *m, struct checked_row *row, struct fault *fault);

/* Cells of a mended row that a spreadsheet alone rewrote (intake/rewritten.h) are read as
 * they were; those that the row was set aside for stay as they are now. Then a remark on
 * each, once the row was checked. */
MUST_USE enum err_code import_respell(
	struct importer *m, struct table_row *table, struct canonical_row *canonical);
void import_remark_respelt(struct importer *m, struct checked_row *row);

/* Rules 574, 575, 576: what only several rows together can show. */
MUST_USE enum err_code import_rules(struct importer *m);

/* A cell or row into the store and the result. raw: its text. */
MUST_USE enum err_code import_set_aside(
	struct importer *m, int64_t row, const struct fault *fault, const char *raw);
/* A fault of a cell found after the checks; texts must outlive the row. */
void import_add_fault(struct importer *m, struct checked_row *row, struct fault fault);
void import_add_remark(
	struct importer *m, struct checked_row *row, struct row_remark remark);

#endif
