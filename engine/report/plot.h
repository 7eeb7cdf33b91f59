/* One picture through gnuplot.
 *
 *	plot = plot_create(ctx, "trend", &asset_trend_gp);
 *	plot_number(plot, "top", 40);
 *	data = plot_data(plot, "months.tsv"); data_real(data, 3); … data_end(data);
 *	plot_run(plot, &svg);
 *
 * gnuplot runs backticks, system() and ! wherever they stand in a script, and has no
 * switch against it. So a script is always a file of plots/, embedded; beside numbers
 * nothing goes into what gnuplot parses, and words reach it as cells of a data file,
 * where they are values and no more (the terminal is set noenhanced). gnuplot is
 * started directly, without a shell, with a fixed command line, in a private folder
 * that is removed afterwards.
 *
 * The SVG is fit to stand in a page among others: its identifiers begin with the
 * picture's name, fonts fall back to any sans-serif, and no date or version stands in
 * it. The same numbers give the same bytes (with one version of gnuplot).
 *
 * Cost: about 30 ms a picture to start gnuplot.
 */
#ifndef LASTSEEN_REPORT_PLOT_H
#define LASTSEEN_REPORT_PLOT_H

#include "base/str.h"
#include "gen/asset.h"

/* The Government Analysis Function's colours: told apart by colour-blind readers, and
 * in this order from dark to light on a grey printer. */
#define COLOUR_BLUE "#12436D"
#define COLOUR_ORANGE "#F46A25"
#define COLOUR_TEAL "#28A197"
#define COLOUR_GREY "#6F777B"

struct plot;

/* script must use no name that plot_number() doesn't give it. Lives in ctx->arena. */
struct plot *plot_create(
	struct context *ctx, const char *name, const struct asset *script);

/* A number that the script knows by name. name: a constant of the program. Not finite:
 * NaN. */
void plot_number(struct plot *plot, const char *name, double value);

/* A data file of the script, begun empty: columns set off by tabs. file: a constant. */
struct strbuf *plot_data(struct plot *plot, const char *file);
void data_real(struct strbuf *data, double value);
/* Quotes, backslashes and control characters become harmless likenesses. */
void data_text(struct strbuf *data, const char *text);
void data_end(struct strbuf *data); /* of a row */
void data_gap(struct strbuf *data); /* an empty line: the next polygon or line */

/* Runs gnuplot. A file without rows draws nothing (rows of NaN alone crash gnuplot 5.4
 * where they are labels: leave them out).
 * ERR_UNSUPPORTED: gnuplot is not installed; ERR_IO: it failed, or took over a minute
 * (the text has what it said). */
MUST_USE enum err_code plot_run(struct plot *plot, const char **svg);

/* "5.4 patchlevel 4". Errors as plot_run(): ask early whether pictures can be drawn. */
MUST_USE enum err_code plot_version(struct context *ctx, const char **version);

#endif
