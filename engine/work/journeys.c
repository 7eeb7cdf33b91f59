#include "work/journeys.h"
#include "base/str.h"
#include "work/cells.h"
#include "work/hiding.h"
#include "work/naming.h"
#include "work/place_table.h"
#include <math.h>
#include <stdlib.h>

#define REPLICATIONS_MOST 1000000

static const double band_km[JOURNEY_BANDS_N] = {0, 1, 2, 5, 10, 20, 50};
static const char *const band_names[JOURNEY_BANDS_N] = {"under 1 km", "1 to 2 km",
	"2 to 5 km", "5 to 10 km", "10 to 20 km", "20 to 50 km", "50 km or more"};
static const char *const sector_names[JOURNEY_SECTORS_N] = {
	"N", "NE", "E", "SE", "S", "SW", "W", "NW"};
static const char *const end_names[JOURNEY_ENDS_N] = {"found", "last_seen"};

static enum place_role role_of(enum journey_end end)
{
	return end == JOURNEY_FOUND ? ROLE_FOUND : ROLE_LAST_SEEN;
}

static int compare_double(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

static double quantile(const double *sorted, size_t n, double p)
{
	if (n == 0)
		return NAN;
	double at = p * (double)(n - 1);
	size_t i = (size_t)at;
	if (i + 1 >= n)
		return sorted[n - 1];
	return sorted[i] + (at - (double)i) * (sorted[i + 1] - sorted[i]);
}

static double distance_m(const struct episode *e, enum journey_end end)
{
	const struct spot *a = &e->spots[ROLE_FROM], *b = &e->spots[role_of(end)];
	return hypot(b->x_m - a->x_m, b->y_m - a->y_m);
}

/* North is 0, east 2; the eighths are centred on their direction. */
static size_t sector_of(const struct episode *e, enum journey_end end)
{
	const struct spot *a = &e->spots[ROLE_FROM], *b = &e->spots[role_of(end)];
	double turns = atan2(b->x_m - a->x_m, b->y_m - a->y_m) / (2 * acos(-1.0));
	return (size_t)(long)floor(
		       turns * JOURNEY_SECTORS_N + 0.5 + JOURNEY_SECTORS_N) %
	       JOURNEY_SECTORS_N;
}

static bool is_journey(const struct episode *e, enum journey_end end,
	double precision_m, struct journey_end_figures *f)
{
	const struct spot *a = &e->spots[ROLE_FROM], *b = &e->spots[role_of(end)];
	if (b->belongs)
		f->where_they_belong++;
	else if (a->state != SPOT_LOCATED || b->state != SPOT_LOCATED)
		f->not_known++;
	else if (a->precision_m > precision_m || b->precision_m > precision_m)
		f->too_coarse++;
	else
		return true;
	return false;
}

/* The median of the children's medians: episodes[] in any order. */
static double median_of_children(struct context *ctx, const struct episode_set *set,
	enum journey_end end, const uint32_t *episodes, size_t n)
{
	uint32_t *child = arena_array(ctx->scratch, uint32_t, n);
	for (size_t i = 0; i < n; i++)
		child[i] = set->episodes[episodes[i]].child;
	struct groups g = groups_make(ctx->scratch, child, n, set->children_n);
	double *medians = arena_array(ctx->scratch, double, set->children_n);
	double *own = arena_array(ctx->scratch, double, n);
	size_t medians_n = 0;
	for (size_t k = 0; k < g.n; k++) {
		size_t size = groups_size(&g, k);
		for (size_t i = 0; i < size; i++)
			own[i] = distance_m(
				&set->episodes[episodes[groups_items(&g, k)[i]]], end);
		if (size == 0)
			continue;
		qsort(own, size, sizeof *own, compare_double);
		medians[medians_n++] = quantile(own, size, 0.5);
	}
	qsort(medians, medians_n, sizeof *medians, compare_double);
	return quantile(medians, medians_n, 0.5);
}

static void bands_and_sectors(struct context *ctx, const struct episode_set *set,
	enum journey_end end, const uint32_t *episodes, size_t n,
	struct journey_end_figures *f)
{
	bool *seen = arena_array(ctx->scratch, bool,
		set->children_n *(JOURNEY_BANDS_N + JOURNEY_SECTORS_N));
	for (size_t i = 0; i < n; i++) {
		const struct episode *e = &set->episodes[episodes[i]];
		double km = distance_m(e, end) / 1000;
		bool *own =
			seen + (size_t)e->child * (JOURNEY_BANDS_N + JOURNEY_SECTORS_N);
		size_t band = JOURNEY_BANDS_N - 1, sector = sector_of(e, end);
		while (km < band_km[band])
			band--;
		f->band_episodes[band]++;
		f->band_children[band] += !own[band];
		own[band] = true;
		if (km == 0)
			continue;
		f->sector_episodes[sector]++;
		f->sector_children[sector] += !own[JOURNEY_BANDS_N + sector];
		own[JOURNEY_BANDS_N + sector] = true;
	}
}

/* Fills the figures of an end; episodes gets the journeys. */
static size_t figures_of(struct context *ctx, const struct episode_set *set,
	enum journey_end end, uint32_t *episodes, struct journeys *out)
{
	struct journey_end_figures *f = &out->ends[end];
	struct arena_mark mark = arena_mark(ctx->scratch);
	double *metres = arena_array(ctx->scratch, double, set->n);
	size_t n = 0;
	for (size_t i = 0; i < set->n; i++) {
		const struct episode *e = &set->episodes[i];
		if (!is_journey(e, end, out->options.precision_m, f))
			continue;
		metres[n] = distance_m(e, end);
		episodes[n++] = (uint32_t)i;
	}
	qsort(metres, n, sizeof *metres, compare_double);
	f->episodes = (int64_t)n;
	f->children = (int64_t)episodes_children(ctx->scratch, set, episodes, n);
	f->quartile_1_m = quantile(metres, n, 0.25);
	f->median_m = quantile(metres, n, 0.5);
	f->quartile_3_m = quantile(metres, n, 0.75);
	f->median_of_children_m = median_of_children(ctx, set, end, episodes, n);
	bands_and_sectors(ctx, set, end, episodes, n, f);
	arena_reset(ctx->scratch, mark);
	return n;
}

enum err_code journeys_compute(struct work_case *c, const struct episode_set *set,
	const struct journeys_options *o, struct journeys *out)
{
	struct context *ctx = c->ctx;
	*out = (struct journeys){.options = *o};
	uint32_t *episodes = arena_array(ctx->arena, uint32_t, set->n);
	size_t n = figures_of(ctx, set, JOURNEY_LAST_SEEN, episodes, out);
	enum err_code code =
		journey_shape(ctx, set, JOURNEY_LAST_SEEN, episodes, n, out);
	n = figures_of(ctx, set, JOURNEY_FOUND, episodes, out);
	if (!code)
		code = journey_shape(ctx, set, JOURNEY_FOUND, episodes, n, out);
	if (!code)
		code = journey_flows(c, set, episodes, n, out);
	if (!code)
		code = journey_borders(c, set, episodes, n, out);
	return code;
}

static const struct table *ends_table(struct context *ctx, const struct journeys *x)
{
	static const struct column columns[] = {
		{"to", "To where", 0, AUDIENCE_PUBLIC},
		{"episodes", "Episodes", 0, AUDIENCE_PUBLIC},
		{"children", "Children", 0, AUDIENCE_PUBLIC},
		{"quartile_1_km", "A quarter within (km)", 1, AUDIENCE_PUBLIC},
		{"median_km", "Half within (km)", 1, AUDIENCE_PUBLIC},
		{"quartile_3_km", "Three quarters (km)", 1, AUDIENCE_PUBLIC},
		{"median_of_children_km", "Half of children (km)", 1, AUDIENCE_PUBLIC},
		{"where_they_belong", "Where they belong", 0, AUDIENCE_PUBLIC},
		{"not_known", "Not known", 0, AUDIENCE_PUBLIC},
		{"too_coarse", "Too coarse", 0, AUDIENCE_PUBLIC},
	};
	struct table *t = TABLE_CREATE(ctx->arena, "journeys",
		"Straight-line journeys from where children went", columns);
	t->reading = "Half of children takes each child once, by their own usual "
		     "distance. Children found where they belong have made no journey.";
	for (int end = 0; end < JOURNEY_ENDS_N; end++) {
		const struct journey_end_figures *f = &x->ends[end];
		int64_t n = f->children;
		cell_text(t, end_names[end]);
		cell_episodes(ctx, t, f->episodes, n);
		cell_count(ctx, t, n);
		cell_figure(ctx, t, n, f->quartile_1_m / 1000);
		cell_figure(ctx, t, n, f->median_m / 1000);
		cell_figure(ctx, t, n, f->quartile_3_m / 1000);
		cell_figure(ctx, t, n, f->median_of_children_m / 1000);
		cell_count(ctx, t, f->where_they_belong);
		cell_count(ctx, t, f->not_known);
		cell_count(ctx, t, f->too_coarse);
	}
	return t;
}

static const struct table *flows_table(
	struct context *ctx, const struct episode_set *set, const struct journeys *x)
{
	static const struct column columns[] = {
		{"id", "No.", 0, AUDIENCE_PARTNER},
		{"from", "From", 0, AUDIENCE_PARTNER},
		{"from_x", NULL, 0, AUDIENCE_PARTNER},
		{"from_y", NULL, 0, AUDIENCE_PARTNER},
		{"to_x", "To easting", 0, AUDIENCE_PARTNER},
		{"to_y", "To northing", 0, AUDIENCE_PARTNER},
		{"to_address_id", "Address no.", 0, AUDIENCE_PARTNER},
		{"distance_km", "Distance (km)", 1, AUDIENCE_PARTNER},
		{"episodes", "Episodes", 0, AUDIENCE_PARTNER},
		{"children", "Children", 0, AUDIENCE_PARTNER},
		{"expected", "By chance", 1, AUDIENCE_PARTNER},
		{"p_value", NULL, 4, AUDIENCE_PARTNER},
		{"p_family", NULL, 3, AUDIENCE_PARTNER},
		{"q_value", "q", 3, AUDIENCE_PARTNER},
		{"members", NULL, 0, AUDIENCE_PARTNER},
	};
	struct table *t = TABLE_CREATE(ctx->arena, "flows",
		"From the same home to the same place, two or more children", columns);
	t->reading =
		"By chance is the number of children to expect if where they are "
		"found had nothing to do with where they went from. q is the share "
		"of false leads among the rows with a q as small. Children who live "
		"near a place go there more, which can be all there is to a flow.";
	for (size_t i = 0; i < x->flows_n && ctx->audience > AUDIENCE_PUBLIC; i++) {
		const struct journey_flow *f = &x->flows[i];
		bool lived = f->urn == NULL;
		cell_int(t, f->id);
		cell_text(t, f->urn);
		cell_real(t, place_shown_m(ctx, lived, f->from_x_m));
		cell_real(t, place_shown_m(ctx, lived, f->from_y_m));
		bool single = f->children_n < 2;
		cell_real(t, place_shown_m(ctx, single, f->to_x_m));
		cell_real(t, place_shown_m(ctx, single, f->to_y_m));
		if (f->to_address_id && !single)
			cell_int(t, f->to_address_id);
		else
			cell_null(t);
		cell_real(t, f->distance_m / 1000);
		cell_int(t, f->episodes_n);
		cell_int(t, f->children_n);
		cell_real(t, f->expected);
		cell_real(t, f->p_value);
		cell_real(t, f->p_family);
		cell_real(t, f->q_value);
		cell_texts(t, episode_refs(ctx, set, f->episodes, f->episodes_n));
	}
	return t;
}

/* Bands or sectors of both ends. */
static const struct table *classes_table(
	struct context *ctx, const struct journeys *x, bool sectors)
{
	static const struct column band_columns[] = {
		{"distance", "Distance", 0, AUDIENCE_PUBLIC},
		{"episodes", "Found: episodes", 0, AUDIENCE_PUBLIC},
		{"children", "Found: children", 0, AUDIENCE_PUBLIC},
		{"last_seen_episodes", "Last seen: episodes", 0, AUDIENCE_PUBLIC},
		{"last_seen_children", "Last seen: children", 0, AUDIENCE_PUBLIC},
	};
	static const struct column sector_columns[] = {
		{"direction", "Direction", 0, AUDIENCE_PUBLIC},
		{"episodes", "Found: episodes", 0, AUDIENCE_PUBLIC},
		{"children", "Found: children", 0, AUDIENCE_PUBLIC},
		{"last_seen_episodes", "Last seen: episodes", 0, AUDIENCE_PUBLIC},
		{"last_seen_children", "Last seen: children", 0, AUDIENCE_PUBLIC},
	};
	struct table *t = sectors ? TABLE_CREATE(ctx->arena, "directions",
					    "Journeys by direction", sector_columns)
				  : TABLE_CREATE(ctx->arena, "distances",
					    "Journeys by distance", band_columns);
	size_t n = sectors ? JOURNEY_SECTORS_N : JOURNEY_BANDS_N;
	for (size_t i = 0; i < n; i++) {
		cell_text(t, sectors ? sector_names[i] : band_names[i]);
		for (int end = 0; end < JOURNEY_ENDS_N; end++) {
			const struct journey_end_figures *f = &x->ends[end];
			int64_t children =
				sectors ? f->sector_children[i] : f->band_children[i];
			cell_episodes(ctx, t,
				sectors ? f->sector_episodes[i] : f->band_episodes[i],
				children);
			cell_count(ctx, t, children);
		}
	}
	static const char *const found[] = {"episodes", "children", NULL};
	static const char *const seen[] = {
		"last_seen_episodes", "last_seen_children", NULL};
	hide_second_row(ctx, t, found);
	hide_second_row(ctx, t, seen);
	return t;
}

static const struct table *borders_table(struct context *ctx, const struct journeys *x)
{
	static const struct column columns[] = {
		{"layer", "Boundaries", 0, AUDIENCE_PUBLIC},
		{"within", "Found in the same area", 0, AUDIENCE_PUBLIC},
		{"within_children", "Children", 0, AUDIENCE_PUBLIC},
		{"over", "Found outside of it", 0, AUDIENCE_PUBLIC},
		{"over_children", "Children", 0, AUDIENCE_PUBLIC},
		{"not_covered", "Start not covered", 0, AUDIENCE_PUBLIC},
	};
	struct table *t = TABLE_CREATE(ctx->arena, "borders",
		"Journeys within an area and out of it", columns);
	t->reading = "An end outside of every area of the layer counts as outside.";
	for (size_t i = 0; i < x->borders_n; i++) {
		const struct journey_border *b = &x->borders[i];
		cell_text(t, b->layer);
		/* The two are all journeys: one hidden, both hidden. */
		bool few = naming_suppressed(ctx, b->within_children) ||
			   naming_suppressed(ctx, b->within) ||
			   naming_suppressed(ctx, b->over_children) ||
			   naming_suppressed(ctx, b->over);
		cell_count(ctx, t, few ? 1 : b->within);
		cell_count(ctx, t, few ? 1 : b->within_children);
		cell_count(ctx, t, few ? 1 : b->over);
		cell_count(ctx, t, few ? 1 : b->over_children);
		cell_count(ctx, t, b->not_covered);
	}
	return t;
}

static const struct table *bearings_table(struct context *ctx, const struct journeys *x)
{
	static const struct column columns[] = {
		{"to", "To where", 0, AUDIENCE_PUBLIC},
		{"children", "Children", 0, AUDIENCE_PUBLIC},
		{"mean_direction_deg", "Mean direction (degrees)", 0, AUDIENCE_PUBLIC},
		{"resultant", "How alike (0 to 1)", 2, AUDIENCE_PUBLIC},
		{"p_value", "p", 4, AUDIENCE_PUBLIC},
	};
	struct table *t = TABLE_CREATE(
		ctx->arena, "bearings", "The direction children go", columns);
	t->reading =
		"Each child once, by the mean direction of its journeys; north is 0, "
		"east 90. A small p: more go one way than an even spread gives "
		"(Rayleigh).";
	for (int end = 0; end < JOURNEY_ENDS_N; end++) {
		const struct circular *b = &x->ends[end].bearing;
		int64_t n = (int64_t)b->n;
		cell_text(t, end_names[end]);
		cell_count(ctx, t, n);
		cell_figure(ctx, t, n, n > 0 ? b->mean : NAN);
		cell_figure(ctx, t, n, n > 0 ? b->resultant : NAN);
		cell_figure(ctx, t, n, n > 0 ? b->rayleigh_p : NAN);
	}
	return t;
}

static void fit_cells(struct context *ctx, struct table *t, const struct decay *d,
	enum decay_family family)
{
	const struct decay_fit *f = &d->fits[family];
	int64_t n = (int64_t)d->children;
	cell_text(t, decay_name(family));
	cell_bool(t, d->any && d->best == family);
	for (size_t k = 0; k < 2; k++) {
		cell_text(t, decay_parameter_name(family, k));
		cell_figure(ctx, t, n, f->parameter[k]);
		cell_figure(ctx, t, n, f->error[k]);
	}
	cell_figure(ctx, t, n, f->log_likelihood);
	cell_figure(ctx, t, n, f->aic);
	cell_figure(ctx, t, n, f->median_m / 1000);
	cell_figure(ctx, t, n, f->p_fit);
}

static const struct table *decay_table(struct context *ctx, const struct journeys *x)
{
	static const struct column columns[] = {
		{"to", "To where", 0, AUDIENCE_PUBLIC},
		{"children", "Children", 0, AUDIENCE_PUBLIC},
		{"curve", "Curve", 0, AUDIENCE_PUBLIC},
		{"best", "Best", 0, AUDIENCE_PUBLIC},
		{"parameter_1", NULL, 0, AUDIENCE_PUBLIC},
		{"value_1", NULL, 5, AUDIENCE_PUBLIC},
		{"error_1", NULL, 5, AUDIENCE_PUBLIC},
		{"parameter_2", NULL, 0, AUDIENCE_PUBLIC},
		{"value_2", NULL, 5, AUDIENCE_PUBLIC},
		{"error_2", NULL, 5, AUDIENCE_PUBLIC},
		{"log_likelihood", NULL, 2, AUDIENCE_PUBLIC},
		{"aic", "AIC", 1, AUDIENCE_PUBLIC},
		{"median_km", "Half within (km)", 1, AUDIENCE_PUBLIC},
		{"p_fit", "p of the fit", 3, AUDIENCE_PUBLIC},
	};
	struct table *t = TABLE_CREATE(
		ctx->arena, "decay", "How the lengths of journeys fall off", columns);
	t->reading = "Each child weighs the same. The lowest AIC is the best of these "
		     "curves; a small p of the fit says that it does not describe the "
		     "journeys even so.";
	for (int end = 0; end < JOURNEY_ENDS_N; end++)
		for (int f = 0; f < DECAY_FAMILIES_N; f++) {
			const struct decay *d = &x->ends[end].decay;
			cell_text(t, end_names[end]);
			cell_count(ctx, t, (int64_t)d->children);
			fit_cells(ctx, t, d, (enum decay_family)f);
		}
	return t;
}

enum err_code journeys_result(struct work_case *c, const struct episode_set *set,
	const struct journeys *x, struct result **out)
{
	struct result *r = result_create(c->ctx->arena);
	result_table(r, ends_table(c->ctx, x));
	result_table(r, flows_table(c->ctx, set, x));
	result_count(c->ctx, r, "flows_seen", x->flows_seen);
	result_table(r, classes_table(c->ctx, x, false));
	result_table(r, classes_table(c->ctx, x, true));
	result_table(r, borders_table(c->ctx, x));
	result_table(r, bearings_table(c->ctx, x));
	result_table(r, decay_table(c->ctx, x));
	if (c->ctx->audience > AUDIENCE_PUBLIC)
		result_real(r, "p_any_flow", x->p_any_flow);
	*out = r;
	return ERR_OK;
}

enum err_code work_journeys(struct context *ctx, const struct work_options *options,
	const struct journeys_options *o)
{
	struct work_case c;
	struct episode_set set;
	struct journeys x;
	struct result *result = NULL;
	if (o->replications > REPLICATIONS_MOST || o->min_children > UINT32_MAX)
		return err_set(ctx, ERR_USAGE,
			"--replications and --min-children: at most %d",
			REPLICATIONS_MOST);
	enum err_code code = case_open(ctx, options, STORE_WRITE, &c);
	if (code)
		return code;
	code = episodes_load(&c, &set);
	if (!code)
		code = journeys_compute(&c, &set, o, &x);
	if (!code)
		code = journeys_result(&c, &set, &x, &result);
	struct result *parameters = case_parameters(&c);
	result_real(parameters, "precision_m", o->precision_m);
	result_int(parameters, "min_children", o->min_children);
	result_int(parameters, "replications", o->replications);
	result_real(parameters, "shortest_m", o->shortest_m);
	result_real(parameters, "longest_m", o->longest_m);
	return analysis_finish(&c, code, "journeys", parameters, result);
}
