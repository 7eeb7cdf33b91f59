#include "stats/aoristic.h"
#include <string.h>

#define HOUR_S INT64_C(3600)
/* Between two changes of the clock lie at least 21 weeks: where both ends of a shorter
 * interval have the same offset, so has all of it. */
#define STEADY_S (140 * DAY_S)

static int64_t floor_to(int64_t value, int64_t unit)
{
	int64_t rest = value % unit;
	return value - (rest < 0 ? rest + unit : rest);
}

static double *hour_of(struct aoristic *a, int64_t local_s)
{
	int64_t day_s = floor_to(local_s, DAY_S);
	int weekday = civil_weekday(day_s / DAY_S);
	return &a->weight[weekday][(local_s - day_s) / HOUR_S];
}

static void spread(struct aoristic *a, int64_t start_s, int64_t end_s)
{
	int offset_s = london_offset_s(start_s);
	bool steady = end_s - start_s < STEADY_S && offset_s == london_offset_s(end_s);
	double span_s = (double)(end_s - start_s);
	/* Offsets are whole hours, so an hour of the clock is an hour of UTC. */
	for (int64_t at_s = start_s; at_s < end_s;) {
		int64_t next_s = floor_to(at_s, HOUR_S) + HOUR_S;
		next_s = next_s < end_s ? next_s : end_s;
		if (!steady)
			offset_s = london_offset_s(at_s);
		*hour_of(a, at_s + offset_s) += (double)(next_s - at_s) / span_s;
		at_s = next_s;
	}
}

void aoristic_run(struct aoristic *a, size_t n, const int64_t *start_s,
	const int64_t *end_s, const struct aoristic_options *options)
{
	memset(a, 0, sizeof *a);
	size_t pinned = 0;
	for (size_t i = 0; i < n; i++) {
		int64_t span_s = end_s[i] - start_s[i];
		if (span_s < 0 || (options->longest_s && span_s > options->longest_s)) {
			a->left_out++;
			continue;
		}
		a->used++;
		pinned += span_s <= HOUR_S;
		if (span_s == 0)
			*hour_of(a, start_s[i] + london_offset_s(start_s[i])) += 1;
		else
			spread(a, start_s[i], end_s[i]);
	}
	a->total = (double)a->used;
	a->pinned = a->used ? (double)pinned / (double)a->used : 0;
}
