#include "base/str.h"
#include "stats/rates.h"
#include "work/cells.h"
#include "work/hiding.h"
#include "work/homes.h"
#include "work/naming.h"
#include <math.h>

#define FUNNEL_POINTS 60

static const struct column home_columns[] = {
	{"urn", "URN", 0, AUDIENCE_PUBLIC},
	{"name", "Name", 0, AUDIENCE_ANALYST},
	{"places", "Places", 0, AUDIENCE_PARTNER},
	{"nights", "Nights", 0, AUDIENCE_PUBLIC},
	{"nights_from", "Nights from", 0, AUDIENCE_PUBLIC},
	{"episodes", "Episodes", 0, AUDIENCE_PUBLIC},
	{"children", "Children", 0, AUDIENCE_PUBLIC},
	{"children_placed", NULL, 0, AUDIENCE_PARTNER},
	{"rate", "Rate", 1, AUDIENCE_PUBLIC},
	{"rate_lower", "from", 1, AUDIENCE_PUBLIC},
	{"rate_upper", "to", 1, AUDIENCE_PUBLIC},
	{"expected", "Expected", 1, AUDIENCE_PUBLIC},
	{"lower_95", NULL, 1, AUDIENCE_PUBLIC},
	{"upper_95", NULL, 1, AUDIENCE_PUBLIC},
	{"lower_998", "Lower limit", 1, AUDIENCE_PUBLIC},
	{"upper_998", "Upper limit", 1, AUDIENCE_PUBLIC},
	{"shrunk_rate", "Shrunk", 1, AUDIENCE_PUBLIC},
	{"without_top_child", "Without top child", 1, AUDIENCE_PARTNER},
	{"top_child_episodes", NULL, 0, AUDIENCE_PARTNER},
	{"without_placement", NULL, 0, AUDIENCE_PARTNER},
	{"expected_episodes", NULL, 1, AUDIENCE_PUBLIC},
	{"z", "z", 1, AUDIENCE_PUBLIC},
	{"z_children", "z by children", 1, AUDIENCE_PUBLIC},
	{"state", "State", 0, AUDIENCE_PUBLIC},
};

/* At public a home with under 5 children or episodes shows no figure from which they
 * could be told; 0 may stand. */
static void home_row(struct context *ctx, struct table *t, const struct home *h)
{
	int64_t least = h->children_n < h->episodes_n ? h->children_n : h->episodes_n;
	const char *from = h->nights_from_placements ? "placements"
			   : h->nights               ? "places"
						     : NULL;
	cell_text(t, naming_home(ctx, h->number, h->urn));
	cell_text(t, h->name);
	if (h->places < 0)
		cell_null(t);
	else
		cell_int(t, h->places);
	if (h->nights)
		cell_int(t, h->nights);
	else
		cell_null(t);
	cell_text(t, from);
	cell_episodes(ctx, t, h->episodes_n, h->children_n);
	cell_count(ctx, t, h->children_n);
	cell_int(t, h->placed_n);
	cell_figure(ctx, t, least, h->rate);
	cell_figure(ctx, t, least, h->rate_lower);
	cell_figure(ctx, t, least, h->rate_upper);
	cell_figure(ctx, t, 0, h->expected);
	cell_figure(ctx, t, 0, h->lower_95);
	cell_figure(ctx, t, 0, h->upper_95);
	cell_figure(ctx, t, 0, h->lower_998);
	cell_figure(ctx, t, 0, h->upper_998);
	cell_figure(ctx, t, least, h->shrunk_rate);
	cell_figure(ctx, t, 0, h->without_top_child);
	cell_int(t, h->top_child_episodes);
	cell_int(t, h->without_placement);
	cell_figure(ctx, t, 0, h->expected_episodes);
	cell_figure(ctx, t, least, h->z);
	cell_figure(ctx, t, least, h->z_children);
	cell_text(t, naming_suppressed(ctx, least) ? NULL : home_state_names[h->state]);
}

static bool few(const struct context *ctx, const struct home *h)
{
	return naming_suppressed(ctx, h->children_n) ||
	       naming_suppressed(ctx, h->episodes_n);
}

/* told: whether the audience may know the rate of all homes together. */
static const struct table *homes_table(
	struct context *ctx, const struct homes *x, bool told)
{
	struct table *t = TABLE_CREATE(ctx->arena, "homes",
		"Children's homes: episodes for 1,000 nights", home_columns);
	t->reading =
		"Each row is a home. Its rate is set against what its nights lead to "
		"expect "
		"if it were like all homes together; a rate between the limits is no "
		"different from chance. Raised: above the limit that one home in 1,000 "
		"passes by chance, also when its most frequent child is left out. One "
		"child: above it only with that child. z by children allows for bouts "
		"of "
		"the same child: above 2 or below -2 a difference is worth a look. "
		"This is "
		"no league table: homes take different children.";
	/* In the order of their rates: what is hidden comes last, by its number. */
	for (size_t i = 0; i < x->n; i++)
		if (!few(ctx, &x->items[i]))
			home_row(ctx, t, &x->items[i]);
	size_t shown = t->rows_n;
	for (int64_t number = 1; t->rows_n < x->n; number++)
		for (size_t i = 0; i < x->n; i++)
			if (x->items[i].number == number && few(ctx, &x->items[i]))
				home_row(ctx, t, &x->items[i]);
	static const char *const counts[] = {"episodes", "children", "rate",
		"rate_lower", "rate_upper", "shrunk_rate", "z", "z_children", "state",
		NULL};
	if (shown < x->n)
		hide_second_row(ctx, t, counts);
	static const char *const pooled[] = {"expected", "lower_95", "upper_95",
		"lower_998", "upper_998", "expected_episodes", NULL};
	for (size_t row = 0; row < t->rows_n && !told; row++)
		hide_row(ctx, t, row, pooled);
	return t;
}

static const struct table *funnel_table(
	struct context *ctx, const struct homes *x, bool told)
{
	static const struct column columns[] = {
		{"nights", NULL, 0, AUDIENCE_PUBLIC},
		{"expected", NULL, 1, AUDIENCE_PUBLIC},
		{"lower_95", NULL, 1, AUDIENCE_PUBLIC},
		{"upper_95", NULL, 1, AUDIENCE_PUBLIC},
		{"lower_998", NULL, 1, AUDIENCE_PUBLIC},
		{"upper_998", NULL, 1, AUDIENCE_PUBLIC},
	};
	struct table *t = TABLE_CREATE(
		ctx->arena, "funnel", "Limits of the funnel by nights", columns);
	double least = INFINITY, most = 0;
	for (size_t i = 0; i < x->n; i++) {
		double nights = (double)x->items[i].nights;
		if (nights > 0) {
			least = fmin(least, nights);
			most = fmax(most, nights);
		}
	}
	if (most <= 0 || x->pooled_rate <= 0 || !told)
		return t;
	least = fmax(1, least * 0.8);
	for (int i = 0; i < FUNNEL_POINTS; i++) {
		double nights = least * pow(most * 1.1 / least,
						i / (double)(FUNNEL_POINTS - 1));
		double mean = x->pooled_rate * nights / 1000;
		struct interval near = funnel_limits(mean, 0.95),
				far = funnel_limits(mean, 0.998);
		cell_real(t, nights);
		cell_real(t, x->pooled_rate);
		cell_real(t, near.lower * 1000 / nights);
		cell_real(t, near.upper * 1000 / nights);
		cell_real(t, far.lower * 1000 / nights);
		cell_real(t, far.upper * 1000 / nights);
	}
	return t;
}

static const struct table *months_table(
	struct context *ctx, const struct episode_set *set, const struct homes *x)
{
	static const struct column columns[] = {
		{"urn", NULL, 0, AUDIENCE_PUBLIC},
		{"month", NULL, 0, AUDIENCE_PUBLIC},
		{"episodes", NULL, 0, AUDIENCE_PUBLIC},
		{"children", NULL, 0, AUDIENCE_PUBLIC},
	};
	struct table *t = TABLE_CREATE(
		ctx->arena, "home_months", "Homes by month reported", columns);
	t->reading = "Months without an episode are left out.";
	static const char *const counts[] = {"episodes", "children", NULL};
	size_t *rows = arena_array(ctx->arena, size_t, set->n);
	for (size_t i = 0; i < x->n; i++) {
		const struct home *h = &x->items[i];
		size_t n = 0;
		for (uint32_t k = 0, end; k < h->episodes_n; k = end) {
			const struct episode *e = &set->episodes[h->episodes[k]];
			struct civil at = london_from_utc(e->reported.start_s);
			struct moment month = moment_month(at.year, at.month);
			int64_t until = month.start_s + month.span_s;
			for (end = k; end < h->episodes_n &&
				      set->episodes[h->episodes[end]].reported.start_s <
					      until;)
				end++;
			int64_t children = (int64_t)episodes_children(
				ctx->scratch, set, h->episodes + k, end - k);
			rows[n++] = t->rows_n;
			cell_text(t, naming_home(ctx, h->number, h->urn));
			cell_moment(t, month);
			cell_episodes(ctx, t, end - k, children);
			cell_count(ctx, t, children);
		}
		hide_second(ctx, t, rows, n, counts);
	}
	return t;
}

enum err_code homes_result(struct work_case *c, const struct episode_set *set,
	const struct homes *x, struct result **out)
{
	struct context *ctx = c->ctx;
	struct result *r = result_create(ctx->arena);
	int64_t children = 0;
	for (size_t i = 0; i < x->n; i++)
		children += x->items[i].children_n;
	bool told = !naming_suppressed(ctx, children);
	result_table(r, homes_table(ctx, x, told));
	result_figure(ctx, r, "pooled_rate", children, x->pooled_rate);
	result_int(r, "nights", x->nights);
	result_figure(ctx, r, "episodes_of_an_episodes_child", children, x->bout);
	/* All less these are those of the homes. */
	result_count(
		ctx, r, "episodes_without_home", !told ? 1 : x->episodes_without_home);
	result_count(ctx, r, "episodes_by_place", x->episodes_by_place);
	result_table(r, funnel_table(ctx, x, told));
	result_table(r, months_table(ctx, set, x));
	*out = r;
	return ERR_OK;
}

enum err_code work_homes(struct context *ctx, const struct work_options *options)
{
	struct work_case c;
	struct episode_set set;
	struct homes x;
	struct result *result = NULL;
	enum err_code code = case_open(ctx, options, STORE_WRITE, &c);
	if (code)
		return code;
	code = episodes_load(&c, &set);
	if (!code)
		code = homes_compute(&c, &set, &x);
	if (!code)
		code = homes_result(&c, &set, &x, &result);
	return analysis_finish(&c, code, "homes", case_parameters(&c), result);
}
