#include "base/str.h"
#include "work/addresses.h"
#include "work/cells.h"
#include "work/homes.h"
#include "work/hotspots.h"
#include "work/naming.h"
#include "work/pack_parts.h"
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char *const kind_names[] = {
	"address", "adult", "home", "child", "hotspot"};
enum { KINDS_N = sizeof kind_names / sizeof *kind_names };

static enum err_code not_found(struct pack *p, const char *where)
{
	return err_set(p->ctx, ERR_NOT_FOUND,
		"%s: the case has none of this name%s; `lastseen %s` lists them",
		p->options->subject, p->c->options->period.all ? "" : " in the period",
		where);
}

/* A number of 1 or more, after `letter` or without it; 0 where it is none. */
static int64_t number_of(const char *text, char letter)
{
	char *end;
	if (*text == letter)
		text++;
	if (*text < '1' || *text > '9')
		return 0;
	errno = 0;
	long long value = strtoll(text, &end, 10);
	return *end || errno ? 0 : value;
}

static enum err_code unknown_kind(struct pack *p, const char *word)
{
	const char *near = str_nearest(word, kind_names, KINDS_N);
	return err_set(p->ctx, ERR_USAGE,
		"--subject: \"%s\" is none of address:N, adult:N, home:URN, child:REF, "
		"hotspot:N%s%s%s",
		p->options->subject, near ? "; did you mean " : "", near ? near : "",
		near ? ":…?" : "");
}

/* What follows the colon, in *rest. */
static enum err_code read_kind(struct pack *p, const char **rest)
{
	const char *text = p->options->subject, *colon = strchr(text, ':');
	size_t n = colon ? (size_t)(colon - text) : strlen(text);
	const char *word = str_dup_n(p->ctx->arena, text, n);
	int k = 0;
	while (k < KINDS_N && strcmp(word, kind_names[k]) != 0)
		k++;
	if (k == KINDS_N)
		return unknown_kind(p, word);
	if (!colon || !colon[1])
		return err_set(p->ctx, ERR_USAGE,
			"--subject: \"%s\" does not say which %s: write %s:…", text,
			word, word);
	p->kind = (enum pack_kind)k;
	*rest = colon + 1;
	return ERR_OK;
}

static void take_episode(struct pack *p, uint32_t index)
{
	p->episodes[p->episodes_n++] = index;
}

static void take_mention(struct pack *p, uint32_t index)
{
	p->mentions[p->mentions_n++] = index;
}

/* The mentions that speak of the episodes that were taken. */
static void take_their_mentions(struct pack *p)
{
	struct arena_mark mark = arena_mark(p->ctx->scratch);
	bool *taken = arena_array(p->ctx->scratch, bool, p->set.n);
	for (size_t i = 0; i < p->episodes_n; i++)
		taken[p->episodes[i]] = true;
	for (size_t i = 0; i < p->adults.mentions.n; i++) {
		const struct mention *m = &p->adults.mentions.items[i];
		if (m->inside && m->episode != NO_EPISODE && taken[m->episode])
			take_mention(p, (uint32_t)i);
	}
	arena_reset(p->ctx->scratch, mark);
}

static void say(struct pack *p, struct texts *list, const char *text)
{
	const char **items = arena_array(p->ctx->arena, const char *, list->n + 1);
	for (size_t i = 0; i < list->n; i++)
		items[i] = list->items[i];
	items[list->n] = text;
	*list = (struct texts){items, list->n + 1};
}

static enum err_code address_label(struct pack *p, const char **label)
{
	struct statement *s;
	bool row = false;
	enum err_code err = store_prepare(p->c->store, &sql_pack_address, &s);
	if (err)
		return err;
	bind_int(s, ":address_id", p->id);
	err = statement_step(s, &row);
	*label = row ? column_dup(s, 0, p->ctx->arena) : NULL;
	statement_reset(s);
	return err;
}

static void chance_figures(struct pack *p, double p_value, double q_value,
	double by_chance, const char *among, int64_t n)
{
	result_real(p->figures, "p_value", p_value);
	result_real(p->figures, "q_value", q_value);
	result_real(p->figures, "as_many_by_chance", by_chance);
	result_int(p->figures, among, n);
	say(p, &p->method,
		"As many by chance: how many as busy as this to expect in the case if "
		"all "
		"were alike, the children of each a Poisson count of at least one with "
		"the mean of the case. p is the tail of that count, q the false "
		"discovery "
		"rate over all of them (Benjamini, Hochberg).");
}

static enum err_code select_address(struct pack *p, const char *text)
{
	const char *label = NULL;
	struct addresses_options o = {.min_children = 1};
	struct addresses x;
	p->id = number_of(text, '\0');
	enum err_code err = p->id ? address_label(p, &label) : ERR_OK;
	if (!err && !label)
		return not_found(p, "addresses");
	if (!err)
		err = addresses_compute(p->c, &p->set, &o, &x);
	if (err)
		return err;
	struct spot here_spot = {.address_id = p->id};
	if (p->ctx->audience < AUDIENCE_ANALYST && !pack_shared(p, &here_spot))
		return err_set(p->ctx, ERR_USAGE,
			"--subject %s: fewer than two children were linked to this "
			"address, where they belong left out, so that it is not for "
			"a partner; choose --audience analyst",
			p->subject);
	p->title =
		str_printf(p->ctx->arena, "Address %lld: %s", (long long)p->id, label);
	int64_t belonging = 0;
	for (size_t i = 0; i < p->set.n; i++) {
		bool here = false, belongs = false;
		for (int r = 0; r < ROLES_N; r++) {
			const struct spot *spot = &p->set.episodes[i].spots[r];
			bool this = spot->state == SPOT_LOCATED &&
				    spot->address_id == p->id;
			here |= this;
			belongs |= this && spot->belongs;
		}
		belonging += belongs;
		if (here)
			take_episode(p, (uint32_t)i);
	}
	for (size_t i = 0; i < p->adults.mentions.n; i++) {
		const struct mention *m = &p->adults.mentions.items[i];
		if (m->inside && m->spot.state == SPOT_LOCATED &&
			m->spot.address_id == p->id)
			take_mention(p, (uint32_t)i);
	}
	say(p, &p->method,
		"An episode is here where one of its places (gone from, last seen, "
		"found) "
		"was recognised as this address; a mention where its address was. "
		"Places "
		"known as a postcode or a street alone are not counted.");
	result_int(p->figures, "episodes_where_they_belong", belonging);
	for (size_t i = 0; i < x.n; i++)
		if (x.items[i].id == p->id)
			chance_figures(p, x.items[i].p_value, x.items[i].q_value,
				x.items[i].by_chance, "addresses_in_the_case",
				x.addresses_seen);
	say(p, &p->caveats,
		"A station, a hospital, a shop or a home for children is busy for "
		"reasons "
		"of its own. Children who belong here are counted apart.");
	return ERR_OK;
}

static enum err_code select_adult(struct pack *p, const char *text)
{
	const struct adult *a = NULL;
	p->id = number_of(text, 'A');
	for (size_t i = 0; i < p->adults.n; i++)
		if (p->adults.items[i].id == p->id)
			a = &p->adults.items[i];
	if (!a)
		return not_found(p, "adults");
	for (size_t i = 0; i < a->episodes_n; i++)
		take_episode(p, a->episodes[i]);
	for (size_t i = 0; i < a->mentions_n; i++)
		take_mention(p, a->mentions[i]);
	const char *name = a->names.n ? a->names.items[0] : NULL;
	p->title =
		str_printf(p->ctx->arena, "Adult %s", pack_adult_name(p, a->id, name));
	if (p->ctx->audience == AUDIENCE_ANALYST) {
		result_texts(p->figures, "names", a->names);
		result_text(p->figures, "dob", a->dob);
	}
	result_int(p->figures, "homes", a->homes_n);
	result_texts(p->figures, "why_one_person", a->reasons);
	result_bool(p->figures, "some_links_by_name_alone", a->weak);
	result_int(p->figures, "children_without_those", a->children_strong);
	say(p, &p->method,
		"Mentions are one adult by stated rules, never by a score: the same "
		"reference; the same name and date of birth; the same name and a "
		"shared "
		"phone, vehicle or handle; a shared phone or handle and a similar "
		"name; "
		"the same name alone where nothing else is known, which is marked. Two "
		"dates of birth are never one adult.");
	chance_figures(p, a->p_value, a->q_value, a->by_chance, "adults_in_the_case",
		p->adults.adults_seen);
	say(p, &p->caveats,
		"Being named with children is no offence, and a name may be "
		"another person's.");
	return ERR_OK;
}

static void home_figures(struct pack *p, const struct home *h, const struct homes *x)
{
	struct result *r = p->figures;
	result_int(r, "nights", h->nights);
	result_text(
		r, "nights_from", h->nights_from_placements ? "placements" : "places");
	result_real(r, "episodes_per_1000_nights", h->rate);
	result_real(r, "lower_95", h->rate_lower);
	result_real(r, "upper_95", h->rate_upper);
	result_real(r, "all_homes_per_1000_nights", x->pooled_rate);
	result_real(r, "funnel_lower_998", h->lower_998);
	result_real(r, "funnel_upper_998", h->upper_998);
	result_real(r, "without_the_top_child", h->without_top_child);
	result_text(r, "state", home_state_names[h->state]);
	say(p, &p->method,
		"The rate is episodes for 1,000 nights that children slept there, with "
		"its exact Poisson interval. The funnel's limits are where 99.8 % of "
		"homes with as many nights would lie if all had the rate of all homes "
		"together.");
	say(p, &p->caveats,
		"Homes take different children: a high rate may say more of them than "
		"of "
		"the home, and one child may make it.");
}

static enum err_code select_home(struct pack *p, const char *text)
{
	struct homes x;
	const struct home *h = NULL;
	enum err_code err = homes_compute(p->c, &p->set, &x);
	if (err)
		return err;
	for (size_t i = 0; i < x.n; i++)
		if (str_equal_fold(x.items[i].urn, text))
			h = &x.items[i];
	if (!h)
		return not_found(p, "homes");
	p->urn = h->urn;
	for (size_t i = 0; i < h->episodes_n; i++)
		take_episode(p, h->episodes[i]);
	take_their_mentions(p);
	p->title = str_printf(p->ctx->arena, "Home %s", h->urn);
	home_figures(p, h, &x);
	return ERR_OK;
}

static enum err_code select_child(struct pack *p, const char *text)
{
	int64_t number = number_of(text, 'C');
	const struct episode_child *child = NULL;
	for (size_t i = 0; i < p->set.children_n; i++) {
		const struct episode_child *k = &p->set.children[i];
		if (str_equal(k->ref, text))
			child = k;
	}
	for (size_t i = 0; !child && *text == 'C' && i < p->set.children_n; i++)
		if (p->set.children[i].id == number)
			child = &p->set.children[i];
	if (!child)
		return not_found(p, "children");
	p->id = child->id;
	for (size_t i = 0; i < p->set.n; i++)
		if (p->set.children[p->set.episodes[i].child].id == child->id)
			take_episode(p, (uint32_t)i);
	take_their_mentions(p);
	const char *name = naming_child(p->ctx, child->id, child->ref);
	p->title = str_printf(p->ctx->arena, "Child %s", name);
	p->subject = str_printf(p->ctx->arena, "child:%s", name);
	say(p, &p->caveats,
		"This is one child's pattern; it says nothing of others who "
		"were at the same places.");
	return ERR_OK;
}

static enum err_code select_hotspot(struct pack *p, const char *text)
{
	struct hotspots_options o = HOTSPOTS_DEFAULT;
	struct hotspots x;
	o.place = p->options->place;
	enum err_code err = hotspots_compute(p->c, &p->set, &o, &x);
	if (err)
		return err;
	p->id = number_of(text, '\0');
	if (p->id < 1 || (size_t)p->id > x.n)
		return not_found(p, "hotspots");
	const struct hotspot *h = &x.items[p->id - 1];
	for (size_t i = 0; i < h->episodes_n; i++)
		take_episode(p, h->episodes[i]);
	take_their_mentions(p);
	const char *role = place_role_names[o.place];
	p->title = str_printf(p->ctx->arena, "Hotspot %lld (%s)", (long long)p->id,
		o.place == ROLE_LAST_SEEN ? "last seen" : role);
	struct result *r = p->figures;
	result_text(r, "place", role);
	result_real(r, "easting", round(h->x_m));
	result_real(r, "northing", round(h->y_m));
	result_real(r, "radius_m", round(h->radius_m));
	result_text(r, "from", day_text(p->ctx, h->from_day));
	result_text(r, "to", day_text(p->ctx, h->to_day));
	result_real(r, "p_value", h->p_value);
	result_text(r, "state", hotspot_state_names[h->state]);
	say(p, &p->method,
		str_printf(p->ctx->arena,
			"A cluster in space and time (ST-DBSCAN): %lld episodes of "
			"%lld "
			"different children within %.0f m and %lld days. p: whole "
			"children were moved along the period %lld times; the share of "
			"times in which any place came out as strong.",
			(long long)x.options.min_points, (long long)o.min_children,
			o.radius_m, (long long)(o.window_s / DAY_S),
			(long long)x.options.permutations));
	say(p, &p->caveats, "A busy place draws people for reasons of its own.");
	return ERR_OK;
}

enum err_code pack_select(struct pack *p)
{
	static enum err_code (*const select[KINDS_N])(struct pack *, const char *) = {
		select_address, select_adult, select_home, select_child,
		select_hotspot};
	struct adults_options all = {.min_children = 1};
	const char *rest = NULL;
	enum err_code err = read_kind(p, &rest);
	p->subject = p->options->subject;
	p->figures = result_create(p->ctx->arena);
	if (!err)
		err = episodes_load(p->c, &p->set);
	if (!err)
		err = adults_compute(p->c, &p->set, &all, &p->adults);
	if (err)
		return err;
	pack_share(p);
	p->episodes = arena_array(p->ctx->arena, uint32_t, p->set.n);
	p->mentions = arena_array(p->ctx->arena, uint32_t, p->adults.mentions.n);
	return select[p->kind](p, rest);
}
