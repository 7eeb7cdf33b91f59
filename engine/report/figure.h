/* The pictures of a report, each made from tables by the names of their columns.
 *
 * A figure has an SVG of 760 pixels' width with text of 13 to 15 pixels (readable where
 * the page is 760 wide, and on A4), no title in it (the page's heading says what was
 * found), direct labels in place of keys where there is room, and a text that says in
 * words what it shows. `svg` is NULL where there is nothing to draw, and `none` then
 * says why in a sentence.
 *
 * Colours, lines and wording after the Government Analysis Function's guidance on
 * charts: dark blue, orange, teal and grey, told apart by colour-blind readers and on
 * grey printers, and never the only difference.
 *
 * A column that is missing from a table is a fault of the program. Cells that are null
 * are left out of the picture. Errors: those of plot_run(). Everything is in
 * ctx->arena.
 */
#ifndef LASTSEEN_REPORT_FIGURE_H
#define LASTSEEN_REPORT_FIGURE_H

#include "report/table.h"

struct figure {
	const char *name; /* of the file: "trend" */
	const char *svg;  /* NULL: nothing to draw */
	const char *alt;  /* what it shows, in words */
	const char *none; /* why there is none; NULL where there is one */
};

/* months: month ("2025-04"), episodes, children, lower, centre, upper (limits, may be
 * null), signal (words beside a point out of the ordinary, null for the others). A
 * month without episodes is a row with 0. Fewer than two months: none. */
MUST_USE enum err_code figure_trend(
	struct context *ctx, const struct table *months, struct figure *figure);

/* The layers of a map, any NULL, drawn in this order. Coordinates are EPSG:27700. */
struct map_layers {
	const char *name;           /* of the figure */
	const char *what;           /* "places where children were found" */
	const struct table *areas;  /* boundaries: ring, x_m, y_m */
	const struct table *cells;  /* squares: x_m, y_m (middle), episodes, children */
	double cell_m;              /* their side */
	const struct table *flows;  /* x_m, y_m, to_x_m, to_y_m, episodes, children */
	const struct table *points; /* x_m, y_m, episodes, clustered (bool) */
	const struct table *homes;  /* x_m, y_m, name */
	const struct table *circles; /* x_m, y_m, radius_m, name */
};
/* The map shows the middle 96 % of what stands on it, and all circles; *outside is how
 * many points, cells and flows lie beyond its edge: say so in the caption. */
MUST_USE enum err_code figure_map(struct context *ctx, const struct map_layers *layers,
	struct figure *figure, int64_t *outside);

/* cells: weekday (0 Monday … 6), hour (0 … 23), episodes (real). */
MUST_USE enum err_code figure_heat(
	struct context *ctx, const struct table *cells, struct figure *figure);

/* curve: hours, share_01 (still missing after them), lower_01, upper_01; ascending,
 * each share holding until the next row's hours (Kaplan-Meier). */
MUST_USE enum err_code figure_durations(
	struct context *ctx, const struct table *curve, struct figure *figure);

/* curve: children_01, episodes_01, ascending from 0 to 1, those with most episodes
 * first. */
MUST_USE enum err_code figure_lorenz(
	struct context *ctx, const struct table *curve, struct figure *figure);

/* homes: urn, nights, rate, state ("raised" "lowered" "as_expected" "one_child"
 * "too_small"). limits: nights, expected, lower_95, upper_95, lower_998, upper_998, on
 * ascending nights. Rates are for 1,000 nights. */
MUST_USE enum err_code figure_funnel(struct context *ctx, const struct table *homes,
	const struct table *limits, struct figure *figure);

/* marks: address (a name), day (days since 1970), role ("from" "last_seen" "found",
 * else other); addresses: address, episodes, children, in the order of the rows. */
MUST_USE enum err_code figure_timeline(struct context *ctx,
	const struct table *addresses, const struct table *marks,
	struct figure *figure);

/* bars: label, value (at least 0), words (beside the bar), strong (bool: in orange).
 * what: "Episodes by where the child was found". */
MUST_USE enum err_code figure_bars(struct context *ctx, const char *name,
	const char *what, const struct table *bars, struct figure *figure);

#endif
