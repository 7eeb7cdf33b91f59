#include "intake/workbook.h"
#include "base/file.h"
#include <cpl_error.h>
#include <cpl_minixml.h>
#include <cpl_string.h>
#include <cpl_vsi.h>
#include <string.h>

/* A part of a workbook's head is small; its sheets are read in chunks. */
enum { HEAD_MOST = 1 << 22, CHUNK = 1 << 16, OVERLAP = 64 };

static const char *part_path(struct arena *arena, const char *path, const char *part)
{
	return str_printf(
		arena, "/vsizip/%s%s/%s", path[0] == '/' ? "" : "./", path, part);
}

/* ---- its head ---------------------------------------------------------------------
 */

/* NULL where there is no such part. */
static char *read_part(struct arena *arena, const char *path)
{
	VSILFILE *file = VSIFOpenL(path, "rb");
	if (!file)
		return NULL;
	char *text = arena_array(arena, char, HEAD_MOST + 1);
	size_t n = VSIFReadL(text, 1, HEAD_MOST, file);
	VSIFCloseL(file);
	text[n] = '\0';
	return text;
}

static bool is_named(const CPLXMLNode *node, const char *name)
{
	const char *colon = strchr(node->pszValue, ':');
	return node->eType == CXT_Element &&
	       strcmp(colon ? colon + 1 : node->pszValue, name) == 0;
}

static const CPLXMLNode *child_named(const CPLXMLNode *node, const char *name)
{
	for (node = node ? node->psChild : NULL; node; node = node->psNext)
		if (is_named(node, name))
			return node;
	return NULL;
}

static void add_hidden(
	struct arena *arena, const CPLXMLNode *sheets, struct str_list *hidden)
{
	size_t n = 0;
	const CPLXMLNode *first = sheets ? sheets->psChild : NULL;
	for (const CPLXMLNode *s = first; s; s = s->psNext)
		n++;
	hidden->items = arena_array(arena, const char *, n);
	for (const CPLXMLNode *s = first; s; s = s->psNext) {
		/* The function's only fault is the missing const. */
		CPLXMLNode *sheet = (CPLXMLNode *)(uintptr_t)s;
		if (is_named(s, "sheet") &&
			str_ends(str_lower(arena,
					 CPLGetXMLValue(sheet, "state", "visible")),
				"hidden"))
			hidden->items[hidden->n++] =
				str_dup(arena, CPLGetXMLValue(sheet, "name", ""));
	}
}

static void read_head(
	struct arena *arena, const char *text, struct workbook_facts *facts)
{
	CPLPushErrorHandler(CPLQuietErrorHandler);
	CPLXMLNode *tree = CPLParseXMLString(text);
	CPLPopErrorHandler();
	const CPLXMLNode *book = tree;
	while (book && !is_named(book, "workbook"))
		book = book->psNext;
	const CPLXMLNode *properties = child_named(book, "workbookPr");
	const char *from_1904 =
		properties ? CPLGetXMLValue((CPLXMLNode *)(uintptr_t)properties,
				     "date1904", "0")
			   : "0";
	facts->from_1904 = str_equal(from_1904, "1") || str_equal(from_1904, "true");
	add_hidden(arena, child_named(book, "sheets"), &facts->hidden);
	CPLDestroyXMLNode(tree);
}

/* ---- what GDAL would read wrongly --------------------------------------------------
 */

static bool has_bytes(const char *chunk, size_t n, const char *text, size_t m)
{
	const char *end = chunk + n;
	for (const char *at = chunk; (size_t)(end - at) >= m; at++) {
		at = memchr(at, text[0], (size_t)(end - at) - m + 1);
		if (!at)
			return false;
		if (memcmp(at, text, m) == 0)
			return true;
	}
	return false;
}

static bool are_digits(const char *at, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (at[i] < '0' || at[i] > '9')
			return false;
	return true;
}

/* NNNN/NN/NN */
static bool has_slashed_date(const char *chunk, size_t n)
{
	for (size_t i = 4; i + 6 <= n; i++)
		if (chunk[i] == '/' && chunk[i + 3] == '/' &&
			are_digits(chunk + i - 4, 4) && are_digits(chunk + i + 1, 2) &&
			are_digits(chunk + i + 4, 2))
			return true;
	return false;
}

/* The part of an encrypted workbook that holds it, as its container names it. */
static const char encrypted[] = "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e";

struct findings {
	bool pieces, dates, encrypted;
};

static void scan_part(const char *path, struct findings *found)
{
	char chunk[CHUNK];
	size_t kept = 0, n;
	VSILFILE *file = VSIFOpenL(path, "rb");
	if (!file)
		return;
	while ((n = VSIFReadL(chunk + kept, 1, sizeof chunk - kept, file)) > 0) {
		n += kept;
		found->pieces = found->pieces || has_bytes(chunk, n, "<is><r>", 7);
		found->encrypted = found->encrypted ||
				   has_bytes(chunk, n, encrypted, sizeof encrypted);
		found->dates = found->dates || has_slashed_date(chunk, n);
		kept = n < OVERLAP ? n : OVERLAP;
		memmove(chunk, chunk + n - kept, kept);
	}
	VSIFCloseL(file);
}

static void scan_parts(struct context *ctx, const char *path, struct findings *found)
{
	struct arena *scratch = ctx->scratch;
	scan_part(part_path(scratch, path, "xl/sharedStrings.xml"), found);
	/* Pieces of a shared text are joined, as they should be. */
	found->pieces = false;
	char **names = VSIReadDir(part_path(scratch, path, "xl/worksheets"));
	for (int i = 0; i < CSLCount(names); i++)
		if (str_ends(names[i], ".xml"))
			scan_part(part_path(scratch, path,
					  str_printf(scratch, "xl/worksheets/%s",
						  names[i])),
				found);
	CSLDestroy(names);
}

/* A compound file: an old workbook, or a new one behind a password. */
static bool is_compound(const char *path)
{
	char head[4] = {0};
	VSILFILE *file = VSIFOpenL(path, "rb");
	if (!file)
		return false;
	size_t n = VSIFReadL(head, 1, sizeof head, file);
	VSIFCloseL(file);
	return n == sizeof head && memcmp(head, "\xD0\xCF\x11\xE0", 4) == 0;
}

enum err_code workbook_facts_read(struct context *ctx, struct arena *arena,
	const char *path, struct workbook_facts *facts)
{
	struct findings found = {false, false, false};
	struct err_where where = {.file = file_base(path)};
	*facts = (struct workbook_facts){0};
	if (is_compound(path)) {
		scan_part(path, &found);
		return !found.encrypted
			       ? ERR_OK
			       : err_at(ctx, ERR_UNSUPPORTED, where,
					 "is protected by a password; open it in a "
					 "spreadsheet, take the password off (File, "
					 "Info, "
					 "Protect Workbook), save it and import that");
	}
	/* A block that stays through the reset. */
	arena_alloc(ctx->scratch, 1, 1);
	struct arena_mark mark = arena_mark(ctx->scratch);
	const char *head = read_part(
		ctx->scratch, part_path(ctx->scratch, path, "xl/workbook.xml"));
	if (head) {
		read_head(arena, head, facts);
		scan_parts(ctx, path, &found);
	}
	arena_reset(ctx->scratch, mark);
	if (found.pieces)
		return err_at(ctx, ERR_UNSUPPORTED, where,
			"has cells with formatted text inside that can't be read "
			"whole; open it in a spreadsheet and save it again, or save it "
			"as CSV UTF-8");
	if (found.dates && facts->from_1904)
		return err_at(ctx, ERR_UNSUPPORTED, where,
			"counts its days from 1904 and holds dates as text too, which "
			"can't be told apart; save it as CSV UTF-8");
	return ERR_OK;
}

/* ---- escapes ----------------------------------------------------------------------
 */

static int hex_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The sign that "_xHHHH_" stands for, where it is a control character or `_`; else -1:
 * it is the text itself. */
static int escaped(const char *at)
{
	int value = 0;
	if (at[0] != '_' || at[1] != 'x')
		return -1;
	for (int i = 2; i < 6; i++) {
		int figure = hex_value(at[i]);
		if (figure < 0)
			return -1;
		value = value * 16 + figure;
	}
	return at[6] == '_' && (value < 0x20 || value == '_') && value > 0 ? value : -1;
}

const char *workbook_unescape(struct arena *arena, const char *text)
{
	if (!strstr(text, "_x"))
		return text;
	struct strbuf buf;
	strbuf_init(&buf, arena);
	while (*text) {
		int sign = escaped(text);
		strbuf_char(&buf, sign < 0 ? *text : (char)sign);
		text += sign < 0 ? 1 : 7;
	}
	return buf.text;
}
