#include "work/placements.h"
#include "base/map.h"
#include "base/str.h"
#include "work/mentions.h"
#include <stdlib.h>

const char *const assessment_kind_names[ASSESSMENT_KINDS_N] = {
	"early_help", "s17", "s47", "strategy", "nrm"};

int same_authority(const char *a, const char *b)
{
	if (str_empty(a) || str_empty(b))
		return -1;
	return str_equal_fold(a, b);
}

static const char *interned(struct map *texts, const char *text)
{
	if (!text)
		return NULL;
	size_t entry = map_intern(texts, text);
	return texts->keys[entry];
}

enum err_code placed_load(struct work_case *c, struct placed_list *out)
{
	struct arena *arena = c->ctx->arena;
	struct map texts;
	size_t capacity = 0;
	struct statement *s;
	*out = (struct placed_list){0};
	map_init(&texts, arena);
	enum err_code code = store_prepare(c->store, &sql_count_placements, &s);
	for (bool row = true; !code;) {
		code = statement_step(s, &row);
		if (code || !row)
			break;
		struct placed p = {.child_id = column_int(s, 0), .to_day = INT64_MAX};
		const char **cells[] = {&p.responsible, &p.host, &p.authority_notified,
			&p.police_notified};
		if (!day_of_text(column_text(s, 1), &p.from_day))
			continue;
		if (!column_null(s, 2) && !day_of_text(column_text(s, 2), &p.to_day))
			continue;
		for (int i = 0; i < 4; i++)
			*cells[i] = interned(&texts, column_text(s, 3 + i));
		arena_reserve(arena, out->items, capacity, out->n + 1);
		out->items[out->n++] = p;
	}
	return code;
}

const struct placed *placed_on(
	const struct placed_list *list, int64_t child_id, int64_t day)
{
	const struct placed *found = NULL;
	size_t low = 0, high = list->n;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (list->items[middle].child_id < child_id)
			low = middle + 1;
		else
			high = middle;
	}
	for (; low < list->n && list->items[low].child_id == child_id &&
		list->items[low].from_day <= day;
		low++)
		if (list->items[low].to_day >= day)
			found = &list->items[low];
	return found;
}

static int kind_of(const char *name)
{
	for (int k = 0; k < ASSESSMENT_KINDS_N; k++)
		if (str_equal(name, assessment_kind_names[k]))
			return k;
	BUG("an assessment that the schema does not know");
}

enum err_code assessed_load(struct work_case *c, struct assessed_list *out)
{
	struct arena *arena = c->ctx->arena;
	size_t capacity = 0;
	struct statement *s;
	*out = (struct assessed_list){0};
	enum err_code code = store_prepare(c->store, &sql_count_assessments, &s);
	for (bool row = true; !code;) {
		code = statement_step(s, &row);
		if (code || !row)
			break;
		struct assessed a = {.child_id = column_int(s, 0),
			.kind = (enum assessment_kind)kind_of(column_text(s, 1)),
			.episode_ref = column_dup(s, 3, arena)};
		if (!day_of_text(column_text(s, 2), &a.start_day))
			continue;
		arena_reserve(arena, out->items, capacity, out->n + 1);
		out->items[out->n++] = a;
	}
	return code;
}

unsigned assessed_after(const struct assessed_list *list, const struct episode_set *set,
	const struct episode *e)
{
	int64_t child_id = set->children[e->child].id;
	int64_t day = london_day(e->gone.start_s);
	unsigned kinds = 0;
	size_t low = 0, high = list->n;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (list->items[middle].child_id < child_id)
			low = middle + 1;
		else
			high = middle;
	}
	for (; low < list->n && list->items[low].child_id == child_id; low++) {
		const struct assessed *a = &list->items[low];
		bool soon = a->start_day >= day &&
			    a->start_day <= day + ASSESSMENT_FOLLOWS_DAYS;
		if (str_empty(a->episode_ref) ? soon
					      : str_equal(a->episode_ref, e->ref))
			kinds |= 1u << a->kind;
	}
	return kinds;
}
