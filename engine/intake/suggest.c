#include "intake/suggest.h"
#include "intake/reading.h"
#include "intake/suggest_names.h"
#include "intake/suggest_order.h"
#include "text/postcode.h"
#include "text/quantity.h"
#include <string.h>

enum { ROWS_MOST = 2000, HEADER_WITHIN = 30, VALUES_MOST = 40, VALUE_LENGTH_MOST = 60 };

#define TAKEN_FROM 0.5

struct sample {
	struct context *ctx;
	struct arena *arena;
	struct mapping_suggestion *out;
	struct column_set set;
	struct table_row *rows;
	size_t n, capacity, header;
	const char **titles; /* of each column: what a reader takes for its name */
	bool *twice;         /* the header has the name elsewhere too */
	double *scores;      /* set.n a column of the file */
	double *fits;        /* share of cells that fit; below 0: says nothing */
};

static const char *cell_of(const struct sample *s, size_t row, size_t column)
{
	const struct table_row *r = &s->rows[row];
	return column < r->cells_n ? r->cells[column] : "";
}

/* ---- reading ----------------------------------------------------------------------
 */

static void keep_row(struct sample *s, const struct table_row *row)
{
	struct table_row copy = *row;
	const char **cells = arena_array(s->arena, const char *, row->cells_n);
	for (size_t i = 0; i < row->cells_n; i++)
		cells[i] = str_trim(s->arena, row->cells[i]);
	copy.cells = cells;
	copy.raw = NULL;
	arena_reserve(s->arena, s->rows, s->capacity, s->n + 1);
	s->rows[s->n++] = copy;
}

static enum err_code read_sample(
	struct sample *s, const char *path, const char *sheet, const char *xml_record)
{
	struct table_options options = {sheet, 0, xml_record};
	struct table_reader *reader = NULL;
	bool more = true;
	enum err_code err = file_facts_read(s->ctx, path, &s->out->file);
	if (!err)
		err = table_open(s->ctx, path, &s->out->file, &options, &reader);
	while (!err && s->n < ROWS_MOST) {
		struct table_row row;
		err = table_next(reader, &row, &more);
		if (err || !more)
			break;
		if (!row.fault)
			keep_row(s, &row);
	}
	if (!err) {
		struct table_facts f = table_facts(reader);
		s->out->sheet = str_dup(s->arena, f.sheet);
		struct str_list others = {
			arena_array(s->arena, const char *, f.other_sheets.n),
			f.other_sheets.n};
		for (size_t i = 0; i < others.n; i++)
			others.items[i] = str_dup(s->arena, f.other_sheets.items[i]);
		s->out->other_sheets = others;
	}
	table_close(reader);
	if (!err && s->n == 0)
		err = err_at(s->ctx, ERR_DATA,
			(struct err_where){.file = s->out->file.name},
			"has no rows; export it again from its system");
	return err;
}

/* ---- the header -------------------------------------------------------------------
 */

static bool reads_as_date(const char *cell, enum date_order order)
{
	struct date_options o = DATE_OPTIONS_DEFAULT;
	o.order = order;
	o.no_serials = true;
	return date_parse(cell, &o).outcome == DATE_OK;
}

static bool reads_as_data(const char *cell)
{
	double number;
	struct postcode postcode;
	return strlen(cell) > VALUE_LENGTH_MOST || real_parse(cell, &number) ||
	       reads_as_date(cell, DATE_DMY) ||
	       postcode_parse(cell, &postcode) == POSTCODE_UNIT;
}

/* What a row's cells would give as names; 0 where they look like data. */
static double header_score(struct sample *s, size_t row)
{
	struct arena_mark mark = arena_mark(s->ctx->scratch);
	size_t data = 0, filled = 0;
	double sum = 0;
	for (size_t c = 0; c < s->rows[row].cells_n; c++) {
		const char *cell = cell_of(s, row, c);
		double best = 0;
		filled += *cell != '\0';
		data += *cell && reads_as_data(cell);
		if (*cell == '\0' || strlen(cell) > VALUE_LENGTH_MOST)
			continue;
		for (size_t k = 0; k < s->set.n; k++) {
			double score = suggest_name_score(
				s->ctx->scratch, cell, s->set.columns[k].name);
			best = score > best ? score : best;
		}
		sum += best;
		arena_reset(s->ctx->scratch, mark);
	}
	return data * 3 > filled ? 0 : sum + 0.01 * (double)filled;
}

static void find_header(struct sample *s)
{
	double best = 0;
	for (size_t i = 0; i < s->n && i < HEADER_WITHIN; i++) {
		double score = header_score(s, i);
		if (score > best) {
			best = score;
			s->header = i;
		}
	}
	s->out->header_row = s->rows[s->header].row;
	s->out->rows = (int64_t)(s->n - s->header - 1);
}

static size_t filled_cells(const struct table_row *row)
{
	size_t n = 0;
	for (size_t i = 0; i < row->cells_n; i++)
		n += row->cells[i][0] != '\0';
	return n;
}

/* Titles over several columns ("Found" above "Date" and "Address") are the row right
 * above, with more than one of them; a merged cell is filled in its first column. */
static void name_columns(struct sample *s)
{
	const struct table_row *header = &s->rows[s->header];
	const struct table_row *above = s->header > 0 ? header - 1 : NULL;
	const char *group = "";
	size_t n = header->cells_n;
	if (above && (filled_cells(above) < 2 ||
			     filled_cells(above) >= filled_cells(header)))
		above = NULL;
	s->out->names = arena_array(s->arena, const char *, n);
	s->twice = arena_array(s->arena, bool, n);
	s->titles = arena_array(s->arena, const char *, n);
	s->out->names_n = n;
	for (size_t i = 0; i < n; i++) {
		const char *folded = header_fold(s->arena, header->cells[i]);
		bool twice = *folded == '\0';
		for (size_t k = 0; k < n && !twice; k++)
			twice = k != i &&
				strcmp(folded,
					header_fold(s->arena, header->cells[k])) == 0;
		s->twice[i] = twice;
		s->out->names[i] = twice ? header_placed(s->arena, header->cells[i], i)
					 : header->cells[i];
		if (above && i < above->cells_n && above->cells[i][0])
			group = above->cells[i];
		s->titles[i] =
			*group ? str_printf(s->arena, "%s %s", group, header->cells[i])
			       : header->cells[i];
	}
}

/* ---- what the cells say -----------------------------------------------------------
 */

static bool in_range(const char *cell, double least, double most)
{
	double v;
	return real_parse(cell, &v) && v >= least && v <= most;
}

static bool any_date(const char *cell)
{
	return reads_as_date(cell, DATE_DMY) || reads_as_date(cell, DATE_MDY) ||
	       reads_as_date(cell, DATE_YMD);
}

static bool is_postcode_column(const struct column_spec *spec)
{
	return spec->field == PLACE_FIELD_POSTCODE && spec->role != PLACE_NONE;
}

/* Whether a column's cells can tell that they are of it. */
static bool cells_speak(const struct column_spec *spec)
{
	return is_postcode_column(spec) ||
	       (spec->type != COLUMN_TEXT && spec->type != COLUMN_LIST);
}

static bool cell_fits(
	struct arena *scratch, const struct column_spec *spec, const char *cell)
{
	struct postcode postcode;
	bool yes;
	switch (spec->type) {
	case COLUMN_TIME:
	case COLUMN_DAY:
		return any_date(cell);
	case COLUMN_NOTICE:
		return yes_no_parse(cell, &yes) || any_date(cell);
	case COLUMN_CODE:
		return suggest_code(scratch, spec, cell) != NULL;
	case COLUMN_YES_NO:
		return yes_no_parse(cell, &yes);
	case COLUMN_AGE:
		return in_range(cell, 0, 25);
	case COLUMN_COUNT:
	case COLUMN_RADIUS:
		return in_range(cell, 0, 1e9);
	case COLUMN_EASTING:
		return in_range(cell, 1000, 700000);
	case COLUMN_NORTHING:
		return in_range(cell, 1000, 1300000);
	case COLUMN_LAT:
		return in_range(cell, 49, 61.5);
	case COLUMN_LON:
		return in_range(cell, -11, 2.5);
	case COLUMN_UPRN:
		return in_range(cell, 1, 999999999999.0);
	case COLUMN_FIGURE:
		return true;
	default:
		return postcode_parse(cell, &postcode) != POSTCODE_NONE;
	}
}

/* The share of a column's filled cells that fit; -1 where they say nothing. */
static double share_that_fits(
	struct sample *s, const struct column_spec *spec, size_t column)
{
	struct arena_mark mark = arena_mark(s->ctx->scratch);
	size_t fit = 0, filled = 0;
	if (!cells_speak(spec))
		return -1;
	for (size_t i = s->header + 1; i < s->n && filled < 200; i++) {
		const char *cell = cell_of(s, i, column);
		if (*cell == '\0')
			continue;
		filled++;
		fit += cell_fits(s->ctx->scratch, spec, cell);
		arena_reset(s->ctx->scratch, mark);
	}
	return filled ? (double)fit / (double)filled : -1;
}

/* ---- pairs ------------------------------------------------------------------------
 */

static double confidence(const struct column_spec *spec, double name, double fits)
{
	if (fits < 0)
		return 0.95 * name;
	/* Codes and postcodes tell by themselves; a date may be any date. */
	if (name <= 0)
		return spec->type == COLUMN_CODE || is_postcode_column(spec)
			       ? 0.45 * fits
			       : 0;
	return fits < 0.3 ? 0.3 * name : 0.65 * name + 0.35 * fits;
}

static void score_pairs(struct sample *s)
{
	size_t n = s->out->names_n;
	s->scores = arena_array(s->arena, double, n * s->set.n);
	s->fits = arena_array(s->arena, double, n * s->set.n);
	for (size_t c = 0; c < n; c++) {
		struct arena_mark mark = arena_mark(s->ctx->scratch);
		for (size_t k = 0; k < s->set.n; k++) {
			const struct column_spec *spec = &s->set.columns[k];
			double alone = suggest_name_score(s->ctx->scratch,
				s->rows[s->header].cells[c], spec->name);
			double grouped = suggest_name_score(
				s->ctx->scratch, s->titles[c], spec->name);
			double name = grouped > alone || s->twice[c] ? grouped : alone;
			double fits = share_that_fits(s, spec, c);
			s->fits[c * s->set.n + k] = fits;
			s->scores[c * s->set.n + k] = confidence(spec, name, fits);
		}
		arena_reset(s->ctx->scratch, mark);
	}
}

static const char *why(const struct sample *s, size_t column, size_t canonical)
{
	const struct column_spec *spec = &s->set.columns[canonical];
	double fits = s->fits[column * s->set.n + canonical];
	double name =
		suggest_name_score(s->ctx->scratch, s->titles[column], spec->name);
	double alone = suggest_name_score(
		s->ctx->scratch, s->rows[s->header].cells[column], spec->name);
	if (alone > name && !s->twice[column])
		name = alone;
	const char *by_name = name >= 0.95  ? "the header is a known name"
			      : name >= 0.5 ? "the header's words agree"
					    : "the header says something else";
	if (!cells_speak(spec))
		return by_name;
	if (fits < 0)
		return str_printf(s->arena, "%s; its cells are empty", by_name);
	return str_printf(s->arena, "%s; %.0f %% of its cells read as %s", by_name,
		100 * fits,
		spec->type == COLUMN_CODE   ? "a code of it"
		: spec->type == COLUMN_TEXT ? "a postcode"
					    : column_type_words(spec->type));
}

struct pair {
	size_t column, canonical;
	double score;
};

/* The best pair that is free; the first of equals. */
static struct pair best_pair(const struct sample *s, const bool *used)
{
	struct pair best = {SIZE_MAX, SIZE_MAX, 0};
	for (size_t k = 0; k < s->set.n; k++) {
		if (s->out->columns[k].column != SIZE_MAX)
			continue;
		for (size_t c = 0; c < s->out->names_n; c++) {
			double score = s->scores[c * s->set.n + k];
			if (!used[c] && score > best.score)
				best = (struct pair){c, k, score};
		}
	}
	return best;
}

static void take_pairs(struct sample *s)
{
	struct mapping_suggestion *out = s->out;
	bool *used = arena_array(s->arena, bool, out->names_n);
	out->columns = arena_array(s->arena, struct suggested_column, s->set.n);
	out->rest = arena_array(s->arena, struct suggested_column, out->names_n);
	for (size_t k = 0; k < s->set.n; k++)
		out->columns[k].column = out->columns[k].time_column = SIZE_MAX;
	for (;;) {
		struct pair p = best_pair(s, used);
		if (p.score < TAKEN_FROM)
			break;
		used[p.column] = true;
		out->columns[p.canonical] = (struct suggested_column){
			p.column, SIZE_MAX, 0, p.score, why(s, p.column, p.canonical)};
	}
	for (size_t c = 0; c < out->names_n; c++) {
		struct suggested_column *rest = &out->rest[c];
		rest->column = used[c] ? SIZE_MAX - 1 : SIZE_MAX;
		for (size_t k = 0; k < s->set.n && !used[c]; k++) {
			double score = s->scores[c * s->set.n + k];
			if (score > 0.2 && score > rest->confidence_01)
				*rest = (struct suggested_column){
					k, SIZE_MAX, 0, score, why(s, c, k)};
		}
	}
}

/* ---- times of day in a column of their own ----------------------------------------
 */

static bool is_time_of_day(const struct sample *s, size_t column)
{
	size_t filled = 0, times = 0;
	for (size_t i = s->header + 1; i < s->n && filled < 200; i++) {
		const char *cell = cell_of(s, i, column);
		if (*cell == '\0')
			continue;
		filled++;
		times += strchr(cell, ':') &&
			 date_parse(cell, NULL).outcome == DATE_NO_DATE;
	}
	return filled > 0 && times * 10 >= filled * 9;
}

static void find_times(struct sample *s)
{
	for (size_t k = 0; k < s->set.n; k++) {
		struct suggested_column *column = &s->out->columns[k];
		size_t next = column->column + 1;
		if (s->set.columns[k].type != COLUMN_TIME ||
			column->column == SIZE_MAX || next >= s->out->names_n ||
			s->out->rest[next].column == SIZE_MAX - 1 ||
			!is_time_of_day(s, next))
			continue;
		column->time_column = next;
		column->why = str_printf(s->arena,
			"%s; the column to its right holds times of day", column->why);
		s->out->rest[next].column = SIZE_MAX - 1;
	}
}

/* ---- addresses over several columns -----------------------------------------------
 */

static bool is_address_line(struct arena *scratch, const char *name)
{
	static const char *const words[] = {"address", "line", "street", "locality",
		"village", "town", "city", "county"};
	const char *lower = str_lower(scratch, name);
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (strstr(lower, words[i]))
			return true;
	return false;
}

static void find_address_lines(struct sample *s)
{
	for (size_t k = 0; k < s->set.n; k++) {
		struct suggested_column *column = &s->out->columns[k];
		if (s->set.columns[k].role == PLACE_NONE ||
			s->set.columns[k].field != PLACE_FIELD_ADDRESS ||
			column->column == SIZE_MAX ||
			!strchr(s->out->names[column->column], '1'))
			continue;
		for (size_t c = column->column + 1;
			c < s->out->names_n && s->out->rest[c].column != SIZE_MAX - 1 &&
			is_address_line(s->ctx->scratch, s->out->names[c]);
			c++) {
			s->out->rest[c].column = SIZE_MAX - 1;
			column->lines_n++;
		}
	}
}

/* ---- the order of dates -----------------------------------------------------------
 */

static void judge_order(struct sample *s)
{
	struct mapping_suggestion *out = s->out;
	struct order_votes votes = {{0}, 0};
	for (size_t k = 0; k < s->set.n; k++) {
		enum column_type type = s->set.columns[k].type;
		size_t column = out->columns[k].column;
		if (column == SIZE_MAX || (type != COLUMN_TIME && type != COLUMN_DAY &&
						  type != COLUMN_NOTICE))
			continue;
		for (size_t i = s->header + 1; i < s->n; i++)
			if (cell_of(s, i, column)[0])
				order_vote(&votes, cell_of(s, i, column));
	}
	order_judge(s->arena, &votes, out);
}

/* ---- codes ------------------------------------------------------------------------
 */

static void gather_values(struct sample *s, size_t k)
{
	const struct column_spec *spec = &s->set.columns[k];
	size_t column = s->out->columns[k].column, capacity = 0;
	struct suggested_value *values = NULL;
	size_t n = 0;
	for (size_t i = s->header + 1; i < s->n; i++) {
		const char *cell = cell_of(s, i, column);
		size_t v = 0;
		if (*cell == '\0' || strlen(cell) > VALUE_LENGTH_MOST)
			continue;
		while (v < n && !str_equal_fold(values[v].from, cell))
			v++;
		if (v == n && n == VALUES_MOST)
			continue;
		if (v == n) {
			arena_reserve(s->arena, values, capacity, n + 1);
			values[n++] = (struct suggested_value){
				cell, suggest_code(s->arena, spec, cell), 0};
		}
		values[v].cells++;
	}
	s->out->values[k] = values;
	s->out->values_n[k] = n;
}

static void gather_all_values(struct sample *s)
{
	s->out->values = arena_array(s->arena, struct suggested_value *, s->set.n);
	s->out->values_n = arena_array(s->arena, size_t, s->set.n);
	for (size_t k = 0; k < s->set.n; k++)
		if (s->set.columns[k].type == COLUMN_CODE &&
			s->out->columns[k].column != SIZE_MAX)
			gather_values(s, k);
}

/* ---- the whole --------------------------------------------------------------------
 */

static enum err_code find_builtin(struct sample *s)
{
	const struct table_row *header = &s->rows[s->header];
	size_t best = 0;
	for (const struct mapping_builtin *b = mapping_builtins; b->name; b++) {
		struct mapping mapping;
		struct binding binding;
		if (!mapping_serves(s->ctx, b, s->out->kind))
			continue;
		enum err_code err =
			mapping_read(s->ctx, b->name, b->text, s->out->kind, &mapping);
		if (err)
			return err;
		binding_make(
			s->arena, &mapping, header->cells, header->cells_n, &binding);
		if (binding_fits(&binding) && binding.signed_for &&
			mapping.signature.n > 0 && binding.bound_n > best) {
			best = binding.bound_n;
			s->out->builtin = b->name;
		}
	}
	return ERR_OK;
}

static void find_missing(struct sample *s)
{
	const char **missing = arena_array(s->arena, const char *, s->set.n);
	for (size_t k = 0; k < s->set.n; k++)
		if (s->set.columns[k].flags & COLUMN_REQUIRED &&
			s->out->columns[k].column == SIZE_MAX)
			missing[s->out->missing.n++] = s->set.columns[k].name;
	s->out->missing.items = missing;
}

enum err_code mapping_suggest(struct context *ctx, const char *path,
	enum import_kind kind, const char *sheet, struct mapping_suggestion *out)
{
	struct sample s = {.ctx = ctx,
		.arena = ctx->arena,
		.out = out,
		.set = column_set_of(kind)};
	*out = (struct mapping_suggestion){.kind = kind, .sheet = "", .order_why = ""};
	/* A block that stays through the resets. */
	arena_alloc(ctx->scratch, 1, 1);
	enum err_code err = read_sample(&s, path, sheet, reading_xml_record(kind));
	if (err)
		return err;
	find_header(&s);
	name_columns(&s);
	score_pairs(&s);
	take_pairs(&s);
	find_times(&s);
	find_address_lines(&s);
	judge_order(&s);
	gather_all_values(&s);
	find_missing(&s);
	return find_builtin(&s);
}
