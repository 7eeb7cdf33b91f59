#include "work/located_cells.h"
#include <math.h>

static const struct column candidate_columns[] = {
	{"kind", "Kind", 0, AUDIENCE_PUBLIC},
	{"match", "Match", 0, AUDIENCE_PUBLIC},
	{"easting", "Easting", 0, AUDIENCE_PUBLIC},
	{"northing", "Northing", 0, AUDIENCE_PUBLIC},
	{"precision_m", "Known to (m)", 0, AUDIENCE_PUBLIC},
	{"confidence", "Confidence", 2, AUDIENCE_PUBLIC},
	{"reason", "Reason", 0, AUDIENCE_PUBLIC},
};

static double centimetres(double metres)
{
	return rint(metres * 100) / 100;
}

void cell_metres(struct table *t, const struct location *l, double value)
{
	if (l->kind == LOCATED_NONE)
		cell_null(t);
	else
		cell_real(t, centimetres(value));
}

void cell_degrees(struct table *t, double value)
{
	cell_real(t, isfinite(value) ? rint(value * 1e7) / 1e7 : NAN);
}

void cell_confidence(struct table *t, double value)
{
	cell_real(t, rint(value * 100) / 100);
}

const struct table *candidates_table(struct arena *arena, const struct location *l)
{
	struct table *t = TABLE_CREATE(arena, "candidates", NULL, candidate_columns);
	for (size_t i = 0; i < l->candidates_n; i++) {
		const struct candidate *c = &l->candidates[i];
		cell_text(t, location_kind_names[c->kind]);
		cell_text(t, c->match);
		cell_real(t, centimetres(c->at.x_m));
		cell_real(t, centimetres(c->at.y_m));
		cell_real(t, centimetres(c->precision_m));
		cell_confidence(t, c->confidence_01);
		cell_text(t, c->reason);
	}
	return t;
}
