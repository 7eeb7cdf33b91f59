#include "work/audit_log.h"
#include "base/str.h"
#include <string.h>

static const struct column entry_columns[] = {
	{"id", "No.", 0, AUDIENCE_PUBLIC},
	{"utc", "When (UTC)", 0, AUDIENCE_PUBLIC},
	{"who", "Who", 0, AUDIENCE_PARTNER},
	{"action", "Action", 0, AUDIENCE_PUBLIC},
	{"command", "Command", 0, AUDIENCE_PUBLIC},
	/* What an analyst ran names children by their references. */
	{"detail", "Detail", 0, AUDIENCE_ANALYST},
	{"hash", NULL, 0, AUDIENCE_PUBLIC},
};

static enum err_code entries(struct work_case *c, struct table *t)
{
	struct statement *s;
	bool row = false;
	enum err_code err = store_prepare(c->store, &sql_audit_walk, &s);
	while (!err && (err = statement_step(s, &row)) == ERR_OK && row) {
		cell_int(t, column_int(s, 0));
		for (int i = 1; i < 6; i++)
			cell_text(t, column_dup(s, i, c->ctx->arena));
		cell_text(t, column_dup(s, 7, c->ctx->arena));
	}
	return err;
}

enum err_code work_audit_list(struct context *ctx, const struct work_options *options)
{
	struct work_case c;
	struct result *parameters = result_create(ctx->arena),
		      *result = result_create(ctx->arena);
	struct table *t = TABLE_CREATE(
		ctx->arena, "entries", "Who did what to the case", entry_columns);
	t->reading = "Each entry is hashed with the one before it; `lastseen audit "
		     "verify` checks them.";
	result_table(result, t);
	enum err_code err = case_open(ctx, options, STORE_READ, &c);
	if (!err)
		err = entries(&c, t);
	if (!err)
		err = case_print(&c, "audit", parameters, result);
	case_close(&c);
	return err;
}

/* *at: the number of the entry with the noted hash, 0 where there is none. */
static enum err_code find_noted(struct work_case *c, const char *noted, int64_t *at)
{
	struct statement *s;
	bool row = false;
	enum err_code err = store_prepare(c->store, &sql_audit_by_hash, &s);
	if (err)
		return err;
	bind_text(s, ":hash", str_lower(c->ctx->scratch, noted));
	err = statement_step(s, &row);
	*at = row ? column_int(s, 0) : 0;
	statement_reset(s);
	return err;
}

static bool is_hash(const char *text)
{
	return strlen(text) == 64 && strspn(text, "0123456789abcdefABCDEF") == 64;
}

static enum err_code verdict(struct context *ctx, const char *path,
	const struct audit_check *check, const char *noted, int64_t at)
{
	if (check->broken)
		return err_set(ctx, ERR_DATA,
			"%s: the audit chain is broken at entry %lld: it, or the one "
			"before it, was changed or removed; keep the file as it is and "
			"tell who answers for the data",
			path, (long long)check->first_bad);
	if (noted && at == 0)
		return err_set(ctx, ERR_DATA,
			"%s: no entry of the audit chain has the noted hash: entries "
			"were cut off or replaced since it was noted, or it is of "
			"another case",
			path);
	return ERR_OK;
}

static struct result *findings(struct context *ctx, const struct audit_check *check,
	const char *noted, int64_t at)
{
	struct result *r = result_create(ctx->arena);
	result_bool(r, "holds", !check->broken && !(noted && at == 0));
	result_int(r, "entries", check->entries);
	if (check->broken)
		result_int(r, "first_bad", check->first_bad);
	if (check->clock_back)
		result_int(r, "clock_back_at", check->clock_back);
	if (noted && at > 0)
		result_int(r, "noted_at", at);
	result_text(r, "last_hash", str_dup(ctx->arena, check->last_hash));
	result_text(r, "note",
		"The chain shows a change within it, not that its last entries were "
		"cut "
		"off: note the last hash somewhere else, and give it to the next check "
		"with --noted.");
	return r;
}

enum err_code work_audit_verify(
	struct context *ctx, const struct work_options *options, const char *noted)
{
	struct work_case c;
	struct audit_check check;
	struct result *parameters = result_create(ctx->arena);
	int64_t at = 0;
	if (noted && !is_hash(noted))
		return err_set(ctx, ERR_USAGE,
			"--noted: is no hash; a hash has 64 digits 0-9 and a-f, as "
			"`audit verify` prints it");
	result_text(parameters, "noted", noted);
	enum err_code err = case_open(ctx, options, STORE_READ, &c);
	if (!err)
		err = audit_verify(c.store, &check);
	if (!err && noted)
		err = find_noted(&c, noted, &at);
	if (!err)
		err = case_print(&c, "audit verify", parameters,
			findings(ctx, &check, noted, at));
	if (!err && check.clock_back)
		notice(ctx,
			"%s: entry %lld has a time before that of the one above it: "
			"the clock was set back, or SOURCE_DATE_EPOCH said another "
			"time; ask who ran it",
			options->db_path, (long long)check.clock_back);
	if (!err)
		err = verdict(ctx, options->db_path, &check, noted, at);
	case_close(&c);
	return err;
}
