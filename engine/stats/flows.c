#include "stats/flows.h"
#include "base/random.h"
#include "geo/sort.h"
#include "stats/streams.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Excesses that differ by no more than this share are the same. */
#define SAME (1 - 1e-9)
#define VARIANCE_ADDED 9

/* ---- lists ---------------------------------------------------------------------------- */

/* Pairs (key, item) as lists of distinct items by key, ascending. */
static struct flow_places lists(struct context *ctx, size_t n, const uint32_t *key,
	const uint32_t *item, size_t keys)
{
	uint32_t *start = arena_array(ctx->arena, uint32_t, keys + 1);
	uint32_t *items = arena_array(ctx->arena, uint32_t, n);
	struct arena_mark mark = arena_mark(ctx->scratch);
	uint64_t *pairs = arena_array(ctx->scratch, uint64_t, n);
	uint32_t *ids = arena_array(ctx->scratch, uint32_t, n);
	for (size_t i = 0; i < n; i++)
		pairs[i] = (uint64_t)key[i] << 32 | item[i];
	sort_by_key(ctx->scratch, pairs, ids, n, 64);
	uint32_t used = 0;
	for (size_t i = 0; i < n; i++) {
		if (i > 0 && pairs[i] == pairs[i - 1])
			continue;
		start[(pairs[i] >> 32) + 1]++;
		items[used++] = (uint32_t)pairs[i];
	}
	for (size_t k = 0; k < keys; k++)
		start[k + 1] += start[k];
	arena_reset(ctx->scratch, mark);
	return (struct flow_places){keys, start, items};
}

struct flow_places flow_places_same(struct context *ctx, size_t journeys_n,
	const uint32_t *child, const uint32_t *place, size_t places_n)
{
	return lists(ctx, journeys_n, place, child, places_n);
}

static uint32_t size_of(const struct flow_places *p, size_t place)
{
	return p->start[place + 1] - p->start[place];
}

/* ---- counting ------------------------------------------------------------------------- */

struct frame {
	const struct flows_input *in;
	uint32_t min_children;
	struct flow_places at_origin; /* children by origin, without the near ones */
	struct flow_places targets;   /* targets by child */
	const double *log_factorial;
	/* Children by class of how many journeys they made. */
	size_t classes_n;
	struct flow_places classes;
	const uint32_t *by_origin, *by_target; /* near each place, by class */
};

/* The chances of 0, 1, 2 … common ones where a and b are drawn from n; returns how many
 * of them matter. */
static size_t hypergeometric(
	const double *lf, size_t n, size_t a, size_t b, double *chance)
{
	size_t low = a + b > n ? a + b - n : 0, high = a < b ? a : b, k;
	double fixed = lf[a] + lf[n - a] + lf[b] + lf[n - b] - lf[n];
	double mean = (double)a * (double)b / (double)n;
	for (k = 0; k < low; k++)
		chance[k] = 0;
	for (; k <= high; k++) {
		chance[k] =
			exp(fixed - lf[k] - lf[a - k] - lf[b - k] - lf[n + k - a - b]);
		if ((double)k > mean && chance[k] < 1e-25)
			return k;
	}
	return k;
}

/* How many children to expect with both places, and the variance of that. */
static double expected(
	const struct frame *f, uint32_t origin, uint32_t target, double *variance)
{
	const uint32_t *a = f->by_origin + origin * f->classes_n;
	const uint32_t *b = f->by_target + target * f->classes_n;
	double sum = 0;
	*variance = 0;
	for (size_t c = 0; c < f->classes_n; c++) {
		if (!a[c] || !b[c])
			continue;
		double n = size_of(&f->classes, c), mean = (double)a[c] * b[c] / n;
		sum += mean;
		if (n > 1)
			*variance += mean * (n - a[c]) * (n - b[c]) / (n * (n - 1));
	}
	return sum;
}

/* P(X >= count): the classes' chances folded into one. room: 3 * (children + 1). */
static double tail(const struct frame *f, uint32_t origin, uint32_t target,
	uint32_t count, double *room)
{
	const uint32_t *a = f->by_origin + origin * f->classes_n;
	const uint32_t *b = f->by_target + target * f->classes_n;
	size_t step = f->in->children_n + 1, n = 1;
	double *all = room, *own = room + step, *next = room + 2 * step;
	all[0] = 1;
	for (size_t c = 0; c < f->classes_n; c++) {
		if (!a[c] || !b[c])
			continue;
		size_t own_n = hypergeometric(
			f->log_factorial, size_of(&f->classes, c), a[c], b[c], own);
		memset(next, 0, (n + own_n - 1) * sizeof *next);
		for (size_t i = 0; i < n; i++)
			for (size_t j = 0; j < own_n; j++)
				next[i + j] += all[i] * own[j];
		n += own_n - 1;
		double *swap = all;
		all = next;
		next = swap;
	}
	double sum = 0;
	for (size_t k = n; k-- > count;)
		sum += all[k];
	return fmin(1, sum);
}

/* What one worker counts with. */
struct counter {
	uint32_t *order;  /* room */
	uint32_t *donor;  /* whose destinations each child has */
	uint32_t *marked; /* by child: the last origin whose donor it was */
	uint32_t *seen;   /* by target, likewise */
	uint32_t stamp;
};

struct seen_flow {
	uint32_t origin, target, children;
	double expected, excess;
};

typedef void (*flow_sink)(void *self, const struct seen_flow *flow);

/* Every flow of the origin; returns how many there are, few or many children. */
static size_t flows_of(const struct frame *f, struct counter *c, uint32_t origin,
	flow_sink sink, void *self)
{
	const struct flow_places *near = &f->in->near_origins;
	const struct flow_places *at = &f->at_origin, *to = &f->in->near_targets;
	uint32_t stamp = ++c->stamp;
	size_t found = 0;
	for (uint32_t i = near->start[origin]; i < near->start[origin + 1]; i++)
		c->marked[c->donor[near->child[i]]] = stamp;
	for (uint32_t i = at->start[origin]; i < at->start[origin + 1]; i++) {
		uint32_t donor = c->donor[at->child[i]];
		for (uint32_t j = f->targets.start[donor];
			j < f->targets.start[donor + 1]; j++) {
			uint32_t target = f->targets.child[j];
			if (c->seen[target] == stamp)
				continue;
			c->seen[target] = stamp;
			found++;
			struct seen_flow flow = {.origin = origin, .target = target};
			for (uint32_t k = to->start[target]; k < to->start[target + 1];
				k++)
				flow.children += c->marked[to->child[k]] == stamp;
			if (flow.children < f->min_children)
				continue;
			double variance;
			flow.expected = expected(f, origin, target, &variance);
			flow.excess = (flow.children - flow.expected) /
				      sqrt(variance + VARIANCE_ADDED);
			sink(self, &flow);
		}
	}
	return found;
}

/* ---- the flows that there are ---------------------------------------------------------- */

struct gathered {
	struct arena *arena;
	struct seen_flow *flows;
	size_t n, room;
};

static void gather(void *self, const struct seen_flow *flow)
{
	struct gathered *g = self;
	arena_reserve(g->arena, g->flows, g->room, g->n + 1);
	g->flows[g->n++] = *flow;
}

static int compare_flows(const void *a, const void *b)
{
	const struct flow *x = a, *y = b;
	if (x->excess != y->excess)
		return x->excess > y->excess ? -1 : 1;
	if (x->p_value != y->p_value)
		return x->p_value < y->p_value ? -1 : 1;
	if (x->origin != y->origin)
		return x->origin < y->origin ? -1 : 1;
	return (x->target > y->target) - (x->target < y->target);
}

static struct counter counter_make(struct context *ctx, const struct flows_input *in)
{
	struct counter c = {
		.order = arena_array(ctx->scratch, uint32_t, in->children_n),
		.donor = arena_array(ctx->scratch, uint32_t, in->children_n),
		.marked = arena_array(ctx->scratch, uint32_t, in->children_n),
		.seen = arena_array(ctx->scratch, uint32_t, in->near_targets.n),
	};
	for (uint32_t i = 0; i < in->children_n; i++)
		c.donor[i] = i;
	return c;
}

static void observe(struct context *ctx, const struct frame *f, struct flows *out)
{
	const struct flows_input *in = f->in;
	struct counter c = counter_make(ctx, in);
	struct gathered g = {.arena = ctx->scratch};
	double *room = arena_array(ctx->scratch, double, 3 * (in->children_n + 1));
	for (uint32_t o = 0; o < in->near_origins.n; o++)
		out->looked_at += flows_of(f, &c, o, gather, &g);
	out->n = g.n;
	out->flows = arena_array(ctx->arena, struct flow, g.n);
	for (size_t i = 0; i < g.n; i++) {
		const struct seen_flow *s = &g.flows[i];
		out->flows[i] = (struct flow){.origin = s->origin,
			.target = s->target,
			.children = s->children,
			.children_origin = size_of(&in->near_origins, s->origin),
			.children_target = size_of(&in->near_targets, s->target),
			.expected = s->expected,
			.excess = s->excess,
			.p_value = tail(f, s->origin, s->target, s->children, room),
			.p_family = NAN,
			.q_value = NAN};
	}
	qsort(out->flows, out->n, sizeof *out->flows, compare_flows);
}

/* ---- replicates ------------------------------------------------------------------------ */

/* How many flows of the replicates exceed each observed one: by the first observed one
 * that they reach. */
struct tally {
	const struct flow *flows;
	size_t n;
	uint64_t *reached; /* n */
	uint32_t *largest; /* n: by each replicate's largest */
	size_t first;      /* that this replicate reaches; n: none */
};

static void count_flow(void *self, const struct seen_flow *flow)
{
	struct tally *t = self;
	size_t low = 0, high = t->n;
	if (!(flow->excess > 0))
		return;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (flow->excess >= t->flows[middle].excess * SAME)
			high = middle;
		else
			low = middle + 1;
	}
	if (low < t->n)
		t->reached[low]++;
	t->first = low < t->first ? low : t->first;
}

static void replicate(
	const struct frame *f, struct counter *c, struct tally *t, struct stream s)
{
	const struct flows_input *in = f->in;
	for (size_t k = 0; k < f->classes_n; k++) {
		const uint32_t *own = f->classes.child + f->classes.start[k];
		uint32_t n = size_of(&f->classes, k);
		/* Each child of the class gets a child of the class. */
		for (uint32_t i = 0; i < n; i++)
			c->order[i] = own[i];
		stream_shuffle_u32(&s, c->order, n);
		for (uint32_t i = 0; i < n; i++)
			c->donor[own[i]] = c->order[i];
	}
	t->first = t->n;
	for (uint32_t o = 0; o < in->near_origins.n; o++) {
		if (c->stamp == UINT32_MAX) {
			memset(c->marked, 0, in->children_n * sizeof *c->marked);
			memset(c->seen, 0, in->near_targets.n * sizeof *c->seen);
			c->stamp = 0;
		}
		flows_of(f, c, o, count_flow, t);
	}
	if (t->first < t->n)
		t->largest[t->first]++;
}

/* From counts by flow to p_family and q_value, which rise as the excess falls. */
static void conclude(
	struct flows *out, const uint64_t *reached, const uint32_t *largest)
{
	double sets = 1.0 + out->replications, false_ones = 0, extreme = 0, q = 1;
	for (size_t i = 0; i < out->n; i++) {
		bool more = out->flows[i].excess > 0;
		false_ones += (double)reached[i];
		extreme += largest[i];
		out->flows[i].p_family = more ? (1 + extreme) / sets : 1;
		out->flows[i].q_value = more ? (1 + false_ones) / sets : 1;
	}
	for (size_t i = out->n; i-- > 0;) {
		struct flow *one = &out->flows[i];
		if (!(one->excess > 0))
			continue;
		/* Of equal ones the last has counted all. */
		if (i + 1 < out->n && one[1].excess >= one->excess * SAME) {
			one->p_family = one[1].p_family;
			one->q_value = one[1].q_value;
			continue;
		}
		q = fmin(q, one->q_value / (double)(i + 1));
		one->q_value = q;
	}
	out->p_least = out->n > 0 ? out->flows[0].p_family : 1;
}

static void permute(struct context *ctx, const struct frame *f, struct flows *out)
{
	size_t n = out->n, workers = (size_t)ctx->threads;
	uint32_t replications = out->replications;
	uint64_t seed = ctx->seed;
	struct counter *counters = arena_array(ctx->scratch, struct counter, workers);
	struct tally *tallies = arena_array(ctx->scratch, struct tally, workers);
	for (size_t w = 0; w < workers; w++) {
		counters[w] = counter_make(ctx, f->in);
		tallies[w] = (struct tally){.flows = out->flows,
			.n = n,
			.reached = arena_array(ctx->scratch, uint64_t, n),
			.largest = arena_array(ctx->scratch, uint32_t, n)};
	}
#pragma omp parallel for num_threads(ctx->threads) schedule(static, 1)
	for (size_t w = 0; w < workers; w++)
		for (uint32_t k = (uint32_t)w; k < replications; k += (uint32_t)workers)
			replicate(f, &counters[w], &tallies[w],
				stream_make(seed, STREAM_FLOWS, k));
	for (size_t w = 1; w < workers; w++)
		for (size_t i = 0; i < n; i++) {
			tallies[0].reached[i] += tallies[w].reached[i];
			tallies[0].largest[i] += tallies[w].largest[i];
		}
	conclude(out, tallies[0].reached, tallies[0].largest);
}

/* 1, 2-3, 4-7, 8-15 … */
static uint32_t class_of(uint32_t journeys)
{
	uint32_t above = 0;
	for (uint32_t last = 1; last < journeys; above++)
		last += last + 1;
	return above;
}

static void classify(struct context *ctx, struct frame *f)
{
	const struct flows_input *in = f->in;
	uint32_t *of_child = arena_array(ctx->arena, uint32_t, in->children_n);
	uint32_t *child = arena_array(ctx->arena, uint32_t, in->children_n);
	for (size_t i = 0; i < in->journeys_n; i++)
		of_child[in->child[i]]++;
	/* Who made no journey swaps with nobody. */
	size_t n = 0;
	uint32_t *of_class = arena_array(ctx->arena, uint32_t, in->children_n);
	for (uint32_t c = 0; c < in->children_n; c++) {
		if (of_child[c] == 0)
			continue;
		of_child[c] = class_of(of_child[c]);
		f->classes_n =
			of_child[c] >= f->classes_n ? of_child[c] + 1 : f->classes_n;
		of_class[n] = of_child[c];
		child[n++] = c;
	}
	f->classes = lists(ctx, n, of_class, child, f->classes_n);
	uint32_t *counts = arena_array(ctx->arena, uint32_t,
		f->classes_n * (in->near_origins.n + in->near_targets.n));
	f->by_origin = counts;
	for (size_t p = 0; p < in->near_origins.n; p++, counts += f->classes_n)
		for (uint32_t i = in->near_origins.start[p];
			i < in->near_origins.start[p + 1]; i++)
			counts[of_child[in->near_origins.child[i]]]++;
	f->by_target = counts;
	for (size_t p = 0; p < in->near_targets.n; p++, counts += f->classes_n)
		for (uint32_t i = in->near_targets.start[p];
			i < in->near_targets.start[p + 1]; i++)
			counts[of_child[in->near_targets.child[i]]]++;
}

enum err_code flows_run(struct context *ctx, struct flows *out,
	const struct flows_input *in, const struct flows_options *o)
{
	memset(out, 0, sizeof *out);
	out->replications = o->replications;
	out->p_least = NAN;
	for (size_t i = 0; i < in->journeys_n; i++)
		if (in->child[i] >= in->children_n ||
			in->origin[i] >= in->near_origins.n ||
			in->target[i] >= in->near_targets.n)
			BUG("a journey between places that are not there");
	if (o->min_children < 1)
		return err_set(ctx, ERR_USAGE, "a flow has at least one child");
	struct arena_mark mark = arena_mark(ctx->scratch);
	double *lf = arena_array(ctx->scratch, double, in->children_n + 1);
	for (size_t k = 2; k <= in->children_n; k++)
		lf[k] = lf[k - 1] + log((double)k);
	struct frame f = {.in = in,
		.min_children = o->min_children,
		.at_origin = lists(
			ctx, in->journeys_n, in->origin, in->child, in->near_origins.n),
		.targets = lists(
			ctx, in->journeys_n, in->child, in->target, in->children_n),
		.log_factorial = lf};
	classify(ctx, &f);
	observe(ctx, &f, out);
	if (o->replications > 0)
		permute(ctx, &f, out);
	arena_reset(ctx->scratch, mark);
	return ERR_OK;
}
