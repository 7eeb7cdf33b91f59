/* Is a cluster still there if places are only as well known as they are? The scan is made
 * again, without replications, on places drawn anew (stats/draws.h). Candidate centres
 * that were given stay; without, they move with the places. */
#include "work/points_clusters.h"
#include "work/points_scan_parts.h"

static void label_rows(const struct scan_job *j, const struct scanstat *scan,
	struct context *ctx, struct labels *labels)
{
	size_t n = j->events.n;
	*labels = (struct labels){.n = n,
		.label = arena_array(ctx->arena, uint32_t, n),
		.core = arena_array(ctx->arena, uint8_t, n),
		.clusters_n = scan->clusters_n,
		.noise_n = n};
	for (uint32_t i = 0; i < scan->clusters_n; i++)
		for (uint32_t m = 0; m < scan->clusters[i].members_n; m++) {
			size_t row = j->row_of[scan->clusters[i].members[m]];
			labels->noise_n -= labels->label[row] == 0;
			labels->label[row] = i + 1;
			labels->core[row] = 1;
		}
}

static enum err_code scan_again(
	struct context *ctx, struct labels *labels, struct points points, void *how)
{
	const struct scan_job *j = how;
	struct scanstat_options options = j->options;
	struct scanstat_input in = j->input;
	struct scanstat_coordinates at = {points.n, points.x_m, points.y_m, NULL};
	struct scanstat scan;
	uint32_t *row_place;
	uint32_t *place = arena_array(ctx->arena, uint32_t, in.n);
	options.replications = 0;
	scanstat_places(ctx, at, &in.places, &row_place);
	for (size_t i = 0; i < in.n; i++)
		place[i] = row_place[j->row_of[i]];
	in.place = place;
	if (in.population) {
		double *population = arena_array(ctx->arena, double, in.places.n);
		for (size_t i = 0; i < points.n; i++)
			population[row_place[i]] = j->events.population[i];
		in.population = population;
	}
	enum err_code err = scanstat_run(ctx, &scan, &in, &options);
	if (!err)
		label_rows(j, &scan, ctx, labels);
	return err;
}

enum err_code scan_check_draws(struct scan_job *j)
{
	enum err_code err = points_draws(j->ctx, j->file, j->o->draws, &j->draws);
	if (err || j->draws == 0)
		return err;
	if (j->options.shape == SCANSTAT_TIME)
		return err_set(j->ctx, ERR_USAGE,
			"--precision: a scan of time alone asks for no places");
	if (j->o->sphere)
		return err_set(j->ctx, ERR_USAGE,
			"--precision needs metres: give --crs in place of --sphere");
	if (j->o->iterations > 1)
		return err_set(j->ctx, ERR_USAGE,
			"--precision goes with one iteration: leave out --iterations");
	return ERR_OK;
}

enum err_code scan_draw(struct scan_job *j, const struct scanstat *scan)
{
	struct context *ctx = j->ctx;
	const struct events *e = &j->events;
	if (j->draws == 0)
		return ERR_OK;
	struct points points = {e->n, e->x_m, e->y_m, e->t_s};
	struct places known = points_places_known(ctx, e, NULL, e->n);
	uint32_t *same;
	/* Rows of one place tell of one population: they stay together. */
	if (j->input.population) {
		struct scanstat_coordinates at = {e->n, e->x_m, e->y_m, NULL}, distinct;
		scanstat_places(ctx, at, &distinct, &same);
		known.place = same;
	}
	struct labels *labels = arena_new(ctx->arena, struct labels);
	label_rows(j, scan, ctx, labels);
	return draws_survival(
		ctx, &j->survival, points, &known, j->draws, labels, scan_again, j);
}
