/* Proposes a mapping for a file that nobody has described yet.
 *
 * Order of calls: mapping_suggest(), then mapping_suggest_text() for the INI.
 *
 * Evidence for a column of the file to be a canonical one: its header against the
 * canonical name and what systems of the field call it (suggest_names.h), and the share
 * of its cells that read as what the column must hold. What the header or the cells
 * contradict is out: a column of dates is no address. The pairs are taken best first,
 * each column once; what lies under 0.5 is told, never taken. Then what stands in
 * several columns is put together, and what an episode must have and no column gives is
 * made up and marked ASSUMED. A confidence orders the proposals for a reader: it is no
 * probability. Of several sheets the one with the best header is taken.
 *
 * Reads the first 2,000 rows: O(rows * columns * canonical columns), some 100 ms.
 */
#ifndef LASTSEEN_INTAKE_SUGGEST_H
#define LASTSEEN_INTAKE_SUGGEST_H

#include "intake/bind.h"

/* How one canonical column may be filled. */
enum { SUGGESTED_PARTS_MOST = 3 };

struct suggested_column {
	size_t column; /* of the file; SIZE_MAX: none was found */
	/* Columns after it that belong to it (its time of day, a surname), each with what
	 * stands between. */
	size_t parts[SUGGESTED_PARTS_MOST];
	const char *joins[SUGGESTED_PARTS_MOST];
	size_t parts_n;
	size_t lines_n; /* further lines of an address, in the columns after it */
	double confidence_01;
	const char *why;
};

struct suggested_value {
	const char *from, *to; /* to NULL: no code is known for it */
	size_t cells;
};

struct mapping_suggestion {
	enum import_kind kind;
	struct file_facts file;
	const char *sheet; /* "" where there are none */
	struct str_list other_sheets;
	int64_t header_row, rows; /* rows: how many were looked at below it */
	const char **names;       /* of the file's columns, as a mapping writes them */
	size_t names_n;
	struct suggested_column *columns; /* one for each canonical column */
	struct suggested_value **values;  /* of codes and Y/N, by canonical column */
	size_t *values_n;
	bool *used;                    /* for each column of the file */
	struct suggested_column *rest; /* of those not used, the best guess: .column is
					* the canonical one, SIZE_MAX none */
	enum date_order order;
	bool order_doubtful;
	const char *order_why;
	const char *assumed_type; /* of all episodes, as no column says it; NULL */
	/* A built-in mapping that fits as it is, and its text: what is proposed then. NULL
	 * where none does. */
	const char *builtin, *builtin_text;
	struct str_list missing; /* required columns that nothing fills */
};

/* sheet NULL: the first that is not empty. In ctx->arena. Errors: those of the file. */
MUST_USE enum err_code mapping_suggest(struct context *ctx, const char *path,
	enum import_kind kind, const char *sheet,
	struct mapping_suggestion *suggestion);

/* The mapping as a file for a person to mend: comments say why. */
const char *mapping_suggest_text(
	struct context *ctx, const struct mapping_suggestion *suggestion);

#endif
