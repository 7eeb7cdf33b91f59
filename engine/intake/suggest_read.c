#include "base/map.h"
#include "intake/reading.h"
#include "intake/suggest_sample.h"
#include "text/postcode.h"
#include "text/quantity.h"
#include <string.h>

enum { HEADER_WITHIN = 30, HEADER_COLUMNS = 300, SHEETS_TRIED = 50 };

const char *sample_cell(const struct sample *s, size_t row, size_t column)
{
	const struct table_row *r = &s->rows[row];
	return column < r->cells_n ? r->cells[column] : "";
}

/* ---- the header -------------------------------------------------------------------
 */

static bool reads_as_data(const char *cell)
{
	double number;
	struct postcode postcode;
	return strlen(cell) > VALUE_LENGTH_MOST || real_parse(cell, &number) ||
	       sample_reads_as_date(cell, DATE_DMY) ||
	       postcode_parse(cell, &postcode) == POSTCODE_UNIT;
}

/* What a row's cells would give as names; 0 where they look like data. */
static double header_score(struct sample *s, size_t row)
{
	struct arena_mark mark = arena_mark(s->ctx->scratch);
	size_t data = 0, filled = 0;
	double sum = 0;
	for (size_t c = 0; c < s->rows[row].cells_n && c < HEADER_COLUMNS; c++) {
		const char *cell = sample_cell(s, row, c);
		double best = 0;
		filled += *cell != '\0';
		data += *cell && reads_as_data(cell);
		if (*cell == '\0' || strlen(cell) > VALUE_LENGTH_MOST)
			continue;
		struct header_words words = header_words(s->ctx->scratch, cell);
		for (size_t k = 0; k < s->set.n; k++) {
			double score = suggest_name_score(s->book, k, &words);
			best = score > best ? score : best;
		}
		sum += best;
		arena_reset(s->ctx->scratch, mark);
	}
	return data * 3 > filled ? 0 : sum + 0.01 * (double)filled;
}

/* The score of the best row; s->header is its index. */
static double find_header(struct sample *s)
{
	double best = 0;
	s->header = 0;
	for (size_t i = 0; i < s->n && i < HEADER_WITHIN; i++) {
		double score = header_score(s, i);
		if (score > best) {
			best = score;
			s->header = i;
		}
	}
	return best;
}

static size_t filled_cells(const struct table_row *row)
{
	size_t n = 0;
	for (size_t i = 0; i < row->cells_n; i++)
		n += row->cells[i][0] != '\0';
	return n;
}

/* How many columns have each name, whatever its dress; one without a name counts twice.
 */
static void count_names(
	struct sample *s, const struct table_row *header, struct map *counts)
{
	map_init(counts, s->arena);
	for (size_t i = 0; i < header->cells_n; i++) {
		const char *folded = header_fold(s->arena, header->cells[i]);
		size_t n = 0;
		(void)map_get(counts, folded, &n);
		map_set(counts, folded, n + (*folded ? 1 : 2));
	}
}

/* A second line of a header: "Date", "Time", "Address" below what they are of, and
 * nothing else. */
static bool is_second_line(struct sample *s, size_t row)
{
	size_t words = 0;
	for (size_t c = 0; row < s->n && c < s->rows[row].cells_n; c++) {
		const char *cell = sample_cell(s, row, c);
		if (*cell == '\0')
			continue;
		struct header_words h = header_words(s->arena, cell);
		if (h.class == CLASS_NONE || *h.core)
			return false;
		words++;
	}
	return words >= 2;
}

/* Titles over several columns ("Found" above "Date" and "Address") are the row right
 * above, with more than one of them; a merged cell is filled in its first column. */
static void name_columns(struct sample *s, bool two_lines)
{
	const struct table_row *header = &s->rows[s->header];
	const struct table_row *above = s->header > 0 ? header - 1 : NULL;
	const char *group = "";
	size_t n = header->cells_n;
	if (above && !two_lines &&
		(filled_cells(above) < 2 ||
			filled_cells(above) >= filled_cells(header)))
		above = NULL;
	struct map counts;
	count_names(s, header, &counts);
	s->out->names = arena_array(s->arena, const char *, n);
	s->out->names_n = n;
	s->twice = arena_array(s->arena, bool, n);
	s->words = arena_array(s->arena, struct header_words, n);
	s->grouped = arena_array(s->arena, struct header_words, n);
	for (size_t i = 0; i < n; i++) {
		const char *cell = header->cells[i];
		size_t named = 0;
		(void)map_get(&counts, header_fold(s->arena, cell), &named);
		s->twice[i] = named > 1;
		s->out->names[i] =
			s->twice[i] ? header_placed(s->arena, cell, i) : cell;
		if (above && i < above->cells_n && above->cells[i][0])
			group = above->cells[i];
		else if (two_lines && *cell == '\0')
			group = "";
		s->words[i] = header_words(s->arena, cell);
		s->grouped[i] =
			*group ? header_words(s->arena,
					 str_printf(s->arena, "%s %s", group, cell))
			       : s->words[i];
	}
}

/* ---- rows -------------------------------------------------------------------------
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

static enum err_code read_rows(
	struct sample *s, struct table_reader *reader, size_t most)
{
	bool more = true;
	s->n = 0;
	while (s->n < most) {
		struct table_row row;
		enum err_code err = table_next(reader, &row, &more);
		if (err || !more)
			return err;
		if (!row.fault)
			keep_row(s, &row);
	}
	return ERR_OK;
}

/* The first sheet whose header is as good as any, those that are hidden left out. A
 * later one must be better by a tenth: lists of the closed have a column more. */
static enum err_code choose_sheet(struct sample *s, struct table_reader *reader)
{
	struct table_facts f = table_facts(reader);
	const char *names[SHEETS_TRIED], *best = f.sheet;
	size_t n = 0;
	double most = 0;
	enum err_code err = ERR_OK;
	names[n++] = f.sheet;
	for (size_t i = 0; i < f.other_sheets.n && n < SHEETS_TRIED; i++)
		if (!table_hides(reader, f.other_sheets.items[i]))
			names[n++] = f.other_sheets.items[i];
	for (size_t i = 0; i < n && !err; i++) {
		err = table_turn(reader, names[i]);
		if (!err)
			err = read_rows(s, reader, HEADER_WITHIN);
		double score = err ? 0 : find_header(s);
		if (score > 1.1 * most) {
			most = score;
			best = names[i];
		}
	}
	return err ? err : table_turn(reader, best);
}

static void keep_facts(struct sample *s, const struct table_reader *reader)
{
	struct table_facts f = table_facts(reader);
	struct str_list others = {arena_array(s->arena, const char *, f.other_sheets.n),
		f.other_sheets.n};
	for (size_t i = 0; i < others.n; i++)
		others.items[i] = str_dup(s->arena, f.other_sheets.items[i]);
	s->out->sheet = str_dup(s->arena, f.sheet);
	s->out->other_sheets = others;
}

enum err_code sample_read(
	struct sample *s, const char *path, const char *sheet, const char *xml_record)
{
	struct table_options options = {sheet, 0, xml_record};
	struct table_reader *reader = NULL;
	enum err_code err = file_facts_read(s->ctx, path, &s->out->file);
	if (!err)
		err = table_open(s->ctx, path, &s->out->file, &options, &reader);
	if (!err && !sheet && table_facts(reader).other_sheets.n > 0)
		err = choose_sheet(s, reader);
	if (!err)
		err = read_rows(s, reader, ROWS_MOST);
	if (!err)
		keep_facts(s, reader);
	table_close(reader);
	if (!err && s->n == 0)
		err = err_at(s->ctx, ERR_DATA,
			(struct err_where){.file = s->out->file.name},
			"has no rows; export it again from its system");
	if (err)
		return err;
	find_header(s);
	bool two_lines = is_second_line(s, s->header + 1);
	s->header += two_lines;
	s->out->header_row = s->rows[s->header].row;
	s->out->rows = (int64_t)(s->n - s->header - 1);
	name_columns(s, two_lines);
	return ERR_OK;
}
