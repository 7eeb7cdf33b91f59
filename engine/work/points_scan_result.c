/* What `points scan` prints. */
#include "base/civil.h"
#include "base/str.h"
#include "work/points_scan_parts.h"
#include <math.h>

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
	/* With draws alone. */
	{"survival", "Survives", 2, AUDIENCE_PUBLIC},
	{"jaccard_mean", "Likeness", 2, AUDIENCE_PUBLIC},
};
enum {
	COLUMNS = sizeof scan_columns / sizeof *scan_columns,
	COLUMNS_PLAIN = COLUMNS - 2
};

static const char *day_text(const struct scan_job *j, int64_t day)
{
	return events_time_text(j->ctx->arena, &j->events, day * DAY_S);
}

static struct texts member_texts(
	const struct scan_job *j, const struct scanstat_cluster *c)
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
	const struct scan_job *j, struct table *t, const struct scanstat_cluster *c)
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

static const struct table *clusters_table(
	struct scan_job *j, const struct scanstat *scan)
{
	struct table *t = table_create(j->ctx->arena, "clusters", "Clusters",
		scan_columns, j->draws ? COLUMNS : COLUMNS_PLAIN);
	for (uint32_t i = 0; i < scan->clusters_n; i++) {
		const struct scanstat_cluster *c = &scan->clusters[i];
		cell_int(t, i + 1);
		centre_cells(j, t, c);
		if (j->timed) {
			cell_text(t, day_text(j, scan_unit_begin(j, c->from_unit)));
			cell_text(
				t, day_text(j, scan_unit_begin(j, c->to_unit + 1) - 1));
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
		cell_real(
			t, j->o->prospective ? scan_unit_days(j->o) / c->p_value : NAN);
		cell_int(t, c->iteration);
		cell_texts(t, member_texts(j, c));
		if (j->draws == 0)
			continue;
		cell_real(t, survival_share_01(&j->survival, i));
		cell_real(t, survival_jaccard_mean(&j->survival, i));
	}
	return t;
}

struct result *scan_parameters(const struct scan_job *j)
{
	const struct points_scan_options *o = j->o;
	struct result *p = points_parameters(j->ctx, j->file, j->timed);
	if (j->file->population)
		result_text(p, "population", j->file->population);
	if (j->file->child)
		result_text(p, "child", j->file->child);
	if (j->file->is_case)
		result_text(p, "case", j->file->is_case);
	if (j->file->precision)
		result_text(p, "precision", j->file->precision);
	if (j->file->place)
		result_text(p, "place", j->file->place);
	if (j->draws)
		result_int(p, "draws", j->draws);
	result_text(p, "model", o->model);
	result_text(p, "scan", o->shape);
	result_text(p, "rates", o->rates);
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

const struct result *scan_result(struct scan_job *j, const struct scanstat *scan)
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
