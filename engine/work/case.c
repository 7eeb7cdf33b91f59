#include "work/case.h"
#include "base/str.h"
#include <string.h>

enum err_code case_open(struct context *ctx, const struct work_options *options,
	enum store_mode mode, struct work_case *c)
{
	*c = (struct work_case){.ctx = ctx, .options = options};
	enum err_code err =
		store_open(ctx, options->db_path, &store_case_schema, mode, &c->store);
	if (!err)
		err = store_snapshot(c->store);
	if (err)
		case_close(c);
	return err;
}

void case_close(struct work_case *c)
{
	store_close(c->store);
	c->store = NULL;
}

const char *case_gazetteer_path(struct context *ctx, const struct work_options *options)
{
	if (options->gazetteer_path)
		return options->gazetteer_path;
	const char *slash = strrchr(options->db_path, '/');
	int folder_n = slash ? (int)(slash - options->db_path) + 1 : 0;
	return str_printf(ctx->arena, "%.*sgazetteer.db", folder_n, options->db_path);
}

struct result *case_parameters(struct work_case *c)
{
	struct result *r = result_create(c->ctx->arena);
	const struct period *p = &c->options->period;
	char from[CIVIL_TEXT_MAX], to[CIVIL_TEXT_MAX];
	const char *period = NULL;
	if (!p->all) {
		day_format(p->from_day, from);
		day_format(p->to_day, to);
		period = str_printf(c->ctx->arena, "%s..%s", from, to);
	}
	result_text(r, "period", period);
	result_text(r, "type", c->options->type);
	result_text(r, "audience", audience_name(c->ctx->audience));
	return r;
}

static const struct column source_columns[] = {
	{"kind", "Kind", 0, AUDIENCE_PUBLIC},
	{"file", "File", 0, AUDIENCE_PUBLIC},
	{"sheet", "Sheet", 0, AUDIENCE_PUBLIC},
	{"mapping", "Mapping", 0, AUDIENCE_PUBLIC},
	{"sha256", "SHA-256", 0, AUDIENCE_PUBLIC},
	{"rows", "Rows", 0, AUDIENCE_PUBLIC},
};

enum err_code case_input(struct work_case *c, const struct result **input)
{
	struct context *ctx = c->ctx;
	struct result *r = result_create(ctx->arena);
	struct table *t = TABLE_CREATE(ctx->arena, "sources", NULL, source_columns);
	struct statement *s;
	bool row = false;
	char hash[65];
	enum err_code err = store_input_hash(c->store, hash);
	if (!err)
		err = store_prepare(c->store, &sql_case_sources, &s);
	while (!err && (err = statement_step(s, &row)) == ERR_OK && row) {
		for (int i = 1; i < 6; i++)
			cell_text(t, column_dup(s, i, ctx->arena));
		cell_int(t, column_int(s, 9));
	}
	result_text(r, "sha256", str_dup(ctx->arena, hash));
	result_table(r, t);
	*input = r;
	return err;
}

enum err_code case_libraries(struct work_case *c, const struct result **versions)
{
	struct result *r = result_create(c->ctx->arena);
	struct statement *s;
	bool row = false;
	enum err_code err = store_prepare(c->store, &sql_run_libraries, &s);
	if (!err)
		err = statement_step(s, &row);
	if (err)
		return err;
	for (int i = 0; row && i < column_count(s); i++)
		result_text(r, column_name(s, i), column_dup(s, i, c->ctx->arena));
	statement_reset(s);
	*versions = r;
	return ERR_OK;
}

struct run {
	const char *command;
	const struct result *parameters, *result;
	char input_sha256[65];
};

static enum err_code insert_run(struct work_case *c, const struct run *run, int64_t *id)
{
	struct context *ctx = c->ctx;
	struct statement *s;
	const struct result *versions = NULL;
	char now[32];
	enum err_code err = case_libraries(c, &versions);
	if (!err)
		err = store_prepare(c->store, &sql_run_insert, &s);
	if (err)
		return err;
	audit_now(now);
	bind_text(s, ":command", run->command);
	bind_text(s, ":parameters", emit_json_line(ctx, run->parameters));
	/* The bits of a seed over 2^63 stay the same. */
	bind_int(s, ":seed", (int64_t)ctx->seed);
	bind_text(s, ":audience", audience_name(ctx->audience));
	bind_text(s, ":version", LASTSEEN_VERSION);
	bind_text(s, ":libraries", emit_json_line(ctx, versions));
	bind_text(s, ":input_sha256", run->input_sha256);
	bind_text(s, ":run_utc", now);
	bind_text(s, ":run_by", audit_who(ctx->arena));
	err = statement_run(s);
	*id = store_last_id(c->store);
	return err;
}

static enum err_code insert_result(
	struct work_case *c, const struct run *run, int64_t id)
{
	struct statement *s;
	if (!run->result)
		return ERR_OK;
	enum err_code err = store_prepare(c->store, &sql_run_result_insert, &s);
	if (err)
		return err;
	bind_int(s, ":run_id", id);
	bind_text(s, ":name", run->command);
	bind_text(s, ":json", emit_json_line(c->ctx, run->result));
	return statement_run(s);
}

static enum err_code audit_run(struct work_case *c, const struct run *run, int64_t id,
	enum audit_action action)
{
	struct result *detail = result_create(c->ctx->arena);
	result_int(detail, "run", id);
	result_text(detail, "audience", audience_name(c->ctx->audience));
	result_result(detail, "parameters", run->parameters);
	return audit_add(
		c->store, action, run->command, emit_json_line(c->ctx, detail));
}

/* Everything of case_save_run() but the commit. The hash of what was read is taken
 * before the write begins, while the state that was read still stands. */
static enum err_code save(
	struct work_case *c, struct run *run, enum audit_action action, int64_t *run_id)
{
	int64_t id = 0;
	enum err_code err = store_input_hash(c->store, run->input_sha256);
	if (!err && !store_writing(c->store))
		err = store_begin(c->store);
	if (!err)
		err = insert_run(c, run, &id);
	if (!err)
		err = insert_result(c, run, id);
	if (!err)
		err = audit_run(c, run, id, action);
	if (run_id)
		*run_id = id;
	return err;
}

enum err_code case_write_run(struct work_case *c, const char *command,
	enum audit_action action, const struct result *parameters,
	const struct result *result, int64_t *run_id)
{
	struct run run = {command, parameters, result, ""};
	return save(c, &run, action, run_id);
}

enum err_code case_save_run(struct work_case *c, const char *command,
	enum audit_action action, const struct result *parameters,
	const struct result *result, int64_t *run_id)
{
	struct run run = {command, parameters, result, ""};
	enum err_code err = save(c, &run, action, run_id);
	if (!err)
		return store_commit(c->store);
	store_rollback(c->store);
	return err;
}

enum err_code case_print(struct work_case *c, const char *command,
	const struct result *parameters, const struct result *result)
{
	struct envelope envelope = {command, parameters, NULL, result};
	enum err_code err = case_input(c, &envelope.input);
	if (err)
		return err;
	return emit(c->ctx, c->options->out, c->options->format, &envelope);
}

enum err_code case_finish(struct work_case *c, const char *command,
	const struct result *parameters, const struct result *result)
{
	struct run run = {command, parameters, result, ""};
	struct envelope envelope = {command, parameters, NULL, result};
	enum err_code err = case_input(c, &envelope.input);
	if (!err)
		err = save(c, &run, AUDIT_CONSULTATION, NULL);
	if (!err)
		err = emit(c->ctx, c->options->out, c->options->format, &envelope);
	if (!err)
		err = store_commit(c->store);
	case_close(c);
	return err;
}
