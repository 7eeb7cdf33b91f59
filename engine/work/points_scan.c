#include "work/points_scan.h"
#include "base/civil.h"
#include "base/str.h"
#include "stats/scanstat.h"
#include "text/quantity.h"
#include "work/points_result.h"
#include <math.h>
#include <string.h>

#define GLOBE_M 6367000.0 /* radius of the sphere, as SaTScan has it */
#define EVENTS_MOST 50000000.0

/* What goes from the file into the scan. */
struct job {
	struct context *ctx;
	const struct points_file *file;
	const struct points_scan_options *o;
	struct events events, centres;
	struct scanstat_input input;
	struct scanstat_options options;
	size_t *row_of;    /* by event of the scan: its row */
	size_t *first_row; /* by place: the first row there */
	int64_t first_day; /* of the period, by the file's clock */
	int64_t last_day;
	bool timed;
};

static const struct column scan_columns[] = {
	{"rank", "Rank", 0, AUDIENCE_PUBLIC},
	{"centre", "Centre", 0, AUDIENCE_PUBLIC},
	{"x", "x", 6, AUDIENCE_PUBLIC},
	{"y", "y", 6, AUDIENCE_PUBLIC},
	{"radius_m", "Radius (m)", 1, AUDIENCE_PUBLIC},
	{"from", "From", 0, AUDIENCE_PUBLIC},
	{"to", "To", 0, AUDIENCE_PUBLIC},
	{"locations", "Locations", 0, AUDIENCE_PUBLIC},
	{"observed", "Observed", 0, AUDIENCE_PUBLIC},
	{"expected", "Expected", 2, AUDIENCE_PUBLIC},
	{"ratio", "Ratio", 2, AUDIENCE_PUBLIC},
	{"llr", "Log ratio", 3, AUDIENCE_PUBLIC},
	{"p_value", "p", 4, AUDIENCE_PUBLIC},
	{"p_gumbel", "p (Gumbel)", 6, AUDIENCE_PUBLIC},
	{"recurrence_days", "Recurrence (days)", 0, AUDIENCE_PUBLIC},
	{"iteration", "Iteration", 0, AUDIENCE_PUBLIC},
	{"members", NULL, 0, AUDIENCE_PUBLIC},
};

/* ---- options ------------------------------------------------------------------------ */

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

static double unit_days(const struct points_scan_options *o)
{
	return str_equal(o->unit, "week")    ? 7
	       : str_equal(o->unit, "month") ? 30.436875
					     : 1;
}

static enum err_code read_options(struct job *j)
{
	const struct points_scan_options *o = j->o;
	struct scanstat_options *s = &j->options;
	s->model = str_equal(o->model, "poisson")     ? SCANSTAT_POISSON
		   : str_equal(o->model, "bernoulli") ? SCANSTAT_BERNOULLI
						      : SCANSTAT_PERMUTATION;
	s->shape = str_equal(o->shape, "space")  ? SCANSTAT_SPACE
		   : str_equal(o->shape, "time") ? SCANSTAT_TIME
						 : SCANSTAT_SPACE_TIME;
	j->timed = s->shape != SCANSTAT_SPACE;
	s->max_radius_m = o->max_radius_m;
	if (o->sphere)
		s->max_radius_m = 2 * GLOBE_M * sin(o->max_radius_m / (2 * GLOBE_M));
	s->prospective = o->prospective;
	if (o->replications > 10000000)
		return err_set(j->ctx, ERR_USAGE, "--replications: at most 10000000");
	s->replications = (uint32_t)o->replications;
	s->iterations = (uint32_t)(o->iterations > 1000 ? 1000 : o->iterations);
	double units = round(o->max_window_s / (double)DAY_S / unit_days(o));
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

/* ---- places ------------------------------------------------------------------------- */

static struct scanstat_coordinates coordinates(struct job *j, const struct events *e)
{
	struct scanstat_coordinates c = {e->n, e->x_m, e->y_m, NULL};
	if (!j->o->sphere)
		return c;
	double *x_m = arena_array(j->ctx->arena, double, e->n);
	double *y_m = arena_array(j->ctx->arena, double, e->n);
	double *z_m = arena_array(j->ctx->arena, double, e->n);
	for (size_t i = 0; i < e->n; i++) {
		double lon = e->x[i] * acos(-1) / 180, lat = e->y[i] * acos(-1) / 180;
		x_m[i] = GLOBE_M * cos(lat) * cos(lon);
		y_m[i] = GLOBE_M * cos(lat) * sin(lon);
		z_m[i] = GLOBE_M * sin(lat);
	}
	return (struct scanstat_coordinates){e->n, x_m, y_m, z_m};
}

/* Centres are in the coordinates of the events, and go the same way into metres. */
static enum err_code read_centres(struct job *j)
{
	struct context *ctx = j->ctx;
	struct events *c = &j->centres;
	if (!j->o->centres)
		return ERR_OK;
	struct points_file file = {.path = j->o->centres};
	bool quiet = ctx->quiet;
	/* It would say that degrees look like degrees. */
	ctx->quiet = true;
	enum err_code err = events_read(ctx, &file, EVENTS_TIMELESS, c);
	ctx->quiet = quiet;
	if (err)
		return err_prefix(ctx, "--centres");
	if (c->left_out->rows_n)
		return err_set(ctx, ERR_DATA,
			"--centres: %s, row %lld has no x and y: mend or remove it",
			c->file, (long long)table_at(c->left_out, 0, 0)->as.integer);
	if (j->events.projection) {
		size_t failed = 0;
		c->x_m = arena_array(ctx->arena, double, c->n);
		c->y_m = arena_array(ctx->arena, double, c->n);
		project_forward(ctx, j->events.projection, c->n, c->x, c->y, c->x_m,
			c->y_m, &failed);
		if (failed)
			return err_set(ctx, ERR_DATA,
				"--centres: %s: %zu places lie outside of what --crs "
				"covers",
				c->file, failed);
	}
	j->input.centres = coordinates(j, c);
	return ERR_OK;
}

static enum err_code read_population(struct job *j, const uint32_t *place)
{
	struct scanstat_input *in = &j->input;
	const struct events *e = &j->events;
	double *population = arena_array(j->ctx->arena, double, in->places.n);
	for (size_t p = 0; p < in->places.n; p++)
		population[p] = NAN;
	for (size_t i = 0; i < e->n; i++) {
		double *of = &population[place[i]];
		if (!isnan(*of) && *of != e->population[i])
			return err_at(j->ctx, ERR_DATA,
				(struct err_where){.file = e->file, .row = e->row[i]},
				"the population of this place is %.15g here and %.15g "
				"before: give one number for a place",
				e->population[i], *of);
		*of = e->population[i];
	}
	in->population = population;
	return ERR_OK;
}

/* ---- events ------------------------------------------------------------------------- */

static int64_t day_of(int64_t t_s)
{
	return t_s / DAY_S - (t_s % DAY_S < 0);
}

static int64_t month_of(int64_t day)
{
	struct civil c = civil_from_days(day);
	return c.year * INT64_C(12) + c.month - 1;
}

/* Weeks are counted from the end where that is what matters. */
static int64_t unit_of(const struct job *j, int64_t day)
{
	if (str_equal(j->o->unit, "month"))
		return month_of(day) - month_of(j->first_day);
	if (!str_equal(j->o->unit, "week"))
		return day - j->first_day;
	int64_t days = j->last_day - j->first_day;
	return j->o->prospective ? days / 7 - (j->last_day - day) / 7
				 : (day - j->first_day) / 7;
}

/* How many events, cases first, a row stands for. */
static void row_events(const struct job *j, size_t i, double *cases, double *controls)
{
	const struct events *e = &j->events;
	*cases = e->count ? e->count[i] : 1;
	*controls = 0;
	if (j->options.model != SCANSTAT_BERNOULLI)
		return;
	if (e->population) {
		*controls = e->population[i] - *cases;
	} else if (e->control[i]) {
		*controls = *cases;
		*cases = 0;
	}
}

static enum err_code find_period(struct job *j, const struct period *asked)
{
	const struct events *e = &j->events;
	j->first_day = INT64_MAX;
	j->last_day = INT64_MIN;
	for (size_t i = 0; i < e->n; i++) {
		double cases, controls;
		row_events(j, i, &cases, &controls);
		if (!(cases + controls > 0))
			continue;
		int64_t day = day_of(e->t_s[i]);
		j->first_day = day < j->first_day ? day : j->first_day;
		j->last_day = day > j->last_day ? day : j->last_day;
	}
	if (j->first_day > j->last_day)
		return err_set(j->ctx, ERR_DATA, "%s: has no events", e->file);
	if (asked->all)
		return ERR_OK;
	if (j->first_day < asked->from_day || j->last_day > asked->to_day)
		return err_set(j->ctx, ERR_DATA,
			"%s: has events outside of --period: leave them out of the "
			"file "
			"or give a longer period",
			e->file);
	j->first_day = asked->from_day;
	j->last_day = asked->to_day;
	return ERR_OK;
}

static enum err_code count_events(struct job *j, size_t *n)
{
	const struct events *e = &j->events;
	double sum = 0;
	for (size_t i = 0; i < e->n; i++) {
		double cases, controls;
		row_events(j, i, &cases, &controls);
		if (controls < 0 || controls != floor(controls))
			return err_at(j->ctx, ERR_DATA,
				(struct err_where){.file = e->file, .row = e->row[i]},
				"the population must be a whole number, cases and "
				"controls together");
		sum += cases + controls;
	}
	if (sum > EVENTS_MOST)
		return err_set(j->ctx, ERR_DATA,
			"%s: stands for %.0f events, which is more than the %.0f that "
			"a "
			"scan takes",
			e->file, sum, EVENTS_MOST);
	*n = (size_t)sum;
	return ERR_OK;
}

static void fill_events(struct job *j, size_t n, const uint32_t *row_place)
{
	const struct events *e = &j->events;
	struct arena *arena = j->ctx->arena;
	uint32_t *place = arena_array(arena, uint32_t, n);
	uint32_t *unit = arena_array(arena, uint32_t, n);
	uint8_t *control = arena_array(arena, uint8_t, n);
	uint32_t *child = arena_array(arena, uint32_t, n);
	j->row_of = arena_array(arena, size_t, n);
	size_t at = 0;
	for (size_t i = 0; i < e->n; i++) {
		double cases, controls;
		row_events(j, i, &cases, &controls);
		size_t all = (size_t)(cases + controls), cases_n = (size_t)cases;
		for (size_t k = 0; k < all; k++, at++) {
			place[at] = row_place[i];
			unit[at] =
				j->timed ? (uint32_t)unit_of(j, day_of(e->t_s[i])) : 0;
			control[at] = k >= cases_n;
			child[at] = e->child ? e->child[i] : 0;
			j->row_of[at] = i;
		}
	}
	j->input.n = n;
	j->input.place = place;
	j->input.unit = j->timed ? unit : NULL;
	j->input.control = j->options.model == SCANSTAT_BERNOULLI ? control : NULL;
	j->input.child = e->child ? child : NULL;
}

/* Children numbered by the events that there are: rows of none have none. */
static void number_children(struct job *j)
{
	struct scanstat_input *in = &j->input;
	if (!in->child)
		return;
	uint32_t most = 0, next = 0;
	for (size_t i = 0; i < in->n; i++)
		most = in->child[i] > most ? in->child[i] : most;
	uint32_t *number = arena_array(j->ctx->arena, uint32_t, (size_t)most + 1);
	uint32_t *child = arena_array(j->ctx->arena, uint32_t, in->n);
	for (size_t i = 0; i < in->n; i++) {
		if (!number[in->child[i]])
			number[in->child[i]] = ++next;
		child[i] = number[in->child[i]] - 1;
	}
	in->child = child;
}

static enum err_code fill_input(struct job *j, const struct period *asked)
{
	struct scanstat_input *in = &j->input;
	uint32_t *row_place;
	size_t n = 0;
	scanstat_places(j->ctx, coordinates(j, &j->events), &in->places, &row_place);
	j->first_row = arena_array(j->ctx->arena, size_t, in->places.n);
	for (size_t i = j->events.n; i-- > 0;)
		j->first_row[row_place[i]] = i;
	enum err_code err = count_events(j, &n);
	if (!err && j->timed)
		err = find_period(j, asked);
	if (!err && j->timed) {
		int64_t units = unit_of(j, j->last_day) + 1;
		in->units = (uint32_t)(units > UINT32_MAX ? UINT32_MAX : units);
	}
	if (!err && j->options.model == SCANSTAT_POISSON)
		err = read_population(j, row_place);
	if (!err)
		err = read_centres(j);
	if (err)
		return err;
	fill_events(j, n, row_place);
	number_children(j);
	if (j->o->weekdays && in->units <= UINT16_MAX) {
		uint8_t *stratum = arena_array(j->ctx->arena, uint8_t, in->units);
		for (uint32_t u = 0; u < in->units; u++)
			stratum[u] = (uint8_t)civil_weekday(j->first_day + u);
		in->stratum = stratum;
	}
	return ERR_OK;
}

/* ---- what is printed ----------------------------------------------------------------- */

/* The first day of a unit, or one past its last. */
static int64_t unit_begin(const struct job *j, int64_t unit)
{
	int64_t day = j->first_day + unit;
	if (str_equal(j->o->unit, "month")) {
		int64_t month = month_of(j->first_day) + unit;
		day = civil_days((int)(month / 12), (int)(month % 12) + 1, 1);
	} else if (str_equal(j->o->unit, "week")) {
		day = j->o->prospective ? j->last_day + 1 - 7 * (j->input.units - unit)
					: j->first_day + 7 * unit;
	}
	day = day < j->first_day ? j->first_day : day;
	return day > j->last_day + 1 ? j->last_day + 1 : day;
}

static const char *day_text(const struct job *j, int64_t day)
{
	return events_time_text(j->ctx->arena, &j->events, day * DAY_S);
}

static struct texts member_texts(const struct job *j, const struct scanstat_cluster *c)
{
	struct arena *arena = j->ctx->arena;
	const char **items = arena_array(arena, const char *, c->members_n);
	size_t n = 0, before = SIZE_MAX;
	for (uint32_t i = 0; i < c->members_n; i++) {
		size_t row = j->row_of[c->members[i]];
		if (row == before)
			continue;
		before = row;
		items[n++] = j->events.id ? j->events.id[row]
					  : str_printf(arena, "%lld",
						    (long long)j->events.row[row]);
	}
	return (struct texts){items, n};
}

static void centre_cells(
	const struct job *j, struct table *t, const struct scanstat_cluster *c)
{
	const struct events *e = j->o->centres ? &j->centres : &j->events;
	size_t at = c->centre;
	if (j->options.shape == SCANSTAT_TIME) {
		for (int i = 0; i < 4; i++)
			cell_null(t);
		return;
	}
	if (!j->o->centres)
		at = j->first_row[at];
	double radius_m = c->radius_m;
	if (j->o->sphere)
		radius_m = 2 * GLOBE_M * asin(radius_m / (2 * GLOBE_M));
	if (j->o->centres && e->id)
		cell_text(t, e->id[at]);
	else
		cell_null(t);
	cell_real(t, e->x[at]);
	cell_real(t, e->y[at]);
	cell_real(t, radius_m);
}

static const struct table *clusters_table(struct job *j, const struct scanstat *scan)
{
	struct table *t =
		TABLE_CREATE(j->ctx->arena, "clusters", "Clusters", scan_columns);
	for (uint32_t i = 0; i < scan->clusters_n; i++) {
		const struct scanstat_cluster *c = &scan->clusters[i];
		cell_int(t, i + 1);
		centre_cells(j, t, c);
		if (j->timed) {
			cell_text(t, day_text(j, unit_begin(j, c->from_unit)));
			cell_text(t, day_text(j, unit_begin(j, c->to_unit + 1) - 1));
		} else {
			cell_null(t);
			cell_null(t);
		}
		cell_int(t, c->locations_n);
		cell_int(t, c->observed);
		cell_real(t, c->expected);
		cell_real(t, c->ratio);
		cell_real(t, c->llr);
		cell_real(t, c->p_value);
		cell_real(t, c->p_gumbel);
		cell_real(t, j->o->prospective ? unit_days(j->o) / c->p_value : NAN);
		cell_int(t, c->iteration);
		cell_texts(t, member_texts(j, c));
	}
	return t;
}

static struct result *parameters(const struct job *j)
{
	const struct points_scan_options *o = j->o;
	struct result *p = points_parameters(j->ctx, j->file, j->timed);
	if (j->file->population)
		result_text(p, "population", j->file->population);
	if (j->file->child)
		result_text(p, "child", j->file->child);
	if (j->file->is_case)
		result_text(p, "case", j->file->is_case);
	result_text(p, "model", o->model);
	result_text(p, "scan", o->shape);
	if (o->max_radius_m > 0)
		result_real(p, "max_radius_m", o->max_radius_m);
	double share = j->options.max_share;
	if (share > 0 || !(o->max_radius_m > 0))
		result_real(p, "max_share", share > 0 ? share : 0.5);
	if (j->timed)
		result_text(p, "time_unit", o->unit);
	if (j->options.max_units > 0)
		result_int(p, "max_window_units", j->options.max_units);
	result_bool(p, "prospective", o->prospective);
	result_bool(p, "weekdays", o->weekdays);
	result_bool(p, "sphere", o->sphere);
	result_int(p, "replications", o->replications);
	result_int(p, "iterations", o->iterations);
	if (o->centres) {
		result_text(p, "centres", j->centres.file);
		result_text(p, "centres_sha256", j->centres.sha256);
	}
	return p;
}

static const struct result *scan_result(struct job *j, const struct scanstat *scan)
{
	struct result *r = result_create(j->ctx->arena);
	size_t cases = j->input.n;
	for (size_t i = 0; j->input.control && i < j->input.n; i++)
		cases -= j->input.control[i];
	result_table(r, clusters_table(j, scan));
	result_int(r, "events", (int64_t)cases);
	if (j->input.control)
		result_int(r, "controls", (int64_t)(j->input.n - cases));
	result_int(r, "places", (int64_t)j->input.places.n);
	result_int(r, "centres",
		(int64_t)(j->input.centres.n ? j->input.centres.n : j->input.places.n));
	if (j->timed) {
		result_text(r, "from", day_text(j, j->first_day));
		result_text(r, "to", day_text(j, j->last_day));
		result_int(r, "units", j->input.units);
	}
	result_int(r, "replications", scan->replications);
	return r;
}

static enum err_code check_columns(struct job *j)
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
	struct job j = {.ctx = ctx, .file = file, .o = o};
	struct scanstat scan;
	struct points_file read = *file;
	enum err_code err = read_options(&j);
	if (!err)
		err = check_columns(&j);
	bool quiet = ctx->quiet;
	ctx->quiet |= o->sphere; /* degrees are what is wanted */
	if (!err)
		err = events_read(ctx, &read, j.timed ? EVENTS_TIMED : EVENTS_TIMELESS,
			&j.events);
	ctx->quiet = quiet;
	if (!err)
		err = fill_input(&j, &options->period);
	if (!err)
		err = scanstat_run(ctx, &scan, &j.input, &j.options);
	if (!err)
		err = points_finish(ctx, options, "points scan", &j.events,
			parameters(&j), scan_result(&j, &scan), left_out);
	events_release(&j.centres);
	events_release(&j.events);
	return err;
}
