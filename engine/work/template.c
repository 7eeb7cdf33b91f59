#include "work/template.h"
#include "base/str.h"
#include "intake/columns.h"

static const struct column describe_columns[] = {
	{"column", "Column", 0, AUDIENCE_PUBLIC},
	{"required", "Must be filled", 0, AUDIENCE_PUBLIC},
	{"type", "Type", 0, AUDIENCE_PUBLIC},
	{"codes", "Codes", 0, AUDIENCE_PUBLIC},
	{"description", "What it is", 0, AUDIENCE_PUBLIC},
};

static bool in_template(const struct column_spec *spec)
{
	return !(spec->flags & COLUMN_BESIDE);
}

static const char *header_line(struct context *ctx, struct column_set set)
{
	struct strbuf buf;
	strbuf_init(&buf, ctx->arena);
	for (size_t i = 0; i < set.n; i++) {
		if (!in_template(&set.columns[i]))
			continue;
		if (buf.n > 0)
			strbuf_char(&buf, ',');
		strbuf_add(&buf, set.columns[i].name);
	}
	return buf.text;
}

static const struct result *describe(
	struct context *ctx, enum import_kind kind, struct column_set set)
{
	struct result *r = result_create(ctx->arena);
	struct table *t = TABLE_CREATE(ctx->arena, "columns",
		str_printf(ctx->arena, "%s: a row is %s", import_kind_names[kind],
			set.what),
		describe_columns);
	t->reading = "Order is free, and columns of other names are kept with their "
		     "row. Lists inside a cell are parted by ;. Times are local, "
		     "2026-03-28 21:30 or as people write them.";
	for (size_t i = 0; i < set.n; i++) {
		const struct column_spec *spec = &set.columns[i];
		struct str_list codes = {(const char **)(uintptr_t)spec->codes,
			codes_count(spec->codes)};
		if (!in_template(spec))
			continue;
		cell_text(t, spec->name);
		cell_bool(t, (spec->flags & COLUMN_REQUIRED) != 0);
		cell_text(t, column_type_words(spec->type));
		cell_text(t, codes.n ? str_join(ctx->arena, codes, ", ") : NULL);
		cell_text(t, spec->help);
	}
	result_text(r, "kind", import_kind_names[kind]);
	result_text(r, "header", header_line(ctx, set));
	result_table(r, t);
	return r;
}

static enum err_code print_header(struct context *ctx, FILE *out, struct column_set set)
{
	if (fprintf(out, "%s\n", header_line(ctx, set)) < 0 || fflush(out) != 0)
		return err_set(ctx, ERR_IO,
			"standard output could not be written: is the disk full?");
	return ERR_OK;
}

enum err_code work_template(struct context *ctx, const struct work_options *options,
	const char *kind_name, enum template_mode mode)
{
	enum import_kind kind = import_kind_of(kind_name);
	if (kind == KINDS_N) {
		const char *near = str_nearest(kind_name, import_kind_names, KINDS_N);
		return err_set(ctx, ERR_USAGE,
			"'%s' is no kind of import%s%s; see --help", kind_name,
			near ? "; did you mean " : "", near ? near : "");
	}
	struct column_set set = column_set_of(kind);
	if (mode == TEMPLATE_HEADER && options->format != FORMAT_JSON)
		return print_header(ctx, options->out, set);
	struct result *parameters = result_create(ctx->arena);
	result_text(parameters, "kind", import_kind_names[kind]);
	struct envelope envelope = {"template", parameters, result_create(ctx->arena),
		describe(ctx, kind, set)};
	return emit(ctx, options->out, options->format, &envelope);
}
