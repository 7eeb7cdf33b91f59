#include "report/words.h"
#include <inttypes.h>
#include <math.h>
#include <string.h>

static const char *list_words(
	struct arena *arena, const char *const *items, size_t n, size_t most)
{
	if (n == 0)
		return NOTHING;
	struct strbuf buf;
	strbuf_init(&buf, arena);
	size_t named = most && n > most ? most : n;
	for (size_t i = 0; i < named; i++)
		strbuf_printf(&buf, "%s%s", i ? ", " : "", str_or_empty(items[i]));
	if (named < n)
		strbuf_printf(&buf, " and %zu more", n - named);
	return buf.text;
}

bool words_share(const struct column *column)
{
	return str_starts(column->name, "share") || str_ends(column->name, "_share");
}

static const char *real_words(
	struct arena *arena, const struct column *column, double value)
{
	if (!isfinite(value))
		return NOTHING;
	bool share = words_share(column);
	int decimals = column->decimals - (share ? 2 : 0);
	/* A probability of "0.000" would claim that chance cannot. */
	bool chance = str_equal(column->name, "p_value") ||
		      str_equal(column->name, "q_value") ||
		      str_equal(column->name, "p_fdr");
	if (chance && value >= 0 && value < 0.5 * pow(10, -decimals))
		return str_printf(arena, "<%.*f", decimals, pow(10, -decimals));
	char *text = str_printf(arena, "%.*f%s", decimals > 0 ? decimals : 0,
		share ? 100 * value : value, share ? "%" : "");
	/* "-0.0" says nothing that "0.0" doesn't. */
	if (text[0] == '-' && strspn(text + 1, "0.%") == strlen(text + 1))
		text++;
	return text;
}

/* Columns whose texts are codes of the program, by their names: no case's words. */
static bool is_code(const struct column *column)
{
	static const char *const names[] = {"kind", "state", "rule", "measure",
		"interview", "role", "roles", "type", "part", "assessment", "signal",
		"usual_from", "line", "column"};
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (strcmp(column->name, names[i]) == 0)
			return true;
	return false;
}

/* "found_together" reads as "found together". */
static const char *code_words(struct arena *arena, const char *code)
{
	if (str_equal(code, "co_missing"))
		return "missing together";
	char *copy = str_dup(arena, code);
	for (char *p = copy; *p; p++)
		if (*p == '_')
			*p = ' ';
	return copy;
}

static const char *text_words(
	struct arena *arena, const struct column *column, const char *text)
{
	if (str_empty(text))
		return NOTHING;
	return is_code(column) ? code_words(arena, text) : text;
}

const char *words_cell(struct arena *arena, const struct column *column,
	const struct cell *cell, size_t list_most)
{
	const char *text;
	switch (cell->kind) {
	case CELL_NULL:
		return NOTHING;
	case CELL_TEXT:
		return text_words(arena, column, cell->as.text);
	case CELL_INT:
		return str_printf(arena, "%" PRId64, cell->as.integer);
	case CELL_REAL:
		return real_words(arena, column, cell->as.real);
	case CELL_BOOL:
		return cell->as.boolean ? "yes" : "no";
	case CELL_TEXTS:
	case CELL_IDS:
		text = list_words(
			arena, cell->as.texts.items, cell->as.texts.n, list_most);
		return is_code(column) ? code_words(arena, text) : text;
	case CELL_TABLE:
		return words_of(arena, (int64_t)cell->as.table->rows_n, "row", "rows");
	case CELL_RESULT:
		return words_of(
			arena, (int64_t)cell->as.result->n, "figure", "figures");
	}
	BUG("unknown kind of cell");
}

const char *words_count(struct arena *arena, int64_t value)
{
	char digits[32];
	int n = snprintf(digits, sizeof digits, "%" PRId64, value);
	struct strbuf buf;
	strbuf_init(&buf, arena);
	for (int i = 0; i < n; i++) {
		strbuf_char(&buf, digits[i]);
		bool last = i == n - 1;
		if (!last && digits[i] != '-' && (n - 1 - i) % 3 == 0)
			strbuf_char(&buf, ',');
	}
	return buf.text;
}

const char *words_of(
	struct arena *arena, int64_t value, const char *one, const char *many)
{
	return str_printf(
		arena, "%s %s", words_count(arena, value), value == 1 ? one : many);
}

bool words_numeric(const struct table *t, size_t column)
{
	for (size_t row = 0; row < t->rows_n; row++) {
		enum cell_kind kind = table_at(t, row, column)->kind;
		if (kind != CELL_NULL)
			return kind == CELL_INT || kind == CELL_REAL;
	}
	return false;
}

bool words_shown(const struct column *column, enum audience audience)
{
	return column->title && audience >= column->clearance;
}

void words_real(double value, char text[REAL_TEXT_MAX])
{
	if (!isfinite(value))
		text[0] = '\0';
	else /* + 0.0 turns -0 into 0 */
		snprintf(text, REAL_TEXT_MAX, "%.15g", value + 0.0);
}

/* One code point of well-formed UTF-8; the number of its bytes. */
static size_t code_point(const char *text, uint32_t *code)
{
	const unsigned char *p = (const unsigned char *)text;
	size_t n = p[0] < 0x80 ? 1 : p[0] < 0xE0 ? 2 : p[0] < 0xF0 ? 3 : 4;
	*code = n == 1 ? p[0] : p[0] & (0xFFu >> (n + 1));
	for (size_t i = 1; i < n; i++) {
		if ((p[i] & 0xC0) != 0x80)
			return i; /* ill-formed: what there is */
		*code = *code << 6 | (p[i] & 0x3Fu);
	}
	return n;
}

/* Blocks of Unicode 15 that terminals draw in no or in two cells (after Kuhn's
 * wcwidth; blocks, not single signs: enough to keep columns straight). */
static size_t width_of(uint32_t code)
{
	static const struct {
		uint32_t from, to;
		size_t width;
	} blocks[] = {{0x0300, 0x036F, 0}, {0x200B, 0x200F, 0}, {0x1100, 0x115F, 2},
		{0x20D0, 0x20FF, 0}, {0x2E80, 0x303E, 2}, {0x3041, 0xA4CF, 2},
		{0xAC00, 0xD7A3, 2}, {0xF900, 0xFAFF, 2}, {0xFE00, 0xFE0F, 0},
		{0xFE20, 0xFE2F, 0}, {0xFE30, 0xFE6F, 2}, {0xFF00, 0xFF60, 2},
		{0xFFE0, 0xFFE6, 2}, {0x1F300, 0x1F64F, 2}, {0x1F900, 0x1F9FF, 2},
		{0x20000, 0x3FFFD, 2}};
	for (size_t i = 0; i < sizeof blocks / sizeof *blocks; i++)
		if (code >= blocks[i].from && code <= blocks[i].to)
			return blocks[i].width;
	return 1;
}

size_t words_width(const char *text)
{
	size_t width = 0;
	while (*text) {
		uint32_t code;
		text += code_point(text, &code);
		width += width_of(code);
	}
	return width;
}

size_t words_fit(const char *text, size_t most)
{
	const char *p = text;
	for (size_t width = 0; *p;) {
		uint32_t code;
		size_t n = code_point(p, &code);
		width += width_of(code);
		if (width > most)
			break;
		p += n;
	}
	return (size_t)(p - text);
}
