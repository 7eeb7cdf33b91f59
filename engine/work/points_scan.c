#include "work/points_scan.h"
#include "base/civil.h"
#include "base/str.h"
#include "text/quantity.h"
#include "work/points_scan_parts.h"
#include <math.h>
#include <string.h>

static enum err_code read_share(struct context *ctx, const char *text, double *share)
{
	*share = 0;
	if (!text)
		return ERR_OK;
	size_t n = strlen(text);
	bool percent = n > 1 && text[n - 1] == '%';
	const char *number = percent ? str_dup_n(ctx->arena, text, n - 1) : text;
	if (real_parse(number, share)) {
		*share /= percent ? 100 : 1;
		if (*share > 0 && *share <= 1)
			return ERR_OK;
	}
	return err_set(ctx, ERR_USAGE,
		"--max-share: '%s' is no share of the events: give 0.5 or 50%%", text);
}

double scan_unit_days(const struct points_scan_options *o)
{
	return str_equal(o->unit, "week")    ? 7
	       : str_equal(o->unit, "month") ? 30.436875
					     : 1;
}

static enum err_code read_options(struct scan_job *j)
{
	const struct points_scan_options *o = j->o;
	struct scanstat_options *s = &j->options;
	s->model = str_equal(o->model, "poisson")     ? SCANSTAT_POISSON
		   : str_equal(o->model, "bernoulli") ? SCANSTAT_BERNOULLI
						      : SCANSTAT_PERMUTATION;
	s->shape = str_equal(o->shape, "space")  ? SCANSTAT_SPACE
		   : str_equal(o->shape, "time") ? SCANSTAT_TIME
						 : SCANSTAT_SPACE_TIME;
	s->rates = str_equal(o->rates, "low")    ? SCANSTAT_LOW
		   : str_equal(o->rates, "both") ? SCANSTAT_BOTH
						 : SCANSTAT_HIGH;
	j->timed = s->shape != SCANSTAT_SPACE;
	s->max_radius_m = o->max_radius_m;
	if (o->sphere)
		s->max_radius_m = 2 * GLOBE_M * sin(o->max_radius_m / (2 * GLOBE_M));
	s->prospective = o->prospective;
	if (o->replications > 10000000)
		return err_set(j->ctx, ERR_USAGE, "--replications: at most 10000000");
	s->replications = (uint32_t)o->replications;
	s->iterations = (uint32_t)(o->iterations > 1000 ? 1000 : o->iterations);
	double units = round(o->max_window_s / (double)DAY_S / scan_unit_days(o));
	if (o->max_window_s > 0 && units < 1)
		return err_set(j->ctx, ERR_USAGE,
			"--max-window is shorter than one %s: give a longer one, or a "
			"shorter --time-unit",
			o->unit);
	s->max_units = (uint32_t)fmin(units, 65535);
	if (o->weekdays && !str_equal(o->unit, "day"))
		return err_set(j->ctx, ERR_USAGE,
			"--weekdays needs --time-unit day: a longer unit holds all of "
			"them");
	if (o->sphere && j->file->crs && !str_equal_fold(j->file->crs, "none"))
		return err_set(j->ctx, ERR_USAGE,
			"--sphere takes x and y as longitude and latitude on a globe: "
			"leave out --crs");
	return read_share(j->ctx, o->max_share, &s->max_share);
}

static enum err_code check_columns(struct scan_job *j)
{
	bool bernoulli = j->options.model == SCANSTAT_BERNOULLI;
	if (j->options.model == SCANSTAT_POISSON && !j->file->population)
		return err_set(j->ctx, ERR_USAGE,
			"--model poisson needs --population COL, the people (or "
			"nights) "
			"of each place");
	if (bernoulli && !j->file->is_case == !(j->file->population && j->file->count))
		return err_set(j->ctx, ERR_USAGE,
			"--model bernoulli needs --case COL (1 a case, 0 a control), "
			"or "
			"--count COL with the cases among the --population COL");
	if (!bernoulli && j->file->is_case)
		return err_set(j->ctx, ERR_USAGE, "--case goes with --model bernoulli");
	if (j->options.model == SCANSTAT_PERMUTATION && j->file->population)
		return err_set(j->ctx, ERR_USAGE,
			"--population goes with --model poisson or bernoulli");
	return ERR_OK;
}

enum err_code work_points_scan(struct context *ctx, const struct work_options *options,
	const struct points_file *file, const struct points_scan_options *o,
	bool *left_out)
{
	struct scan_job j = {.ctx = ctx, .file = file, .o = o};
	struct scanstat scan;
	struct points_file read = *file;
	enum err_code err = read_options(&j);
	if (!err)
		err = check_columns(&j);
	if (!err)
		err = scan_check_draws(&j);
	bool quiet = ctx->quiet;
	ctx->quiet |= o->sphere; /* degrees are what is wanted */
	if (!err)
		err = events_read(ctx, &read, j.timed ? EVENTS_TIMED : EVENTS_TIMELESS,
			&j.events);
	ctx->quiet = quiet;
	if (!err)
		err = scan_fill_input(&j, &options->period);
	if (!err)
		err = scanstat_run(ctx, &scan, &j.input, &j.options);
	if (!err)
		err = scan_draw(&j, &scan);
	if (!err)
		err = points_finish(ctx, options, "points scan", &j.events,
			scan_parameters(&j), scan_result(&j, &scan), left_out);
	events_release(&j.centres);
	events_release(&j.events);
	return err;
}
