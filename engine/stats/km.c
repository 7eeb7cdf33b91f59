#include "stats/km.h"
#include "geo/sort.h"
#include <math.h>
#include <string.h>

#define Z_95 1.959963984540054

static enum err_code check(
	struct context *ctx, size_t n, const double *time, const uint8_t *event)
{
	if (n == 0)
		return err_set(ctx, ERR_DATA, "there are no times to follow");
	for (size_t i = 0; i < n; i++)
		if (!(time[i] >= 0) || !isfinite(time[i]) || event[i] > 1)
			return err_set(ctx, ERR_DATA,
				"time %zu must be 0 or more, with an event of 0 or 1",
				i + 1);
	return ERR_OK;
}

/* Survival's interval on the scale of log(-log S), where it is nearest to normal. */
static void set_interval(struct km_step *step, double greenwood)
{
	step->se = step->survival * sqrt(greenwood);
	step->lower = step->upper = NAN;
	if (step->survival <= 0 || step->survival >= 1)
		return;
	double log_s = log(step->survival), wide = Z_95 * sqrt(greenwood) / -log_s;
	step->lower = exp(log_s * exp(wide));
	step->upper = exp(log_s * exp(-wide));
}

enum curve { SURVIVAL, LOWER, UPPER };

static double value_of(const struct km_step *step, enum curve curve)
{
	return curve == SURVIVAL ? step->survival
	       : curve == LOWER  ? step->lower
				 : step->upper;
}

/* Where a curve first is at or below a half. */
static double half_time(const struct km *km, enum curve curve)
{
	for (size_t k = 0; k < km->steps_n; k++) {
		double value = value_of(&km->steps[k], curve);
		if (!(value <= 0.5 + 1e-12))
			continue;
		bool exactly = fabs(value - 0.5) <= 1e-12;
		if (exactly && k + 1 < km->steps_n)
			return (km->steps[k].time + km->steps[k + 1].time) / 2;
		return km->steps[k].time;
	}
	return NAN;
}

enum err_code km_run(struct context *ctx, struct km *km, size_t n, const double *time,
	const uint8_t *event)
{
	memset(km, 0, sizeof *km);
	enum err_code code = check(ctx, n, time, event);
	if (code)
		return code;
	km->n = n;
	km->steps = arena_array(ctx->arena, struct km_step, n);
	struct arena_mark mark = arena_mark(ctx->scratch);
	uint32_t *order = arena_array(ctx->scratch, uint32_t, n);
	sort_order_double(ctx->scratch, time, order, n);
	double survival = 1, greenwood = 0;
	for (size_t i = 0, next; i < n; i = next) {
		size_t events = 0;
		for (next = i; next < n && time[order[next]] == time[order[i]]; next++)
			events += event[order[next]];
		if (events == 0)
			continue;
		double at_risk = (double)(n - i), died = (double)events;
		survival *= (at_risk - died) / at_risk;
		greenwood += died / (at_risk * (at_risk - died));
		struct km_step *step = &km->steps[km->steps_n++];
		*step = (struct km_step){.time = time[order[i]],
			.at_risk = n - i,
			.events = events,
			.survival = survival};
		set_interval(step, greenwood);
		km->events_n += events;
	}
	arena_reset(ctx->scratch, mark);
	km->median = half_time(km, SURVIVAL);
	km->median_lower = half_time(km, LOWER);
	km->median_upper = half_time(km, UPPER);
	return ERR_OK;
}

double km_at(const struct km *km, double time)
{
	size_t low = 0, high = km->steps_n;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (km->steps[middle].time <= time)
			low = middle + 1;
		else
			high = middle;
	}
	return low ? km->steps[low - 1].survival : 1;
}
