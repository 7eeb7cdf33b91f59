#include "stats/weights_lattice.h"
#include <string.h>

enum err_code weights_lattice(struct context *ctx, struct weights *w,
	const struct lattice *l, const uint64_t *cells, size_t n, bool corners)
{
	memset(w, 0, sizeof *w);
	uint64_t near[8];
	struct arena_mark mark = arena_mark(ctx->scratch);
	/* The number of each cell that is in, + 1. */
	uint32_t *number = arena_array(ctx->scratch, uint32_t, l->columns * l->rows);
	for (size_t i = 0; i < n; i++) {
		if (cells[i] >= l->columns * l->rows ||
			(i > 0 && cells[i] <= cells[i - 1]))
			BUG("cells out of order");
		number[cells[i]] = (uint32_t)i + 1;
	}
	w->n = n;
	w->from = arena_array(ctx->arena, size_t, n + 1);
	w->to = arena_array(ctx->arena, uint32_t, 8 * n);
	size_t e = 0;
	for (size_t i = 0; i < n; i++) {
		int found = lattice_neighbours(l, cells[i], corners, near);
		for (int k = 0; k < found; k++)
			if (number[near[k]])
				w->to[e++] = number[near[k]] - 1;
		w->from[i + 1] = e;
	}
	w->weight = arena_array(ctx->arena, double, e);
	for (size_t k = 0; k < e; k++)
		w->weight[k] = 1;
	arena_reset(ctx->scratch, mark);
	return ERR_OK;
}
