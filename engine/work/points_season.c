#include "work/points_season.h"
#include "work/points_result.h"
#include "work/points_series.h"
#include <math.h>

static const struct column period_columns[] = {
	{"from", "From", 0, AUDIENCE_PUBLIC},
	{"to", "To", 0, AUDIENCE_PUBLIC},
	{"days", "Days", 0, AUDIENCE_PUBLIC},
	{"events", "Events", 0, AUDIENCE_PUBLIC},
	{"fitted", "Fitted", 1, AUDIENCE_PUBLIC},
	{"trend", "Trend alone", 1, AUDIENCE_PUBLIC},
};

double *season_years(struct context *ctx, size_t n, const int64_t *from)
{
	double *year = arena_array(ctx->arena, double, n);
	for (size_t i = 0; i < n; i++) {
		double middle = (double)(from[i] + from[i + 1]) / 2;
		struct civil c = civil_from_days((int64_t)floor(middle));
		double first = (double)civil_days(c.year, 1, 1);
		double next = (double)civil_days(c.year + 1, 1, 1);
		year[i] = c.year + (middle - first) / (next - first);
	}
	return year;
}

const char *season_peak(const struct season *s)
{
	static const char *const months[] = {"January", "February", "March", "April",
		"May", "June", "July", "August", "September", "October", "November",
		"December"};
	return isfinite(s->peak) ? months[(int)(s->peak * 12) % 12] : NULL;
}

static const char *note_of(const struct season *s)
{
	switch (s->state) {
	case SEASON_TOO_SHORT:
		return "Too few periods to speak of a trend.";
	case SEASON_TOO_FEW:
		return "Too few events to speak of a trend.";
	case SEASON_TREND_ONLY:
		return "Under two years, or season not asked for: what looks like a "
		       "trend may be the season.";
	case SEASON_NO_FIT:
		return "No curve fits: the events are all at one end, or nearly.";
	case SEASON_FITTED:
		break;
	}
	return NULL;
}

const struct result *season_result(
	struct context *ctx, const struct season *s, bool dated)
{
	static const char *const states[] = {
		"too_short", "too_few", "trend_only", "fitted", "no_fit"};
	struct result *r = result_create(ctx->arena);
	result_text(r, "state", states[s->state]);
	result_text(r, "note", note_of(s));
	result_real(r, "trend_per_year", s->trend);
	result_real(r, "trend_lower", s->trend_lower);
	result_real(r, "trend_upper", s->trend_upper);
	result_real(r, "trend_p", s->trend_p);
	result_real(r, "dispersion", s->dispersion);
	result_int(r, "harmonics", s->harmonics);
	result_real(r, "season_p", s->season_p);
	result_real(r, "amplitude", s->amplitude);
	if (dated)
		result_text(r, "peak", season_peak(s));
	result_real(r, "peak_share_of_year", s->peak);
	return r;
}

static const struct table *periods_table(struct context *ctx, const struct events *e,
	const struct series *u, const struct season *s)
{
	struct table *t = TABLE_CREATE(ctx->arena, "periods",
		"Events, and the curve that fits", period_columns);
	for (size_t i = 0; i < u->n; i++) {
		cell_text(t, series_from_text(ctx, e, u, i));
		cell_text(t, series_to_text(ctx, e, u, i));
		cell_int(t, (int64_t)u->days[i]);
		cell_int(t, u->counts[i]);
		cell_real(t, s->fitted[i]);
		cell_real(t, s->usual[i]);
	}
	return t;
}

static enum err_code season_print(struct context *ctx,
	const struct work_options *options, const struct points_file *file,
	const struct points_season_options *o, const struct events *e, bool *left_out)
{
	struct series u;
	struct step step;
	struct season s;
	struct season_options so = {.harmonics = (int)o->harmonics};
	enum err_code err = step_parse(ctx, "--step", o->step, &step);
	if (!err)
		err = series_make(ctx, &u, e, &options->period, step, SERIES_PARTS);
	if (err)
		return err;
	double *count = arena_array(ctx->arena, double, u.n);
	for (size_t i = 0; i < u.n; i++)
		count[i] = u.counts[i];
	so.no_season = step_frequency(step) < 4;
	err = season_run(
		ctx, &s, u.n, count, u.days, season_years(ctx, u.n, u.from), &so);
	if (err)
		return err;
	struct result *p = result_create(ctx->arena), *r = result_create(ctx->arena);
	result_text(p, "t", file->t ? file->t : "t");
	result_text(p, "count", file->count);
	result_text(p, "step", o->step);
	result_int(p, "harmonics", o->harmonics ? o->harmonics : 1);
	result_int(r, "n", u.used);
	result_int(r, "outside", u.outside);
	result_int(r, "steps", (int64_t)u.n);
	result_result(r, "season", season_result(ctx, &s, !e->t_days));
	result_table(r, periods_table(ctx, e, &u, &s));
	return points_finish(ctx, options, "points season", e, p, r, left_out);
}

enum err_code work_points_season(struct context *ctx,
	const struct work_options *options, const struct points_file *file,
	const struct points_season_options *o, bool *left_out)
{
	struct events e = {0};
	if (o->harmonics > SEASON_HARMONICS_MOST)
		return err_set(ctx, ERR_USAGE, "--harmonics: at most %d",
			(int)SEASON_HARMONICS_MOST);
	enum err_code err = events_read(ctx, file, EVENTS_DATED, &e);
	if (!err)
		err = season_print(ctx, options, file, o, &e, left_out);
	events_release(&e);
	return err;
}
