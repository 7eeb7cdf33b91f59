/* The parts of `think`. Private to work/think*.c.
 *
 * A section is a function that computes, adds its result for report.json, its tables
 * and pictures as files, its words to the page, and its findings and caveats for the
 * sections that gather them.
 */
#ifndef LASTSEEN_WORK_THINK_PARTS_H
#define LASTSEEN_WORK_THINK_PARTS_H

#include "report/html.h"
#include "report/words.h"
#include "work/cells.h"
#include "work/count.h"
#include "work/flags.h"
#include "work/hiding.h"
#include "work/naming.h"
#include "work/think.h"

/* A test is called a finding at this p or q. */
#define THINK_ALPHA 0.05
/* A share or a half of fewer than these is no finding. */
#define THINK_FEW 10

struct think_file {
	const char *path; /* below the report's folder */
	const char *text;
};

struct think_finding {
	const char *section, *strong, *rest;
	bool nothing; /* that nothing was found: stands after the others */
};

struct think {
	struct context *ctx;
	struct work_case *c;
	const struct think_options *options;
	struct episode_set set;
	struct html *html;
	struct result *parameters, *sections;
	const struct table *areas; /* boundaries for the maps; NULL none */
	const struct table *homes; /* places of homes: urn, x, y; NULL none */
	const char *authority;     /* the case's own; NULL not set */
	const char *gnuplot;       /* its version */
	struct findings found;     /* what the flags read, as the sections find it */
	struct count count;
	const struct table *count_totals;
	struct think_file *files;
	size_t files_n, files_capacity;
	struct think_finding *findings;
	size_t findings_n, findings_capacity;
	const char **caveats;
	size_t caveats_n, caveats_capacity;
};

/* ---- helpers (think_write.c) -------------------------------------------------- */

/* The result of a section in report.json, and each of its tables as tables/NAME.csv,
 * where NAME is the section's name alone for a table of that name, else "SECTION_NAME".
 */
void think_result(struct think *t, const char *section, const struct result *r);
/* A table of a result as it is named among the files. Empty where it isn't there. */
const struct table *think_table(
	struct think *t, const char *section, const struct result *r, const char *name);
/* The table without the columns of a list ("place,radius_m"), for the page. */
struct table *think_hide(
	struct think *t, const struct table *table, const char *columns);
/* Those of its rows that are kept, for the page. */
typedef bool think_keep(const struct table *table, size_t row);
struct table *think_rows(struct think *t, const struct table *table, think_keep *keep);
/* The picture as figures/NAME.svg and in the page, with its caption. */
void think_figure(struct think *t, const struct figure *figure, const char *format, ...)
	PRINTF_LIKE(3, 4);
void think_file(struct think *t, const char *path, const char *text);
/* A line of the key findings. rest may be NULL. */
void think_finding(
	struct think *t, const char *section, const char *strong, const char *rest);
/* One that says that nothing was found: it stands after the others. */
void think_no_finding(
	struct think *t, const char *section, const char *strong, const char *rest);
/* A line of what is not known. */
void think_caveat(struct think *t, const char *format, ...) PRINTF_LIKE(2, 3);

/* Text in ctx->arena. */
const char *think_text(struct think *t, const char *format, ...) PRINTF_LIKE(2, 3);
/* "12 episodes"; "fewer than 5 episodes" where the audience must not know. */
const char *think_n(struct think *t, int64_t n, const char *one, const char *many);
/* "12 episodes of 5 children" */
const char *think_both(struct think *t, int64_t episodes, int64_t children);
/* "38%", a dash where it isn't a number. */
const char *think_percent(struct think *t, double share_01);
/* "1 April 2025" */
const char *think_day(struct think *t, int64_t day);
/* "p below 0.001", "p = 0.013" */
const char *think_p(struct think *t, double p);
/* Distinct children of all episodes i with keep[i]. */
int64_t think_children(struct think *t, const bool *keep);

/* Episodes and children by a code that episodes have, most first: columns kind,
 * episodes, children; and its bars in the page. words: pairs of code and words, ended
 * by NULL; NULL codes are "not said". */
struct think_code {
	const char *code, *words;
};
typedef const char *think_code_of(const struct episode *e);
MUST_USE enum err_code think_codes(struct think *t, const char *section,
	const char *name, const char *title, think_code_of *code_of,
	const struct think_code *words);

/* ---- maps (think_map.c) ------------------------------------------------------- */

/* Fills t->areas and t->homes. */
MUST_USE enum err_code think_map_load(struct think *t);
/* What a map leaves out, as a sentence; "" for nothing. */
const char *think_map_rest(struct think *t, const struct map_left_out *left_out);

/* ---- sections, in their order --------------------------------------------------- */

MUST_USE enum err_code think_basis(struct think *t);
MUST_USE enum err_code think_trends(struct think *t);
MUST_USE enum err_code think_count(struct think *t);
MUST_USE enum err_code think_from(struct think *t);
MUST_USE enum err_code think_found(struct think *t);
MUST_USE enum err_code think_backtest(struct think *t);
MUST_USE enum err_code think_journeys(struct think *t);
MUST_USE enum err_code think_when(struct think *t);
MUST_USE enum err_code think_repeats(struct think *t);
MUST_USE enum err_code think_patterns(struct think *t);
MUST_USE enum err_code think_addresses(struct think *t);
MUST_USE enum err_code think_adults(struct think *t);
MUST_USE enum err_code think_network(struct think *t);
MUST_USE enum err_code think_homes(struct think *t);
MUST_USE enum err_code think_area(struct think *t);
MUST_USE enum err_code think_crossref(struct think *t);
MUST_USE enum err_code think_flags(struct think *t);
MUST_USE enum err_code think_method(struct think *t);

struct repeat_groups;
/* How soon children go again, by group: words within `repeats` (think_again.c). */
void think_again(struct think *t, const struct repeat_groups *groups);

/* ---- the folder (think_folder.c) ------------------------------------------------ */

/* Whether `output` may be written: not there, empty, or an earlier report alone. */
MUST_USE enum err_code think_folder_check(struct context *ctx, const char *output);
/* Writes the files and their manifest into a folder beside `output`; *made is its name.
 * On failure nothing is left. */
MUST_USE enum err_code think_folder_write(struct context *ctx, const char *output,
	const struct think_file *files, size_t n, const char **made);
/* Puts it in the place of `output`, in one step. On failure nothing of it is left. */
MUST_USE enum err_code think_folder_place(
	struct context *ctx, const char *made, const char *output);
/* Removes it. */
void think_folder_drop(struct context *ctx, const char *made);

#endif
