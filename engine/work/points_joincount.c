#include "work/points_joincount.h"
#include "stats/joincount.h"
#include <math.h>

#define PERMUTATIONS_MOST 1000000

static const struct column join_columns[] = {
	{"a", "Kind", 0, AUDIENCE_PUBLIC},
	{"b", "beside", 0, AUDIENCE_PUBLIC},
	{"joins", "Joins", 1, AUDIENCE_PUBLIC},
	{"expected", "Expected", 3, AUDIENCE_PUBLIC},
	{"variance", "Variance", 3, AUDIENCE_PUBLIC},
	{"z", "z", 3, AUDIENCE_PUBLIC},
	{"p_value", "p", 4, AUDIENCE_PUBLIC},
	{"p_greater", "p (more)", 4, AUDIENCE_PUBLIC},
	{"p_less", "p (fewer)", 4, AUDIENCE_PUBLIC},
	{"p_permutation_greater", "p (more, permutation)", 4, AUDIENCE_PUBLIC},
	{"p_permutation_less", "p (fewer, permutation)", 4, AUDIENCE_PUBLIC},
};
enum { JOIN_PLAIN_COLUMNS = 9, JOIN_COLUMNS = 11 };

static const struct column kind_columns[] = {
	{"kind", "Kind", 0, AUDIENCE_PUBLIC},
	{"places", "Places", 0, AUDIENCE_PUBLIC},
};

static void join_row(struct table *t, const char *a, const char *b,
	const struct join *j, bool permuted)
{
	cell_text(t, a);
	cell_text(t, b);
	cell_real(t, j->count);
	cell_real(t, j->expected);
	cell_real(t, j->variance);
	cell_real(t, j->z);
	cell_real(t, j->p_value);
	cell_real(t, j->p_greater);
	cell_real(t, j->p_less);
	if (permuted) {
		cell_real(t, j->p_permutation_greater);
		cell_real(t, j->p_permutation_less);
	}
}

static void tell(struct context *ctx, struct result *r, const struct join_counts *j,
	const char *const *names, bool permuted)
{
	struct table *joins = table_create(ctx->arena, "joins", "Joins", join_columns,
		permuted ? JOIN_COLUMNS : JOIN_PLAIN_COLUMNS);
	struct table *kinds = TABLE_CREATE(ctx->arena, "kinds", "Kinds", kind_columns);
	joins->reading = "A join is a pair of neighbours; with any other, all joins of "
			 "two kinds together.";
	for (size_t k = 0; k < j->joins_n; k++)
		join_row(joins, names[j->joins[k].a], names[j->joins[k].b],
			&j->joins[k], permuted);
	join_row(joins, "any", "any other", &j->unlike, permuted);
	for (size_t k = 0; k < j->colours_n; k++) {
		cell_text(kinds, names[k]);
		cell_int(kinds, (int64_t)j->places[k]);
	}
	result_table(r, joins);
	result_table(r, kinds);
}

/* Kinds by value where none are named. */
static const char *const *kinds_of(
	struct context *ctx, struct places *p, double above, size_t *n)
{
	static const char *const names[] = {"not above", "above"};
	if (p->colour) {
		*n = p->colours.n;
		return p->colours.items;
	}
	p->colour = arena_array(ctx->arena, uint32_t, p->n);
	for (size_t i = 0; i < p->n; i++)
		p->colour[i] = p->value[i] > above;
	*n = 2;
	return names;
}

static enum err_code check(struct context *ctx, const struct points_file *file,
	const struct points_joincount_options *o)
{
	bool counted = o->places.grid || o->places.areas;
	if (o->places.colour && file->value)
		return err_set(
			ctx, ERR_USAGE, "give --colour or --value, not both of them");
	if (!o->places.colour && !file->value && !counted)
		return err_set(ctx, ERR_USAGE,
			"say what kind a place is of: a column with --colour, or a "
			"number with --value and --above");
	if (o->permutations > PERMUTATIONS_MOST)
		return err_set(ctx, ERR_USAGE, "--permutations: at most %d",
			PERMUTATIONS_MOST);
	return ERR_OK;
}

enum err_code work_points_joincount(struct context *ctx,
	const struct work_options *options, const struct points_file *file,
	const struct points_joincount_options *o, bool *left_out)
{
	struct places p;
	struct weights w;
	struct join_counts j;
	size_t n = 0;
	const char *const *names = NULL;
	enum err_code err = check(ctx, file, o);
	if (err)
		return err;
	err = places_read(ctx, file, EVENTS_TIMELESS, &o->places, &p);
	if (!err)
		err = places_weights(ctx, &p, &o->places, "B", &w);
	if (!err) {
		names = kinds_of(ctx, &p, o->above, &n);
		err = join_counts_run(
			ctx, &j, p.colour, n, &w, (uint32_t)o->permutations);
	}
	if (!err) {
		struct result *parameters = points_parameters(ctx, file, false);
		struct result *r = result_create(ctx->arena);
		if (!o->places.colour)
			result_real(parameters, "above", o->above);
		result_int(parameters, "permutations", o->permutations);
		tell(ctx, r, &j, names, o->permutations > 0);
		places_tell(ctx, &p, &o->places, "B", parameters, r);
		err = points_finish(ctx, options, "points joincount", &p.events,
			parameters, r, left_out);
	}
	places_release(&p);
	return err;
}
