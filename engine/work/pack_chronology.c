#include "base/str.h"
#include "work/cells.h"
#include "work/naming.h"
#include "work/pack_parts.h"
#include <stdlib.h>
#include <string.h>

const char *pack_adult_name(const struct pack *p, int64_t adult_id, const char *name)
{
	return naming_adult_name(p->ctx, adult_id, name);
}

const char *pack_named(const struct pack *p, uint32_t mention)
{
	const struct mention *m = &p->adults.mentions.items[mention];
	if (strcmp(m->kind, "person") == 0)
		return pack_adult_name(p, p->adults.adult_of[mention], m->value);
	if (strcmp(m->kind, "address") != 0)
		return naming_identifier(p->ctx, m->kind, m->value);
	return pack_spot_open(p, &m->spot) ? m->value : "an address";
}

/* A line of the chronology. */
struct event {
	struct moment when;
	const char *what, *child, *who, *place;
	double precision_m;
	size_t exhibit; /* index */
	int order;      /* of events of one row at the same time */
};

struct events {
	struct arena *arena;
	struct event *items;
	size_t n, capacity;
};

static void add(struct events *list, struct event e)
{
	arena_reserve(list->arena, list->items, list->capacity, list->n + 1);
	list->items[list->n++] = e;
}

static struct event at_place(struct pack *p, const struct episode *e,
	enum place_role role, struct event event)
{
	event.place = pack_place(p, e, role);
	event.precision_m = -1;
	if (e->spots[role].state == SPOT_LOCATED)
		event.precision_m = e->spots[role].precision_m;
	return event;
}

static void add_episode(struct pack *p, struct events *list, size_t i)
{
	const struct episode *e = &p->set.episodes[p->episodes[i]];
	struct event base = {.child = child_name(p->ctx, &p->set, e->child),
		.precision_m = -1,
		.exhibit = i};
	bool seen_place = e->spots[ROLE_LAST_SEEN].state != SPOT_NOT_GIVEN;
	struct event seen =
		at_place(p, e, seen_place ? ROLE_LAST_SEEN : ROLE_FROM, base);
	seen.when = e->last_seen;
	seen.what = "last seen";
	seen.order = 0;
	struct event reported = base;
	reported.when = e->reported;
	reported.what = str_printf(p->ctx->arena, "reported %s",
		e->type == TYPE_NO_APPARENT_RISK ? "no apparent risk"
						 : episode_type_names[e->type]);
	reported.order = 1;
	/* Without a time last seen, where they went from stands with the report. */
	if (seen.when.precision == TIME_NONE) {
		reported.place = seen.place;
		reported.precision_m = seen.precision_m;
	} else {
		add(list, seen);
	}
	add(list, reported);
	struct event found = at_place(p, e, ROLE_FOUND, base);
	found.when = e->found;
	found.what = e->found_by
			     ? str_printf(p->ctx->arena, "found (by: %s)", e->found_by)
			     : "found";
	found.order = 2;
	if (found.when.precision != TIME_NONE || found.place)
		add(list, found);
	struct event closed = base;
	closed.when = e->closed;
	closed.what = "closed";
	closed.order = 3;
	if (closed.when.precision != TIME_NONE)
		add(list, closed);
}

/* A mention without a date is put at the time of its episode: that must be said. */
static bool borrows_time(const struct pack *p, const struct mention *m)
{
	if (m->episode == NO_EPISODE)
		return false;
	const struct moment *gone = &p->set.episodes[m->episode].gone;
	return m->when.start_s == gone->start_s && m->when.span_s == gone->span_s &&
	       m->when.precision == gone->precision;
}

/* "ran_to" reads as "ran to". */
static const char *role_words(struct arena *arena, const char *role)
{
	char *words = str_dup(arena, str_or_empty(role));
	for (char *c = words; *c; c++)
		if (*c == '_')
			*c = ' ';
	return words;
}

static void add_mention(struct pack *p, struct events *list, size_t i)
{
	const struct mention *m = &p->adults.mentions.items[p->mentions[i]];
	struct event event = {.when = m->when,
		.what = str_printf(p->ctx->arena, "named%s%s%s", m->role ? ": " : "",
			role_words(p->ctx->arena, m->role),
			borrows_time(p, m) ? " (at the time of its episode)" : ""),
		.who = pack_named(p, p->mentions[i]),
		.precision_m = -1,
		.exhibit = p->episodes_n + i,
		.order = 4};
	if (m->child_id)
		event.child = naming_child(p->ctx, m->child_id, m->child_ref);
	if (m->spot.state == SPOT_LOCATED && !pack_spot_open(p, &m->spot)) {
		event.place = "given";
	} else if (m->spot.state == SPOT_LOCATED) {
		event.place = m->spot.label ? m->spot.label : m->spot.kind;
		event.precision_m = m->spot.precision_m;
	} else if (m->spot.state == SPOT_NOT_LOCATED) {
		event.place = "given, but not located";
	}
	add(list, event);
}

/* By begin, the longer interval first (a day before its minutes); without a time last;
 * then by exhibit. */
static int compare_events(const void *a, const void *b)
{
	const struct event *x = a, *y = b;
	bool x_none = x->when.precision == TIME_NONE,
	     y_none = y->when.precision == TIME_NONE;
	if (x_none != y_none)
		return x_none ? 1 : -1;
	if (x->when.start_s != y->when.start_s)
		return x->when.start_s < y->when.start_s ? -1 : 1;
	if (x->when.span_s != y->when.span_s)
		return x->when.span_s > y->when.span_s ? -1 : 1;
	if (x->exhibit != y->exhibit)
		return x->exhibit < y->exhibit ? -1 : 1;
	return x->order - y->order;
}

static const struct column columns[] = {
	{"when", "When (local)", 0, AUDIENCE_PARTNER},
	{"precision", "Known to the", 0, AUDIENCE_PARTNER},
	{"from_utc", NULL, 0, AUDIENCE_PARTNER},
	{"before_utc", NULL, 0, AUDIENCE_PARTNER},
	{"event", "What", 0, AUDIENCE_PARTNER},
	{"child", "Child", 0, AUDIENCE_PARTNER},
	{"who", "Who or what", 0, AUDIENCE_PARTNER},
	{"place", "Where", 0, AUDIENCE_PARTNER},
	{"place_precision_m", "Within (m)", 0, AUDIENCE_PARTNER},
	{"exhibit", "Exhibit", 0, AUDIENCE_PARTNER},
	{"file", "File", 0, AUDIENCE_PARTNER},
	{"row", "Row", 0, AUDIENCE_PARTNER},
};

static void cell_utc(struct table *t, int64_t utc_s, bool known)
{
	char text[CIVIL_TEXT_MAX];
	if (!known) {
		cell_null(t);
		return;
	}
	utc_format(utc_s, text);
	cell_text(t, str_dup(t->arena, text));
}

static void add_row(struct pack *p, struct table *t, const struct event *e)
{
	const struct exhibit *x = &p->exhibits[e->exhibit];
	bool known = e->when.precision != TIME_NONE;
	cell_moment(t, e->when);
	cell_text(t, known ? time_precision_name(e->when.precision) : NULL);
	cell_utc(t, e->when.start_s, known);
	cell_utc(t, e->when.start_s + e->when.span_s, known);
	cell_text(t, e->what);
	cell_text(t, e->child);
	cell_text(t, e->who);
	cell_text(t, e->place);
	if (e->precision_m >= 0)
		cell_real(t, e->precision_m);
	else
		cell_null(t);
	cell_text(t, str_printf(t->arena, "X%zu", e->exhibit + 1));
	cell_text(t, x->file);
	cell_int(t, x->row);
}

void pack_chronology(struct pack *p)
{
	struct events list = {.arena = p->ctx->arena};
	struct table *t = TABLE_CREATE(
		p->ctx->arena, "chronology", "What happened when", columns);
	t->reading =
		"A time is as exact as the record: \"day\" means some time on that "
		"day. Each line is from the row of the file that it names.";
	for (size_t i = 0; i < p->episodes_n; i++)
		add_episode(p, &list, i);
	for (size_t i = 0; i < p->mentions_n; i++)
		add_mention(p, &list, i);
	if (list.n)
		qsort(list.items, list.n, sizeof *list.items, compare_events);
	for (size_t i = 0; i < list.n; i++)
		add_row(p, t, &list.items[i]);
	p->chronology = t;
}
