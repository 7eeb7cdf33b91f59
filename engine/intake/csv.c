#include "intake/csv.h"
#include "base/file.h"
#include "base/str.h"
#include "intake/stream.h"
#include <ctype.h>
#include <string.h>

/* Each unclosed quotation mark costs a look at up to a whole record's bytes. */
enum { UNCLOSED_MOST = 100, SNIFF_LINES = 20 };

/* Where the scan of a record stands. */
enum quote_state { CELL_START, CELL_PLAIN, CELL_QUOTED, CELL_CLOSED };

struct csv {
	struct context *ctx;
	struct arena *arena, *record_arena;
	const char *name;
	struct stream stream;
	char separator, line_end;
	struct arena_mark record_mark;
	char *record; /* the present one, as read */
	size_t n, capacity;
	char *text; /* a copy to be split */
	size_t text_capacity;
	enum quote_state state;
	size_t first_line_n; /* of the record's first line, its end included */
	const char **cells;
	size_t cells_capacity;
	int64_t row, row_1252;
	bool seen_utf8; /* beyond ASCII */
	int unclosed;
};

static enum err_code at_row(const struct csv *c, const char *text)
{
	return err_at(c->ctx, ERR_DATA,
		(struct err_where){.file = c->name, .row = c->row}, "%s", text);
}

/* ---- the separator ----------------------------------------------------------------
 */

/* How often each candidate stands outside quotation marks in a line. */
static const char candidates[] = {',', ';', '\t', '|'};
enum { CANDIDATES_N = 4 };

static const char *count_line(
	const char *at, const char *end, char line_end, int counts[CANDIDATES_N])
{
	bool quoted = false;
	for (int k = 0; k < CANDIDATES_N; k++)
		counts[k] = 0;
	for (; at < end && (quoted || *at != line_end); at++) {
		if (*at == '"')
			quoted = !quoted;
		for (int k = 0; k < CANDIDATES_N && !quoted; k++)
			counts[k] += *at == candidates[k];
	}
	return at < end ? at + 1 : end;
}

/* The separator of a table stands equally often in most of its lines, its header
 * included: prose above it and lists inside cells do not. Of equals, the one that
 * stands there more often. */
static char sniff_separator(const char *text, size_t n, char line_end)
{
	int counts[SNIFF_LINES][CANDIDATES_N], lines = 0, best = 0;
	int most_lines = 0, most_often = 0;
	const char *at = text, *end = text + n;
	while (at < end && lines < SNIFF_LINES) {
		at = count_line(at, end, line_end, counts[lines]);
		lines++;
	}
	for (int k = 0; k < CANDIDATES_N; k++)
		for (int i = 0; i < lines; i++) {
			int often = counts[i][k], same = 0;
			for (int j = 0; j < lines; j++)
				same += often > 0 && counts[j][k] == often;
			if (same > most_lines ||
				(same == most_lines && often > most_often)) {
				most_lines = same;
				most_often = often;
				best = k;
			}
		}
	return candidates[best];
}

/* Half of a sign of several bytes would cut others in two. */
static bool may_separate(char c)
{
	return c == '\t' ||
	       (c > ' ' && c < 127 && c != '"' && !isalnum((unsigned char)c));
}

/* A first line "sep=;" is for the spreadsheet, which does not show it. */
static bool take_sep_line(struct csv *c)
{
	struct stream *s = &c->stream;
	const char *line = s->text + s->at;
	if (s->n - s->at < 6 || strncmp(line, "sep=", 4) != 0 || !may_separate(line[4]))
		return false;
	size_t end = 5;
	if (line[end] == '\r' && end + 1 < s->n && line[end + 1] == '\n')
		end++;
	if (line[end] != c->line_end)
		return false;
	c->separator = line[4];
	s->at += end + 1;
	return true;
}

/* A NUL byte, or more than one control character in a hundred bytes. */
static bool is_binary(const char *text, size_t n)
{
	size_t odd = 0;
	for (size_t i = 0; i < n; i++) {
		unsigned char c = (unsigned char)text[i];
		if (c == 0)
			return true;
		odd += c < '\t' || (c > '\r' && c < ' ') || c == 0x7F;
	}
	return odd > n / 100;
}

static enum err_code begin(struct csv *c, char separator)
{
	struct stream *s = &c->stream;
	enum err_code err = stream_fill(s);
	if (err)
		return err;
	if (is_binary(s->text, s->n))
		return err_at(c->ctx, ERR_DATA, (struct err_where){.file = c->name},
			"is neither text nor a format that is known here; export it as "
			"CSV UTF-8 or as an Excel workbook");
	c->line_end = '\n';
	if (!memchr(s->text, '\n', s->n) && memchr(s->text, '\r', s->n))
		c->line_end = '\r';
	if (!take_sep_line(c))
		c->separator = sniff_separator(s->text, s->n, c->line_end);
	if (separator)
		c->separator = separator;
	return ERR_OK;
}

enum err_code csv_open(
	struct context *ctx, const char *path, char separator, struct csv **csv)
{
	struct arena *arena = arena_create();
	struct csv *c = arena_new(arena, struct csv);
	*csv = NULL;
	c->ctx = ctx;
	c->arena = arena;
	c->record_arena = arena_create();
	/* A block that stays, so that a reset does not give it back to the system. */
	arena_alloc(c->record_arena, 1, 1);
	c->record_mark = arena_mark(c->record_arena);
	c->name = str_dup(arena, file_base(path));
	enum err_code err = stream_open(ctx, path, &c->stream);
	if (!err)
		err = begin(c, separator);
	if (err)
		csv_close(c);
	else
		*csv = c;
	return err;
}

/* ---- a record ---------------------------------------------------------------------
 */

/* Follows the quotation marks of a line that was added. */
static void scan_line(struct csv *c, const char *line, size_t n)
{
	enum quote_state state = c->state;
	if (state != CELL_QUOTED && !memchr(line, '"', n))
		return;
	for (size_t i = 0; i < n; i++) {
		char at = line[i];
		if (state == CELL_QUOTED)
			state = at == '"' ? CELL_CLOSED : CELL_QUOTED;
		else if (at == c->separator)
			state = CELL_START;
		else if (at == '"' && state != CELL_PLAIN)
			state = CELL_QUOTED; /* opened, or "" inside */
		else
			state = CELL_PLAIN;
	}
	c->state = state;
}

/* Adds the next line, its end included; *more false where there is none. ERR_DATA where
 * the record would pass its limit with this line alone. */
static enum err_code add_line(struct csv *c, bool *more, bool *too_long)
{
	struct stream *s = &c->stream;
	size_t begin_n = c->n;
	bool ended = false;
	*too_long = false;
	*more = true;
	while (!ended) {
		if (s->at == s->n) {
			enum err_code err = stream_fill(s);
			if (err)
				return err;
			if (s->n == 0)
				break;
		}
		const char *from = s->text + s->at;
		const char *end = memchr(from, c->line_end, s->n - s->at);
		size_t n = end ? (size_t)(end - from) + 1 : s->n - s->at;
		arena_reserve(c->arena, c->record, c->capacity, c->n + n + 1);
		memcpy(c->record + c->n, from, n);
		c->n += n;
		s->at += n;
		ended = end != NULL;
		if (c->n > CSV_RECORD_MAX) {
			*too_long = true;
			return ERR_OK;
		}
	}
	*more = c->n > begin_n;
	if (*more)
		scan_line(c, c->record + begin_n, c->n - begin_n);
	return ERR_OK;
}

/* A quotation mark opened in the record's first line is not closed: the lines after it
 * are taken as rows of their own. */
static enum err_code give_back(struct csv *c)
{
	if (++c->unclosed > UNCLOSED_MOST)
		return at_row(c, "has a quotation mark that is not closed, as have "
				 "many rows above; export the file again");
	stream_push_back(
		&c->stream, c->record + c->first_line_n, c->n - c->first_line_n);
	c->n = c->first_line_n;
	return ERR_OK;
}

/* Reads a record into c->record; *fault where its quotation marks don't pair. */
static enum err_code read_record(struct csv *c, bool *more, const char **fault)
{
	bool line, too_long;
	c->n = c->first_line_n = 0;
	c->state = CELL_START;
	*fault = NULL;
	enum err_code err = add_line(c, more, &too_long);
	while (!err && *more && !too_long && c->state == CELL_QUOTED) {
		if (c->first_line_n == 0)
			c->first_line_n = c->n;
		err = add_line(c, &line, &too_long);
		if (!err && !line)
			break;
	}
	if (err || !*more)
		return err;
	if (too_long && c->first_line_n == 0)
		return at_row(c, "is longer than 4 MiB; this is no table of text, or "
				 "its line ends were lost: export it again");
	if (too_long || c->state == CELL_QUOTED) {
		*fault = "a quotation mark is opened and never closed; close it, or "
			 "take it out";
		if (c->first_line_n == 0)
			c->first_line_n = c->n;
		err = give_back(c);
	}
	return err;
}

static void trim_line_end(struct csv *c)
{
	if (c->n > 0 && c->record[c->n - 1] == c->line_end)
		c->n--;
	if (c->n > 0 && c->record[c->n - 1] == '\r')
		c->n--;
	c->record[c->n] = '\0';
}

/* Splits text, which is written over, at the separators. */
static const char *split(struct csv *c, char *text, size_t *cells_n)
{
	char *from = text;
	size_t n = 0;
	for (;;) {
		if (n == CSV_CELLS_MAX)
			return "has more than 16,384 cells; check its separators";
		arena_reserve(c->arena, c->cells, c->cells_capacity, n + 1);
		char *to = from;
		c->cells[n++] = to;
		enum quote_state state = CELL_START;
		for (; *from && (state == CELL_QUOTED || *from != c->separator);
			from++) {
			if (*from == '"' && state == CELL_QUOTED) {
				state = CELL_CLOSED;
			} else if (*from == '"' && state == CELL_START) {
				state = CELL_QUOTED;
			} else if (*from == '"' && state == CELL_CLOSED) {
				*to++ = '"';
				state = CELL_QUOTED;
			} else {
				*to++ = *from;
				if (state != CELL_QUOTED)
					state = CELL_PLAIN;
			}
		}
		bool last = *from == '\0';
		*to = '\0';
		if (last)
			break;
		from++;
	}
	*cells_n = n;
	return NULL;
}

/* NUL bytes as the sign for them, so that the rest of the text can be shown. */
static const char *without_nul(struct arena *arena, const char *text, size_t n)
{
	struct strbuf buf;
	strbuf_init(&buf, arena);
	for (size_t i = 0; i < n; i++) {
		if (text[i])
			strbuf_char(&buf, text[i]);
		else
			strbuf_add(&buf, "\xE2\x90\x80");
	}
	return buf.text;
}

/* The record as UTF-8, twice: record->raw, and a copy to be split. */
static char *decode(struct csv *c, struct csv_record *record)
{
	struct arena *arena = c->record_arena;
	arena_reset(arena, c->record_mark);
	if (memchr(c->record, '\0', c->n)) {
		record->fault =
			"has a NUL byte; export the file again, or mend the row";
		record->raw = without_nul(arena, c->record, c->n);
		return NULL;
	}
	if (utf8_valid(c->record, c->n)) {
		for (size_t i = 0; i < c->n && !c->seen_utf8; i++)
			c->seen_utf8 = (unsigned char)c->record[i] >= 0x80;
		record->raw = c->record;
		arena_reserve(c->arena, c->text, c->text_capacity, c->n + 1);
		memcpy(c->text, c->record, c->n + 1);
		return c->text;
	}
	if (c->row_1252 == 0)
		c->row_1252 = c->row;
	record->raw = utf8_from_1252(arena, c->record, c->n);
	return str_dup(arena, record->raw);
}

enum err_code csv_next(struct csv *c, struct csv_record *record, bool *more)
{
	*record = (struct csv_record){.row = ++c->row};
	enum err_code err = read_record(c, more, &record->fault);
	if (err || !*more)
		return err;
	trim_line_end(c);
	const char *unclosed = record->fault;
	char *text = decode(c, record);
	if (unclosed)
		record->fault = unclosed;
	if (record->fault || c->n == 0)
		return ERR_OK;
	record->fault = split(c, text, &record->cells_n);
	record->cells = c->cells;
	return ERR_OK;
}

const char *csv_encoding(const struct csv *c)
{
	if (c->stream.encoding != STREAM_UTF8)
		return "UTF-16";
	if (c->row_1252 == 0)
		return "UTF-8";
	return c->seen_utf8 ? "UTF-8 and Windows-1252" : "Windows-1252";
}

int64_t csv_1252_row(const struct csv *c)
{
	return c->row_1252;
}

int64_t csv_position(const struct csv *c)
{
	return c->stream.done;
}

void csv_close(struct csv *c)
{
	if (!c)
		return;
	stream_close(&c->stream);
	arena_free(c->record_arena);
	arena_free(c->arena);
}
