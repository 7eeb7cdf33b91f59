#include "work/mentions.h"
#include "base/map.h"
#include "base/str.h"
#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

bool day_of_text(const char *text, int64_t *day)
{
	static const char shape[] = "dddd-dd-dd";
	if (!text || strlen(text) < 10)
		return false;
	for (size_t i = 0; shape[i]; i++)
		if (shape[i] == 'd' ? !isdigit((unsigned char)text[i]) : text[i] != '-')
			return false;
	struct civil c = {
		.year = atoi(text), .month = atoi(text + 5), .day = atoi(text + 8)};
	if (!civil_valid(c))
		return false;
	*day = civil_days(c.year, c.month, c.day);
	return true;
}

struct moment moment_of_text(const char *text)
{
	int64_t day;
	if (!day_of_text(text, &day))
		return (struct moment){0};
	struct civil c = civil_from_days(day);
	return moment_day(c.year, c.month, c.day);
}

struct id_index {
	int64_t id;
	uint32_t index;
};

static int compare_ids(const void *a, const void *b)
{
	const struct id_index *x = a, *y = b;
	return (x->id > y->id) - (x->id < y->id);
}

static uint32_t episode_by_id(const struct id_index *ids, size_t n, int64_t id)
{
	struct id_index key = {id, 0};
	const struct id_index *found = bsearch(&key, ids, n, sizeof *ids, compare_ids);
	return found ? found->index : NO_EPISODE;
}

static struct spot spot_take(struct statement *s, struct arena *arena)
{
	struct spot spot = {0};
	if (column_null(s, 19))
		return spot;
	spot.state = column_null(s, 20) ? SPOT_NOT_LOCATED : SPOT_LOCATED;
	spot.kind = column_dup(s, 25, arena);
	if (spot.state == SPOT_NOT_LOCATED)
		return spot;
	spot.x_m = column_real(s, 20);
	spot.y_m = column_real(s, 21);
	spot.precision_m = column_real(s, 22);
	spot.confidence = column_real(s, 23);
	spot.address_id = column_int(s, 24);
	spot.label = column_dup(s, 26, arena);
	return spot;
}

static struct mention mention_take(struct statement *s, struct arena *arena)
{
	return (struct mention){.id = column_int(s, 0),
		.source_id = column_int(s, 1),
		.row = column_int(s, 2),
		.ref = column_dup(s, 3, arena),
		.kind = column_dup(s, 4, arena),
		.value = column_dup(s, 5, arena),
		.aliases = column_dup(s, 6, arena),
		.dob = column_dup(s, 7, arena),
		.phone = column_dup(s, 8, arena),
		.vehicle = column_dup(s, 9, arena),
		.handle = column_dup(s, 10, arena),
		.role = column_dup(s, 11, arena),
		.when = moment_of_text(column_text(s, 12)),
		.source = column_dup(s, 13, arena),
		.grade = column_dup(s, 14, arena),
		.episode = NO_EPISODE,
		.child_id = column_int(s, 17),
		.child_ref = column_dup(s, 18, arena),
		.spot = spot_take(s, arena)};
}

/* Whether one without an episode belongs to the set. */
static bool dated_within(const struct work_case *c, const struct moment *when)
{
	const struct period *period = &c->options->period;
	if (period->all)
		return true;
	if (when->precision == TIME_NONE)
		return false;
	int64_t day = london_day(when->start_s);
	return day >= period->from_day && day <= period->to_day;
}

enum err_code mentions_load(
	struct work_case *c, const struct episode_set *set, struct mention_set *out)
{
	struct arena *arena = c->ctx->arena;
	struct id_index *ids = arena_array(arena, struct id_index, set->n);
	for (size_t i = 0; i < set->n; i++)
		ids[i] = (struct id_index){set->episodes[i].id, (uint32_t)i};
	qsort(ids, set->n, sizeof *ids, compare_ids);
	*out = (struct mention_set){0};
	size_t capacity = 0;
	struct statement *s;
	enum err_code code = store_prepare(c->store, &sql_mentions_load, &s);
	for (bool row = true; !code;) {
		code = statement_step(s, &row);
		if (code || !row)
			break;
		arena_reserve(arena, out->items, capacity, out->n + 1);
		struct mention *m = &out->items[out->n++];
		*m = mention_take(s, arena);
		bool named = !column_null(s, 16);
		if (named)
			m->episode = episode_by_id(ids, set->n, column_int(s, 16));
		m->inside =
			named ? m->episode != NO_EPISODE : dated_within(c, &m->when);
		if (m->when.precision == TIME_NONE && m->episode != NO_EPISODE)
			m->when = set->episodes[m->episode].gone;
	}
	return code;
}
