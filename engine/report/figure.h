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

/* months: month ("2025-04"), episodes, children, lower_998, centre, upper_998 (limits,
 * may be null), signal (null for a month within the ordinary). A month without episodes
 * is a row with 0. Fewer than two months: none. */
MUST_USE enum err_code figure_trend(
	struct context *ctx, const struct table *months, struct figure *figure);

/* The layers of a map, any NULL, drawn in this order. Coordinates are EPSG:27700. */
struct map_layers {
	const char *name; /* of the figure */
	const char *what; /* "places where children were found" */
	/* boundaries: ring, x, y */
	const struct table *areas;
	/* x, y, precision_m, episodes, children. Where precision_m is square_m or more
	 * and the place is the middle of such a square of the National Grid, the square
	 * is drawn, with its number of children; other places coarser than coarse_m are
	 * left out. */
	const struct table *places;
	double square_m, coarse_m;
	/* from_x, from_y, to_x, to_y, episodes, children */
	const struct table *flows;
	/* urn, x, y */
	const struct table *homes;
	/* id, x, y, radius_m */
	const struct table *circles;
};
/* The map shows the middle 96 % of what stands on it, and all circles. Say in the
 * caption what is not there. */
struct map_left_out {
	int64_t outside, too_coarse; /* places and flows */
	int64_t flows;               /* beyond the first 300: the rest of the table */
	double merged_m; /* the side of the squares whose places are one dot; 0: none */
};
MUST_USE enum err_code figure_map(struct context *ctx, const struct map_layers *layers,
	struct figure *figure, struct map_left_out *left_out);

/* cells: weekday_number (1 Monday … 7), hour (0 … 23), and the column to be drawn. */
MUST_USE enum err_code figure_heat(struct context *ctx, const struct table *cells,
	const char *column, struct figure *figure);

/* curve: hours, still_missing (share after them), lower, upper; ascending, each share
 * holding until the next row's hours (Kaplan-Meier). */
MUST_USE enum err_code figure_durations(
	struct context *ctx, const struct table *curve, struct figure *figure);

/* curve: share_of_children, share_of_episodes, ascending from 0 to 1, those with most
 * episodes first. */
MUST_USE enum err_code figure_lorenz(
	struct context *ctx, const struct table *curve, struct figure *figure);

/* homes: urn, nights, rate, state ("raised" "lowered" "as_expected" "one_child"
 * "too_small"). limits: nights, expected, lower_95, upper_95, lower_998, upper_998, on
 * ascending nights. Rates are for 1,000 nights. */
MUST_USE enum err_code figure_funnel(struct context *ctx, const struct table *homes,
	const struct table *limits, struct figure *figure);

/* addresses: id, address, episodes, children, of which the first 15 are drawn; marks:
 * id (of an address), when (ISO), role ("from" "last_seen" "found", else other). */
MUST_USE enum err_code figure_timeline(struct context *ctx,
	const struct table *addresses, const struct table *marks,
	struct figure *figure);

/* bars: label, value (at least 0), words (beside the bar), strong (bool: in orange).
 * what: "Episodes by where the child was found". */
MUST_USE enum err_code figure_bars(struct context *ctx, const char *name,
	const char *what, const struct table *bars, struct figure *figure);

#endif
