#include "stats/dbscan.h"
#include "stats/density.h"

static void write_labels(struct context *ctx, struct density *d, struct labels *labels)
{
	labels->n = d->n;
	labels->label = arena_array(ctx->arena, uint32_t, d->n);
	labels->core = arena_array(ctx->arena, uint8_t, d->n);
	for (size_t i = 0; i < d->n; i++) {
		uint32_t id = d->id[i], owner = d->owner[i];
		labels->core[id] = d->core[i];
		labels->label[id] =
			owner == UINT32_MAX ? 0 : density_root(d, owner) + 1;
	}
	labels_renumber(ctx, labels, (uint32_t)d->cells.n + 1);
}

static enum err_code run(struct context *ctx, struct labels *labels,
	struct points points, const struct dbscan_options *options, bool in_time)
{
	struct arena_mark mark = arena_mark(ctx->scratch);
	struct density density;
	enum err_code code = density_init(ctx, &density, points, options, in_time);
	if (!code) {
		density_find_core(ctx, &density);
		density_join_cells(ctx, &density);
		density_claim_border(ctx, &density);
		write_labels(ctx, &density, labels);
	}
	arena_reset(ctx->scratch, mark);
	return code;
}

enum err_code dbscan_run(struct context *ctx, struct labels *labels,
	struct points points, const struct dbscan_options *options)
{
	return run(ctx, labels, points, options, false);
}

enum err_code stdbscan_run(struct context *ctx, struct labels *labels,
	struct points points, const struct dbscan_options *options)
{
	return run(ctx, labels, points, options, true);
}
