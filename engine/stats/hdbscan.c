#include "stats/hdbscan.h"
#include "stats/linkage.h"
#include <math.h>
#include <string.h>

#define NONE UINT32_MAX

/* A cluster of the hierarchy; 0 is the whole. Children have higher numbers. */
struct branch {
	uint32_t parent;
	double birth, death; /* lengths; death is the lowest where it has no children */
	double lowest;       /* of the lengths in its leaves */
	double stability, inner; /* its own; the best of what is inside */
	uint32_t passed;         /* points that go on into its children */
	bool split, selected;
};

struct hierarchy {
	size_t branches_n, capacity;
	struct branch *branches;
	uint32_t *of_point; /* the branch that each point left last */
	double *left_at;    /* the length at which it did */
};

static uint32_t add_branch(
	struct context *ctx, struct hierarchy *h, uint32_t parent, double birth)
{
	arena_reserve(ctx->scratch, h->branches, h->capacity, h->branches_n + 1);
	struct branch *b = &h->branches[h->branches_n];
	*b = (struct branch){
		.parent = parent, .birth = birth, .death = birth, .lowest = INFINITY};
	return (uint32_t)h->branches_n++;
}

/* Goes down the linkage from the longest edge and gives each node its branch. */
static void cut(struct context *ctx, const struct linkage *l, struct hierarchy *h,
	uint32_t least)
{
	size_t n = l->n;
	uint32_t *branch = arena_array(ctx->scratch, uint32_t, 2 * n);
	add_branch(ctx, h, NONE, n > 1 ? l->height[n - 2] : 1);
	for (size_t k = n - 1; k-- > 0;) {
		uint32_t here = branch[n + k], side[2] = {l->left[k], l->right[k]};
		bool both = linkage_size(l, side[0]) >= least &&
			    linkage_size(l, side[1]) >= least;
		if (both) {
			h->branches[here].split = true;
			h->branches[here].death = l->height[k];
			h->branches[here].passed = l->size[k];
		} else if (!h->branches[here].split) {
			h->branches[here].death =
				fmin(h->branches[here].death, l->height[k]);
		}
		for (int s = 0; s < 2; s++) {
			branch[side[s]] =
				both ? add_branch(ctx, h, here, l->height[k]) : here;
			if (side[s] >= n)
				continue;
			h->of_point[side[s]] = branch[side[s]];
			h->left_at[side[s]] = h->branches[here].split
						      ? h->branches[here].death
						      : l->height[k];
		}
	}
}

/* Stabilities, then from the innermost outward which clusters are worth more. */
static void select_branches(struct hierarchy *h, size_t n)
{
	struct branch *all = h->branches;
	for (size_t i = 0; i < n; i++) {
		struct branch *b = &all[h->of_point[i]];
		b->stability += 1 / h->left_at[i] - 1 / b->birth;
	}
	for (size_t c = h->branches_n; c-- > 0;) {
		struct branch *b = &all[c];
		b->stability += b->passed * (1 / b->death - 1 / b->birth);
		b->lowest = b->split ? b->lowest : b->death;
		b->selected = c > 0 && (!b->split || b->stability >= b->inner);
		if (c == 0)
			continue;
		struct branch *up = &all[b->parent];
		up->inner += b->selected ? b->stability : b->inner;
		up->lowest = fmin(up->lowest, b->lowest);
	}
}

/* The outermost selected branch around each point, as its label. */
static void label_points(
	struct context *ctx, const struct hierarchy *h, struct hdbscan *result)
{
	uint32_t *owner = arena_array(ctx->scratch, uint32_t, h->branches_n);
	for (size_t c = 1; c < h->branches_n; c++) {
		owner[c] = owner[h->branches[c].parent];
		if (owner[c] == 0 && h->branches[c].selected)
			owner[c] = (uint32_t)c;
	}
	struct labels *labels = &result->labels;
	for (size_t i = 0; i < labels->n; i++) {
		const struct branch *b = &h->branches[h->of_point[i]];
		labels->label[i] = owner[h->of_point[i]];
		labels->core[i] = labels->label[i] != 0;
		result->outlier[i] = 1 - b->lowest / h->left_at[i];
	}
	uint32_t *branch_of = arena_array(ctx->scratch, uint32_t, labels->n);
	memcpy(branch_of, labels->label, labels->n * sizeof *branch_of);
	labels_renumber(ctx, labels, (uint32_t)h->branches_n);
	result->stability = arena_array(ctx->arena, double, labels->clusters_n);
	for (size_t i = 0; i < labels->n; i++)
		if (labels->label[i])
			result->stability[labels->label[i] - 1] =
				h->branches[branch_of[i]].stability;
}

static void set_probabilities(struct context *ctx, struct hdbscan *result)
{
	const struct labels *labels = &result->labels;
	double *most = arena_array(ctx->scratch, double, labels->clusters_n + 1);
	for (size_t i = 0; i < labels->n; i++)
		most[labels->label[i]] =
			fmax(most[labels->label[i]], result->core_m[i]);
	for (size_t i = 0; i < labels->n; i++) {
		double far = most[labels->label[i]];
		if (labels->label[i])
			result->probability[i] =
				far > 0 ? (far - result->core_m[i]) / far : 1;
	}
}

enum err_code hdbscan_run(struct context *ctx, struct hdbscan *result,
	struct points points, const struct hdbscan_options *options)
{
	memset(result, 0, sizeof *result);
	uint32_t least = options->min_cluster_size;
	if (least < 2)
		return err_set(ctx, ERR_USAGE, "at least 2 points must make a cluster");
	struct mst mst;
	enum err_code code = mst_build(
		ctx, &mst, points, options->min_points ? options->min_points : least);
	if (code)
		return code;
	size_t n = points.n;
	result->labels = (struct labels){n, arena_array(ctx->arena, uint32_t, n),
		arena_array(ctx->arena, uint8_t, n), 0, 0};
	result->probability = arena_array(ctx->arena, double, n);
	result->outlier = arena_array(ctx->arena, double, n);
	result->core_m = mst.core_m;
	struct arena_mark mark = arena_mark(ctx->scratch);
	struct hierarchy h = {.of_point = arena_array(ctx->scratch, uint32_t, n),
		.left_at = arena_array(ctx->scratch, double, n)};
	if (n == 1)
		h.left_at[0] = 1;
	if (n > 0) {
		struct linkage linkage = linkage_make(ctx, &mst);
		code = linkage_order(ctx, &linkage, &mst, points, least);
		if (code)
			goto out;
		cut(ctx, &linkage, &h, least);
		select_branches(&h, n);
		label_points(ctx, &h, result);
		set_probabilities(ctx, result);
	}
out:
	arena_reset(ctx->scratch, mark);
	return code;
}
