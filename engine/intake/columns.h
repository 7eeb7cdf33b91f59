/* The canonical columns of every kind of import, in one table: what `template` prints,
 * what a cell may be, where it goes in the case, how completeness counts it.
 *
 * A column of a row goes to one or more of: the kind's own table (`stored`), the child
 * that the row names (`child`), the place that the row mentions (`role`, `field`).
 */
#ifndef LASTSEEN_INTAKE_COLUMNS_H
#define LASTSEEN_INTAKE_COLUMNS_H

#include "base/context.h"

enum import_kind {
	KIND_EPISODES,
	KIND_INTERVIEWS,
	KIND_HOMES,
	KIND_PLACEMENTS,
	KIND_PEOPLE,
	KIND_MENTIONS,
	KIND_ASSESSMENTS,
	KIND_REGISTERS,
	KIND_BOUNDARIES,
	KIND_BENCHMARKS,
	IMPORT_KINDS_N,
	/* Read by the gazetteer, not by import; here for their templates. */
	KIND_ADDRESSES = IMPORT_KINDS_N,
	KIND_PLACES,
	KINDS_N
};
extern const char *const import_kind_names[KINDS_N + 1]; /* ended by NULL */

enum column_type {
	COLUMN_TEXT,
	COLUMN_LIST,   /* texts parted by `;` */
	COLUMN_CODE,   /* one of .codes */
	COLUMN_TIME,   /* a moment to its precision */
	COLUMN_DAY,    /* a day, month or year; a time of day is dropped */
	COLUMN_NOTICE, /* a day, or Y/N */
	COLUMN_YES_NO,
	COLUMN_AGE,   /* whole years, 0 … 25 */
	COLUMN_COUNT, /* a whole number from 0 */
	COLUMN_EASTING,
	COLUMN_NORTHING,
	COLUMN_LAT,
	COLUMN_LON,
	COLUMN_UPRN,
	COLUMN_RADIUS, /* metres */
	COLUMN_FIGURE, /* a number, or c k x z : - where it is not given */
};

enum column_flag {
	COLUMN_REQUIRED = 1 << 0,
	COLUMN_BESIDE = 1 << 1, /* not in the template: taken where it is given */
	COLUMN_PAST = 1 << 2,   /* cannot lie in the future */
	COLUMN_START = 1 << 3,  /* the row's end may not lie before it */
	COLUMN_END = 1 << 4,
	COLUMN_WHOLE_DAY = 1 << 5, /* a month or a year is not enough */
	COLUMN_REF = 1 << 6,       /* names the row: unique among those of its kind */
};

enum place_role_column {
	PLACE_NONE,
	PLACE_FROM,
	PLACE_LAST_SEEN,
	PLACE_FOUND,
	PLACE_ADDRESS,
	PLACE_ROLES_N
};
enum place_field {
	PLACE_FIELD_ADDRESS,
	PLACE_FIELD_POSTCODE,
	PLACE_FIELD_EASTING,
	PLACE_FIELD_NORTHING,
	PLACE_FIELD_LAT,
	PLACE_FIELD_LON,
	PLACE_FIELD_UPRN,
	PLACE_FIELD_URN,
	PLACE_FIELDS_N
};
enum child_field {
	CHILD_NONE,
	CHILD_REF,
	CHILD_NAME,
	CHILD_DOB,
	CHILD_SEX,
	CHILD_ETHNICITY,
	CHILD_FIELDS_N
};

struct column_spec {
	const char *name;
	enum column_type type;
	unsigned flags;
	const char *const *codes; /* ended by NULL; of COLUMN_CODE */
	const char *stored; /* parameter of the kind's insert statement, NULL none */
	enum child_field child;
	enum place_role_column role; /* PLACE_NONE: no place */
	enum place_field field;
	const char *help; /* for `template --describe` */
};

struct column_set {
	const struct column_spec *columns;
	size_t n;
	const char *what; /* one row is …, for --describe */
};
struct column_set column_set_of(enum import_kind kind);

/* KINDS_N where there is no such kind. */
enum import_kind import_kind_of(const char *name);
/* The index of a column, or SIZE_MAX. */
size_t column_find(enum import_kind kind, const char *name);
size_t codes_count(const char *const *codes);
/* "time", "day", "one of": in words, for --describe. */
const char *column_type_words(enum column_type type);

#endif
