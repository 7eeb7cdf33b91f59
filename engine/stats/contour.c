#include "stats/contour.h"
#include <math.h>
#include <stdlib.h>

static int by_value_down(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return x > y ? -1 : x < y;
}

enum err_code contour_volume_levels(struct context *ctx, size_t cells_n,
	const double *value, size_t n, const double *share_01,
	struct contour_level *level)
{
	struct arena_mark mark = arena_mark(ctx->scratch);
	double *sorted = arena_array(ctx->scratch, double, cells_n);
	size_t used = 0;
	double total = 0;
	for (size_t i = 0; i < cells_n; i++)
		if (value[i] > 0 && isfinite(value[i]))
			sorted[used++] = value[i];
	qsort(sorted, used, sizeof *sorted, by_value_down);
	for (size_t i = 0; i < used; i++)
		total += sorted[i];
	for (size_t k = 0; total > 0 && k < n; k++) {
		double sum = 0;
		size_t at = 0;
		while (at < used && sum < share_01[k] * total * (1 - 1e-12))
			sum += sorted[at++];
		/* Cells as high as the last one are inside too. */
		while (at < used && sorted[at] == sorted[at - 1])
			sum += sorted[at++];
		level[k] = (struct contour_level){
			sorted[at ? at - 1 : 0], fmin(sum / total, 1), at};
	}
	arena_reset(ctx->scratch, mark);
	if (total > 0 && isfinite(total))
		return ERR_OK;
	return err_set(
		ctx, ERR_DATA, "the surface is 0 everywhere: it has no contours");
}
