/* Round numbers for axes, and labels that don't stand on each other. Private to
 * report/. */
#ifndef LASTSEEN_REPORT_AXIS_H
#define LASTSEEN_REPORT_AXIS_H

#include "base/str.h"
#include "report/table.h"

enum { FIGURE_WIDTH = 760, AXIS_LABELS = 16 };

/* A step of 1, 2 or 5 times a power of ten that gives about `ticks` of them up to most
 * (most > 0). */
double axis_step(double most, int ticks);
/* The multiple of step at or above most. */
double axis_top(double most, double step);

/* Moves labels apart that are nearer than gap, as little as possible, keeping their
 * order and, where there is room, between low and high. At most AXIS_LABELS. */
void axis_spread(double *y, size_t n, double gap, double low, double high);

/* Pixels of a text in the figures' font of 15 pixels, on the wide side. */
double axis_pixels(const char *text);

/* The text, cut with an ellipsis where it is longer than `most` signs. */
const char *axis_short(struct arena *arena, const char *text, size_t most);

/* A cell as a number, NaN where it is none; and as an int64, 0 where it is none. */
double axis_number(const struct table *t, size_t row, const char *column);
int64_t axis_count(const struct table *t, size_t row, const char *column);
/* A cell's text, "" where it is none. */
const char *axis_text(const struct table *t, size_t row, const char *column);
/* Columns that must be there; false where ctx->audience may not see one of them. */
bool axis_may_see(const struct context *ctx, const struct table *t,
	const char *const *columns, size_t n);
#define AXIS_MAY_SEE(ctx, t, ...)                                                      \
	axis_may_see((ctx), (t), (const char *const[]){__VA_ARGS__},                   \
		sizeof((const char *const[]){__VA_ARGS__}) / sizeof(const char *))
/* What a figure says that the audience may not see. */
#define AXIS_NOT_SHOWN "This picture is not shown to this audience."

/* "#12436D" as the number gnuplot takes for a colour. */
double axis_colour(const char *hex);

#endif
