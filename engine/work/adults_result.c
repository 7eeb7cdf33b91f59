#include "base/str.h"
#include "work/adults.h"
#include "work/cells.h"
#include "work/hiding.h"
#include "work/naming.h"

static const struct column adult_columns[] = {
	{"id", "No.", 0, AUDIENCE_PARTNER},
	{"names", "Names", 0, AUDIENCE_PARTNER},
	{"dob", "Born", 0, AUDIENCE_PARTNER},
	{"children", "Children", 0, AUDIENCE_PUBLIC},
	{"episodes", "Episodes", 0, AUDIENCE_PUBLIC},
	{"homes", "Homes", 0, AUDIENCE_PUBLIC},
	{"first", "First", 0, AUDIENCE_PARTNER},
	{"last", "Last", 0, AUDIENCE_PARTNER},
	{"children_strong", "Children, sure links", 0, AUDIENCE_PARTNER},
	{"weak", NULL, 0, AUDIENCE_PARTNER},
	{"reasons", NULL, 0, AUDIENCE_PARTNER},
	{"by_chance", "As many by chance", 2, AUDIENCE_PUBLIC},
	{"p_value", NULL, 4, AUDIENCE_PUBLIC},
	{"q_value", "q", 3, AUDIENCE_PUBLIC},
	{"mentions", NULL, 0, AUDIENCE_PARTNER},
	{"person_refs", NULL, 0, AUDIENCE_PARTNER},
	{"members", NULL, 0, AUDIENCE_PARTNER},
};

static const struct column identifier_columns[] = {
	{"kind", "Kind", 0, AUDIENCE_PARTNER},
	{"value", "Value", 0, AUDIENCE_PARTNER},
	{"children", "Children", 0, AUDIENCE_PARTNER},
	{"episodes", "Episodes", 0, AUDIENCE_PARTNER},
	{"adults", "Adults", 0, AUDIENCE_PARTNER},
	{"mentions", NULL, 0, AUDIENCE_PARTNER},
};

static const struct column mention_columns[] = {
	{"source", "File", 0, AUDIENCE_PARTNER},
	{"row", "Row", 0, AUDIENCE_PARTNER},
	{"mention_ref", "Reference", 0, AUDIENCE_PARTNER},
};

static const struct table *mentions_table(
	struct context *ctx, const struct adults *x, const uint32_t *mentions, size_t n)
{
	struct table *t = TABLE_CREATE(ctx->arena, "mentions", NULL, mention_columns);
	for (size_t i = 0; i < n; i++) {
		const struct mention *m = &x->mentions.items[mentions[i]];
		size_t source = (size_t)m->source_id;
		cell_text(t, source < x->files_n ? x->files[source] : NULL);
		cell_int(t, m->row);
		cell_text(t, m->ref);
	}
	return t;
}

static struct texts names_shown(struct context *ctx, const struct adult *a)
{
	if (ctx->audience == AUDIENCE_ANALYST && a->names.n)
		return a->names;
	const char **one = arena_new(ctx->arena, const char *);
	*one = naming_adult_name(ctx, a->id, NULL);
	return (struct texts){one, 1};
}

static struct texts refs_shown(struct context *ctx, const struct adult *a)
{
	const char **refs = arena_array(ctx->arena, const char *, a->people_n);
	for (size_t i = 0; i < a->people_n; i++)
		refs[i] = naming_person(ctx, a->people[i], a->person_refs[i]);
	return (struct texts){refs, a->people_n};
}

static void adult_row(struct context *ctx, const struct episode_set *set,
	const struct adults *x, const struct adult *a, struct table *t)
{
	cell_int(t, a->id);
	cell_texts(t, names_shown(ctx, a));
	cell_text(t, ctx->audience == AUDIENCE_ANALYST ? a->dob : NULL);
	cell_count(ctx, t, a->children_n);
	cell_episodes(ctx, t, a->episodes_n, a->children_n);
	cell_count(ctx, t, a->homes_n);
	cell_moment(t, a->first);
	cell_moment(t, a->last);
	cell_int(t, a->children_strong);
	cell_bool(t, a->weak);
	cell_texts(t, a->reasons);
	cell_figure(ctx, t, a->children_n, a->by_chance);
	cell_figure(ctx, t, a->children_n, a->p_value);
	cell_figure(ctx, t, a->children_n, a->q_value);
	cell_table(t, mentions_table(ctx, x, a->mentions, a->mentions_n));
	cell_texts(t, refs_shown(ctx, a));
	cell_texts(t, episode_refs(ctx, set, a->episodes, a->episodes_n));
}

enum err_code adults_result(struct work_case *c, const struct episode_set *set,
	const struct adults *x, struct result **out)
{
	struct context *ctx = c->ctx;
	struct result *r = result_create(ctx->arena);
	struct table *t = TABLE_CREATE(ctx->arena, "adults",
		"Adults named with two or more children", adult_columns);
	t->reading = "Each row is one adult, as far as names, dates of birth and "
		     "identifiers tell. Sure links leave out what was joined by a name "
		     "alone. As many by chance: how many adults named with as many "
		     "children to expect if all were alike. A lead, not a verdict.";
	for (size_t i = 0; i < x->n; i++)
		adult_row(ctx, set, x, &x->items[i], t);
	struct table *ids = TABLE_CREATE(ctx->arena, "identifiers",
		"Phones, vehicles and handles with two or more children",
		identifier_columns);
	ids->reading =
		"A number that several adults carry may be a home's or a firm's.";
	for (size_t i = 0; i < x->identifiers_n; i++) {
		const struct adult_identifier *a = &x->identifiers[i];
		cell_text(ids, a->kind);
		cell_text(ids, naming_identifier(ctx, a->kind, a->value));
		cell_count(ctx, ids, a->children_n);
		cell_count(ctx, ids, a->episodes_n);
		cell_int(ids, (int64_t)a->adults_n);
		cell_table(ids, mentions_table(ctx, x, a->mentions, a->mentions_n));
	}
	result_table(r, t);
	result_table(r, ids);
	result_count(ctx, r, "adults_seen", x->adults_seen);
	result_int(r, "links_refused", x->refused);
	*out = r;
	return ERR_OK;
}

enum err_code work_adults(struct context *ctx, const struct work_options *options,
	const struct adults_options *o)
{
	struct work_case c;
	struct episode_set set;
	struct adults x;
	struct result *result = NULL;
	enum err_code code = case_open(ctx, options, STORE_WRITE, &c);
	if (code)
		return code;
	code = episodes_load(&c, &set);
	if (!code)
		code = adults_compute(&c, &set, o, &x);
	if (!code)
		code = adults_result(&c, &set, &x, &result);
	struct result *parameters = case_parameters(&c);
	result_int(parameters, "min_children", o->min_children);
	return analysis_finish(&c, code, "adults", parameters, result);
}
