#include "stats/mantel.h"
#include "base/random.h"
#include "stats/streams.h"
#include <math.h>
#include <string.h>

struct sums {
	double s, t, ss, tt, st;
};

struct frame {
	size_t n;
	const double *x, *y;
	double *time; /* in units */
	bool reciprocal;
	double space, unit; /* constants */
};

static inline double space_of(const struct frame *f, size_t i, size_t j)
{
	double dx = f->x[i] - f->x[j], dy = f->y[i] - f->y[j];
	double d = sqrt(dx * dx + dy * dy);
	return f->reciprocal ? 1 / (d + f->space) : d;
}

static inline double time_of(
	const struct frame *f, const double *time, size_t i, size_t j)
{
	double d = fabs(time[i] - time[j]);
	return f->reciprocal ? 1 / (d + f->unit) : d;
}

/* Row by row, so that no large sum swallows small ones. */
static double cross(const struct frame *f, const double *time)
{
	double sum = 0;
	for (size_t i = 1; i < f->n; i++) {
		double row = 0;
		for (size_t j = 0; j < i; j++)
			row += space_of(f, i, j) * time_of(f, time, i, j);
		sum += row;
	}
	return sum;
}

static struct sums add_up(const struct frame *f)
{
	struct sums all = {0};
	for (size_t i = 1; i < f->n; i++) {
		struct sums row = {0};
		for (size_t j = 0; j < i; j++) {
			double s = space_of(f, i, j), t = time_of(f, f->time, i, j);
			row.s += s;
			row.t += t;
			row.ss += s * s;
			row.tt += t * t;
		}
		all.s += row.s;
		all.t += row.t;
		all.ss += row.ss;
		all.tt += row.tt;
	}
	all.st = cross(f, f->time);
	return all;
}

static void permute(struct context *ctx, const struct frame *f, struct mantel *m)
{
	size_t n = f->n, workers = (size_t)ctx->threads;
	uint32_t replications = m->replications;
	uint64_t seed = ctx->seed;
	double *times = arena_array(ctx->scratch, double, n *workers);
	double *z = arena_array(ctx->scratch, double, replications);
#pragma omp parallel for num_threads(ctx->threads) schedule(static, 1)
	for (size_t w = 0; w < workers; w++)
		for (uint32_t k = (uint32_t)w; k < replications;
			k += (uint32_t)workers) {
			struct stream s = stream_make(seed, STREAM_MANTEL, k);
			double *time = times + w * n;
			memcpy(time, f->time, n * sizeof *time);
			stream_shuffle_double(&s, time, n);
			z[k] = cross(f, time);
		}
	double extreme = 0, tie = 1e-12 * fabs(m->z);
	for (uint32_t k = 0; k < replications; k++)
		extreme += z[k] >= m->z - tie;
	if (replications > 0)
		m->p_value = (1 + extreme) / (1.0 + replications);
}

enum err_code mantel_run(struct context *ctx, struct mantel *m, struct points points,
	const struct mantel_options *o)
{
	memset(m, 0, sizeof *m);
	bool reciprocal = o->transform == MANTEL_RECIPROCAL;
	if (!points.t_s || (reciprocal && (!(o->space_constant_m > 0) ||
						  !(o->time_constant_s > 0))))
		return err_set(ctx, ERR_USAGE,
			"Mantel's test needs times, and constants above 0 for "
			"reciprocals");
	if (points.n < 3)
		return err_set(ctx, ERR_DATA,
			"Mantel's test needs at least three events; there are %zu",
			points.n);
	enum err_code err = points_check(ctx, points);
	if (err)
		return err;
	struct arena_mark mark = arena_mark(ctx->scratch);
	double unit_s = o->time_unit_s > 0 ? o->time_unit_s : 86400;
	struct frame f = {points.n, points.x_m, points.y_m,
		arena_array(ctx->scratch, double, points.n), reciprocal,
		o->space_constant_m, o->time_constant_s / unit_s};
	for (size_t i = 0; i < points.n; i++)
		f.time[i] = (double)(points.t_s[i] - points.t_s[0]) / unit_s;
	struct sums sums = add_up(&f);
	m->n = points.n;
	m->pairs = (int64_t)(points.n * (points.n - 1) / 2);
	m->replications = o->replications;
	m->z = sums.st;
	double pairs = (double)m->pairs;
	m->expected_z = sums.s * sums.t / pairs;
	double spread = (sums.ss - sums.s * sums.s / pairs) *
			(sums.tt - sums.t * sums.t / pairs);
	m->r = spread > 0 ? (m->z - m->expected_z) / sqrt(spread) : NAN;
	m->p_value = NAN;
	permute(ctx, &f, m);
	arena_reset(ctx->scratch, mark);
	return ERR_OK;
}
