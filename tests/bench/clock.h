/* What the bench programs share: a clock, and made-up towns. */
#ifndef LASTSEEN_TESTS_BENCH_CLOCK_H
#define LASTSEEN_TESTS_BENCH_CLOCK_H

#include "base/random.h"
#include <math.h>
#include <stdio.h>
#include <time.h>

static inline double now_s(void)
{
	struct timespec t;
	timespec_get(&t, TIME_UTC);
	return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static inline double clamp_to(double value, double most)
{
	return value < 0 ? 0 : value > most ? most : value;
}

/* 70 % in 200 Gaussian towns (lognormal shares, spread about 2 km), 30 % anywhere, on
 * 400 by 600 km: the size of Great Britain. */
static inline void make_towns(size_t n, double *x_m, double *y_m)
{
	enum { TOWNS = 200 };
	double town_x[TOWNS], town_y[TOWNS], spread[TOWNS], share[TOWNS], sum = 0;
	struct stream s = stream_make(20260104, 1, 0);
	for (int t = 0; t < TOWNS; t++) {
		town_x[t] = 20e3 + 360e3 * stream_01(&s);
		town_y[t] = 20e3 + 560e3 * stream_01(&s);
		spread[t] = exp(log(2000) + 0.5 * stream_normal(&s));
		share[t] = sum += exp(stream_normal(&s));
	}
	for (size_t i = 0; i < n; i++) {
		int t = 0;
		if (stream_01(&s) < 0.3) {
			x_m[i] = 400e3 * stream_01(&s);
			y_m[i] = 600e3 * stream_01(&s);
			continue;
		}
		double pick = stream_01(&s) * sum;
		while (share[t] < pick)
			t++;
		x_m[i] = clamp_to(town_x[t] + spread[t] * stream_normal(&s), 400e3);
		y_m[i] = clamp_to(town_y[t] + spread[t] * stream_normal(&s), 600e3);
	}
}

#endif
