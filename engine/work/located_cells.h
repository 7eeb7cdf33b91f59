/* A location as the cells of a table: what `locate` and `geocode` have in common. */
#ifndef LASTSEEN_WORK_LOCATED_CELLS_H
#define LASTSEEN_WORK_LOCATED_CELLS_H

#include "locate/location.h"
#include "report/table.h"

/* Centimetres; null where there is no position. */
void cell_metres(struct table *t, const struct location *l, double value);
/* Degrees to seven decimals (1 cm); null where not finite. */
void cell_degrees(struct table *t, double value);
/* To a hundredth. */
void cell_confidence(struct table *t, double value);
/* kind, match, easting, northing, precision_m, confidence, reason, best first. */
const struct table *candidates_table(struct arena *arena, const struct location *l);

#endif
