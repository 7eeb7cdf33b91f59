#include "intake/check.h"
#include "text/code.h"
#include "text/gridref.h"
#include "text/quantity.h"
#include <string.h>

#define YEAR_S (366 * DAY_S)

/* Latitudes and longitudes of the islands, with some sea. */
#define LAT_LEAST 49.0
#define LAT_MOST 61.5
#define LON_LEAST (-11.0)
#define LON_MOST 2.5

/* ---- what is wrong ----------------------------------------------------------------
 */

static size_t index_of(const struct checker *c, const char *column)
{
	size_t i = column_find(c->binding->mapping->kind, column);
	if (i == SIZE_MAX)
		BUG("a rule asks for a column that the kind does not have");
	return i;
}

const struct value *checker_value(const struct checker *c, const char *column)
{
	return &c->out->values[index_of(c, column)];
}

static void leave_out(
	struct checker *c, const char *column, const char *rule, const char *reason)
{
	if (c->out->whole)
		return;
	struct fault *fault = arena_new(c->arena, struct fault);
	*fault = (struct fault){column, reason, rule, NULL, true};
	c->out->whole = fault;
}

void checker_leave_out(
	struct checker *c, const char *column, const char *rule, const char *reason)
{
	leave_out(
		c, binding_column_name(c->binding, index_of(c, column)), rule, reason);
}

static void set_aside(
	struct checker *c, size_t column, const char *rule, const char *reason)
{
	struct checked_row *out = c->out;
	arena_reserve(c->arena, out->faults, out->faults_capacity, out->faults_n + 1);
	out->faults[out->faults_n++] =
		(struct fault){binding_column_name(c->binding, column), reason, rule,
			c->row->written[column], false};
	out->values[column] = (struct value){0};
}

void checker_set_aside(
	struct checker *c, const char *column, const char *rule, const char *reason)
{
	set_aside(c, index_of(c, column), rule, reason);
}

static void remark(
	struct checker *c, const char *column, const char *rule, const char *text)
{
	struct checked_row *out = c->out;
	arena_reserve(
		c->arena, out->remarks, out->remarks_capacity, out->remarks_n + 1);
	out->remarks[out->remarks_n++] = (struct row_remark){column, rule, text};
}

void checker_remark(
	struct checker *c, const char *column, const char *rule, const char *text)
{
	remark(c, binding_column_name(c->binding, index_of(c, column)), rule, text);
}

/* ---- cells: each reader returns why it can't, or NULL ------------------------------
 */

static const char *read_code(
	struct checker *c, const struct column_spec *spec, struct value *value)
{
	size_t n = codes_count(spec->codes);
	size_t i = code_find(value->text, spec->codes, n);
	if (i == CODE_NONE)
		return str_printf(c->arena, "is not known; write one of: %s",
			code_list_text(c->arena, spec->codes, n));
	value->text = spec->codes[i];
	return NULL;
}

static void note_date(struct checker *c, size_t column, unsigned notes)
{
	static const enum date_note worth[] = {DATE_NOTE_CLOCK_SKIPPED,
		DATE_NOTE_CLOCK_TWICE, DATE_NOTE_WEEKDAY_WRONG};
	static const char *const rules[] = {
		"clock_skipped", "clock_twice", "weekday_wrong"};
	for (size_t i = 0; i < 3; i++)
		if (notes & worth[i])
			remark(c, binding_column_name(c->binding, column), rules[i],
				date_note_text(worth[i]));
}

/* The days that programs write where they have none: the first of a spreadsheet's
 * calendar, and of a computer's, on which somebody may have been born. */
static bool is_no_day(const struct column_spec *spec, struct moment m)
{
	struct civil day = london_from_utc(m.start_s);
	if (day.month != 1 || day.day != 1 || m.precision > TIME_DAY)
		return false;
	return day.year == 1900 || (day.year == 1970 && spec->type == COLUMN_TIME);
}

/* Days and times: the moment, and for days their text. */
static const char *read_date(struct checker *c, size_t column,
	const struct column_spec *spec, struct value *value)
{
	struct date_options options = c->binding->mapping->dates;
	options.year_alone = spec->type != COLUMN_TIME;
	struct date_result date = date_parse(value->text, &options);
	if (date.outcome == DATE_EMPTY) {
		*value = (struct value){0};
		return NULL;
	}
	if (date.outcome != DATE_OK)
		return date.reason;
	if (is_no_day(spec, date.moment))
		return "is what systems write where they have no date; correct it, or "
		       "empty it";
	if (spec->flags & COLUMN_WHOLE_DAY && date.moment.precision > TIME_DAY)
		return "is no whole day; write day, month and year";
	if (spec->type == COLUMN_TIME) {
		value->moment = date.moment;
		note_date(c, column, date.notes);
		return NULL;
	}
	if (date.moment.precision < TIME_DAY) {
		struct civil day = london_from_utc(date.moment.start_s);
		date.moment = moment_day(day.year, day.month, day.day);
	}
	char text[CIVIL_TEXT_MAX];
	moment_format(date.moment, text);
	value->moment = date.moment;
	value->text = str_dup(c->arena, text);
	return NULL;
}

static const char *read_yes_no(struct value *value)
{
	bool yes = false;
	if (!yes_no_parse(value->text, &yes))
		return "is neither yes nor no; write Y or N";
	value->integer = yes;
	return NULL;
}

static const char *read_notice(struct checker *c, size_t column,
	const struct column_spec *spec, struct value *value)
{
	bool yes = false;
	if (yes_no_parse(value->text, &yes)) {
		value->text = yes ? "Y" : "N";
		return NULL;
	}
	return read_date(c, column, spec, value) ? "is neither a date nor Y or N"
						 : NULL;
}

/* A workbook may have turned 12 into 12.0. */
static bool whole_number(const char *text, int64_t *integer)
{
	double real = 0;
	if (integer_parse(text, integer))
		return true;
	if (!real_parse(text, &real) || real < -1e15 || real > 1e15 ||
		real != (double)(int64_t)real)
		return false;
	*integer = (int64_t)real;
	return true;
}

static const char *read_integer(const struct column_spec *spec, struct value *value)
{
	bool age = spec->type == COLUMN_AGE;
	if (!whole_number(value->text, &value->integer))
		return "is no whole number; write figures alone";
	if (value->integer < 0)
		return "is below 0; correct it";
	if (age && value->integer > 25)
		return "is no age of a child; correct it";
	return NULL;
}

static const char *read_coordinate(const struct column_spec *spec, struct value *value)
{
	static const char grid[] =
		"lies outside the National Grid (EPSG:27700, metres); correct it";
	double v = 0;
	if (!real_parse(value->text, &v))
		return "is no number; write figures alone";
	value->real = v;
	switch (spec->type) {
	case COLUMN_EASTING:
		return v > 0 && v <= GRID_EAST_MAX_M ? NULL : grid;
	case COLUMN_NORTHING:
		return v > 0 && v <= GRID_NORTH_MAX_M ? NULL : grid;
	case COLUMN_LAT:
		if (v >= LAT_LEAST && v <= LAT_MOST)
			return NULL;
		return v >= LON_LEAST && v <= LON_MOST
			       ? "is no latitude of these islands; are latitude and "
				 "longitude swapped?"
			       : "is no latitude of these islands (49 to 61.5); "
				 "correct "
				 "it";
	default:
		if (v >= LON_LEAST && v <= LON_MOST)
			return NULL;
		return v >= LAT_LEAST && v <= LAT_MOST
			       ? "is no longitude of these islands; are latitude and "
				 "longitude swapped?"
			       : "is no longitude of these islands (-11 to 2.5); "
				 "correct it";
	}
}

static const char *read_uprn(struct value *value)
{
	int64_t number = 0;
	if (!whole_number(value->text, &number) || number < 1 ||
		number > INT64_C(999999999999))
		return "is no UPRN; write its 1 to 12 figures";
	value->integer = number;
	return NULL;
}

/* Signs that stand for a figure: c suppressed, k or low rounds to nothing, x or : not
 * available, z not applicable, u unreliable, and what older releases wrote; in brackets
 * since the statisticians' guidance of 2022 ("[c]"). */
static const char *read_figure(struct checker *c, struct value *value)
{
	static const char *const symbols[] = {"c", "k", "x", "z", "u", "w", "low", ":",
		"-", ".", "..", "*", "~", "n/a"};
	const char *text = value->text;
	size_t n = strlen(text);
	if (real_parse(text, &value->real))
		return NULL;
	if (n > 2 && text[0] == '[' && text[n - 1] == ']')
		text = str_trim(c->arena, str_dup_n(c->arena, text + 1, n - 2));
	for (size_t i = 0; i < sizeof symbols / sizeof *symbols; i++)
		if (str_equal_fold(text, symbols[i])) {
			value->text = symbols[i];
			value->integer = 1; /* a symbol */
			return NULL;
		}
	return "is neither a number nor one of the symbols c k x z";
}

static const char *read_radius(struct value *value)
{
	return real_parse(value->text, &value->real) && value->real >= 0
		       ? NULL
		       : "is no distance in metres; write figures alone";
}

static const char *read_value(struct checker *c, size_t column,
	const struct column_spec *spec, struct value *value)
{
	switch (spec->type) {
	case COLUMN_TEXT:
	case COLUMN_LIST:
		return NULL;
	case COLUMN_CODE:
		return read_code(c, spec, value);
	case COLUMN_TIME:
	case COLUMN_DAY:
		return read_date(c, column, spec, value);
	case COLUMN_NOTICE:
		return read_notice(c, column, spec, value);
	case COLUMN_YES_NO:
		return read_yes_no(value);
	case COLUMN_AGE:
	case COLUMN_COUNT:
		return read_integer(spec, value);
	case COLUMN_EASTING:
	case COLUMN_NORTHING:
	case COLUMN_LAT:
	case COLUMN_LON:
		return read_coordinate(spec, value);
	case COLUMN_UPRN:
		return read_uprn(value);
	case COLUMN_RADIUS:
		return read_radius(value);
	case COLUMN_FIGURE:
		return read_figure(c, value);
	}
	BUG("unknown type of column");
}

/* ---- the row ----------------------------------------------------------------------
 */

static const char *future_reason(struct checker *c, size_t column,
	const struct column_spec *spec, const struct value *value)
{
	int64_t ahead_s = value->moment.start_s - c->options->now_s;
	if (!(spec->flags & COLUMN_PAST) || value->moment.precision == TIME_NONE ||
		ahead_s <= 0)
		return NULL;
	if (ahead_s > YEAR_S)
		return "lies more than a year in the future; correct it";
	remark(c, binding_column_name(c->binding, column), "future",
		"lies in the future");
	return NULL;
}

/* What a spreadsheet shows where a formula failed, or where a column is too narrow for
 * its dates and the file was saved as CSV. */
static bool is_sheet_error(const char *text)
{
	static const char *const errors[] = {"#N/A", "#REF!", "#VALUE!", "#DIV/0!",
		"#NAME?", "#NULL!", "#NUM!", "#SPILL!", "#CALC!", "#GETTING_DATA",
		"#FIELD!", "#BLOCKED!", "#CONNECT!", "#UNKNOWN!", "Err:502", "Err:504",
		"Err:508", "Err:511", "Err:522"};
	if (text[0] == '#' && strlen(text) > 2 && text[strspn(text, "#")] == '\0')
		return true;
	for (size_t i = 0; i < sizeof errors / sizeof *errors; i++)
		if (strcmp(text, errors[i]) == 0)
			return true;
	return false;
}

static void check_cell(struct checker *c, size_t i, const struct column_spec *spec)
{
	struct value *value = &c->out->values[i];
	const char *rule = "";
	bool given = c->row->cells[i][0] != '\0';
	const char *why = NULL;
	if (given && is_sheet_error(c->row->cells[i])) {
		why = "is an error of a spreadsheet, not a value; mend its formula, or "
		      "widen its column, and export again";
		rule = "sheet_error";
	} else if (given) {
		value->text = c->row->cells[i];
		why = read_value(c, i, spec, value);
		if (!why && (why = future_reason(c, i, spec, value)))
			rule = "future";
	}
	if (!why && !value->text && spec->flags & COLUMN_REQUIRED) {
		rule = rules_of_empty(c, spec->name);
		why = "is empty; it must be filled";
	}
	if (!why)
		return;
	if (spec->flags & COLUMN_REQUIRED)
		leave_out(c, binding_column_name(c->binding, i), rule, why);
	else
		set_aside(c, i, rule, why);
}

void check_row(struct arena *arena, const struct binding *binding,
	const struct check_options *options, const struct canonical_row *row,
	struct checked_row *out)
{
	struct column_set set = column_set_of(binding->mapping->kind);
	struct checker c = {arena, binding, options, row, out};
	*out = (struct checked_row){.row = row->row,
		.mended_source = row->mended_source,
		.mended_row = row->mended_row,
		.written = row->written,
		.extra = row->extra};
	if (row->fault) {
		leave_out(&c, "", "", row->fault);
		return;
	}
	out->values = arena_array(arena, struct value, set.n);
	for (size_t i = 0; i < set.n; i++)
		check_cell(&c, i, &set.columns[i]);
	if (!out->whole)
		rules_row(&c);
}
