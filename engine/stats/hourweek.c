#include "stats/hourweek.h"
#include "base/random.h"
#include "stats/fdr.h"
#include "stats/streams.h"
#include <math.h>
#include <string.h>

enum {
	BLOCKS_MOST = 24,
	CELLS_MOST = 7 * BLOCKS_MOST,
	PARTS_MOST = 24 + CELLS_MOST + 7
};
#define WORK 3e8
#define TIE 1e-9

/* A child's week, what is empty left out: items [from[i], from[i + 1]) are of child i. */
struct sparse {
	size_t n;
	size_t *from;
	uint8_t *at;
	double *weight;
	size_t items, capacity;
};

struct frame {
	size_t children;
	int block_h, blocks, cells;
	struct sparse day;  /* over hours of the day, 0 … 23 */
	struct sparse week; /* over cells */
	double total;
};

/* One arrangement: sums over all children. Parts: hours, then weekdays, then cells. */
struct sums {
	double hour[BLOCKS_MOST], weekday[7], cell[CELLS_MOST];
	double uneven[3]; /* of each family as a whole */
};

/* How often chance is as far out: above and below of each part, and of each family. */
struct tally {
	uint32_t high[PARTS_MOST], low[PARTS_MOST], family[3];
};

/* ---- the children's weeks ------------------------------------------------------------ */

static void keep(
	struct context *ctx, struct sparse *s, size_t child, size_t at, double weight)
{
	size_t capacity = s->capacity;
	if (!(weight > 0))
		return;
	if (s->items == capacity) {
		s->at = arena_grow(
			ctx->scratch, s->at, &capacity, s->items + 1, sizeof *s->at);
		capacity = s->capacity;
		s->weight = arena_grow(ctx->scratch, s->weight, &capacity, s->items + 1,
			sizeof *s->weight);
		s->capacity = capacity;
	}
	s->at[s->items] = (uint8_t)at;
	s->weight[s->items++] = weight;
	s->from[child + 1] = s->items;
}

static void add_child(struct context *ctx, struct frame *f, const struct aoristic *a)
{
	size_t child = f->children++;
	double hour[24] = {0}, cell[CELLS_MOST] = {0};
	f->day.from[child + 1] = f->day.from[child];
	f->week.from[child + 1] = f->week.from[child];
	for (int d = 0; d < 7; d++)
		for (int h = 0; h < 24; h++) {
			double weight = a->weight[d][h] / a->total;
			hour[h] += weight;
			cell[d * f->blocks + h / f->block_h] += weight;
		}
	for (size_t h = 0; h < 24; h++)
		keep(ctx, &f->day, child, h, hour[h]);
	for (size_t c = 0; c < (size_t)f->cells; c++)
		keep(ctx, &f->week, child, c, cell[c]);
}

/* Events of each child side by side: a counting sort. */
static size_t *by_child(struct context *ctx, size_t n, const uint32_t *child,
	size_t children, size_t *order)
{
	size_t *from = arena_array(ctx->scratch, size_t, children + 2);
	for (size_t i = 0; i < n; i++)
		from[(child ? child[i] : i) + 2]++;
	for (size_t k = 2; k <= children + 1; k++)
		from[k] += from[k - 1];
	for (size_t i = 0; i < n; i++)
		order[from[(child ? child[i] : i) + 1]++] = i;
	return from;
}

static void make_frame(struct context *ctx, struct frame *f, size_t n,
	const int64_t *start_s, const int64_t *end_s, const uint32_t *child,
	size_t children, const struct aoristic_options *o)
{
	struct arena *arena = ctx->scratch;
	size_t *order = arena_array(arena, size_t, n);
	const size_t *from = by_child(ctx, n, child, children, order);
	int64_t *start = arena_array(arena, int64_t, n);
	int64_t *end = arena_array(arena, int64_t, n);
	for (size_t i = 0; i < n; i++) {
		start[i] = start_s[order[i]];
		end[i] = end_s[order[i]];
	}
	f->day.from = arena_array(arena, size_t, children + 1);
	f->week.from = arena_array(arena, size_t, children + 1);
	for (size_t k = 0; k < children; k++) {
		struct aoristic a;
		aoristic_run(
			&a, from[k + 1] - from[k], start + from[k], end + from[k], o);
		if (a.used > 0)
			add_child(ctx, f, &a);
	}
	f->total = (double)f->children;
}

/* ---- one arrangement ----------------------------------------------------------------- */

/* What a part adds to the likelihood ratio: it ties more rarely than squares do. */
static double gain(double seen, double expected)
{
	return seen > TIE && expected > 0 ? 2 * seen * log(seen / expected) : 0;
}

static void measure(const struct frame *f, struct sums *s, const double *expected)
{
	double each = f->total / f->blocks;
	memset(s->weekday, 0, sizeof s->weekday);
	memset(s->uneven, 0, sizeof s->uneven);
	for (int c = 0; c < f->cells; c++) {
		s->weekday[c / f->blocks] += s->cell[c];
		s->uneven[2] += gain(s->cell[c], expected[c % f->blocks]);
	}
	for (int b = 0; b < f->blocks; b++)
		s->uneven[0] += gain(s->hour[b], each);
	for (int d = 0; d < 7; d++)
		s->uneven[1] += gain(s->weekday[d], f->total / 7);
}

/* Each child's day and week moved by a draw of the stream; NULL: as they are. */
static void arrange(const struct frame *f, struct stream *stream, struct sums *s,
	const double *expected)
{
	double day[24] = {0};
	memset(s, 0, sizeof *s);
	for (size_t k = 0; k < f->children; k++) {
		uint32_t draw = stream ? stream_below(stream, 7 * 24) : 0;
		size_t hours = draw % 24, days = draw / 24 * (size_t)f->blocks;
		for (size_t i = f->day.from[k]; i < f->day.from[k + 1]; i++) {
			size_t at = f->day.at[i] + hours;
			day[at < 24 ? at : at - 24] += f->day.weight[i];
		}
		for (size_t i = f->week.from[k]; i < f->week.from[k + 1]; i++) {
			size_t at = f->week.at[i] + days;
			at = at < (size_t)f->cells ? at : at - (size_t)f->cells;
			s->cell[at] += f->week.weight[i];
		}
	}
	for (int h = 0; h < 24; h++)
		s->hour[h / f->block_h] += day[h];
	measure(f, s, expected);
}

/* ---- chance -------------------------------------------------------------------------- */

static void compare(struct tally *t, size_t at, double chance, double seen)
{
	t->high[at] += chance >= seen - TIE;
	t->low[at] += chance <= seen + TIE;
}

static void count(struct tally *t, const struct frame *f, const struct sums *chance,
	const struct sums *seen)
{
	size_t at = 0;
	for (int b = 0; b < f->blocks; b++)
		compare(t, at++, chance->hour[b], seen->hour[b]);
	for (int d = 0; d < 7; d++)
		compare(t, at++, chance->weekday[d], seen->weekday[d]);
	for (int c = 0; c < f->cells; c++)
		compare(t, at++, chance->cell[c], seen->cell[c]);
	for (int k = 0; k < 3; k++)
		t->family[k] += chance->uneven[k] >=
				seen->uneven[k] - TIE * (1 + seen->uneven[k]);
}

static void permute(struct context *ctx, const struct frame *f, const struct sums *seen,
	const double *expected, uint32_t replications, struct tally *all)
{
	size_t workers = (size_t)ctx->threads;
	uint64_t seed = ctx->seed;
	struct tally *tallies = arena_array(ctx->scratch, struct tally, workers);
#pragma omp parallel for num_threads(ctx->threads) schedule(static, 1)
	for (size_t w = 0; w < workers; w++)
		for (uint32_t k = (uint32_t)w; k < replications;
			k += (uint32_t)workers) {
			struct stream stream = stream_make(seed, STREAM_HOURWEEK, k);
			struct sums chance;
			arrange(f, &stream, &chance, expected);
			count(&tallies[w], f, &chance, seen);
		}
	memset(all, 0, sizeof *all);
	for (size_t w = 0; w < workers; w++) {
		for (size_t i = 0; i < PARTS_MOST; i++) {
			all->high[i] += tallies[w].high[i];
			all->low[i] += tallies[w].low[i];
		}
		for (int k = 0; k < 3; k++)
			all->family[k] += tallies[w].family[k];
	}
}

/* ---- the result ---------------------------------------------------------------------- */

static void adjust(struct context *ctx, struct hourweek_part *parts, size_t n)
{
	double p[CELLS_MOST], q[CELLS_MOST];
	for (size_t i = 0; i < n; i++)
		p[i] = parts[i].p_value;
	fdr_adjust(ctx, FDR_BENJAMINI_HOCHBERG, n, p, q);
	for (size_t i = 0; i < n; i++)
		parts[i].q_value = q[i];
}

static void describe(struct hourweek *r, const struct frame *f, const struct sums *seen,
	const double *expected)
{
	for (int b = 0; b < r->blocks; b++)
		r->hour[b] = (struct hourweek_part){
			0, seen->hour[b], f->total / r->blocks, NAN, NAN};
	for (int d = 0; d < 7; d++)
		r->weekday[d] = (struct hourweek_part){
			0, seen->weekday[d], f->total / 7, NAN, NAN};
	for (int c = 0; c < f->cells; c++)
		r->cell[c] = (struct hourweek_part){
			0, seen->cell[c], expected[c % r->blocks], NAN, NAN};
	for (int d = 0; d < 7; d++)
		for (int h = 0; h < 24; h++) {
			double events = r->hours.weight[d][h];
			int b = h / r->block_h;
			r->hour[b].events += events;
			r->weekday[d].events += events;
			r->cell[d * r->blocks + b].events += events;
		}
}

static void set_p(struct context *ctx, struct hourweek *r, const struct tally *t)
{
	double all = 1.0 + r->replications;
	size_t at = 0, cells = 7 * (size_t)r->blocks;
	struct hourweek_part *families[] = {r->hour, r->weekday, r->cell};
	const size_t sizes[] = {(size_t)r->blocks, 7, cells};
	for (int k = 0; k < 3; k++) {
		for (size_t i = 0; i < sizes[k]; i++, at++) {
			double out = fmin(t->high[at], t->low[at]);
			families[k][i].p_value = fmin(1, 2 * (1 + out) / all);
		}
		adjust(ctx, families[k], sizes[k]);
	}
	r->p_hours = (1 + t->family[0]) / all;
	r->p_weekdays = (1 + t->family[1]) / all;
	r->p_cells = (1 + t->family[2]) / all;
	r->tested = true;
}

static int block_for(double events)
{
	static const int blocks[] = {1, 2, 3, 4};
	for (size_t i = 0; i < sizeof blocks / sizeof *blocks; i++)
		if (events * blocks[i] >= 4 * 7 * 24)
			return blocks[i];
	return 6;
}

static uint32_t replications_for(const struct frame *f)
{
	double items = (double)(f->day.items + f->week.items + f->children + 100);
	return (uint32_t)fmin(HOURWEEK_MOST, fmax(199, floor(WORK / items)));
}

enum err_code hourweek_run(struct context *ctx, struct hourweek *r, size_t n,
	const int64_t *start_s, const int64_t *end_s, const uint32_t *child,
	size_t children, const struct hourweek_options *o)
{
	memset(r, 0, sizeof *r);
	r->p_hours = r->p_weekdays = r->p_cells = NAN;
	if (o->block_h < 0 || o->block_h > 12 ||
		(o->block_h > 0 && 24 % o->block_h != 0))
		return err_set(ctx, ERR_USAGE,
			"a block of hours must be 1, 2, 3, 4, 6, 8 or 12 hours long");
	struct aoristic_options ao = {.longest_s = o->longest_s};
	aoristic_run(&r->hours, n, start_s, end_s, &ao);
	r->block_h = o->block_h ? o->block_h : block_for(r->hours.total);
	r->blocks = 24 / r->block_h;
	r->hour = arena_array(ctx->arena, struct hourweek_part, (size_t)r->blocks);
	r->cell = arena_array(ctx->arena, struct hourweek_part, (size_t)r->blocks * 7);
	struct arena_mark mark = arena_mark(ctx->scratch);
	struct frame f = {
		.block_h = r->block_h, .blocks = r->blocks, .cells = 7 * r->blocks};
	make_frame(ctx, &f, n, start_s, end_s, child, child ? children : n, &ao);
	struct sums seen;
	double expected[BLOCKS_MOST] = {0};
	r->children = f.children;
	arrange(&f, NULL, &seen, expected);
	for (int b = 0; b < r->blocks; b++)
		expected[b] = seen.hour[b] / 7;
	if (f.children > 0)
		measure(&f, &seen, expected);
	describe(r, &f, &seen, expected);
	if (r->hours.used >= HOURWEEK_LEAST && f.children > 1) {
		struct tally tally;
		r->replications =
			o->replications ? o->replications : replications_for(&f);
		permute(ctx, &f, &seen, expected, r->replications, &tally);
		set_p(ctx, r, &tally);
	}
	arena_reset(ctx->scratch, mark);
	return ERR_OK;
}
