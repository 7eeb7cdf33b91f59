#include "link/keys_stage.h"
#include <string.h>

void joiner_init(struct joiner *j, struct arena *arena,
	const struct key_mention *mentions, size_t n)
{
	memset(j, 0, sizeof *j);
	j->arena = arena;
	j->n = n;
	j->parent = arena_array(arena, uint32_t, n);
	j->dob_day = arena_array(arena, int64_t, n);
	for (size_t i = 0; i < n; i++) {
		j->parent[i] = (uint32_t)i;
		j->dob_day[i] = mentions[i].dob_day;
	}
}

uint32_t joiner_root(struct joiner *j, uint32_t i)
{
	while (j->parent[i] != i) {
		j->parent[i] = j->parent[j->parent[i]];
		i = j->parent[i];
	}
	return i;
}

void joiner_join(struct joiner *j, uint32_t a, uint32_t b, enum link_reason reason)
{
	uint32_t root_a = joiner_root(j, a), root_b = joiner_root(j, b);
	if (root_a == root_b)
		return;
	int64_t dob_a = j->dob_day[root_a], dob_b = j->dob_day[root_b];
	if (dob_a != KEYS_NO_DOB && dob_b != KEYS_NO_DOB && dob_a != dob_b)
		BUG("two dates of birth in one group");
	/* The least member is the root, so that groups are numbered by it. */
	uint32_t root = root_a < root_b ? root_a : root_b;
	uint32_t child = root_a < root_b ? root_b : root_a;
	j->parent[child] = root;
	j->dob_day[root] = dob_a != KEYS_NO_DOB ? dob_a : dob_b;
	arena_reserve(j->arena, j->links, j->links_capacity, j->links_n + 1);
	j->links[j->links_n++] =
		(struct key_link){a < b ? a : b, a < b ? b : a, reason};
}

void joiner_refuse(struct joiner *j, uint32_t a, uint32_t b, enum link_reason rule,
	enum refused_reason reason)
{
	arena_reserve(j->arena, j->refused, j->refused_capacity, j->refused_n + 1);
	j->refused[j->refused_n++] =
		(struct key_refused){a < b ? a : b, a < b ? b : a, rule, reason};
}

void propose(struct proposals *p, uint32_t a, uint32_t b)
{
	arena_reserve(p->arena, p->items, p->capacity, p->n + 1);
	p->items[p->n++] = (struct proposal){a, b, false};
}

static void join_alike(struct joiner *j, struct proposals *p, enum link_reason rule)
{
	for (size_t i = 0; i < p->n; i++) {
		struct proposal *q = &p->items[i];
		int64_t dob_a = j->dob_day[joiner_root(j, q->a)];
		int64_t dob_b = j->dob_day[joiner_root(j, q->b)];
		q->done = true;
		if (dob_a == dob_b)
			joiner_join(j, q->a, q->b, rule);
		else if (dob_a != KEYS_NO_DOB && dob_b != KEYS_NO_DOB)
			joiner_refuse(j, q->a, q->b, rule, REFUSED_DIFFERENT_DOB);
		else
			q->done = false;
	}
}

/* The dates of birth that a group without one is led to. */
struct led {
	int64_t least, greatest;
	bool any;
};

void joiner_stage(struct joiner *j, struct proposals *p, enum link_reason rule)
{
	join_alike(j, p, rule);
	struct led *led = arena_array(j->arena, struct led, j->n);
	for (size_t i = 0; i < p->n; i++) {
		const struct proposal *q = &p->items[i];
		if (q->done)
			continue;
		uint32_t a = joiner_root(j, q->a), b = joiner_root(j, q->b);
		uint32_t without = j->dob_day[a] == KEYS_NO_DOB ? a : b;
		int64_t dob = j->dob_day[without == a ? b : a];
		struct led *l = &led[without];
		l->least = !l->any || dob < l->least ? dob : l->least;
		l->greatest = !l->any || dob > l->greatest ? dob : l->greatest;
		l->any = true;
	}
	/* Roots change as groups join: what each leads to is looked up before. */
	bool *allowed = arena_array(j->arena, bool, p->n);
	for (size_t i = 0; i < p->n; i++) {
		const struct proposal *q = &p->items[i];
		if (q->done)
			continue;
		uint32_t a = joiner_root(j, q->a), b = joiner_root(j, q->b);
		const struct led *l = &led[j->dob_day[a] == KEYS_NO_DOB ? a : b];
		allowed[i] = l->least == l->greatest;
	}
	for (size_t i = 0; i < p->n; i++) {
		const struct proposal *q = &p->items[i];
		if (!q->done && allowed[i])
			joiner_join(j, q->a, q->b, rule);
		else if (!q->done)
			joiner_refuse(j, q->a, q->b, rule, REFUSED_AMBIGUOUS);
	}
}
