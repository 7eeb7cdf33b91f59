#include "work/crossref.h"
#include "base/str.h"
#include "stats/rates.h"
#include "work/cells.h"
#include "work/mentions.h"
#include "work/naming.h"
#include "work/network.h"
#include <math.h>

/* Adds up one register after another: they come in order of name, then child. */
struct registers {
	struct context *ctx;
	const struct episode_set *set;
	struct crossref *out;
	bool *absent; /* per child: has an episode of the lower categories */
	bool *on_any; /* per child */
	uint32_t last_child;
	size_t capacity;
};

static void register_open(struct registers *r, const char *name)
{
	struct crossref *out = r->out;
	if (out->registers_n &&
		str_equal(out->registers[out->registers_n - 1].name, name))
		return;
	arena_reserve(r->ctx->arena, out->registers, r->capacity, out->registers_n + 1);
	out->registers[out->registers_n++] =
		(struct register_figures){.name = str_dup(r->ctx->arena, name)};
	r->last_child = NO_KEY;
}

static bool touches(const struct episode_set *set, const char *start, const char *end)
{
	int64_t day;
	if (day_of_text(start, &day) && day > set->last_day)
		return false;
	return !day_of_text(end, &day) || day >= set->first_day;
}

static void register_add(struct registers *r, uint32_t child)
{
	if (child == NO_KEY || child == r->last_child)
		return;
	struct register_figures *f = &r->out->registers[r->out->registers_n - 1];
	r->last_child = child;
	r->on_any[child] = true;
	f->children++;
	f->episodes += r->set->children[child].episodes_n;
	f->absent_children += r->absent[child];
}

static void register_shares(const struct episode_set *set, struct register_figures *f)
{
	int64_t all = (int64_t)set->children_n, others = all - f->children;
	struct interval i = share_interval(f->children, all, 0.95);
	f->share = all ? (double)f->children / (double)all : NAN;
	f->share_lower = i.lower;
	f->share_upper = i.upper;
	f->episodes_per_child =
		f->children ? (double)f->episodes / (double)f->children : NAN;
	f->others_per_child =
		others ? (double)((int64_t)set->n - f->episodes) / (double)others : NAN;
}

static enum err_code registers_compute(
	struct work_case *c, const struct episode_set *set, struct crossref *out)
{
	struct registers r = {.ctx = c->ctx,
		.set = set,
		.out = out,
		.absent = arena_array(c->ctx->arena, bool, set->children_n),
		.on_any = arena_array(c->ctx->arena, bool, set->children_n)};
	for (size_t i = 0; i < set->n; i++)
		if (set->episodes[i].type == TYPE_ABSENT ||
			set->episodes[i].type == TYPE_NO_APPARENT_RISK)
			r.absent[set->episodes[i].child] = true;
	struct statement *s;
	enum err_code code = store_prepare(c->store, &sql_crossref_registers, &s);
	for (bool row = true; !code;) {
		code = statement_step(s, &row);
		if (code || !row)
			break;
		register_open(&r, column_text(s, 0));
		if (touches(set, column_text(s, 2), column_text(s, 3)))
			register_add(&r, child_by_id(set, column_int(s, 1)));
	}
	for (size_t i = 0; i < out->registers_n; i++)
		register_shares(set, &out->registers[i]);
	for (size_t i = 0; i < set->children_n; i++)
		out->on_none += !r.on_any[i];
	return code;
}

static enum err_code assessments_compute(
	struct work_case *c, const struct episode_set *set, struct crossref *out)
{
	struct assessed_list list;
	enum err_code code = assessed_load(c, &list);
	if (code)
		return code;
	out->assessments_any = list.n > 0;
	unsigned *seen = arena_array(c->ctx->arena, unsigned, set->children_n);
	for (size_t i = 0; i < set->n; i++) {
		const struct episode *e = &set->episodes[i];
		unsigned kinds = assessed_after(&list, set, e);
		for (unsigned k = 0; k < ASSESSMENT_KINDS_N; k++) {
			if (!(kinds & 1u << k))
				continue;
			out->assessed_episodes[k]++;
			out->assessed_children[k] += !(seen[e->child] & 1u << k);
		}
		seen[e->child] |= kinds;
	}
	return ERR_OK;
}

enum err_code crossref_compute(
	struct work_case *c, const struct episode_set *set, struct crossref *out)
{
	*out = (struct crossref){
		.episodes = (int64_t)set->n, .children = (int64_t)set->children_n};
	enum err_code code = registers_compute(c, set, out);
	if (!code)
		code = crossref_interviews(c, set, out);
	if (!code)
		code = assessments_compute(c, set, out);
	return code;
}

static const struct table *registers_table(
	struct context *ctx, const struct crossref *x)
{
	static const struct column columns[] = {
		{"register", "Register", 0, AUDIENCE_PUBLIC},
		{"children", "Children", 0, AUDIENCE_PUBLIC},
		{"share", "Share", 3, AUDIENCE_PUBLIC},
		{"share_lower", "from", 3, AUDIENCE_PUBLIC},
		{"share_upper", "to", 3, AUDIENCE_PUBLIC},
		{"episodes", "Episodes", 0, AUDIENCE_PUBLIC},
		{"absent_children", "Also absent", 0, AUDIENCE_PUBLIC},
		{"episodes_per_child", "Each", 1, AUDIENCE_PUBLIC},
		{"others_per_child", "Others each", 1, AUDIENCE_PUBLIC},
	};
	struct table *t = TABLE_CREATE(ctx->arena, "registers",
		"Children of the period on other registers", columns);
	t->reading = "Each and Others each are episodes per child on the register and "
		     "not on it. Also absent: children on it who were recorded absent "
		     "or at no apparent risk.";
	for (size_t i = 0; i < x->registers_n; i++) {
		const struct register_figures *f = &x->registers[i];
		int64_t n = f->children;
		cell_text(t, f->name);
		cell_count(ctx, t, n);
		cell_figure(ctx, t, n, f->share);
		cell_figure(ctx, t, n, f->share_lower);
		cell_figure(ctx, t, n, f->share_upper);
		cell_episodes(ctx, t, f->episodes, n);
		cell_count(ctx, t, f->absent_children);
		cell_figure(ctx, t, n, f->episodes_per_child);
		cell_figure(ctx, t, n, f->others_per_child);
	}
	return t;
}

static void measure(
	struct context *ctx, struct table *t, const char *name, int64_t n, int64_t of)
{
	struct interval i = share_interval(n, of, 0.95);
	cell_text(t, name);
	cell_count(ctx, t, n);
	cell_figure(ctx, t, n, of ? (double)n / (double)of : NAN);
	cell_figure(ctx, t, n, of ? i.lower : NAN);
	cell_figure(ctx, t, n, of ? i.upper : NAN);
}

static const struct table *interviews_table(
	struct context *ctx, const struct crossref *x)
{
	static const struct column columns[] = {
		{"measure", "Return home interviews", 0, AUDIENCE_PUBLIC},
		{"episodes", "Episodes", 0, AUDIENCE_PUBLIC},
		{"share", "Share", 3, AUDIENCE_PUBLIC},
		{"share_lower", "from", 3, AUDIENCE_PUBLIC},
		{"share_upper", "to", 3, AUDIENCE_PUBLIC},
	};
	const struct interview_figures *f = &x->interviews;
	struct table *t = TABLE_CREATE(ctx->arena, "interviews",
		"Interviews after episodes that ended", columns);
	t->reading =
		"Shares are of episodes with a time found, whatever their type. An "
		"interview that was held but not recorded counts as none.";
	if (!f->any)
		return t;
	measure(ctx, t, "ended", f->ended, f->ended);
	measure(ctx, t, "offered", f->offered, f->ended);
	measure(ctx, t, "offered_within_72_hours", f->offered_soon, f->ended);
	measure(ctx, t, "accepted", f->accepted, f->ended);
	measure(ctx, t, "held", f->held, f->ended);
	measure(ctx, t, "held_within_72_hours", f->held_soon, f->ended);
	return t;
}

static const struct table *after_table(struct context *ctx, const struct crossref *x)
{
	static const struct column columns[] = {
		{"interview", "Interview", 0, AUDIENCE_PUBLIC},
		{"held", "Held", 0, AUDIENCE_PUBLIC},
		{"children", "Children", 0, AUDIENCE_PUBLIC},
		{"days", "Days watched", 0, AUDIENCE_PUBLIC},
		{"episodes_in_90_days", "Episodes in 90 days", 0, AUDIENCE_PUBLIC},
		{"rate", "For 100 days", 2, AUDIENCE_PUBLIC},
	};
	static const char *const names[] = {"not_independent", "independent"};
	struct table *t = TABLE_CREATE(ctx->arena, "after_interview",
		"Episodes within 90 days of an interview", columns);
	t->reading = "Who gets an independent interview is no lottery: a lower rate is "
		     "no proof that it was the interview.";
	for (int by = INTERVIEW_BY_N - 1; by >= 0; by--) {
		const struct interview_after *a = &x->after[by];
		cell_text(t, names[by]);
		cell_episodes(ctx, t, a->held, a->children);
		cell_count(ctx, t, a->children);
		cell_figure(ctx, t, a->children, a->days);
		cell_episodes(ctx, t, a->episodes, a->children);
		cell_figure(ctx, t, a->children, a->rate);
	}
	return t;
}

static const struct table *assessments_table(
	struct context *ctx, const struct crossref *x)
{
	static const struct column columns[] = {
		{"kind", "Assessment", 0, AUDIENCE_PUBLIC},
		{"episodes", "Episodes followed", 0, AUDIENCE_PUBLIC},
		{"children", "Children", 0, AUDIENCE_PUBLIC},
		{"share", "Share of episodes", 3, AUDIENCE_PUBLIC},
	};
	struct table *t = TABLE_CREATE(ctx->arena, "assessments",
		"Assessments within 28 days of an episode", columns);
	t->reading =
		"An assessment counts for the episode it names; one that names none "
		"for each episode of the 28 days before.";
	for (int k = 0; k < ASSESSMENT_KINDS_N && x->assessments_any; k++) {
		int64_t children = x->assessed_children[k];
		cell_text(t, assessment_kind_names[k]);
		cell_episodes(ctx, t, x->assessed_episodes[k], children);
		cell_count(ctx, t, children);
		cell_figure(ctx, t, children,
			(double)x->assessed_episodes[k] / (double)x->episodes);
	}
	return t;
}

enum err_code crossref_result(struct work_case *c, const struct episode_set *set,
	const struct crossref *x, struct result **out)
{
	struct context *ctx = c->ctx;
	struct result *r = result_create(ctx->arena);
	(void)set;
	result_table(r, registers_table(ctx, x));
	if (!naming_suppressed(ctx, x->on_none))
		result_int(r, "on_no_register", x->on_none);
	result_table(r, interviews_table(ctx, x));
	result_table(r, after_table(ctx, x));
	result_real(r, "independent_ratio", x->ratio);
	result_real(r, "independent_ratio_lower", x->ratio_lower);
	result_real(r, "independent_ratio_upper", x->ratio_upper);
	if (!naming_suppressed(ctx, x->by_unknown))
		result_int(r, "held_not_said_by_whom", x->by_unknown);
	result_table(r, assessments_table(ctx, x));
	*out = r;
	return ERR_OK;
}

enum err_code work_crossref(struct context *ctx, const struct work_options *options)
{
	struct work_case c;
	struct episode_set set;
	struct crossref x;
	struct result *result = NULL;
	enum err_code code = case_open(ctx, options, STORE_WRITE, &c);
	if (code)
		return code;
	code = episodes_load(&c, &set);
	if (!code)
		code = crossref_compute(&c, &set, &x);
	if (!code)
		code = crossref_result(&c, &set, &x, &result);
	return analysis_finish(&c, code, "crossref", case_parameters(&c), result);
}
