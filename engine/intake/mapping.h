/* clang-format off */
/* Mapping files: how a system's own columns become the canonical ones.
 *
 *	[mapping]                        or [mapping KIND] in a mapping of several kinds
 *	kind = episodes                  one or more, parted by commas
 *	header = auto                    or the number of its row; auto is the default
 *	sheet = Providers
 *	dates = dmy                      dmy (the default), mdy, ymd
 *	separator = ;                    one sign, or "tab"; told from the file if left out
 *
 *	blank = REDACTED, n/a            cells of just that say nothing
 *
 *	signature = CHILD, MIS_START     a file with these columns is known without a name
 *
 *	[columns]                        or [columns KIND] in a mapping of several kinds
 *	child_ref = CHILD                a column
 *	name = Setting name | Name       the first of these that the file has
 *	address = Address 1 + Town       what is filled of them, parted by ", "
 *	episode_ref = {CHILD}/{START}    a text with columns in it
 *	release = {@file}                the file's name without its ending; {@sheet}, {@row}
 *	register = "LAC review"          always the same
 *	code = *CD                       `*` stands for any signs in a column's name
 *	found_time = Date (column F)     the one in column F, where several are "Date"
 *
 *	[values type]                    or [values KIND type]
 *	M = missing
 *	Not provided* =                  as it begins; nothing after the `=`: no value
 *	* = other                        all that is not listed; without it, kept as is
 *
 *	[defaults]
 *	looked_after = Y                 where the cell is empty
 *
 * An indented line goes on with the line above as a further alternative; a line has 190
 * bytes at most, and a comment a line of its own, beginning with ";". Names of
 * columns are compared without case, and with blanks, line breaks, `_` and `-` alike.
 */
/* clang-format on */
#ifndef LASTSEEN_INTAKE_MAPPING_H
#define LASTSEEN_INTAKE_MAPPING_H

#include "base/file.h"
#include "base/str.h"
#include "intake/columns.h"
#include "text/date.h"

enum part_kind { PART_TEXT, PART_COLUMN, PART_FILE, PART_SHEET, PART_ROW };

struct mapping_part {
	enum part_kind kind;
	const char *text; /* the text, or the folded name of a column */
};

enum source_form { SOURCE_COLUMN, SOURCE_JOIN, SOURCE_TEMPLATE };

/* One way to fill a canonical column. */
struct mapping_source {
	enum source_form form;
	struct mapping_part *parts;
	size_t n;
};

struct mapping_value {
	const char *from; /* folded */
	bool begins;      /* `from*` */
	const char *to;
};

struct mapping_column {
	struct mapping_source *sources; /* in order of preference */
	size_t sources_n, sources_capacity;
	struct mapping_value *values;
	size_t values_n, values_capacity;
	const char *rest;      /* `*`: NULL keeps what is not listed */
	const char *otherwise; /* of [defaults], NULL none */
};

struct mapping {
	const char *name; /* of a built-in one or of the file, "" without a mapping */
	const char *text; /* the whole of it */
	char sha256[SHA256_HEX];
	enum import_kind kind;
	int64_t header_row; /* 0: found by itself */
	const char *sheet;  /* NULL: not said */
	char separator;
	struct date_options dates;
	struct str_list blanks, signature; /* folded */
	bool own_file;                     /* not built in */
	struct mapping_column *columns;    /* one for each canonical column */
};

/* The names of columns, cells and values as they are compared: lower case, runs of
 * blanks, line breaks, `_` and `-` as one `_`. */
const char *header_fold(struct arena *arena, const char *text);

/* Each canonical column from the column of its own name. */
void mapping_identity(
	struct context *ctx, enum import_kind kind, struct mapping *mapping);

/* Reads a mapping for one kind. ERR_DATA with the line or the key that is wrong;
 * ERR_USAGE where the mapping is for other kinds. */
MUST_USE enum err_code mapping_read(struct context *ctx, const char *name,
	const char *text, enum import_kind kind, struct mapping *mapping);

/* A built-in mapping by name, else a file. ERR_NOT_FOUND names the nearest. */
MUST_USE enum err_code mapping_load(struct context *ctx, const char *name_or_path,
	enum import_kind kind, struct mapping *mapping);

struct mapping_builtin {
	const char *name, *help, *text;
};
extern const struct mapping_builtin mapping_builtins[]; /* ended by a NULL name */

/* Whether a built-in mapping knows a kind. */
bool mapping_serves(struct context *ctx, const struct mapping_builtin *builtin,
	enum import_kind kind);

#endif
