/* What systems of the field call the canonical columns and codes.
 *
 * Names are compared as sets of words (Dice), after words that mean the same have
 * become one: "Date returned" and "found_time" are both {found, time}.
 */
#ifndef LASTSEEN_INTAKE_SUGGEST_NAMES_H
#define LASTSEEN_INTAKE_SUGGEST_NAMES_H

#include "intake/columns.h"

/* 1 the canonical name itself, 0.95 a name that is known for it, below that how much of
 * the words agree; 0 where less than half does. */
double suggest_name_score(
	struct arena *scratch, const char *header, const char *canonical);

/* The code that a cell means in a column, by itself or by a known word for it; NULL
 * where none is known. */
const char *suggest_code(
	struct arena *scratch, const struct column_spec *spec, const char *cell);

#endif
