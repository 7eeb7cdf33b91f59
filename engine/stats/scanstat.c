#include "stats/scanstat.h"
#include "stats/scanstat_frame.h"
#include <math.h>
#include <string.h>

#define SIGNIFICANT 0.05 /* an iteration goes on up to this p */
#define TOGETHER 64      /* replicates between two looks at the clock */

/* ---- workers ------------------------------------------------------------------------
 */

void scanstat_worker_reset(struct scanstat_worker *w, double floor)
{
	const struct scanstat_frame *f = w->frame;
	memset(&w->best, 0, sizeof w->best);
	w->best.llr = floor;
	w->row = scanstat_limit_row(floor);
	w->limit = f->limit + w->row * f->limit_counts;
	w->near = f->near ? f->near + w->row * f->sparse_steps * NEAR_COUNTS : NULL;
}

/* Of two windows with the same statistic: whether a comes first. */
bool scanstat_comes_first(const struct scanstat_frame *f, const struct scanstat_best *a,
	const struct scanstat_best *b)
{
	double ra = scanstat_distance2(
		f->about, a->centre, f->at, f->seq[a->zone] & ~ZONE_END);
	double rb = scanstat_distance2(
		f->about, b->centre, f->at, f->seq[b->zone] & ~ZONE_END);
	if (ra != rb)
		return ra < rb;
	if (a->centre != b->centre)
		return a->centre < b->centre;
	if (a->from != b->from)
		return a->from < b->from;
	return a->to < b->to;
}

void scanstat_worker_raise(struct scanstat_worker *w, const struct scanstat_best *found)
{
	const struct scanstat_frame *f = w->frame;
	double llr = w->best.llr;
	if (w->observed && llr > 0 && fabs(found->llr - llr) <= 1e-12 * llr) {
		if (!scanstat_comes_first(f, found, &w->best))
			return;
		llr = fmax(llr, found->llr);
	} else if (found->llr > llr) {
		llr = found->llr;
	} else {
		return;
	}
	w->best = *found;
	w->best.llr = llr;
	size_t row = scanstat_limit_row(llr);
	if (row == w->row)
		return;
	w->row = row;
	w->limit = f->limit + row * f->limit_counts;
	w->near = f->near ? f->near + row * f->sparse_steps * NEAR_COUNTS : NULL;
}

void scanstat_engine_init(struct context *ctx, struct scanstat_worker *w)
{
	const struct scanstat_frame *f = w->frame;
	if (f->low)
		scanstat_low_init(ctx, w);
	if (!f->high)
		return;
	if (f->model == SCANSTAT_BERNOULLI) {
		scanstat_bernoulli_init(ctx, w);
	} else if (f->child) {
		scanstat_few_init(ctx, w);
		scanstat_children_init(ctx, w);
	} else if (f->last_only) {
		scanstat_last_init(ctx, w);
	} else {
		scanstat_sparse_init(ctx, w);
		scanstat_dense_init(ctx, w);
	}
}

static void run_high(struct scanstat_worker *w, size_t from, size_t to)
{
	const struct scanstat_frame *f = w->frame;
	if (f->model == SCANSTAT_BERNOULLI) {
		scanstat_bernoulli_run(w, from, to);
	} else if (f->child) {
		scanstat_few_run(w, from, to);
		scanstat_children_run(w, from, to);
	} else if (f->last_only) {
		scanstat_last_run(w, from, to);
	} else {
		/* Small zones first: they settle quickly what is to be beaten. */
		scanstat_sparse_run(w, from, to);
		scanstat_dense_run(w, from, to);
	}
}

void scanstat_engine_run(struct scanstat_worker *w, size_t from, size_t to)
{
	if (w->frame->high)
		run_high(w, from, to);
	if (w->frame->low)
		scanstat_low_run(w, from, to);
}

/* ---- replicates ---------------------------------------------------------------------
 */

static void replicate(struct context *ctx, const struct scanstat_frame *f,
	struct scanstat_worker *workers, struct scanstat *scan)
{
	uint64_t seed = ctx->seed;
	size_t workers_n = (size_t)ctx->threads;
	double *maxima = scan->maxima;
	struct progress bar;
	progress_begin(&bar, ctx, "replications", scan->replications);
	for (uint32_t from = 0; from < scan->replications; from += TOGETHER) {
		uint32_t to = from + TOGETHER < scan->replications ? from + TOGETHER
								   : scan->replications;
		uint32_t next = from;
#pragma omp parallel for num_threads(ctx->threads) schedule(static, 1)
		for (size_t i = 0; i < workers_n; i++) {
			struct scanstat_worker *w = &workers[i];
			for (;;) {
				uint32_t k;
#pragma omp atomic capture
				k = next++;
				if (k >= to)
					break;
				scanstat_draw_replicate(w, seed, k);
				scanstat_worker_reset(w, 0);
				scanstat_engine_run(w, 0, f->centres);
				maxima[k] = w->best.llr;
			}
		}
		progress_step(&bar, to);
	}
	progress_end(&bar);
}

static void rank_clusters(const double *maxima, uint32_t n, struct scanstat *scan)
{
	double mean = 0, squares = 0;
	for (uint32_t k = 0; k < n; k++) {
		double off = maxima[k] - mean;
		mean += off / (k + 1.0);
		squares += off * (maxima[k] - mean);
	}
	double scale = n > 1 ? sqrt(squares / (n - 1.0) * 6) / acos(-1) : NAN;
	double mode = mean - 0.57721566490153286 * scale;
	for (uint32_t i = 0; i < scan->clusters_n && n > 0; i++) {
		struct scanstat_cluster *c = &scan->clusters[i];
		uint32_t extreme = 0;
		/* The same statistic by another sum may differ in its last digits. */
		for (uint32_t k = 0; k < n; k++)
			extreme += maxima[k] >= c->llr * (1 - 1e-11);
		c->p_value = (1.0 + extreme) / (1.0 + n);
		if (scale > 0)
			c->p_gumbel = -expm1(-exp(-(c->llr - mode) / scale));
	}
}

/* ---- a scan -------------------------------------------------------------------------
 */

static enum err_code check_options(struct context *ctx, const struct scanstat_input *in,
	const struct scanstat_options *o)
{
	if (o->model == SCANSTAT_PERMUTATION && o->shape != SCANSTAT_SPACE_TIME)
		return err_set(ctx, ERR_USAGE,
			"the permutation model needs space and time: a window in only "
			"one of them holds what it holds");
	if ((in->child || in->stratum) && o->model != SCANSTAT_PERMUTATION)
		return err_set(ctx, ERR_USAGE,
			"whole children and weekdays go with the permutation model");
	if (in->child && o->rates != SCANSTAT_HIGH)
		return err_set(ctx, ERR_USAGE,
			"whole children are scanned for high rates alone");
	if (o->prospective && o->shape == SCANSTAT_SPACE)
		return err_set(ctx, ERR_USAGE,
			"a prospective scan needs time: leave out prospective or scan "
			"space and time");
	if (!(o->max_radius_m >= 0) || !(o->max_share >= 0) || o->max_share > 1)
		return err_set(ctx, ERR_USAGE,
			"circles need a radius above 0 or a share from 0 to 1");
	if (o->model == SCANSTAT_POISSON && !in->population)
		return err_set(ctx, ERR_USAGE, "the Poisson model needs a population");
	if (o->model == SCANSTAT_BERNOULLI && !in->control)
		return err_set(
			ctx, ERR_USAGE, "the Bernoulli model needs cases and controls");
	if (o->shape != SCANSTAT_SPACE && !in->unit)
		return err_set(
			ctx, ERR_USAGE, "a scan of time needs a time for each event");
	return ERR_OK;
}

static enum err_code check_population(
	struct context *ctx, const struct scanstat_input *in)
{
	double total = 0;
	for (size_t p = 0; p < in->places.n; p++) {
		if (!(in->population[p] >= 0) || !isfinite(in->population[p]))
			return err_set(ctx, ERR_DATA,
				"a population must be a number of 0 or more");
		total += in->population[p];
	}
	if (!(total > 0))
		return err_set(ctx, ERR_DATA,
			"the population is 0 everywhere: name its column");
	for (size_t i = 0; i < in->n; i++)
		if (!(in->population[in->place[i]] > 0))
			return err_set(ctx, ERR_DATA,
				"there is a case at a place without a population: give "
				"that place one or leave the case out");
	return ERR_OK;
}

static enum err_code check_input(struct context *ctx, const struct scanstat_input *in,
	const struct scanstat_options *o)
{
	size_t controls = 0;
	for (size_t i = 0; i < in->n; i++) {
		controls += in->control && in->control[i];
		if (in->place[i] >= in->places.n ||
			(in->unit && in->unit[i] >= in->units) ||
			(in->child && in->child[i] >= in->n))
			BUG("an event's place, unit or child is out of range");
	}
	if (in->n - controls < 2 || in->n > POINTS_MOST)
		return err_set(ctx, ERR_DATA,
			"a scan needs at least two events; there are %zu",
			in->n - controls);
	if (o->model == SCANSTAT_BERNOULLI && controls == 0)
		return err_set(ctx, ERR_DATA,
			"the Bernoulli model needs controls, and there are none");
	if (o->shape != SCANSTAT_SPACE && (in->units == 0 || in->units > UINT16_MAX))
		return err_set(ctx, ERR_DATA,
			"a scan takes a period of at most %d units, this one has %lld: "
			"give a longer unit of time",
			UINT16_MAX, (long long)in->units);
	return o->model == SCANSTAT_POISSON ? check_population(ctx, in) : ERR_OK;
}

static enum err_code scanstat_once(struct context *ctx, struct scanstat *scan,
	const struct scanstat_input *in, const struct scanstat_options *o,
	uint32_t most)
{
	struct scanstat_frame f;
	memset(scan, 0, sizeof *scan);
	enum err_code err = check_input(ctx, in, o);
	if (!err)
		err = scanstat_frame_init(ctx, &f, in, o);
	if (err)
		return err;
	scanstat_limits_init(ctx, &f);
	size_t workers_n = (size_t)ctx->threads;
	struct scanstat_worker *workers =
		arena_array(ctx->scratch, struct scanstat_worker, workers_n);
	for (size_t i = 0; i < workers_n; i++) {
		scanstat_draw_init(ctx, &f, &workers[i]);
		scanstat_engine_init(ctx, &workers[i]);
	}
	scan->entries = f.start[f.centres];
	scan->replications = o->replications;
	scan->maxima = arena_array(ctx->arena, double, o->replications);
	scanstat_pick(ctx, &workers[0], scan, most);
	if (scan->clusters_n)
		replicate(ctx, &f, workers, scan);
	rank_clusters(scan->maxima, scan->replications, scan);
	return ERR_OK;
}

/* What is left of the input without a cluster, in the scratch arena. */
struct remains {
	struct scanstat_input input;
	uint32_t *number; /* of each event that is left, in the first input */
};

static void remove_cluster(struct context *ctx, struct remains *left,
	const struct scanstat_cluster *c, bool whole_places)
{
	struct arena *arena = ctx->scratch;
	struct scanstat_input *in = &left->input;
	size_t n = in->n, kept = 0;
	uint8_t *in_zone = arena_array(arena, uint8_t, in->places.n);
	uint32_t *place = arena_array(arena, uint32_t, n);
	uint32_t *unit = in->unit ? arena_array(arena, uint32_t, n) : NULL;
	uint32_t *child = in->child ? arena_array(arena, uint32_t, n) : NULL;
	uint8_t *control = in->control ? arena_array(arena, uint8_t, n) : NULL;
	uint32_t *number = arena_array(arena, uint32_t, n);
	for (uint32_t i = 0; i < c->places_n; i++)
		in_zone[c->places[i]] = 1;
	for (size_t i = 0; i < n; i++) {
		bool within = !unit || (in->unit[i] >= c->from_unit &&
					       in->unit[i] <= c->to_unit);
		if (in_zone[in->place[i]] && (within || whole_places))
			continue;
		place[kept] = in->place[i];
		number[kept] = left->number ? left->number[i] : (uint32_t)i;
		if (unit)
			unit[kept] = in->unit[i];
		if (control)
			control[kept] = in->control[i];
		/* Numbers of children stay below the number of events. */
		if (child)
			child[kept] = in->child[i];
		kept++;
	}
	if (whole_places) {
		double *population = arena_array(arena, double, in->places.n);
		for (size_t p = 0; p < in->places.n; p++)
			population[p] = in_zone[p] ? 0 : in->population[p];
		in->population = population;
	}
	in->n = kept;
	in->place = place;
	in->unit = unit;
	in->child = child;
	in->control = control;
	left->number = number;
}

/* Children numbered anew, below the events that are left. */
static void renumber_children(
	struct context *ctx, struct scanstat_input *in, size_t most)
{
	if (!in->child)
		return;
	uint32_t *number = arena_array(ctx->scratch, uint32_t, most);
	uint32_t *child = arena_array(ctx->scratch, uint32_t, in->n), next = 0;
	for (size_t i = 0; i < in->n; i++) {
		if (!number[in->child[i]])
			number[in->child[i]] = ++next;
		child[i] = number[in->child[i]] - 1;
	}
	in->child = child;
}

static enum err_code scanstat_again(struct context *ctx, struct scanstat *scan,
	const struct scanstat_input *input, const struct scanstat_options *o)
{
	struct remains left = {.input = *input};
	size_t capacity = scan->clusters_n;
	for (uint32_t k = 2; k <= o->iterations; k++) {
		const struct scanstat_cluster *last =
			&scan->clusters[scan->clusters_n - 1];
		struct scanstat next;
		if (!(last->p_value <= SIGNIFICANT))
			break;
		/* Members count in the input as given; places and units stay. */
		remove_cluster(ctx, &left, last, o->model == SCANSTAT_POISSON);
		renumber_children(ctx, &left.input, input->n);
		if (left.input.n < 2)
			break;
		enum err_code err = scanstat_once(ctx, &next, &left.input, o, 1);
		if (err)
			return err;
		if (next.clusters_n == 0)
			break;
		struct scanstat_cluster *c = &next.clusters[0];
		c->iteration = k;
		for (uint32_t i = 0; i < c->members_n; i++)
			c->members[i] = left.number[c->members[i]];
		arena_reserve(
			ctx->arena, scan->clusters, capacity, scan->clusters_n + 1u);
		scan->clusters[scan->clusters_n++] = *c;
	}
	return ERR_OK;
}

enum err_code scanstat_run(struct context *ctx, struct scanstat *scan,
	const struct scanstat_input *input, const struct scanstat_options *options)
{
	memset(scan, 0, sizeof *scan);
	enum err_code err = check_options(ctx, input, options);
	if (err)
		return err;
	bool again = options->iterations > 1;
	struct arena_mark mark = arena_mark(ctx->scratch);
	err = scanstat_once(ctx, scan, input, options, again ? 1 : UINT32_MAX);
	if (!err && again && scan->clusters_n)
		err = scanstat_again(ctx, scan, input, options);
	arena_reset(ctx->scratch, mark);
	return err;
}
