/* The tables of the hotspots. */
#include "base/str.h"
#include "work/cells.h"
#include "work/hiding.h"
#include "work/hotspots.h"
#include "work/naming.h"
#include "work/place_table.h"
#include <math.h>

static const struct column hotspot_columns[] = {
	{"id", "No.", 0, AUDIENCE_PUBLIC},
	{"place", "Place", 0, AUDIENCE_PUBLIC},
	{"method", "Method", 0, AUDIENCE_PUBLIC},
	{"x", "Easting", 0, AUDIENCE_PUBLIC},
	{"y", "Northing", 0, AUDIENCE_PUBLIC},
	{"radius_m", "Radius (m)", 0, AUDIENCE_PUBLIC},
	{"from", "From", 0, AUDIENCE_PUBLIC},
	{"to", "To", 0, AUDIENCE_PUBLIC},
	{"episodes", "Episodes", 0, AUDIENCE_PUBLIC},
	{"children", "Children", 0, AUDIENCE_PUBLIC},
	{"children_near", "Children together", 0, AUDIENCE_PARTNER},
	{"children_expected", "By chance", 1, AUDIENCE_PARTNER},
	{"p_value", "p", 3, AUDIENCE_PUBLIC},
	{"q_value", "q", 3, AUDIENCE_PUBLIC},
	{"state", "State", 0, AUDIENCE_PUBLIC},
	{"members", NULL, 0, AUDIENCE_PARTNER},
	/* With draws alone. */
	{"survival_share", "Found again", 3, AUDIENCE_PUBLIC},
	{"jaccard_mean", NULL, 2, AUDIENCE_PUBLIC},
};
enum {
	COLUMNS = sizeof hotspot_columns / sizeof *hotspot_columns,
	COLUMNS_PLAIN = COLUMNS - 2
};

static const char reading[] =
	"Each row is a place and time where different children come together: by "
	"space-time clusters (stdbscan), or by the scan of circles and runs of days "
	"(scan). p is how often children who know nothing of each other would give one "
	"as strong anywhere in the case; it holds for all rows of its method together, "
	"q "
	"for both. Children together are those at the strongest moment, beside the "
	"number to expect there by chance.";
static const char reading_of_draws[] =
	" Found again: the share of draws, in which places lie anywhere within their "
	"precision, that have the hotspot too.";

static const struct table *hotspots_table(
	struct context *ctx, const struct episode_set *set, const struct hotspots *x)
{
	struct table *t = table_create(ctx->arena, "hotspots", "Hotspots",
		hotspot_columns, x->options.draws ? COLUMNS : COLUMNS_PLAIN);
	t->reading = str_printf(
		ctx->arena, "%s%s", reading, x->options.draws ? reading_of_draws : "");
	for (size_t i = 0; i < x->n; i++) {
		const struct hotspot *h = &x->items[i];
		double radius_m = ctx->audience == AUDIENCE_PUBLIC
					  ? fmax(PLACE_SQUARE_M, h->radius_m)
					  : h->radius_m;
		cell_int(t, h->id);
		cell_text(t, x->options.place == ROLE_LAST_SEEN
				     ? "last-seen"
				     : place_role_names[x->options.place]);
		cell_text(t, h->method);
		bool single = h->children_n < 2;
		cell_figure(ctx, t, h->children_n, place_shown_m(ctx, single, h->x_m));
		cell_figure(ctx, t, h->children_n, place_shown_m(ctx, single, h->y_m));
		cell_figure(ctx, t, h->children_n, radius_m);
		cell_day(t, h->from_day);
		cell_day(t, h->to_day);
		cell_episodes(ctx, t, h->episodes_n, h->children_n);
		cell_count(ctx, t, h->children_n);
		cell_int(t, h->children_near);
		cell_real(t, h->children_expected);
		cell_real(t, h->p_value);
		cell_real(t, h->q_value);
		cell_text(t, hotspot_state_names[h->state]);
		cell_texts(t, episode_refs(ctx, set, h->episodes, h->episodes_n));
		if (x->options.draws == 0)
			continue;
		cell_real(t, h->survives);
		cell_real(t, h->alike);
	}
	return t;
}

enum err_code hotspots_result(struct work_case *c, const struct episode_set *set,
	const struct hotspots *x, struct result **out)
{
	struct context *ctx = c->ctx;
	struct result *r = result_create(ctx->arena);
	struct result *left = result_create(ctx->arena);
	result_count(ctx, left, "too_coarse", x->too_coarse);
	result_count(ctx, left, "not_located", x->not_located);
	result_count(ctx, left, "not_given", x->not_given);
	result_count(ctx, left, "where_they_belong", x->where_they_belong);
	result_table(r, hotspots_table(ctx, set, x));
	result_result(r, "left_out", left);
	if (x->options.methods & HOTSPOTS_CLUSTERS) {
		result_int(r, "min_points_used", x->options.min_points);
		result_int(r, "permutations_used", x->options.permutations);
	}
	if (x->options.methods & HOTSPOTS_SCAN) {
		result_int(r, "scan_permutations_used", x->options.scan_permutations);
		result_bool(r, "scan_left_out", x->scan_left_out);
	}
	result_count(ctx, r, "points", (int64_t)x->points_n);
	result_table(r, place_table(ctx, "places", set, x->options.place,
				x->options.place != ROLE_FROM));
	*out = r;
	return ERR_OK;
}
