#include "base/str.h"
#include "work/cells.h"
#include "work/flags.h"
#include "work/naming.h"
#include "work/place_table.h"
#include <math.h>

struct writer {
	struct work_case *c;
	const struct episode_set *set;
};

/* "address:3" */
static const char *subject_of(struct writer *w, const char *kind, int64_t id)
{
	return str_printf(w->c->ctx->arena, "%s:%lld", kind, (long long)id);
}

static enum err_code evidence_add(struct writer *w, const char *subject,
	int64_t ordinal, const char *kind, const char *ref, int64_t source_id,
	int64_t row)
{
	struct statement *s;
	enum err_code code = store_prepare(w->c->store, &sql_found_evidence_insert, &s);
	if (code)
		return code;
	bind_text(s, ":subject", subject);
	bind_int(s, ":ordinal", ordinal);
	bind_text(s, ":kind", kind);
	bind_text(s, ":ref", str_or_empty(ref));
	bind_int(s, ":source_id", source_id);
	bind_int(s, ":row", row);
	return statement_run(s);
}

static enum err_code episodes_add(
	struct writer *w, const char *subject, const uint32_t *episodes, size_t n)
{
	enum err_code code = ERR_OK;
	for (size_t i = 0; !code && i < n; i++) {
		const struct episode *e = &w->set->episodes[episodes[i]];
		code = evidence_add(w, subject, (int64_t)i + 1, "episode", e->ref,
			e->source_id, e->row);
	}
	return code;
}

static enum err_code mentions_add(struct writer *w, const char *subject,
	const struct mention_set *set, const uint32_t *mentions, size_t n)
{
	enum err_code code = ERR_OK;
	for (size_t i = 0; !code && i < n; i++) {
		const struct mention *m = &set->items[mentions[i]];
		code = evidence_add(w, subject, (int64_t)i + 1, "mention", m->ref,
			m->source_id, m->row);
	}
	return code;
}

static enum err_code write_period(struct writer *w)
{
	struct statement *s;
	struct period days = {w->set->first_day, w->set->last_day, false};
	int64_t from_s, to_s;
	period_seconds(days, &from_s, &to_s);
	enum err_code code = store_prepare(w->c->store, &sql_found_period_insert, &s);
	if (code)
		return code;
	bind_text(s, ":first_day", day_text(w->c->ctx, days.from_day));
	bind_text(s, ":last_day", day_text(w->c->ctx, days.to_day));
	bind_int(s, ":from_s", from_s);
	bind_int(s, ":to_s", to_s);
	return statement_run(s);
}

static enum err_code write_episodes(struct writer *w)
{
	struct statement *s;
	struct context *ctx = w->c->ctx;
	enum err_code code = store_prepare(w->c->store, &sql_found_episode_insert, &s);
	const char **shown = arena_array(ctx->arena, const char *, w->set->children_n);
	const char **subject =
		arena_array(ctx->arena, const char *, w->set->children_n);
	for (uint32_t i = 0; i < w->set->children_n; i++) {
		shown[i] = child_name(ctx, w->set, i);
		subject[i] = str_printf(ctx->arena, "child:%s", shown[i]);
	}
	for (size_t i = 0; !code && i < w->set->n; i++) {
		const struct episode *e = &w->set->episodes[i];
		bind_int(s, ":episode_id", e->id);
		bind_int(s, ":child_id", w->set->children[e->child].id);
		bind_text(s, ":subject", subject[e->child]);
		bind_text(s, ":shown", shown[e->child]);
		bind_text(s, ":type", episode_type_names[e->type]);
		bind_int(s, ":gone_s", e->gone.start_s);
		if (e->found.precision == TIME_NONE)
			bind_null(s, ":found_s");
		else
			bind_int(s, ":found_s", e->found.start_s + e->found.span_s - 1);
		bind_text(s, ":ref", e->ref);
		bind_int(s, ":source_id", e->source_id);
		bind_int(s, ":row", e->row);
		code = statement_run(s);
	}
	return code;
}

/* A visit's row: its mention, else its episode. */
static enum err_code visits_add(struct writer *w, const char *subject,
	const struct address *a, const struct mention_set *mentions)
{
	enum err_code code = ERR_OK;
	for (size_t i = 0; !code && i < a->visits_n; i++) {
		const struct address_visit *v = &a->visits[i];
		if (v->mention != NO_EPISODE) {
			const struct mention *m = &mentions->items[v->mention];
			code = evidence_add(w, subject, (int64_t)i + 1, "mention",
				m->ref, m->source_id, m->row);
			continue;
		}
		const struct episode *e = &w->set->episodes[v->episode];
		code = evidence_add(w, subject, (int64_t)i + 1, "episode", e->ref,
			e->source_id, e->row);
	}
	return code;
}

static enum err_code write_addresses(struct writer *w, const struct addresses *x)
{
	struct statement *s;
	enum err_code code = store_prepare(w->c->store, &sql_found_address_insert, &s);
	for (size_t i = 0; !code && i < x->n; i++) {
		const struct address *a = &x->items[i];
		const char *subject = subject_of(w, "address", a->id);
		bind_int(s, ":address_id", a->id);
		bind_text(s, ":subject", subject);
		bind_text(s, ":shown", a->label ? a->label : subject);
		bind_int(s, ":children", a->children_n);
		bind_int(s, ":episodes", a->episodes_n);
		bind_int(s, ":homes", a->homes_n);
		bind_int(s, ":top_child_episodes", a->top_child_episodes);
		bind_real(s, ":by_chance", a->by_chance);
		bind_real(s, ":q_value", a->q_value);
		code = statement_run(s);
		if (!code)
			code = visits_add(w, subject, a, &x->mentions);
	}
	return code;
}

static const char *adult_shown(struct context *ctx, const struct adult *a)
{
	if (ctx->audience == AUDIENCE_ANALYST && a->names.n)
		return a->names.items[0];
	return str_printf(ctx->arena, "Adult %s", naming_adult_name(ctx, a->id, NULL));
}

static enum err_code write_adults(struct writer *w, const struct adults *x)
{
	struct statement *s;
	enum err_code code = store_prepare(w->c->store, &sql_found_adult_insert, &s);
	for (size_t i = 0; !code && i < x->n; i++) {
		const struct adult *a = &x->items[i];
		const char *subject = subject_of(w, "adult", a->id);
		bind_int(s, ":adult_id", a->id);
		bind_text(s, ":subject", subject);
		bind_text(s, ":shown", adult_shown(w->c->ctx, a));
		bind_int(s, ":children", a->children_n);
		bind_int(s, ":children_strong", a->children_strong);
		bind_int(s, ":episodes", a->episodes_n);
		bind_int(s, ":homes", a->homes_n);
		bind_real(s, ":by_chance", a->by_chance);
		bind_real(s, ":q_value", a->q_value);
		code = statement_run(s);
		if (!code)
			code = mentions_add(
				w, subject, &x->mentions, a->mentions, a->mentions_n);
	}
	return code;
}

static enum err_code write_identifiers(struct writer *w, const struct adults *x)
{
	struct statement *s;
	enum err_code code =
		store_prepare(w->c->store, &sql_found_identifier_insert, &s);
	for (size_t i = 0; !code && i < x->identifiers_n; i++) {
		const struct adult_identifier *a = &x->identifiers[i];
		int64_t id = x->mentions.items[a->mentions[0]].id;
		const char *subject =
			str_printf(w->c->ctx->arena, "%s:%lld", a->kind, (long long)id);
		bind_int(s, ":mention_id", id);
		bind_text(s, ":subject", subject);
		bind_text(s, ":shown", naming_identifier(w->c->ctx, a->kind, a->value));
		bind_text(s, ":kind", a->kind);
		bind_int(s, ":children", a->children_n);
		bind_int(s, ":episodes", a->episodes_n);
		bind_int(s, ":adults", (int64_t)a->adults_n);
		code = statement_run(s);
		if (!code)
			code = mentions_add(
				w, subject, &x->mentions, a->mentions, a->mentions_n);
	}
	return code;
}

static enum err_code write_homes(struct writer *w, const struct homes *x)
{
	struct statement *s;
	enum err_code code = store_prepare(w->c->store, &sql_found_home_insert, &s);
	for (size_t i = 0; !code && i < x->n; i++) {
		const struct home *h = &x->items[i];
		const char *shown = naming_home(w->c->ctx, h->number, h->urn);
		const char *subject = str_printf(w->c->ctx->arena, "home:%s", shown);
		bind_int(s, ":home_number", h->number);
		bind_text(s, ":subject", subject);
		bind_text(s, ":shown", shown);
		bind_text(s, ":state", home_state_names[h->state]);
		bind_int(s, ":children", h->children_n);
		bind_int(s, ":episodes", h->episodes_n);
		bind_int(s, ":nights", h->nights);
		bind_text(s, ":nights_from",
			h->nights_from_placements ? "placements" : "places");
		bind_real(s, ":rate", h->rate);
		bind_real(s, ":expected", h->expected);
		bind_real(s, ":upper_998", h->upper_998);
		bind_real(s, ":without_top_child", h->without_top_child);
		bind_real(s, ":z_children", h->z_children);
		code = statement_run(s);
		if (!code)
			code = episodes_add(w, subject, h->episodes, h->episodes_n);
	}
	return code;
}

static enum err_code write_hotspots(struct writer *w, const struct hotspots *x)
{
	struct statement *s;
	struct context *ctx = w->c->ctx;
	enum err_code code = store_prepare(w->c->store, &sql_found_hotspot_insert, &s);
	for (size_t i = 0; !code && i < x->n; i++) {
		const struct hotspot *h = &x->items[i];
		const char *subject = subject_of(w, "hotspot", h->id);
		bind_int(s, ":hotspot_id", h->id);
		bind_text(s, ":subject", subject);
		bind_text(s, ":place", place_role_names[x->options.place]);
		bind_text(s, ":state", hotspot_state_names[h->state]);
		bind_real(s, ":easting", place_shown_m(ctx, false, h->x_m));
		bind_real(s, ":northing", place_shown_m(ctx, false, h->y_m));
		bind_real(s, ":radius_m", h->radius_m);
		bind_text(s, ":first_day", day_text(ctx, h->from_day));
		bind_text(s, ":last_day", day_text(ctx, h->to_day));
		bind_int(s, ":children", h->children_n);
		bind_int(s, ":episodes", h->episodes_n);
		bind_real(s, ":p_value", h->p_value);
		code = statement_run(s);
		if (!code)
			code = episodes_add(w, subject, h->episodes, h->episodes_n);
	}
	return code;
}

enum err_code findings_write(struct work_case *c, const struct episode_set *set,
	const struct findings *findings)
{
	struct writer w = {c, set};
	enum err_code code = store_script(c->store, &sql_flags_tables);
	if (!code)
		code = write_period(&w);
	if (!code)
		code = write_episodes(&w);
	if (!code)
		code = write_addresses(&w, &findings->addresses);
	if (!code)
		code = write_adults(&w, &findings->adults);
	if (!code)
		code = write_identifiers(&w, &findings->adults);
	if (!code)
		code = write_homes(&w, &findings->homes);
	if (!code)
		code = write_hotspots(&w, &findings->hotspots);
	return code;
}
