#include "link/keys.h"
#include <stdlib.h>
#include <string.h>

struct carried {
	const struct key_identifier *identifier;
	uint32_t mention;
};

static int by_value(const void *a, const void *b)
{
	const struct carried *x = a, *y = b;
	if (x->identifier->kind != y->identifier->kind)
		return x->identifier->kind < y->identifier->kind ? -1 : 1;
	int order = strcmp(x->identifier->value, y->identifier->value);
	return order ? order : (x->mention > y->mention) - (x->mention < y->mention);
}

static bool same_identifier(const struct carried *x, const struct carried *y)
{
	return x->identifier->kind == y->identifier->kind &&
	       strcmp(x->identifier->value, y->identifier->value) == 0;
}

void keys_identifiers(struct context *ctx, const struct key_mention *mentions, size_t n,
	struct key_recurring **recurring, size_t *recurring_n)
{
	size_t total = 0, used = 0;
	for (size_t i = 0; i < n; i++)
		total += mentions[i].identifiers_n;
	struct key_recurring *out =
		arena_array(ctx->arena, struct key_recurring, total);
	uint32_t *members = arena_array(ctx->arena, uint32_t, total);
	struct arena_mark mark = arena_mark(ctx->scratch);
	struct carried *all = arena_array(ctx->scratch, struct carried, total);
	for (size_t i = 0, k = 0; i < n; i++)
		for (size_t m = 0; m < mentions[i].identifiers_n; m++)
			all[k++] = (struct carried){
				&mentions[i].identifiers[m], (uint32_t)i};
	if (total > 0)
		qsort(all, total, sizeof *all, by_value);
	*recurring_n = 0;
	for (size_t i = 0; i < total; i++) {
		bool fresh = i == 0 || !same_identifier(&all[i - 1], &all[i]);
		if (fresh)
			out[(*recurring_n)++] = (struct key_recurring){
				*all[i].identifier, members + used, 0};
		else if (all[i].mention == all[i - 1].mention)
			continue;
		struct key_recurring *last = &out[*recurring_n - 1];
		last->mentions[last->mentions_n++] = all[i].mention;
		used++;
	}
	*recurring = out;
	arena_reset(ctx->scratch, mark);
}
