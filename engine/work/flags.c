#include "work/flags.h"
#include "base/str.h"
#include "work/cells.h"

enum err_code flags_findings(
	struct work_case *c, const struct episode_set *set, struct findings *out)
{
	static const struct hotspots_options hotspots = HOTSPOTS_DEFAULT;
	static const struct addresses_options addresses = ADDRESSES_DEFAULT;
	static const struct adults_options adults = ADULTS_DEFAULT;
	enum err_code code = hotspots_compute(c, set, &hotspots, &out->hotspots);
	if (!code)
		code = addresses_compute(c, set, &addresses, &out->addresses);
	if (!code)
		code = adults_compute(c, set, &adults, &out->adults);
	if (!code)
		code = homes_compute(c, set, &out->homes);
	return code;
}

enum err_code flags_compute(struct work_case *c, const struct episode_set *set,
	const struct findings *findings, struct flags *out)
{
	*out = (struct flags){.set = set};
	enum err_code code = findings_write(c, set, findings);
	if (!code)
		code = flags_run(c->store, &out->list);
	if (!code)
		code = source_files(c, &out->files, &out->files_n);
	return code;
}

/* A flag's figures as an object. */
static enum err_code figures_of(
	struct work_case *c, const char *json, const struct result **out)
{
	struct arena *arena = c->ctx->arena;
	struct result *r = result_create(arena);
	struct statement *s;
	*out = r;
	enum err_code code = store_prepare(c->store, &sql_flags_figures, &s);
	if (code)
		return code;
	bind_text(s, ":figures", json);
	for (bool row;;) {
		code = statement_step(s, &row);
		if (code || !row)
			return code;
		const char *name = column_dup(s, 0, arena), *type = column_text(s, 1);
		if (str_equal(type, "integer"))
			result_int(r, name, column_int(s, 2));
		else if (str_equal(type, "real"))
			result_real(r, name, column_real(s, 2));
		else
			result_text(r, name, column_dup(s, 2, arena));
	}
}

/* Episodes by their reference, for evidence to be named before the audience. */
static void episodes_by_ref(
	struct context *ctx, const struct episode_set *set, struct map *map)
{
	map_init(map, ctx->arena);
	for (size_t i = 0; i < set->n; i++)
		if (set->episodes[i].ref)
			map_set(map, set->episodes[i].ref, i);
}

static const struct table *evidence_table(struct context *ctx, const struct flags *x,
	const struct map *episodes, const struct flag *f)
{
	static const struct column columns[] = {
		{"kind", "Kind", 0, AUDIENCE_PARTNER},
		{"ref", "Reference", 0, AUDIENCE_PARTNER},
		{"source_id", NULL, 0, AUDIENCE_PARTNER},
		{"file", "File", 0, AUDIENCE_PARTNER},
		{"row", "Row", 0, AUDIENCE_PARTNER},
	};
	struct table *t = TABLE_CREATE(ctx->arena, "evidence", NULL, columns);
	for (size_t i = 0; i < f->evidence_n; i++) {
		const struct flag_evidence *e = &f->evidence[i];
		size_t source = (size_t)e->source_id;
		cell_text(t, e->kind);
		size_t at;
		bool episode = str_equal(e->kind, "episode") && e->ref &&
			       map_get(episodes, e->ref, &at);
		cell_text(
			t, episode ? episode_name(ctx, x->set, (uint32_t)at) : e->ref);
		cell_int(t, e->source_id);
		cell_text(t, source < x->files_n ? x->files[source] : NULL);
		cell_int(t, e->row);
	}
	return t;
}

static enum err_code flags_table(
	struct work_case *c, const struct flags *x, const struct table **out)
{
	static const struct column columns[] = {
		{"id", "No.", 0, AUDIENCE_PARTNER},
		{"severity", "Severity", 0, AUDIENCE_PARTNER},
		{"rule", "Rule", 0, AUDIENCE_PARTNER},
		{"subject", "Subject", 0, AUDIENCE_PARTNER},
		{"title", "What", 0, AUDIENCE_PARTNER},
		{"figures", NULL, 0, AUDIENCE_PARTNER},
		{"evidence", NULL, 0, AUDIENCE_PARTNER},
		{"caveats", NULL, 0, AUDIENCE_PARTNER},
	};
	struct table *t = TABLE_CREATE(
		c->ctx->arena, "flags", "What is worth a person's look", columns);
	t->reading =
		"Each row is a lead, not a verdict: its figures say what chance or "
		"one child gives, its evidence which rows to read.";
	*out = t;
	enum err_code code = ERR_OK;
	bool shown = c->ctx->audience > AUDIENCE_PUBLIC;
	struct map episodes;
	episodes_by_ref(c->ctx, x->set, &episodes);
	for (size_t i = 0; !code && shown && i < x->list.n; i++) {
		const struct flag *f = &x->list.items[i];
		const struct result *figures;
		code = figures_of(c, f->figures, &figures);
		struct str_list caveats =
			str_split(c->ctx->arena, str_or_empty(f->caveats), '\n');
		cell_int(t, f->id);
		cell_text(t, flag_severity_names[f->severity]);
		cell_text(t, f->rule);
		cell_text(t, f->subject);
		cell_text(t, f->title);
		cell_result(t, figures);
		cell_table(t, evidence_table(c->ctx, x, &episodes, f));
		cell_texts(t, (struct texts){caveats.items, caveats.n});
	}
	return code;
}

static const struct table *rules_table(struct context *ctx, const struct flags *x)
{
	static const struct column columns[] = {
		{"rule", "Rule", 0, AUDIENCE_PUBLIC},
		{"high", "High", 0, AUDIENCE_PUBLIC},
		{"medium", "Medium", 0, AUDIENCE_PUBLIC},
		{"low", "Low", 0, AUDIENCE_PUBLIC},
	};
	struct table *t = TABLE_CREATE(ctx->arena, "rules", "Flags by rule", columns);
	struct map rules;
	map_init(&rules, ctx->arena);
	int64_t(*counts)[3] = arena_alloc(ctx->arena, x->list.n, sizeof *counts);
	for (size_t i = 0; i < x->list.n; i++) {
		const struct flag *f = &x->list.items[i];
		counts[map_intern(&rules, f->rule)][f->severity]++;
	}
	for (size_t i = 0; i < rules.n; i++) {
		cell_text(t, rules.keys[i]);
		for (int severity = 0; severity < 3; severity++)
			cell_count(ctx, t, counts[i][severity]);
	}
	return t;
}

enum err_code flags_result(
	struct work_case *c, const struct flags *x, struct result **out)
{
	const struct table *t;
	struct result *r = result_create(c->ctx->arena);
	enum err_code code = flags_table(c, x, &t);
	result_table(r, t);
	result_table(r, rules_table(c->ctx, x));
	*out = r;
	return code;
}

/* The run and its flags are one transaction, which the print comes before the end of.
 */
static enum err_code save_and_print(struct work_case *c, const struct flags *x,
	const struct result *parameters, const struct result *result)
{
	int64_t run_id;
	enum err_code code = case_write_run(
		c, "flags", AUDIT_CONSULTATION, parameters, result, &run_id);
	if (!code)
		code = flags_save(c->store, run_id, &x->list);
	if (!code)
		code = case_print(c, "flags", parameters, result);
	if (!code)
		code = store_commit(c->store);
	return code;
}

enum err_code work_flags(struct context *ctx, const struct work_options *options)
{
	struct work_case c;
	struct episode_set set;
	struct findings findings;
	struct flags x;
	struct result *result = NULL;
	enum err_code code = case_open(ctx, options, STORE_WRITE, &c);
	if (code)
		return code;
	code = episodes_load(&c, &set);
	if (!code)
		code = flags_findings(&c, &set, &findings);
	if (!code)
		code = flags_compute(&c, &set, &findings, &x);
	if (!code)
		code = flags_result(&c, &x, &result);
	if (!code)
		code = save_and_print(&c, &x, case_parameters(&c), result);
	case_close(&c);
	return code;
}
