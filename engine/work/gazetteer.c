#include "work/gazetteer.h"
#include "base/str.h"
#include "work/gazetteer_csv.h"
#include "work/gazetteer_read.h"
#include <string.h>

static const struct column file_columns[] = {
	{"file", "File", 0, AUDIENCE_PUBLIC},
	{"sha256", "SHA-256", 0, AUDIENCE_PUBLIC},
	{"release", "Release", 0, AUDIENCE_PUBLIC},
	{"rows", "Rows", 0, AUDIENCE_PUBLIC},
	{"added", "Added", 0, AUDIENCE_PUBLIC},
	{"set_aside", "Set aside", 0, AUDIENCE_PUBLIC},
	{"without_position", "Without a position", 0, AUDIENCE_PUBLIC},
	{"already", "There already", 0, AUDIENCE_PUBLIC},
};

static const struct column aside_columns[] = {
	{"file", "File", 0, AUDIENCE_PUBLIC},
	{"row", "Row", 0, AUDIENCE_PUBLIC},
	{"column", "Column", 0, AUDIENCE_PUBLIC},
	{"reason", "Reason", 0, AUDIENCE_PUBLIC},
	{"raw", "As it stood", 0, AUDIENCE_PUBLIC},
};

static void add_file(struct table *t, const struct gazetteer_file *f)
{
	cell_text(t, f->name);
	cell_text(t, f->sha256);
	cell_text(t, f->release && *f->release ? f->release : NULL);
	cell_int(t, f->result.rows);
	cell_int(t, f->result.already ? 0 : f->result.added);
	cell_int(t, f->result.set_aside);
	cell_int(t, f->result.without_position);
	cell_bool(t, f->result.already);
}

static void tell(struct context *ctx, const struct gazetteer_file *f)
{
	if (f->result.already)
		notice(ctx, "%s is in the gazetteer already; nothing was added",
			f->name);
	else if (f->result.set_aside > 0)
		notice(ctx,
			"%s: %lld of %lld rows were set aside; they are listed in "
			"the result",
			f->name, (long long)f->result.set_aside,
			(long long)f->result.rows);
}

struct adding {
	struct context *ctx;
	const struct gazetteer_add_options *o;
	struct gazetteer *gazetteer;
	struct table *files, *aside;
	bool set_aside;
};

/* NULL where the file is read otherwise. An address list in parts is known by its
 * columns, where no mapping says what they are. */
static enum err_code product_of(
	const struct adding *a, const char *path, const struct csv_product **product)
{
	static const struct csv_product *const products[] = {
		&product_onspd, &product_opennames, &product_openuprn};
	bool fits = false;
	*product = NULL;
	for (size_t i = 0; i < sizeof products / sizeof *products; i++)
		if (str_equal(a->o->kind, products[i]->kind))
			*product = products[i];
	if (*product || !str_equal(a->o->kind, "addresses") || a->o->mapping ||
		a->o->sheet)
		return ERR_OK;
	if (!file_exists(path))
		return ERR_OK;
	enum err_code err = csv_product_fits(a->ctx, &product_llpg, path, &fits);
	*product = fits ? &product_llpg : NULL;
	return err;
}

static enum err_code add_one(struct adding *a, const char *path)
{
	struct gazetteer_file file = {0};
	const struct csv_product *product;
	enum err_code err = product_of(a, path, &product);
	if (err)
		return err;
	if (product)
		err = gazetteer_read_csv(
			a->ctx, a->gazetteer, product, path, a->aside, &file);
	else if (str_equal(a->o->kind, "codepoint"))
		err = gazetteer_read_codepoint(
			a->ctx, a->gazetteer, path, a->aside, &file);
	else
		err = gazetteer_read_rows(
			a->ctx, a->gazetteer, a->o, path, a->aside, &file);
	if (err)
		return err;
	tell(a->ctx, &file);
	add_file(a->files, &file);
	a->set_aside =
		a->set_aside || (!file.result.already && file.result.set_aside > 0);
	return ERR_OK;
}

static enum err_code content(struct adding *a, const struct result **out)
{
	struct gazetteer_counts counts;
	enum err_code err = gazetteer_count(a->gazetteer, &counts);
	struct result *r = result_create(a->ctx->arena);
	result_int(r, "postcodes", counts.postcodes);
	result_int(r, "postcodes_without_position", counts.without_position);
	result_int(r, "sectors_and_districts", counts.areas);
	result_int(r, "streets", counts.streets);
	result_int(r, "addresses", counts.addresses);
	result_int(r, "places", counts.places);
	result_int(r, "uprns", counts.uprns);
	*out = r;
	return err;
}

static enum err_code print(struct adding *a, const struct work_options *options)
{
	struct arena *arena = a->ctx->arena;
	struct result *parameters = result_create(arena), *input = result_create(arena),
		      *result = result_create(arena);
	const struct result *counts;
	enum err_code err = content(a, &counts);
	if (err)
		return err;
	struct envelope envelope = {"gazetteer add", parameters, input, result};
	result_text(parameters, "kind", a->o->kind);
	result_text(parameters, "mapping", a->o->mapping);
	result_text(parameters, "sheet", a->o->sheet);
	result_text(result, "kind", a->o->kind);
	result_table(result, a->files);
	result_table(result, a->aside);
	result_result(result, "gazetteer", counts);
	return emit(a->ctx, options->out, options->format, &envelope);
}

enum err_code work_gazetteer_add(struct context *ctx,
	const struct work_options *options, const struct gazetteer_add_options *o,
	bool *set_aside)
{
	struct adding a = {.ctx = ctx, .o = o};
	a.files = TABLE_CREATE(ctx->arena, "files", "Files", file_columns);
	a.aside = TABLE_CREATE(
		ctx->arena, "set_aside", "Rows that were set aside", aside_columns);
	enum err_code err = gazetteer_open(
		ctx, case_gazetteer_path(ctx, options), STORE_WRITE, &a.gazetteer);
	for (int i = 0; !err && i < o->files_n; i++)
		err = add_one(&a, o->files[i]);
	if (!err)
		err = print(&a, options);
	gazetteer_close(a.gazetteer);
	*set_aside = a.set_aside;
	return err;
}
