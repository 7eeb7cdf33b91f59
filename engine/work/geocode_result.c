#include "base/str.h"
#include "report/rows.h"
#include "work/geocoding.h"
#include "work/naming.h"
#include <math.h>

static const struct column columns[] = {
	{"source", "Rows of", 0, AUDIENCE_PARTNER},
	{"file", "File", 0, AUDIENCE_PARTNER},
	{"ref", "Reference", 0, AUDIENCE_PARTNER}, {"row", "Row", 0, AUDIENCE_PARTNER},
	{"role", "Place", 0, AUDIENCE_PARTNER},
	{"input", "As written", 0, AUDIENCE_PARTNER},
	{"easting", "Easting", 0, AUDIENCE_PARTNER},
	{"northing", "Northing", 0, AUDIENCE_PARTNER},
	{"precision_m", "Known to (m)", 0, AUDIENCE_PARTNER},
	{"kind", "Located as", 0, AUDIENCE_PARTNER},
	{"method", "By", 0, AUDIENCE_PARTNER},
	{"confidence", "Confidence", 2, AUDIENCE_PARTNER},
	{"match", "Match", 0, AUDIENCE_ANALYST},
	{"conflict_m", "Contradiction (m)", 0, AUDIENCE_PARTNER},
	{"conflict", "Between", 0, AUDIENCE_PARTNER},
	{"accuracy_m", NULL, 0, AUDIENCE_PARTNER}, /* of the projection, if any */
};

/* Files name children and persons by their references: so does this, to an analyst. */
static const char *ref_of(struct context *ctx, struct statement *s)
{
	const char *kind = column_text(s, 0);
	const char *ref = column_dup(s, 2, ctx->arena);
	if (str_equal(kind, "placements"))
		return naming_child(ctx, column_int(s, 15), ref);
	if (str_equal(kind, "people"))
		return naming_person(ctx, column_int(s, 16), ref);
	return ref;
}

static double rounded(double value)
{
	return rint(value * 100) / 100;
}

static void add_place(struct context *ctx, struct table *t, struct statement *s)
{
	struct arena *arena = ctx->arena;
	cell_text(t, column_dup(s, 0, arena));
	cell_text(t, column_dup(s, 1, arena));
	cell_text(t, ref_of(ctx, s));
	cell_int(t, column_int(s, 3));
	cell_text(t, column_dup(s, 4, arena));
	/* What people wrote may hold names. */
	cell_text(
		t, ctx->audience == AUDIENCE_ANALYST ? column_dup(s, 5, arena) : NULL);
	for (int i = 6; i <= 8; i++)
		cell_real(t, rounded(column_real(s, i)));
	cell_text(t, column_dup(s, 9, arena));
	cell_text(t, column_dup(s, 10, arena));
	cell_real(t, rounded(column_real(s, 11)));
	cell_text(t, column_dup(s, 12, arena));
	cell_real(t, rounded(column_real(s, 13)));
	cell_text(t, column_dup(s, 14, arena));
	cell_real(t, column_null(s, 17) ? NAN : column_real(s, 17));
}

static enum err_code print_places(struct geocoding *g, struct rows *rows)
{
	struct context *ctx = g->ctx;
	struct statement *s;
	bool row = true;
	enum err_code err = store_prepare(g->c->store, &sql_geocode_list, &s);
	while (!err && row) {
		struct arena_mark mark = arena_mark(ctx->arena);
		struct table *t = TABLE_CREATE(ctx->arena, "places", NULL, columns);
		while (t->rows_n < 1000 && (err = statement_step(s, &row)) == ERR_OK &&
			row)
			add_place(ctx, t, s);
		if (!err)
			rows_write(rows, t);
		arena_reset(ctx->arena, mark);
	}
	return err;
}

static enum err_code count(struct geocoding *g, struct result **out)
{
	struct result *r = result_create(g->ctx->arena);
	int64_t kinds[LOCATED_KINDS] = {0}, places = 0, conflicts = 0, proposed = 0;
	struct statement *s;
	bool row = false;
	enum err_code err = store_prepare(g->c->store, &sql_geocode_counts, &s);
	while (!err && (err = statement_step(s, &row)) == ERR_OK && row)
		for (int k = 0; k < LOCATED_KINDS; k++)
			if (str_equal(column_text(s, 0), location_kind_names[k])) {
				kinds[k] = column_int(s, 1);
				places += column_int(s, 1);
				conflicts += column_int(s, 2);
				proposed += column_int(s, 3);
			}
	result_int(r, "places", places);
	result_int(r, "located", places - kinds[LOCATED_NONE]);
	result_int(r, "not_located", kinds[LOCATED_NONE]);
	for (int k = 1; k < LOCATED_KINDS; k++)
		result_int(r, location_kind_names[k], kinds[k]);
	result_int(r, "conflicts", conflicts);
	result_int(r, "with_candidates", proposed);
	*out = r;
	return err;
}

enum err_code geocode_print(struct geocoding *g, const struct result *parameters,
	const struct result *input, const struct result **counts)
{
	struct context *ctx = g->ctx;
	const struct work_options *options = g->c->options;
	struct result *numbers, *result = result_create(ctx->arena);
	struct envelope envelope = {"geocode", parameters, input, result};
	struct rows rows;
	enum err_code err = count(g, &numbers);
	if (err)
		return err;
	result_result(result, "counts", numbers);
	if (g->review)
		result_result(result, "review", g->review);
	if (g->aside) {
		struct result *decisions = result_create(ctx->arena);
		result_int(decisions, "decided", g->decided);
		result_int(decisions, "withdrawn", g->withdrawn);
		result_int(decisions, "unchanged", g->unchanged);
		result_int(decisions, "set_aside", g->set_aside);
		result_result(result, "decisions", decisions);
		result_table(result, g->aside);
	}
	*counts = result;
	if (options->format == FORMAT_TEXT)
		return emit(ctx, options->out, options->format, &envelope);
	rows_begin(&rows, ctx, options->out, options->format, &envelope, "places");
	if (ctx->audience > AUDIENCE_PUBLIC)
		err = print_places(g, &rows);
	return err ? err : rows_end(&rows);
}
