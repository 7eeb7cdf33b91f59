#include "work/points_ebmoran.h"
#include "stats/ebrates.h"
#include "work/points_local_table.h"

#define PERMUTATIONS_MOST 1000000

static const struct column rate_columns[] = {
	{"row", "Row", 0, AUDIENCE_PUBLIC},
	{"id", "Id", 0, AUDIENCE_PUBLIC},
	{"events", "Events", 0, AUDIENCE_PUBLIC},
	{"population", "Population", 0, AUDIENCE_PUBLIC},
	{"rate", "Rate", 6, AUDIENCE_PUBLIC},
	{"rate_eb", "Rate (empirical Bayes)", 6, AUDIENCE_PUBLIC},
	{"rate_eb_local", "Rate (of its neighbourhood)", 6, AUDIENCE_PUBLIC},
	{"expected", "Expected", 3, AUDIENCE_PUBLIC},
	{"relative_risk", "Times the expected", 3, AUDIENCE_PUBLIC},
	{"p_less", "p (so few)", 4, AUDIENCE_PUBLIC},
	{"p_greater", "p (so many)", 4, AUDIENCE_PUBLIC},
	{"p_value", "p", 4, AUDIENCE_PUBLIC},
	{"p_fdr", "p (false discovery)", 4, AUDIENCE_PUBLIC},
	PLACES_COLUMNS,
};
enum { RATE_COLUMNS = 13 };

static const struct table *rates_table(
	struct context *ctx, const struct places *p, const struct eb_rates *rates)
{
	struct table *t = table_create(ctx->arena, "local", "Rates", rate_columns,
		RATE_COLUMNS + places_columns(p));
	t->reading =
		"A rate of few events swings widely; the steadied ones are drawn to "
		"the overall rate, or to that of the neighbourhood, the more the "
		"smaller the population.";
	for (size_t i = 0; i < p->n; i++) {
		places_begin_row(t, p, i);
		cell_int(t, (int64_t)p->value[i]);
		cell_real(t, p->population[i]);
		cell_real(t, rates->raw[i]);
		cell_real(t, rates->global[i]);
		cell_real(t, rates->local[i]);
		cell_real(t, rates->expected[i]);
		cell_real(t, p->value[i] / rates->expected[i]);
		cell_real(t, rates->p_less[i]);
		cell_real(t, rates->p_greater[i]);
		cell_real(t, rates->p_value[i]);
		cell_real(t, rates->p_fdr[i]);
		places_end_row(ctx, t, p, i);
	}
	return t;
}

static enum err_code check(struct context *ctx, const struct points_file *file,
	const struct points_ebmoran_options *o)
{
	if (!file->population)
		return err_set(ctx, ERR_USAGE,
			"--population: say which column holds how many there are who "
			"could have an event");
	if (!file->value && !o->places.areas)
		return err_set(ctx, ERR_USAGE,
			"--value: say which column holds the number of events, or "
			"count "
			"the rows in areas with --areas");
	if (o->permutations > PERMUTATIONS_MOST)
		return err_set(ctx, ERR_USAGE, "--permutations: at most %d",
			PERMUTATIONS_MOST);
	return ERR_OK;
}

enum err_code work_points_ebmoran(struct context *ctx,
	const struct work_options *options, const struct points_file *file,
	const struct points_ebmoran_options *o, bool *left_out)
{
	struct places p;
	struct weights w;
	struct eb_rates rates;
	struct autocorrelation a;
	enum err_code err = check(ctx, file, o);
	if (err)
		return err;
	err = places_read(ctx, file, EVENTS_TIMELESS, &o->places, &p);
	if (!err)
		err = places_weights(ctx, &p, &o->places, "W", &w);
	if (!err)
		err = eb_rates_run(ctx, &rates, p.value, p.population, &w);
	if (!err)
		err = eb_moran_run(ctx, &a, &rates, &w, (uint32_t)o->permutations);
	if (!err) {
		struct result *parameters = points_parameters(ctx, file, false);
		struct result *r = result_create(ctx->arena);
		result_text(parameters, "population", file->population);
		result_int(parameters, "permutations", o->permutations);
		result_table(r, rates_table(ctx, &p, &rates));
		autocorrelation_tell(r, "i", &a);
		result_real(r, "rate", rates.b);
		result_real(r, "variance_between", rates.a);
		places_tell(ctx, &p, &o->places, "W", parameters, r);
		err = points_finish(ctx, options, "points ebmoran", &p.events,
			parameters, r, left_out);
	}
	places_release(&p);
	return err;
}
