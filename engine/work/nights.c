#include "work/nights.h"
#include "work/cells.h"
#include "work/mentions.h"
#include <stdlib.h>

static int compare_stays(const void *a, const void *b)
{
	const struct stay *x = a, *y = b;
	if (x->home != y->home)
		return x->home < y->home ? -1 : 1;
	if (x->child_id != y->child_id)
		return x->child_id < y->child_id ? -1 : 1;
	return (x->from_day > y->from_day) - (x->from_day < y->from_day);
}

/* Joins those of one child at one home that overlap or touch. */
static void merge(struct stays *stays)
{
	size_t n = 0;
	for (size_t i = 0; i < stays->n; i++) {
		struct stay *next = &stays->items[i];
		struct stay *last = n ? &stays->items[n - 1] : NULL;
		if (last && last->home == next->home &&
			last->child_id == next->child_id &&
			next->from_day <= last->to_day) {
			if (next->to_day > last->to_day)
				last->to_day = next->to_day;
		} else {
			stays->items[n++] = *next;
		}
	}
	stays->n = n;
}

enum err_code stays_load(struct work_case *c, int64_t first_day, int64_t last_day,
	struct map *urns, struct stays *out)
{
	*out = (struct stays){0};
	size_t capacity = 0;
	struct statement *s;
	enum err_code code = store_prepare(c->store, &sql_home_placements, &s);
	if (code)
		return code;
	bind_text(s, ":first", day_text(c->ctx, first_day));
	bind_text(s, ":last", day_text(c->ctx, last_day));
	for (bool row = true;;) {
		code = statement_step(s, &row);
		if (code || !row)
			break;
		int64_t from, to = last_day + 1;
		if (!day_of_text(column_text(s, 2), &from) ||
			(!column_null(s, 3) && !day_of_text(column_text(s, 3), &to)))
			continue;
		from = from < first_day ? first_day : from;
		to = to > last_day + 1 ? last_day + 1 : to;
		if (to <= from)
			continue;
		arena_reserve(c->ctx->arena, out->items, capacity, out->n + 1);
		out->items[out->n++] = (struct stay){
			.home = (uint32_t)map_intern(urns, column_text(s, 0)),
			.child_id = column_int(s, 1),
			.from_day = from,
			.to_day = to};
	}
	if (out->n)
		qsort(out->items, out->n, sizeof *out->items, compare_stays);
	merge(out);
	return code;
}

const struct stay *stays_find(
	const struct stays *stays, uint32_t home, int64_t child_id)
{
	size_t low = 0, high = stays->n;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		const struct stay *s = &stays->items[middle];
		if (s->home < home || (s->home == home && s->child_id < child_id))
			low = middle + 1;
		else
			high = middle;
	}
	if (low == stays->n || stays->items[low].home != home ||
		stays->items[low].child_id != child_id)
		return NULL;
	return &stays->items[low];
}
