#include "intake/mapping.h"
#include "base/ini.h"
#include <string.h>

enum { MAPPING_FILE_MAX = 1 << 20, LINE_MOST = 190 };

struct mapping_reader {
	struct context *ctx;
	struct arena *arena;
	struct ini_file file;
	struct mapping *mapping;
};

static bool is_join_sign(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '_' || c == '-';
}

const char *header_fold(struct arena *arena, const char *text)
{
	char *folded = str_dup(arena, text), *to = folded;
	if (str_starts(text, "\xEF\xBB\xBF"))
		text += 3;
	for (; *text; text++) {
		if (str_starts(text, "\xC2\xA0")) { /* a blank that does not break */
			text++;
			if (to > folded && to[-1] != '_')
				*to++ = '_';
		} else if (str_starts(text, "\xE2\x80\x99")) { /* ’ */
			text += 2;
			*to++ = '\'';
		} else if (is_join_sign(*text)) {
			if (to > folded && to[-1] != '_')
				*to++ = '_';
		} else {
			*to++ = *text >= 'A' && *text <= 'Z' ? (char)(*text + 32)
							     : *text;
		}
	}
	if (to > folded && to[-1] == '_')
		to--;
	*to = '\0';
	return folded;
}

static enum err_code key_error(
	struct mapping_reader *r, const struct ini_entry *entry, const char *text)
{
	return err_set(r->ctx, ERR_DATA, "mapping %s, [%s] %s: %s", r->mapping->name,
		entry->section, entry->key, text);
}

/* ---- how a column is filled -------------------------------------------------------
 */

static struct mapping_part column_part(struct mapping_reader *r, const char *name)
{
	return (struct mapping_part){PART_COLUMN, header_fold(r->arena, name)};
}

static struct mapping_source one_part(
	struct mapping_reader *r, struct mapping_part part)
{
	struct mapping_part *parts = arena_new(r->arena, struct mapping_part);
	parts[0] = part;
	return (struct mapping_source){
		part.kind == PART_COLUMN ? SOURCE_COLUMN : SOURCE_TEMPLATE, parts, 1};
}

/* "Address 1 + Town" */
static struct mapping_source join_source(struct mapping_reader *r, const char *text)
{
	struct mapping_source source = {.form = SOURCE_JOIN};
	size_t capacity = 0;
	while (text) {
		const char *end = strstr(text, " + ");
		size_t n = end ? (size_t)(end - text) : strlen(text);
		arena_reserve(r->arena, source.parts, capacity, source.n + 1);
		source.parts[source.n++] = column_part(r, str_dup_n(r->arena, text, n));
		text = end ? end + 3 : NULL;
	}
	return source;
}

static struct mapping_part braced_part(struct mapping_reader *r, const char *name)
{
	if (str_equal_fold(name, "@file"))
		return (struct mapping_part){PART_FILE, name};
	if (str_equal_fold(name, "@sheet"))
		return (struct mapping_part){PART_SHEET, name};
	if (str_equal_fold(name, "@row"))
		return (struct mapping_part){PART_ROW, name};
	return column_part(r, name);
}

/* "{CHILD}/{MIS_START}"; a brace without its other half stands for itself. */
static struct mapping_source template_source(struct mapping_reader *r, const char *text)
{
	struct mapping_source source = {.form = SOURCE_TEMPLATE};
	size_t capacity = 0;
	while (*text) {
		const char *open = strchr(text, '{');
		const char *close = open ? strchr(open, '}') : NULL;
		arena_reserve(r->arena, source.parts, capacity, source.n + 2);
		if (!close) {
			source.parts[source.n++] = (struct mapping_part){
				PART_TEXT, str_dup(r->arena, text)};
			break;
		}
		if (open > text)
			source.parts[source.n++] = (struct mapping_part){PART_TEXT,
				str_dup_n(r->arena, text, (size_t)(open - text))};
		source.parts[source.n++] = braced_part(
			r, str_dup_n(r->arena, open + 1, (size_t)(close - open - 1)));
		text = close + 1;
	}
	return source;
}

static struct mapping_source read_source(struct mapping_reader *r, const char *text)
{
	size_t n = strlen(text);
	if (n >= 2 && text[0] == '"' && text[n - 1] == '"')
		return one_part(r, (struct mapping_part){PART_TEXT,
					   str_dup_n(r->arena, text + 1, n - 2)});
	if (strchr(text, '{'))
		return template_source(r, text);
	if (strstr(text, " + "))
		return join_source(r, text);
	return one_part(r, column_part(r, text));
}

static void add_sources(
	struct mapping_reader *r, struct mapping_column *column, const char *text)
{
	while (text) {
		const char *end = text[0] == '"' ? NULL : strstr(text, " | ");
		size_t n = end ? (size_t)(end - text) : strlen(text);
		const char *one = str_trim(r->arena, str_dup_n(r->arena, text, n));
		if (*one) {
			arena_reserve(r->arena, column->sources,
				column->sources_capacity, column->sources_n + 1);
			column->sources[column->sources_n++] = read_source(r, one);
		}
		text = end ? end + 3 : NULL;
	}
}

static void add_value(struct mapping_reader *r, struct mapping_column *column,
	const char *from, const char *to)
{
	size_t n = strlen(from);
	bool begins = n > 0 && from[n - 1] == '*';
	if (str_equal(from, "*")) {
		column->rest = to;
		return;
	}
	arena_reserve(r->arena, column->values, column->values_capacity,
		column->values_n + 1);
	column->values[column->values_n++] = (struct mapping_value){
		header_fold(r->arena, begins ? str_dup_n(r->arena, from, n - 1) : from),
		begins, to};
}

/* ---- sections ---------------------------------------------------------------------
 */

static enum err_code unknown_column(
	struct mapping_reader *r, const struct ini_entry *entry, const char *name)
{
	const char *kind = import_kind_names[r->mapping->kind];
	struct column_set set = column_set_of(r->mapping->kind);
	const char **names = arena_array(r->arena, const char *, set.n);
	for (size_t i = 0; i < set.n; i++)
		names[i] = set.columns[i].name;
	const char *near = str_nearest(name, names, set.n);
	return key_error(r, entry,
		str_printf(r->arena,
			"'%s' is no column of %s%s%s; see `lastseen template %s`", name,
			kind, near ? "; did you mean " : "", near ? near : "", kind));
}

/* The words of a section's name after the first. */
static struct str_list section_words(struct mapping_reader *r, const char *section)
{
	return str_split(r->arena, section, ' ');
}

/* "[columns]", "[columns placements]": whether the section is for this kind. */
static bool serves_kind(struct mapping_reader *r, struct str_list words, size_t plain_n)
{
	return words.n == plain_n ||
	       (words.n == plain_n + 1 &&
		       import_kind_of(words.items[1]) == r->mapping->kind);
}

static enum err_code read_column_entry(
	struct mapping_reader *r, const struct ini_entry *entry, struct str_list words)
{
	bool values = str_equal_fold(words.items[0], "values");
	if (!serves_kind(r, words, values ? 2 : 1)) {
		if (words.n > (values ? 3U : 2U) || words.n < (values ? 2U : 1U) ||
			import_kind_of(words.items[1]) == KINDS_N)
			return key_error(
				r, entry, "this section's name is not understood");
		return ERR_OK;
	}
	const char *name = values ? words.items[words.n - 1] : entry->key;
	size_t i = column_find(r->mapping->kind, name);
	if (i == SIZE_MAX)
		return unknown_column(r, entry, name);
	struct mapping_column *column = &r->mapping->columns[i];
	if (values)
		add_value(r, column, entry->key, entry->value);
	else if (str_equal_fold(words.items[0], "defaults"))
		column->otherwise = entry->value;
	else
		add_sources(r, column, entry->value);
	return ERR_OK;
}

static struct str_list folded_list(struct mapping_reader *r, const char *text)
{
	struct str_list list = str_split(r->arena, text, ',');
	for (size_t i = 0; i < list.n; i++)
		list.items[i] = header_fold(r->arena, list.items[i]);
	return list;
}

static enum err_code read_header_row(
	struct mapping_reader *r, const struct ini_entry *entry)
{
	int64_t row = 0;
	if (str_equal_fold(entry->value, "auto"))
		return ERR_OK;
	for (const char *p = entry->value; *p; p++) {
		if (*p < '0' || *p > '9' || row > 1000)
			return key_error(
				r, entry, "write the header's row (1, 2 ...), or auto");
		row = row * 10 + (*p - '0');
	}
	r->mapping->header_row = row;
	return ERR_OK;
}

static enum err_code read_dates(struct mapping_reader *r, const struct ini_entry *entry)
{
	static const char *const orders[] = {"dmy", "mdy", "ymd"};
	for (size_t i = 0; i < 3; i++)
		if (str_equal_fold(entry->value, orders[i])) {
			r->mapping->dates.order = (enum date_order)i;
			return ERR_OK;
		}
	return key_error(r, entry, "write dmy, mdy or ymd");
}

static enum err_code read_general(
	struct mapping_reader *r, const struct ini_entry *entry)
{
	struct mapping *m = r->mapping;
	if (str_equal_fold(entry->key, "kind"))
		return ERR_OK; /* read first */
	if (str_equal_fold(entry->key, "header"))
		return read_header_row(r, entry);
	if (str_equal_fold(entry->key, "dates"))
		return read_dates(r, entry);
	if (str_equal_fold(entry->key, "sheet")) {
		m->sheet = entry->value;
	} else if (str_equal_fold(entry->key, "separator")) {
		m->separator =
			str_equal_fold(entry->value, "tab") ? '\t' : entry->value[0];
	} else if (str_equal_fold(entry->key, "blank")) {
		m->blanks = folded_list(r, entry->value);
	} else if (str_equal_fold(entry->key, "signature")) {
		m->signature = folded_list(r, entry->value);
	} else {
		return key_error(r, entry,
			"is not known; [mapping] has kind, header, sheet, dates, "
			"separator, blank, signature");
	}
	return ERR_OK;
}

static enum err_code read_entry(struct mapping_reader *r, const struct ini_entry *entry)
{
	struct str_list words = section_words(r, entry->section);
	if (words.n > 0 && str_equal_fold(words.items[0], "mapping"))
		return serves_kind(r, words, 1) ? read_general(r, entry) : ERR_OK;
	if (words.n > 0 && (str_equal_fold(words.items[0], "columns") ||
				   str_equal_fold(words.items[0], "values") ||
				   str_equal_fold(words.items[0], "defaults")))
		return read_column_entry(r, entry, words);
	return key_error(r, entry,
		"sections are [mapping], [columns], [values COLUMN], [defaults]");
}

/* ---- the whole --------------------------------------------------------------------
 */

static bool kind_in_list(struct arena *arena, const char *list, enum import_kind kind)
{
	struct str_list kinds = str_split(arena, list, ',');
	for (size_t i = 0; i < kinds.n; i++)
		if (import_kind_of(kinds.items[i]) == kind)
			return true;
	return false;
}

static void start(
	struct context *ctx, const char *name, enum import_kind kind, struct mapping *m)
{
	*m = (struct mapping){.name = name,
		.text = "",
		.kind = kind,
		.dates = DATE_OPTIONS_DEFAULT,
		.columns = arena_array(
			ctx->arena, struct mapping_column, column_set_of(kind).n)};
}

void mapping_identity(struct context *ctx, enum import_kind kind, struct mapping *m)
{
	struct mapping_reader r = {.ctx = ctx, .arena = ctx->arena, .mapping = m};
	struct column_set set = column_set_of(kind);
	start(ctx, "", kind, m);
	for (size_t i = 0; i < set.n; i++)
		add_sources(&r, &m->columns[i], set.columns[i].name);
}

/* inih cuts longer lines in two. */
static enum err_code check_lines(
	struct context *ctx, const char *name, const char *text)
{
	int64_t line = 1;
	while (*text) {
		size_t n = strcspn(text, "\n");
		if (n > LINE_MOST)
			return err_at(ctx, ERR_DATA,
				(struct err_where){.file = name, .row = line},
				"is longer than 190 bytes; put further alternatives on "
				"indented lines below it");
		text += n;
		text += *text == '\n';
		line++;
	}
	return ERR_OK;
}

enum err_code mapping_read(struct context *ctx, const char *name, const char *text,
	enum import_kind kind, struct mapping *m)
{
	struct mapping_reader r = {.ctx = ctx, .arena = ctx->arena, .mapping = m};
	start(ctx, name, kind, m);
	m->text = text;
	sha256_of(text, strlen(text), m->sha256);
	enum err_code err = check_lines(ctx, name, text);
	if (!err)
		err = ini_read(ctx, name, text, &r.file);
	if (err)
		return err;
	const char *kinds = ini_get(&r.file, "mapping", "kind");
	if (!kinds)
		return err_set(ctx, ERR_DATA,
			"mapping %s: has no 'kind = ...' under [mapping]; it says what "
			"the rows are",
			name);
	if (!kind_in_list(ctx->arena, kinds, kind))
		return err_set(ctx, ERR_USAGE, "mapping %s is for %s, not for %s", name,
			kinds, import_kind_names[kind]);
	for (size_t i = 0; i < r.file.n && !err; i++)
		err = read_entry(&r, &r.file.entries[i]);
	return err;
}

bool mapping_serves(struct context *ctx, const struct mapping_builtin *builtin,
	enum import_kind kind)
{
	struct arena_mark mark = arena_mark(ctx->scratch);
	const char *line = strstr(builtin->text, "kind = ") + strlen("kind = ");
	bool serves = kind_in_list(
		ctx->scratch, str_dup_n(ctx->scratch, line, strcspn(line, "\n")), kind);
	arena_reset(ctx->scratch, mark);
	return serves;
}

static enum err_code not_found(struct context *ctx, const char *name)
{
	const char *names[64];
	size_t n = 0;
	for (; n < 64 && mapping_builtins[n].name; n++)
		names[n] = mapping_builtins[n].name;
	const char *near = str_nearest(name, names, n);
	return err_set(ctx, ERR_NOT_FOUND,
		"there is no mapping file '%s', nor a built-in mapping of that "
		"name%s%s; "
		"`lastseen import --help` lists those",
		file_base(name), near ? "; did you mean " : "", near ? near : "");
}

enum err_code mapping_load(struct context *ctx, const char *name_or_path,
	enum import_kind kind, struct mapping *m)
{
	const char *text;
	size_t n;
	for (const struct mapping_builtin *b = mapping_builtins; b->name; b++)
		if (str_equal_fold(b->name, name_or_path))
			return mapping_read(ctx, b->name, b->text, kind, m);
	if (!file_exists(name_or_path))
		return not_found(ctx, name_or_path);
	enum err_code err = file_read(ctx, name_or_path, MAPPING_FILE_MAX, &text, &n);
	if (err)
		return err;
	if (strlen(text) != n || !utf8_valid(text, n))
		return err_at(ctx, ERR_DATA,
			(struct err_where){.file = file_base(name_or_path)},
			"is no mapping file: it must be text in UTF-8");
	if (str_starts(text, "\xEF\xBB\xBF"))
		text += 3;
	err = mapping_read(ctx, file_base(name_or_path), text, kind, m);
	m->own_file = true;
	return err;
}
