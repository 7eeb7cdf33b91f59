/* Is a hotspot new, growing, lasting, fading? */
#include "stats/rates.h"
#include "work/hotspots_parts.h"
#include <math.h>
#include <stdlib.h>

const char *const hotspot_state_names[] = {
	"new", "intensifying", "persistent", "diminishing", "sporadic", "historical"};

/* How much of what lies in clusters here is recent, each child counted once a window.
 */
struct recency {
	int64_t recent, all, windows, spanned;
};

static int compare_i64(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
	return (x > y) - (x < y);
}

static struct recency recency_of(struct search *s, const struct labels *labels,
	uint32_t label, const uint32_t *near, size_t n, int64_t recent_s)
{
	struct recency r = {0};
	int64_t window_s = s->o->window_s > 0 ? s->o->window_s : 1;
	int64_t *keys = arena_array(s->ctx->scratch, int64_t, n);
	size_t near_n = n;
	n = 0;
	for (size_t i = 0; i < near_n; i++) {
		if (!labels->core[near[i]] && labels->label[near[i]] != label)
			continue;
		int64_t window = (s->to_s - 1 - s->points.t_s[near[i]]) / window_s;
		keys[n++] = window * INT64_C(0x80000000) + s->found.child[near[i]];
	}
	qsort(keys, n, sizeof *keys, compare_i64);
	for (size_t i = 0; i < n; i++) {
		int64_t window = keys[i] >> 31;
		if (i && keys[i] == keys[i - 1])
			continue;
		r.all++;
		r.recent += (window + 1) * window_s <= recent_s ||
			    (window == 0 && recent_s < window_s);
		r.windows += i == 0 || window != keys[i - 1] >> 31;
	}
	r.spanned = n ? (keys[n - 1] >> 31) - (keys[0] >> 31) + 1 : 0;
	return r;
}

enum hotspot_state hotspot_state_of(struct search *s, const struct labels *labels,
	uint32_t label, struct point centre, double radius_m)
{
	struct arena_mark mark = arena_mark(s->ctx->scratch);
	int64_t period_s = s->to_s - s->from_s, recent_s = 2 * s->o->window_s;
	if (recent_s > period_s / 3)
		recent_s = period_s / 3;
	radius_m = fmax(radius_m, s->o->radius_m);
	size_t n = grid_count(&s->grid, centre, radius_m);
	uint32_t *near = arena_array(s->ctx->scratch, uint32_t, n);
	grid_within(&s->grid, centre, radius_m, near, n);
	struct recency r = recency_of(s, labels, label, near, n, recent_s);
	arena_reset(s->ctx->scratch, mark);
	double share = (double)recent_s / (double)period_s;
	struct interval likely = share_interval(r.recent, r.all, 0.8);
	if (r.recent == 0)
		return HOTSPOT_HISTORICAL;
	if (r.recent == r.all)
		return HOTSPOT_NEW;
	if (likely.lower > share)
		return HOTSPOT_INTENSIFYING;
	if (likely.upper < share)
		return HOTSPOT_DIMINISHING;
	return r.spanned > 2 && r.windows * 2 < r.spanned ? HOTSPOT_SPORADIC
							  : HOTSPOT_PERSISTENT;
}
