#include "work/points.h"
#include "stats/ellipse.h"
#include "stats/knox.h"
#include "work/points_result.h"

/* ---- Knox ------------------------------------------------------------------------ */

static const struct result *knox_result(struct context *ctx, const struct knox *k)
{
	struct result *r = result_create(ctx->arena);
	result_int(r, "n", (int64_t)k->n);
	result_int(r, "pairs", k->pairs);
	result_int(r, "close_space", k->close_space);
	result_int(r, "close_time", k->close_time);
	result_int(r, "close_both", k->close_both);
	result_real(r, "expected", k->expected);
	result_real(r, "ratio", k->ratio);
	result_real(r, "variance", k->variance);
	result_real(r, "p_poisson", k->p_poisson);
	result_real(r, "p_permutation", k->p_permutation);
	result_int(r, "permutations", k->replications);
	return r;
}

enum err_code work_points_knox(struct context *ctx, const struct work_options *options,
	const struct points_file *file, const struct points_knox_options *o,
	bool *left_out)
{
	struct events e;
	struct knox knox;
	struct knox_options k = {.radius_m = o->radius_m,
		.window_s = (int64_t)o->window_s,
		.replications = (uint32_t)o->permutations};
	if (o->permutations > 10000000)
		return err_set(ctx, ERR_USAGE, "--permutations: at most 10000000");
	enum err_code err = events_read(ctx, file, EVENTS_TIMED, &e);
	if (!err) {
		struct events_expanded x = events_expand(ctx, &e);
		err = knox_run(ctx, &knox, x.points, &k);
	}
	if (!err) {
		struct result *p = points_parameters(ctx, file, true);
		result_real(p, "radius_m", o->radius_m);
		result_real(p, "window_days", o->window_s / (double)DAY_S);
		result_int(p, "permutations", o->permutations);
		err = points_finish(ctx, options, "points knox", &e, p,
			knox_result(ctx, &knox), left_out);
	}
	events_release(&e);
	return err;
}

/* ---- the ellipse ------------------------------------------------------------------
 */

enum err_code work_points_ellipse(struct context *ctx,
	const struct work_options *options, const struct points_file *file,
	bool *left_out)
{
	struct events e;
	struct ellipse ellipse;
	enum err_code err = events_read(ctx, file, EVENTS_TIMELESS, &e);
	if (!err) {
		struct events_expanded x = events_expand(ctx, &e);
		err = ellipse_run(ctx, &ellipse, x.points, NULL);
	}
	if (!err) {
		struct result *r = result_create(ctx->arena);
		result_int(r, "n", (int64_t)ellipse.n);
		points_result_place(ctx, r, &e, "mean_centre", ellipse.mean);
		points_result_place(ctx, r, &e, "median_centre", ellipse.median);
		result_real(r, "standard_distance_m", ellipse.standard_distance_m);
		result_real(r, "major_m", ellipse.major_m);
		result_real(r, "minor_m", ellipse.minor_m);
		result_real(r, "angle_deg", ellipse.angle_deg);
		result_real(r, "area_m2", ellipse.area_m2);
		err = points_finish(ctx, options, "points ellipse", &e,
			points_parameters(ctx, file, false), r, left_out);
	}
	events_release(&e);
	return err;
}
