#include "stats/scanstat_frame.h"
#include "stats/streams.h"
#include <stdlib.h>
#include <string.h>

void scanstat_draw_init(
	struct context *ctx, const struct scanstat_frame *f, struct scanstat_worker *w)
{
	struct arena *arena = ctx->scratch;
	memset(w, 0, sizeof *w);
	w->frame = f;
	w->day = arena_array(arena, uint16_t, f->n);
	w->shuffled = arena_array(arena, uint32_t, f->n);
	if (f->control)
		w->control = arena_array(arena, uint8_t, f->n);
	if (f->child) {
		w->turns = arena_array(arena, struct scanstat_turn, f->stays);
		w->day_of = arena_array(arena, uint32_t, f->stays);
	}
	if (f->model == SCANSTAT_POISSON) {
		w->first = arena_array(arena, uint32_t, f->places + 2);
		w->place_of = arena_array(arena, uint32_t, f->n);
	}
}

void scanstat_draw_observed(struct scanstat_worker *w)
{
	const struct scanstat_frame *f = w->frame;
	w->draw = (struct scanstat_draw){f->first, f->day, f->control};
}

/* The days of the slots, shuffled within each stratum. */
static void permute_days(struct scanstat_worker *w, struct stream *s)
{
	const struct scanstat_frame *f = w->frame;
	for (size_t i = 0; i < f->n; i++)
		w->shuffled[i] = f->day[f->slots[i]];
	for (int k = 0; k < SCANSTAT_STRATA; k++)
		stream_shuffle_u32(s, w->shuffled + f->slots_from[k],
			f->slots_from[k + 1] - f->slots_from[k]);
	for (size_t i = 0; i < f->n; i++)
		w->day[f->slots[i]] = (uint16_t)w->shuffled[i];
}

static int turn_compare(const void *a, const void *b)
{
	const struct scanstat_turn *x = a, *y = b;
	if (x->key != y->key)
		return x->key < y->key ? -1 : 1;
	return x->stay < y->stay ? -1 : x->stay > y->stay;
}

static int days_compare(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
	return x < y ? -1 : x > y;
}

/* Each child a step of its own along the order of all stays; then the days of each
 * stratum are given out anew in the order that comes of it. Which stays of the same
 * place in the order come first is settled by chance, alike for all of a child. */
static void shift_children(struct scanstat_worker *w, struct stream *s)
{
	const struct scanstat_frame *f = w->frame;
	uint64_t seed = stream_u64(s);
	for (uint32_t i = 0; i < f->stays; i++) {
		uint32_t stay = f->slots[i];
		struct stream own =
			stream_make(seed, STREAM_SCAN_CHILD, f->stay_child[stay]);
		uint64_t at =
			(stay + (uint64_t)stream_below(&own, f->stays)) % f->stays;
		w->turns[i] = (struct scanstat_turn){at << 32 | stream_u32(&own), stay};
		w->shuffled[i] = f->stay_day[stay];
	}
	for (int k = 0; k < SCANSTAT_STRATA; k++) {
		uint32_t from = f->slots_from[k], in = f->slots_from[k + 1] - from;
		qsort(w->turns + from, in, sizeof *w->turns, turn_compare);
		qsort(w->shuffled + from, in, sizeof *w->shuffled, days_compare);
	}
	for (uint32_t i = 0; i < f->stays; i++)
		w->day_of[w->turns[i].stay] = w->shuffled[i];
	for (size_t i = 0; i < f->n; i++)
		w->day[i] = (uint16_t)w->day_of[f->stay[i]];
}

/* Any day of the period is as likely; the unit that holds it. */
static uint32_t throw_unit(const struct scanstat_frame *f, struct stream *s)
{
	uint32_t day = stream_below(s, f->run[f->units]);
	if (f->run[f->units] == f->units)
		return day;
	uint32_t low = 0, high = f->units - 1;
	while (low < high) {
		uint32_t middle = (low + high) / 2;
		if (f->run[middle + 1] > day)
			high = middle;
		else
			low = middle + 1;
	}
	return low;
}

static void throw_cases(struct scanstat_worker *w, struct stream *s)
{
	const struct scanstat_frame *f = w->frame;
	double total = f->population_to[f->places - 1];
	memset(w->first, 0, (f->places + 2) * sizeof *w->first);
	for (size_t i = 0; i < f->n; i++) {
		double at = stream_01(s) * total;
		size_t low = 0, high = f->places - 1;
		while (low < high) {
			size_t middle = (low + high) / 2;
			if (f->population_to[middle] > at)
				high = middle;
			else
				low = middle + 1;
		}
		w->place_of[i] = (uint32_t)low;
		w->shuffled[i] = throw_unit(f, s);
		w->first[low + 2]++;
	}
	for (size_t p = 0; p < f->places; p++)
		w->first[p + 2] += w->first[p + 1];
	for (size_t i = 0; i < f->n; i++)
		w->day[w->first[w->place_of[i] + 1]++] = (uint16_t)w->shuffled[i];
}

static void permute_labels(struct scanstat_worker *w, struct stream *s)
{
	const struct scanstat_frame *f = w->frame;
	for (size_t i = 0; i < f->n; i++)
		w->shuffled[i] = f->control[i];
	stream_shuffle_u32(s, w->shuffled, f->n);
	for (size_t i = 0; i < f->n; i++)
		w->control[i] = (uint8_t)w->shuffled[i];
}

void scanstat_draw_replicate(struct scanstat_worker *w, uint64_t seed, uint32_t k)
{
	const struct scanstat_frame *f = w->frame;
	struct stream s = stream_make(seed, STREAM_SCAN, k);
	w->draw = (struct scanstat_draw){f->first, f->day, f->control};
	if (f->model == SCANSTAT_POISSON) {
		throw_cases(w, &s);
		w->draw.first = w->first;
		w->draw.day = w->day;
	} else if (f->model == SCANSTAT_BERNOULLI) {
		permute_labels(w, &s);
		w->draw.control = w->control;
	} else {
		if (f->child)
			shift_children(w, &s);
		else
			permute_days(w, &s);
		w->draw.day = w->day;
	}
}
