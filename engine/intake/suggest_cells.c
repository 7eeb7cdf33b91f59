#include "base/map.h"
#include "intake/clock_column.h"
#include "intake/suggest_sample.h"
#include "text/postcode.h"
#include "text/quantity.h"
#include <string.h>

enum { PROSE_FROM = 40, CODES_MOST = 40 };

bool sample_reads_as_date(const char *cell, enum date_order order)
{
	struct date_options o = DATE_OPTIONS_DEFAULT;
	o.order = order;
	o.no_serials = true;
	return date_parse(cell, &o).outcome == DATE_OK;
}

/* ---- of each column ---------------------------------------------------------------
 */

static bool in_range(const char *cell, double least, double most)
{
	double v;
	return real_parse(cell, &v) && v >= least && v <= most;
}

/* A spreadsheet's number of a day from 1927 to 2063, five figures of it. */
static bool is_serial(const char *cell)
{
	return strlen(cell) >= 5 && in_range(cell, 10000, 60000);
}

static bool is_date(const char *cell)
{
	double number;
	return !real_parse(cell, &number) &&
	       (sample_reads_as_date(cell, DATE_DMY) ||
		       sample_reads_as_date(cell, DATE_MDY) ||
		       sample_reads_as_date(cell, DATE_YMD));
}

/* 21:30, 9:30 PM, 0.8958, 1899-12-30 21:30; four figures alone may be anything. */
static bool is_clock(struct arena *scratch, const char *cell)
{
	const char *time = clock_time(scratch, "", cell);
	return strchr(time, ':') && date_parse(time, NULL).outcome == DATE_NO_DATE;
}

static bool has_time(const char *cell)
{
	const char *colon = strchr(cell, ':');
	return colon && strspn(colon, ":0 ") < strlen(colon);
}

static bool has_letter(const char *cell)
{
	for (; *cell; cell++)
		if ((*cell >= 'a' && *cell <= 'z') || (*cell >= 'A' && *cell <= 'Z') ||
			*cell & 0x80)
			return true;
	return false;
}

static void look_at(struct sample *s, size_t column)
{
	struct cells *c = &s->cells[column];
	struct arena_mark mark = arena_mark(s->ctx->scratch);
	struct map seen;
	map_init(&seen, s->ctx->scratch);
	for (size_t i = s->header + 1; i < s->n && c->filled < CELLS_LOOKED_AT; i++) {
		const char *cell = sample_cell(s, i, column);
		if (*cell == '\0')
			continue;
		c->filled++;
		map_intern(&seen, cell);
		bool clock = is_clock(s->ctx->scratch, cell), date = is_date(cell);
		c->clocks += clock;
		c->dates += date && !clock;
		c->moments += date && !clock && has_time(cell);
		c->serials += is_serial(cell);
		c->letters += has_letter(cell);
		c->prose += strlen(cell) > PROSE_FROM;
	}
	c->distinct = seen.n;
	double n = c->filled ? (double)c->filled : 1;
	c->dates /= n;
	c->moments /= n;
	c->serials /= n;
	c->clocks /= n;
	c->letters /= n;
	c->prose /= n;
	arena_reset(s->ctx->scratch, mark);
}

void sample_cells(struct sample *s)
{
	s->cells = arena_array(s->arena, struct cells, s->out->names_n);
	for (size_t c = 0; c < s->out->names_n; c++)
		look_at(s, c);
}

/* ---- against a canonical column ----------------------------------------------------
 */

bool sample_contradicts(const struct sample *s, size_t k, size_t column)
{
	const struct cells *c = &s->cells[column];
	const struct column_spec *spec = &s->set.columns[k];
	enum header_class class = header_class_of(spec);
	if (c->filled == 0)
		return false;
	if (c->clocks >= 0.9)
		return true;
	if (class == CLASS_WHEN || class == CLASS_DOB || spec->type == COLUMN_NOTICE)
		return false;
	if (c->dates >= 0.8)
		return true;
	if (class == CLASS_WHERE || class == CLASS_NAME)
		return c->letters < 0.5;
	if (class == CLASS_REF && c->prose > 0.2)
		return true;
	/* One reference a row. */
	return spec->flags & COLUMN_REF && c->filled >= 5 &&
	       c->distinct * 10 < c->filled * 9;
}

static bool is_postcode_column(const struct column_spec *spec)
{
	return spec->field == PLACE_FIELD_POSTCODE && spec->role != PLACE_NONE;
}

static bool is_urn_column(const struct column_spec *spec)
{
	return strcmp(spec->name, "urn") == 0 ||
	       (spec->role != PLACE_NONE && spec->field == PLACE_FIELD_URN);
}

static bool is_sex_column(const struct column_spec *spec)
{
	return spec->child == CHILD_SEX;
}

/* Whether a column's cells can tell that they are of it. */
static bool cells_speak(const struct column_spec *spec)
{
	return is_postcode_column(spec) || is_urn_column(spec) || is_sex_column(spec) ||
	       (spec->type != COLUMN_TEXT && spec->type != COLUMN_LIST);
}

/* SC and six figures, or six or seven figures. */
static bool is_urn(const char *cell)
{
	size_t start =
		strncmp(cell, "SC", 2) == 0 || strncmp(cell, "sc", 2) == 0 ? 2 : 0;
	size_t n = strspn(cell + start, "0123456789");
	return cell[start + n] == '\0' && (n == 6 || n == 7);
}

static bool is_sex(const char *cell)
{
	static const char *const words[] = {"m", "f", "male", "female", "boy", "girl",
		"1", "2", "u", "unknown", "other", "non-binary", "x"};
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (str_equal_fold(cell, words[i]))
			return true;
	return false;
}

static bool text_fits(const struct column_spec *spec, const char *cell)
{
	struct postcode postcode;
	if (is_urn_column(spec))
		return is_urn(cell);
	if (is_sex_column(spec))
		return is_sex(cell);
	return postcode_parse(cell, &postcode) != POSTCODE_NONE;
}

static bool cell_fits(
	struct arena *scratch, const struct column_spec *spec, const char *cell)
{
	switch (spec->type) {
	case COLUMN_TIME:
	case COLUMN_DAY:
		/* 20260328 too, which is a number as well. */
		return sample_reads_as_date(cell, DATE_YMD) || is_date(cell) ||
		       is_serial(cell);
	case COLUMN_NOTICE:
		return suggest_yes_no(scratch, cell) || is_date(cell);
	case COLUMN_CODE:
		return suggest_code(scratch, spec, cell) != NULL;
	case COLUMN_YES_NO:
		return suggest_yes_no(scratch, cell) != NULL;
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
		return text_fits(spec, cell);
	}
}

double sample_fits(struct sample *s, size_t k, size_t column)
{
	const struct column_spec *spec = &s->set.columns[k];
	struct arena_mark mark = arena_mark(s->ctx->scratch);
	size_t fit = 0, filled = 0;
	if (!cells_speak(spec) || s->cells[column].filled == 0)
		return -1;
	/* Codes repeat. */
	if (spec->type == COLUMN_CODE && s->cells[column].distinct > CODES_MOST)
		return 0;
	for (size_t i = s->header + 1; i < s->n && filled < CELLS_LOOKED_AT; i++) {
		const char *cell = sample_cell(s, i, column);
		if (*cell == '\0')
			continue;
		filled++;
		fit += cell_fits(s->ctx->scratch, spec, cell);
		arena_reset(s->ctx->scratch, mark);
	}
	return (double)fit / (double)filled;
}
