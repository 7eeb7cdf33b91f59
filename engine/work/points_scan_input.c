/* From the rows of a file to the events, places and centres of a scan. */
#include "base/civil.h"
#include "base/str.h"
#include "work/points_scan_parts.h"
#include <math.h>

#define EVENTS_MOST 50000000.0

static struct scanstat_coordinates coordinates(
	struct scan_job *j, const struct events *e)
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
static enum err_code read_centres(struct scan_job *j)
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

static enum err_code read_population(struct scan_job *j, const uint32_t *place)
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
static int64_t unit_of(const struct scan_job *j, int64_t day)
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
static void row_events(
	const struct scan_job *j, size_t i, double *cases, double *controls)
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

static enum err_code find_period(struct scan_job *j, const struct period *asked)
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

static enum err_code count_events(struct scan_job *j, size_t *n)
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

static void fill_events(struct scan_job *j, size_t n, const uint32_t *row_place)
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
static void number_children(struct scan_job *j)
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

enum err_code scan_fill_input(struct scan_job *j, const struct period *asked)
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
	if (j->timed && j->options.model == SCANSTAT_POISSON &&
		in->units <= UINT16_MAX && !str_equal(j->o->unit, "day")) {
		uint32_t *days = arena_array(j->ctx->arena, uint32_t, in->units);
		for (uint32_t u = 0; u < in->units; u++)
			days[u] = (uint32_t)(scan_unit_begin(j, u + 1) -
					     scan_unit_begin(j, u));
		in->unit_days = days;
	}
	if (j->o->weekdays && in->units <= UINT16_MAX) {
		uint8_t *stratum = arena_array(j->ctx->arena, uint8_t, in->units);
		for (uint32_t u = 0; u < in->units; u++)
			stratum[u] = (uint8_t)civil_weekday(j->first_day + u);
		in->stratum = stratum;
	}
	return ERR_OK;
}

/* The first day of a unit, or one past its last. */
int64_t scan_unit_begin(const struct scan_job *j, int64_t unit)
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
