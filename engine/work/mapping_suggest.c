#include "work/mapping_suggest.h"
#include "base/file.h"
#include "base/str.h"
#include "intake/connection.h"
#include "intake/suggest.h"
#include <string.h>

static const struct column suggested_columns[] = {
	{"column", "Column", 0, AUDIENCE_PUBLIC},
	{"required", "Must be filled", 0, AUDIENCE_PUBLIC},
	{"from", "From the file's", 0, AUDIENCE_PUBLIC},
	{"confidence", "Confidence", 2, AUDIENCE_PUBLIC},
	{"why", "Why", 0, AUDIENCE_PUBLIC},
};

/* The columns of the file that feed one: "Date + Time". */
static const char *from_text(struct context *ctx, const struct mapping_suggestion *s,
	const struct suggested_column *c)
{
	struct strbuf buf;
	if (c->column == SIZE_MAX)
		return NULL;
	strbuf_init(&buf, ctx->arena);
	strbuf_add(&buf, s->names[c->column]);
	for (size_t i = 0; i < c->parts_n; i++)
		strbuf_printf(&buf, " + %s", s->names[c->parts[i]]);
	for (size_t i = 1; i <= c->lines_n; i++)
		strbuf_printf(&buf, " + %s", s->names[c->column + i]);
	return buf.text;
}

static struct texts assumed(struct context *ctx, const struct mapping_suggestion *s)
{
	struct column_set set = column_set_of(s->kind);
	const char **items = arena_array(ctx->arena, const char *, set.n + 1);
	size_t n = 0;
	for (size_t k = 0; k < set.n; k++)
		if (s->columns[k].column != SIZE_MAX &&
			str_starts(s->columns[k].why, "ASSUMED"))
			items[n++] = set.columns[k].name;
	if (s->assumed_type)
		items[n++] = "type";
	return (struct texts){items, n};
}

static const struct table *columns_table(
	struct context *ctx, const struct mapping_suggestion *s)
{
	struct column_set set = column_set_of(s->kind);
	struct table *t = TABLE_CREATE(ctx->arena, "columns",
		"What is proposed for each column", suggested_columns);
	t->reading = "A confidence orders the proposals for a reader; it is no "
		     "probability. Look at all below 0.8.";
	for (size_t k = 0; k < set.n; k++) {
		const struct suggested_column *c = &s->columns[k];
		bool must = set.columns[k].flags & COLUMN_REQUIRED;
		if (c->column == SIZE_MAX && !c->why && !must)
			continue;
		cell_text(t, set.columns[k].name);
		cell_bool(t, must);
		cell_text(t, from_text(ctx, s, c));
		if (c->column == SIZE_MAX)
			cell_null(t);
		else
			cell_real(t, c->confidence_01);
		cell_text(t, c->why ? c->why : "no column was found");
	}
	return t;
}

static struct texts unused(struct context *ctx, const struct mapping_suggestion *s)
{
	const char **names = arena_array(ctx->arena, const char *, s->names_n);
	size_t n = 0;
	for (size_t c = 0; c < s->names_n; c++)
		if (!s->used[c])
			names[n++] = s->names[c];
	return (struct texts){names, n};
}

static const struct result *result_of(
	struct context *ctx, const struct mapping_suggestion *s, const char *output)
{
	static const char *const orders[] = {"dmy", "mdy", "ymd"};
	struct result *r = result_create(ctx->arena);
	result_text(r, "kind", import_kind_names[s->kind]);
	result_text(r, "file", s->file.name);
	result_text(r, "mapping", file_base(output));
	result_text(r, "builtin", s->builtin);
	result_text(r, "sheet", *s->sheet ? s->sheet : NULL);
	result_int(r, "header_row", s->header_row);
	result_int(r, "rows_read", s->rows);
	result_text(r, "dates", orders[s->order]);
	result_bool(r, "dates_doubtful", s->order_doubtful);
	result_text(r, "dates_why", s->order_why);
	result_texts(r, "missing", (struct texts){s->missing.items, s->missing.n});
	result_texts(r, "assumed", assumed(ctx, s));
	result_texts(r, "unused", unused(ctx, s));
	result_table(r, columns_table(ctx, s));
	return r;
}

static const char *output_of(
	struct context *ctx, const struct mapping_suggest_options *o)
{
	if (o->output)
		return o->output;
	if (connection_is(o->file))
		return "mapping.ini"; /* its string may hold a password */
	const char *name = file_base(o->file), *dot = strrchr(name, '.');
	size_t n = dot && dot > name ? (size_t)(dot - name) : strlen(name);
	return str_printf(ctx->arena, "%s.ini", str_dup_n(ctx->arena, name, n));
}

static enum err_code write_mapping(
	struct context *ctx, const struct mapping_suggestion *s, const char *path)
{
	struct mapping mapping;
	struct out_file *file = NULL;
	const char *text = mapping_suggest_text(ctx, s);
	/* A proposal that can't be read would be a fault of ours. */
	enum err_code err = mapping_read(ctx, file_base(path), text, s->kind, &mapping);
	if (!err)
		err = file_begin(ctx, path, &file);
	if (err)
		return err;
	file_puts(file, text);
	return file_commit(ctx, file, NULL);
}

static enum err_code find_kind(
	struct context *ctx, const char *name, enum import_kind *kind)
{
	*kind = import_kind_of(name);
	if (*kind < KINDS_N)
		return ERR_OK;
	const char *near = str_nearest(name, import_kind_names, KINDS_N);
	return err_set(ctx, ERR_USAGE, "--kind: '%s' is no kind of import%s%s", name,
		near ? "; did you mean " : "", near ? near : "");
}

enum err_code work_mapping_suggest(struct context *ctx,
	const struct work_options *options, const struct mapping_suggest_options *o)
{
	struct mapping_suggestion s;
	enum import_kind kind;
	const char *output = output_of(ctx, o);
	enum err_code err = find_kind(ctx, o->kind, &kind);
	if (!err && file_exists(output))
		err = err_at(ctx, ERR_STATE, (struct err_where){.file = output},
			"is there already and is left as it is; name another with "
			"--output");
	if (!err)
		err = mapping_suggest(ctx, o->file, kind, o->sheet, &s);
	if (!err)
		err = write_mapping(ctx, &s, output);
	if (err)
		return err;
	struct result *parameters = result_create(ctx->arena);
	result_text(parameters, "kind", import_kind_names[kind]);
	result_text(parameters, "sheet", o->sheet);
	struct envelope envelope = {"mapping suggest", parameters,
		result_create(ctx->arena), result_of(ctx, &s, output)};
	err = emit(ctx, options->out, options->format, &envelope);
	if (err)
		return err;
	notice(ctx,
		"%s: written; read and mend it, then: lastseen import %s %s "
		"--mapping %s --dry-run",
		output, import_kind_names[kind], s.file.name, output);
	if (s.builtin)
		notice(ctx,
			"the built-in mapping '%s' fits as it is: import needs no "
			"--mapping",
			s.builtin);
	else if (s.order_doubtful)
		notice(ctx, "the order of dates is not certain: %s", s.order_why);
	struct texts made_up = assumed(ctx, &s);
	if (made_up.n > 0)
		notice(ctx,
			"no column was found for %s, and something is ASSUMED: look at "
			"the mapping before you use it",
			str_join(ctx->arena,
				(struct str_list){
					(const char **)(uintptr_t)made_up.items,
					made_up.n},
				", "));
	if (s.missing.n > 0)
		notice(ctx, "no column was found for what must be filled: %s",
			str_join(ctx->arena, s.missing, ", "));
	return ERR_OK;
}

/* ---- the built-in ones ------------------------------------------------------------
 */

static const char *kinds_of(struct context *ctx, const struct mapping_builtin *b)
{
	const char **names = arena_array(ctx->arena, const char *, IMPORT_KINDS_N);
	struct str_list list = {names, 0};
	for (size_t k = 0; k < IMPORT_KINDS_N; k++)
		if (mapping_serves(ctx, b, (enum import_kind)k))
			names[list.n++] = import_kind_names[k];
	return str_join(ctx->arena, list, ", ");
}

enum err_code work_mapping_list(struct context *ctx, const struct work_options *options)
{
	static const struct column columns[] = {
		{"name", "Name", 0, AUDIENCE_PUBLIC},
		{"kinds", "For", 0, AUDIENCE_PUBLIC},
		{"description", "What it reads", 0, AUDIENCE_PUBLIC},
	};
	struct result *r = result_create(ctx->arena);
	struct table *t =
		TABLE_CREATE(ctx->arena, "mappings", "The built-in mappings", columns);
	t->reading = "Where one fits the header of a file it is taken without being "
		     "named.";
	for (const struct mapping_builtin *b = mapping_builtins; b->name; b++) {
		cell_text(t, b->name);
		cell_text(t, kinds_of(ctx, b));
		cell_text(t, b->help);
	}
	result_table(r, t);
	struct envelope envelope = {"mapping list", result_create(ctx->arena),
		result_create(ctx->arena), r};
	return emit(ctx, options->out, options->format, &envelope);
}

static enum err_code show(struct context *ctx, const struct work_options *options,
	const struct mapping_builtin *b)
{
	if (options->format != FORMAT_JSON) {
		if (fputs(b->text, options->out) < 0 || fflush(options->out) != 0)
			return err_set(ctx, ERR_IO,
				"standard output could not be written: is the disk "
				"full?");
		return ERR_OK;
	}
	struct result *r = result_create(ctx->arena);
	result_text(r, "name", b->name);
	result_text(r, "kinds", kinds_of(ctx, b));
	result_text(r, "text", b->text);
	struct envelope envelope = {"mapping show", result_create(ctx->arena),
		result_create(ctx->arena), r};
	return emit(ctx, options->out, options->format, &envelope);
}

enum err_code work_mapping_show(
	struct context *ctx, const struct work_options *options, const char *name)
{
	const char *names[64];
	size_t n = 0;
	for (; n < 64 && mapping_builtins[n].name; n++) {
		if (str_equal_fold(mapping_builtins[n].name, name))
			return show(ctx, options, &mapping_builtins[n]);
		names[n] = mapping_builtins[n].name;
	}
	const char *near = str_nearest(name, names, n);
	return err_set(ctx, ERR_NOT_FOUND,
		"there is no built-in mapping '%s'%s%s; `lastseen mapping list` lists "
		"them",
		name, near ? "; did you mean " : "", near ? near : "");
}
