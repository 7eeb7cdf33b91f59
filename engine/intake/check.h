/* What a canonical row says, cell by cell, and what is wrong with it.
 *
 * The contract (COLUMNS): a required cell that is empty or unreadable, an unknown type
 * or kind, an end before its start: the whole row is set aside. An optional cell that
 * can't be read: the row is kept without it, and the cell is set aside. What is odd but
 * possible is noted. Every reason says what to do.
 *
 * Rules after the validation of the SSDA903 return (Department for Education; the
 * numbers are theirs) are named in `rule`: 564 no start, 565 and 566 no type, 567 end
 * before start, 570 start after the period, 571 end outside it, 586 before birth. 574,
 * 575 and 576 look at more than one row: see work/import_rules.h. Other names of rules
 * are our own.
 */
#ifndef LASTSEEN_INTAKE_CHECK_H
#define LASTSEEN_INTAKE_CHECK_H

#include "base/civil.h"
#include "intake/bind.h"

/* One cell, as it goes into the case. */
struct value {
	const char *text; /* text, code, day as ISO, number as written; NULL: empty */
	struct moment moment; /* of times and days */
	int64_t integer;      /* of ages, counts, yes (1) and no (0) */
	double real;          /* of coordinates and figures */
};

struct fault {
	const char *column; /* as the file calls it; "" where it is about the row */
	const char *reason, *rule;
	const char *raw; /* the cell's text; NULL: the row's */
	bool whole;
};
struct row_remark {
	const char *column, *rule, *text;
};

struct check_options {
	int64_t now_s;        /* nothing may lie more than a year beyond it */
	struct period period; /* what the file claims to cover; .all: nothing */
};

struct checked_row {
	int64_t row;
	int64_t mended_source, mended_row; /* as in a canonical row */
	struct value *values;              /* one for each canonical column */
	const char **written;              /* the cells' texts in the file */
	const char *extra;
	const struct fault *whole; /* why the row is left out; NULL: it is kept */
	struct fault *faults;      /* of single cells */
	size_t faults_n, faults_capacity;
	struct row_remark *remarks;
	size_t remarks_n, remarks_capacity;
};

/* In `arena`; texts may be borrowed from the canonical row. */
void check_row(struct arena *arena, const struct binding *binding,
	const struct check_options *options, const struct canonical_row *row,
	struct checked_row *checked);

/* For the rules of a kind (rules.c). */
struct checker {
	struct arena *arena;
	const struct binding *binding;
	const struct check_options *options;
	const struct canonical_row *row;
	struct checked_row *out;
};
/* The value of a column that the kind has. */
const struct value *checker_value(const struct checker *c, const char *column);
/* Leaves the whole row out; the first reason stands. */
void checker_leave_out(
	struct checker *c, const char *column, const char *rule, const char *reason);
/* Empties the cell and sets it aside. */
void checker_set_aside(
	struct checker *c, const char *column, const char *rule, const char *reason);
void checker_remark(
	struct checker *c, const char *column, const char *rule, const char *text);

/* What a kind asks of a row whose cells can be read. */
void rules_row(struct checker *c);
/* The SSDA903 rule that a required cell of an episode breaks where it is empty. */
const char *rules_of_empty(const struct checker *c, const char *column);

#endif
