#include "work/init.h"
#include "base/file.h"
#include "base/str.h"
#include "work/setting.h"
#include <unistd.h>

/* A marking stands in page headers: a line break or control character in it would let
 * it pass for other text. */
static enum err_code check_line(
	struct context *ctx, const char *option, const char *text)
{
	if (!text)
		return ERR_OK;
	if (str_empty(str_trim(ctx->scratch, text)))
		return err_set(ctx, ERR_USAGE, "%s: is empty; leave it out, or say it",
			option);
	for (const char *p = text; *p; p++)
		if ((unsigned char)*p < ' ' || *p == 0x7f)
			return err_set(ctx, ERR_USAGE,
				"%s: must be one line without control characters",
				option);
	return ERR_OK;
}

static enum err_code fill(struct work_case *c, const struct init_options *o,
	struct result *parameters, struct result *result)
{
	const char *marking = o->marking ? o->marking : MARKING_DEFAULT;
	result_text(parameters, "authority", o->authority);
	result_text(parameters, "marking", marking);
	result_text(result, "file", file_base(c->options->db_path));
	result_text(result, "authority", o->authority);
	result_text(result, "marking", marking);
	enum err_code err = store_begin(c->store);
	if (!err && o->authority)
		err = setting_set(c->store, "authority", o->authority);
	if (!err)
		err = setting_set(c->store, "marking", marking);
	if (!err)
		err = audit_add(c->store, AUDIT_COLLECTION, "init",
			emit_json_line(c->ctx, parameters));
	return err;
}

enum err_code work_init(struct context *ctx, const struct work_options *options,
	const struct init_options *o)
{
	struct work_case c = {.ctx = ctx, .options = options};
	struct result *parameters = result_create(ctx->arena),
		      *result = result_create(ctx->arena);
	enum err_code err = check_line(ctx, "--authority", o->authority);
	if (!err)
		err = check_line(ctx, "--marking", o->marking);
	if (!err)
		err = store_create(ctx, options->db_path, &store_case_schema, &c.store);
	if (err)
		return err;
	err = fill(&c, o, parameters, result);
	if (!err)
		err = case_print(&c, "init", parameters, result);
	if (!err)
		err = store_commit(c.store);
	case_close(&c);
	if (err)
		unlink(options->db_path);
	return err;
}
