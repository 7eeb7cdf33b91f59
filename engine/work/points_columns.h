/* Any columns of a file by name, for the methods whose rows are no places: what happened
 * after how long, hours of the day. */
#ifndef LASTSEEN_WORK_POINTS_COLUMNS_H
#define LASTSEEN_WORK_POINTS_COLUMNS_H

#include "work/points_read.h"

enum column_kind {
	COLUMN_NUMBER,
	COLUMN_LENGTH, /* a number of 0 or more */
	COLUMN_YES_NO, /* 1 or 0 among the numbers */
	COLUMN_TEXT    /* not empty */
};

struct column_wanted {
	const char *name;   /* in the file */
	const char *option; /* "t" */
	enum column_kind kind;
};

/* numbers[k] of column k, one a row that is kept; texts[k] likewise. */
struct columns_read {
	size_t n;
	double **numbers;
	const char ***texts;
	struct events events; /* the file, its hash and the rows left out, for
				 points_finish() */
};

/* A column that is not there is ERR_DATA naming the nearest; a row with a cell that can't
 * be read is left out. No row at all is ERR_DATA. O(rows). */
MUST_USE enum err_code columns_read(struct context *ctx, const char *path,
	const struct column_wanted *wanted, size_t wanted_n, struct columns_read *out);

#endif
