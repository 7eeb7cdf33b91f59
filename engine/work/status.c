#include "work/status.h"
#include "base/str.h"
#include "work/cells.h"
#include "work/naming.h"
#include "work/setting.h"
#include "work/status_quality.h"
#include "work/status_reasons.h"
#include <string.h>

static const char *text_at(struct work_case *c, struct statement *s, int column)
{
	return column_dup(s, column, c->ctx->arena);
}

static enum err_code add_sources(struct work_case *c, struct result *r)
{
	static const struct column columns[] = {
		{"kind", "Kind", 0, AUDIENCE_PUBLIC},
		{"file", "File", 0, AUDIENCE_PUBLIC},
		{"sheet", "Sheet", 0, AUDIENCE_PUBLIC},
		{"mapping", "Mapping", 0, AUDIENCE_PUBLIC},
		{"rows", "Rows", 0, AUDIENCE_PUBLIC},
		{"added", "Added", 0, AUDIENCE_PUBLIC},
		{"unchanged", "Unchanged", 0, AUDIENCE_PUBLIC},
		{"set_aside", "Set aside", 0, AUDIENCE_PUBLIC},
		{"encoding", NULL, 0, AUDIENCE_PUBLIC},
		{"sha256", NULL, 0, AUDIENCE_PUBLIC},
	};
	struct table *t = TABLE_CREATE(
		c->ctx->arena, "sources", "Files that were imported", columns);
	struct statement *s;
	bool row = false;
	enum err_code err = store_prepare(c->store, &sql_case_sources, &s);
	while (!err && (err = statement_step(s, &row)) == ERR_OK && row) {
		for (int i = 1; i <= 4; i++)
			cell_text(t, text_at(c, s, i));
		for (int i = 9; i <= 12; i++)
			cell_int(t, column_int(s, i));
		cell_text(t, text_at(c, s, 7));
		cell_text(t, text_at(c, s, 5));
	}
	result_table(r, t);
	return err;
}

static enum err_code add_rows(struct work_case *c, struct result *r)
{
	static const struct column columns[] = {
		{"kind", "Kind", 0, AUDIENCE_PUBLIC},
		{"rows", "In the case", 0, AUDIENCE_PUBLIC},
	};
	struct table *t =
		TABLE_CREATE(c->ctx->arena, "rows", "What the case holds", columns);
	struct statement *s;
	bool row = false;
	enum err_code err = store_prepare(c->store, &sql_status_rows, &s);
	while (!err && (err = statement_step(s, &row)) == ERR_OK && row) {
		cell_text(t, text_at(c, s, 1));
		cell_count(c->ctx, t, column_int(s, 2));
	}
	result_table(r, t);
	return err;
}

static enum err_code add_periods(struct work_case *c, struct result *r)
{
	static const struct column columns[] = {
		{"kind", "Kind", 0, AUDIENCE_PUBLIC},
		{"file", "File", 0, AUDIENCE_PUBLIC},
		{"rows", "Rows", 0, AUDIENCE_PUBLIC},
		{"first", "First", 0, AUDIENCE_PUBLIC},
		{"last", "Last", 0, AUDIENCE_PUBLIC},
	};
	struct table *t = TABLE_CREATE(
		c->ctx->arena, "periods", "The time the files speak of", columns);
	struct statement *s;
	bool row = false;
	enum err_code err = store_prepare(c->store, &sql_status_periods, &s);
	while (!err && (err = statement_step(s, &row)) == ERR_OK && row) {
		cell_text(t, text_at(c, s, 1));
		cell_text(t, text_at(c, s, 2));
		cell_count(c->ctx, t, column_int(s, 3));
		for (int i = 4; i <= 5; i++)
			cell_text(t, column_null(s, i + 2)
					     ? text_at(c, s, i)
					     : day_text(c->ctx, london_day(column_int(
									s, i + 2))));
	}
	result_table(r, t);
	return err;
}

static enum err_code add_completeness(struct work_case *c, struct result *r)
{
	static const struct column columns[] = {
		{"file", "File", 0, AUDIENCE_PUBLIC},
		{"column", "Column", 0, AUDIENCE_PUBLIC},
		{"episodes", "Episodes", 0, AUDIENCE_PUBLIC},
		{"filled", "Filled", 0, AUDIENCE_PUBLIC},
		{"share", "Share", 3, AUDIENCE_PUBLIC},
	};
	struct table *t = TABLE_CREATE(c->ctx->arena, "completeness",
		"How complete the episodes are", columns);
	t->reading = "Share: of the file's episodes, those that say something there.";
	struct statement *s;
	bool row = false;
	enum err_code err = store_prepare(c->store, &sql_status_completeness, &s);
	while (!err && (err = statement_step(s, &row)) == ERR_OK && row) {
		const char *file = text_at(c, s, 1);
		int64_t n = column_int(s, 2);
		for (int i = 3; i < column_count(s); i++) {
			cell_text(t, file);
			cell_text(t, str_dup(c->ctx->arena, column_name(s, i)));
			cell_count(c->ctx, t, n);
			cell_count(c->ctx, t, column_int(s, i));
			cell_figure(c->ctx, t, column_int(s, i),
				(double)column_int(s, i) / (double)n);
		}
	}
	result_table(r, t);
	return err;
}

static enum err_code add_located(struct work_case *c, struct result *r)
{
	static const struct column columns[] = {
		{"source", "Rows of", 0, AUDIENCE_PUBLIC},
		{"role", "Place", 0, AUDIENCE_PUBLIC},
		{"precision", "Precision", 0, AUDIENCE_PUBLIC},
		{"precision_up_to_m", NULL, 0, AUDIENCE_PUBLIC},
		{"kind", "Located as", 0, AUDIENCE_PUBLIC},
		{"method", "By", 0, AUDIENCE_PUBLIC},
		{"places", "Places", 0, AUDIENCE_PUBLIC},
	};
	struct table *t = TABLE_CREATE(
		c->ctx->arena, "located", "How well the places are located", columns);
	t->reading =
		"Precision: the true place lies within this of the point. A method "
		"leaves out what is too coarse for it, and says how many.";
	struct statement *s;
	bool row = false;
	enum err_code err = store_prepare(c->store, &sql_status_located, &s);
	while (!err && (err = statement_step(s, &row)) == ERR_OK && row) {
		int64_t band = column_int(s, 2);
		cell_text(t, text_at(c, s, 0));
		cell_text(t, text_at(c, s, 1));
		cell_text(t, status_band_text(band));
		if (band > 0)
			cell_int(t, band);
		else
			cell_null(t);
		cell_text(t, text_at(c, s, 3));
		cell_text(t, text_at(c, s, 4));
		cell_count(c->ctx, t, column_int(s, 5));
	}
	result_table(r, t);
	return err;
}

static enum err_code add_projection(struct work_case *c, struct result *r)
{
	static const struct column columns[] = {
		{"accuracy_m", "Accuracy (m)", 2, AUDIENCE_PUBLIC},
		{"places", "Places", 0, AUDIENCE_PUBLIC},
	};
	struct table *t = TABLE_CREATE(c->ctx->arena, "projection",
		"Places given in other coordinates than the National Grid", columns);
	t->reading = "0.01 m: by the OSTN15 grid. 5 m: without it.";
	struct statement *s;
	bool row = false;
	enum err_code err = store_prepare(c->store, &sql_status_projection, &s);
	while (!err && (err = statement_step(s, &row)) == ERR_OK && row) {
		cell_real(t, column_real(s, 0));
		cell_count(c->ctx, t, column_int(s, 1));
	}
	result_table(r, t);
	return err;
}

enum err_code status_projection_text(struct work_case *c, const char **text)
{
	bool fine = false, coarse = false, row = false;
	struct statement *s;
	enum err_code err = store_prepare(c->store, &sql_status_projection, &s);
	while (!err && (err = statement_step(s, &row)) == ERR_OK && row) {
		bool is_fine = column_real(s, 0) < 1;
		fine = fine || is_fine;
		coarse = coarse || !is_fine;
	}
	if (fine && coarse)
		*text = "Of the places that were given in longitude and latitude some "
			"were brought to the National Grid to 0.01 m, by the OSTN15 "
			"grid, and others to 5 m, without it: locate them again with "
			"the grid in place.";
	else if (fine)
		*text = "Places that were given in longitude and latitude were brought "
			"to the National Grid to 0.01 m, by the OSTN15 grid.";
	else if (coarse)
		*text = "Places that were given in longitude and latitude were brought "
			"to the National Grid to 5 m: the OSTN15 grid was not found, "
			"and the Helmert transformation EPSG:1314 was taken.";
	else
		*text = "No place was given in longitude and latitude: nothing was "
			"projected.";
	return err;
}

static enum err_code add_conflicts(struct work_case *c, struct result *r)
{
	static const struct column columns[] = {
		{"source", "Rows of", 0, AUDIENCE_PUBLIC},
		{"places", "Places", 0, AUDIENCE_PUBLIC},
		{"largest_m", "Largest (m)", 0, AUDIENCE_PUBLIC},
	};
	struct table *t = TABLE_CREATE(c->ctx->arena, "conflicts",
		"Places whose columns contradict each other", columns);
	struct statement *s;
	bool row = false;
	enum err_code err = store_prepare(c->store, &sql_status_conflicts, &s);
	while (!err && (err = statement_step(s, &row)) == ERR_OK && row) {
		cell_text(t, text_at(c, s, 0));
		cell_count(c->ctx, t, column_int(s, 1));
		cell_figure(c->ctx, t, column_int(s, 1), column_real(s, 2));
	}
	result_table(r, t);
	return err;
}

const char *const status_tables[] = {"sources", "rows", "periods", "completeness",
	"located", "set_aside", "notes", "projection", "conflicts", "left_out",
	"located_by_source", "completeness_by_month", "completeness_of_others", NULL};

static enum err_code (*const adders[])(struct work_case *c, struct result *r) = {
	add_sources, add_rows, add_periods, add_completeness, add_located,
	status_set_aside, status_notes, add_projection, add_conflicts, status_left_out,
	status_by_source, status_by_month, status_rows_by_month};

_Static_assert(sizeof status_tables / sizeof *status_tables - 1 ==
		       sizeof adders / sizeof *adders,
	"a name for each table");

static void count_field(
	struct context *ctx, struct result *r, const char *name, int64_t n)
{
	if (naming_suppressed(ctx, n))
		result_text(r, name, NULL);
	else
		result_int(r, name, n);
}

static enum err_code add_totals(struct work_case *c, struct result *r)
{
	const char *authority = NULL, *marking = NULL;
	struct statement *s;
	bool row = false;
	enum err_code err = setting_get(c->store, "authority", &authority);
	if (!err)
		err = setting_marking(c->store, &marking);
	if (!err)
		err = store_prepare(c->store, &sql_status_totals, &s);
	if (!err)
		err = statement_step(s, &row);
	if (err)
		return err;
	result_text(r, "authority", authority);
	result_text(r, "marking", marking);
	count_field(c->ctx, r, "episodes", column_int(s, 0));
	count_field(c->ctx, r, "children", column_int(s, 1));
	for (int i = 2; i < 4; i++) {
		const char *day = NULL;
		if (!column_null(s, i))
			day = day_text(c->ctx, london_day(column_int(s, i)));
		result_text(r, i == 2 ? "first" : "last", day);
	}
	statement_reset(s);
	return ERR_OK;
}

/* Read column by column, in a spreadsheet: on a terminal by its name alone. */
static bool is_long(const struct table *t)
{
	return strcmp(t->name, "completeness_by_month") == 0 ||
	       strcmp(t->name, "completeness_of_others") == 0 ||
	       strcmp(t->name, "located_by_source") == 0;
}

/* On a terminal a table without rows only hides the others. */
static void drop_empty(struct result *r)
{
	size_t kept = 0;
	for (size_t i = 0; i < r->n; i++) {
		const struct cell *v = &r->fields[i].value;
		if (v->kind != CELL_TABLE ||
			(v->as.table->rows_n > 0 && !is_long(v->as.table)))
			r->fields[kept++] = r->fields[i];
	}
	r->n = kept;
}

enum err_code status_result(
	struct work_case *c, const char *only, struct result *result)
{
	bool known = !only;
	enum err_code err = only ? ERR_OK : add_totals(c, result);
	for (size_t i = 0; !err && status_tables[i]; i++) {
		if (only && strcmp(only, status_tables[i]) != 0)
			continue;
		known = true;
		err = adders[i](c, result);
	}
	if (!known)
		BUG("no such table of the status");
	return err;
}

enum err_code work_status(
	struct context *ctx, const struct work_options *options, const char *only)
{
	struct work_case c;
	struct result *result = result_create(ctx->arena);
	enum err_code err = case_open(ctx, options, STORE_WRITE, &c);
	if (err)
		return err;
	struct result *parameters = case_parameters(&c);
	result_text(parameters, "table", only);
	err = status_result(&c, only, result);
	if (options->format == FORMAT_TEXT && !only)
		drop_empty(result);
	return analysis_finish(&c, err, "status", parameters, result);
}
