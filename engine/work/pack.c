#include "work/pack.h"
#include "base/file.h"
#include "base/str.h"
#include "evidence/verify.h"
#include "work/pack_parts.h"
#include "work/setting.h"
#include <string.h>

static enum err_code check_call(struct context *ctx, const struct pack_options *o)
{
	if (ctx->audience == AUDIENCE_PUBLIC)
		return err_set(ctx, ERR_USAGE,
			"an evidence pack is never for the public; choose --audience "
			"partner or analyst");
	if (str_ends(o->output, ".zip"))
		return err_set(ctx, ERR_UNSUPPORTED,
			"%s: this version writes packs as folders; name a folder, and "
			"zip it afterwards",
			o->output);
	return ERR_OK;
}

/* A reference or a name of a case may hold a line's end. */
static void say(struct pack *p, struct bag *bag, const char *label, const char *value)
{
	char *line = str_dup(p->ctx->arena, value);
	text_for_terminal(line);
	bag_say(bag, label, line);
}

static void describe(struct pack *p, struct bag *bag)
{
	char now[32];
	if (p->authority)
		say(p, bag, "Source-Organization", p->authority);
	say(p, bag, "External-Description",
		str_printf(p->ctx->arena, "Evidence pack on %s, for %s", p->subject,
			audience_name(p->ctx->audience)));
	bag_say(bag, "External-Identifier",
		str_printf(p->ctx->arena, "sha256:%s", p->input_sha256));
	/* RFC 8493 makes the date optional; with it, no pack could be made again the
	 * same. */
	audit_now(now);
	if (audit_time_given())
		bag_say(bag, "Bagging-Date", str_dup_n(p->ctx->arena, now, 10));
	bag_say(bag, "Bag-Software-Agent", BAG_AGENT " " LASTSEEN_VERSION);
}

static enum err_code compute(struct pack *p)
{
	enum err_code err = setting_get(p->c->store, "authority", &p->authority);
	if (!err)
		err = setting_marking(p->c->store, &p->marking);
	if (!err)
		err = store_input_hash(p->c->store, p->input_sha256);
	if (!err)
		err = pack_select(p);
	if (!err) {
		pack_figures(p);
		err = pack_exhibits(p);
	}
	if (!err)
		pack_chronology(p);
	return err;
}

static struct result *parameters_of(struct pack *p)
{
	struct result *r = case_parameters(p->c);
	result_text(r, "subject", p->subject);
	if (p->kind == PACK_HOTSPOT)
		result_text(r, "place", place_role_names[p->options->place]);
	return r;
}

static struct result *result_of(struct pack *p, const char *hash)
{
	struct result *r = result_create(p->ctx->arena);
	result_text(r, "subject", p->subject);
	result_text(r, "pack", file_base(p->options->output));
	result_int(r, "exhibits", (int64_t)p->exhibits_n);
	/* The hash of the tag manifest, as `verify` prints it. */
	result_text(r, "sha256", hash);
	result_result(r, "figures", p->figures);
	return r;
}

/* The audit chain's entry: what was given away, and how to know it again. */
static struct result *disclosed(struct pack *p, const char *hash)
{
	struct result *r = parameters_of(p);
	result_text(r, "pack", file_base(p->options->output));
	result_text(r, "sha256", hash);
	return r;
}

static enum err_code write(struct pack *p)
{
	struct bag *bag;
	char hash[65];
	enum err_code err = bag_begin(p->ctx, p->options->output, &bag);
	if (err)
		return err;
	err = pack_pages(p, bag);
	describe(p, bag);
	if (!err)
		err = bag_close(bag, hash);
	const char *sum = err ? "" : str_dup(p->ctx->arena, hash);
	struct result *result = result_of(p, sum);
	/* First the log, then the name: nothing is ever given away unlogged. */
	if (!err)
		err = case_save_run(p->c, "pack", AUDIT_DISCLOSURE, disclosed(p, sum),
			result, NULL);
	if (err) {
		bag_abort(bag);
		return err;
	}
	err = bag_give(bag);
	if (!err)
		err = case_print(p->c, "pack", parameters_of(p), result);
	return err;
}

enum err_code work_pack(struct context *ctx, const struct work_options *options,
	const struct pack_options *o)
{
	struct work_case c;
	struct pack p = {.ctx = ctx, .c = &c, .options = o};
	enum err_code err = check_call(ctx, o);
	if (!err)
		err = case_open(ctx, options, STORE_WRITE, &c);
	if (err)
		return err;
	err = compute(&p);
	if (!err)
		err = write(&p);
	case_close(&c);
	return err;
}

/* The error's text without the path that begins it: no path of a machine in JSON. */
static const char *problem_of(struct context *ctx, const char *path)
{
	const char *text = ctx->error;
	size_t n = strlen(path);
	if (str_starts(text, path) && str_starts(text + n, ": "))
		text += n + 2;
	return str_dup(ctx->arena, text);
}

enum err_code work_verify(
	struct context *ctx, const struct work_options *options, const char *path)
{
	struct bag_check check;
	struct result *r = result_create(ctx->arena),
		      *input = result_create(ctx->arena);
	enum err_code err = bag_verify(ctx, path, &check);
	if (err == ERR_NOT_FOUND || err == ERR_IO)
		return err;
	result_text(input, "pack", file_base(path));
	result_bool(r, "whole", err == ERR_OK);
	if (err)
		result_text(r, "problem", problem_of(ctx, path));
	result_int(r, "files", check.files);
	result_int(r, "bytes", check.bytes);
	result_text(r, "bagit", check.version);
	result_text(r, "algorithm", check.algorithm);
	result_text(r, "sha256", *check.hash ? str_dup(ctx->arena, check.hash) : NULL);
	result_texts(
		r, "unchecked", (struct texts){check.unchecked, check.unchecked_n});
	struct envelope envelope = {"verify", result_create(ctx->arena), input, r};
	enum err_code printed = emit(ctx, options->out, options->format, &envelope);
	return err ? err : printed;
}
