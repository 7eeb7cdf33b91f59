#include "work/months.h"
#include "base/str.h"
#include "work/cells.h"
#include "work/hiding.h"

int64_t month_number(int64_t utc_s)
{
	struct civil c = london_from_utc(utc_s);
	return (int64_t)c.year * 12 + c.month - 1;
}

struct moment month_moment(int64_t number)
{
	return moment_month((int)(number / 12), (int)(number % 12) + 1);
}

int episode_from_care(const struct episode *e)
{
	static const char *const care[] = {"childrens_home", "foster", "supported"};
	if (str_equal(e->from_kind, "home"))
		return 0;
	for (size_t i = 0; i < sizeof care / sizeof *care; i++)
		if (str_equal(e->from_kind, care[i]))
			return 1;
	if (e->from_home_urn)
		return 1;
	return e->looked_after;
}

static int64_t days_within(const struct episode_set *set, struct moment month)
{
	int64_t from = london_day(month.start_s);
	int64_t to = london_day(month.start_s + month.span_s - 1);
	from = from < set->first_day ? set->first_day : from;
	to = to > set->last_day ? set->last_day : to;
	return to >= from ? to - from + 1 : 0;
}

static void count_types(struct month *m, const struct episode *e)
{
	int care = episode_from_care(e);
	m->episodes++;
	m->by_type[e->type]++;
	m->home += care == 0;
	m->care += care == 1;
	m->unknown += care < 0;
}

/* The episodes are in order of time, so that each month is one run of them. */
static void count_months(struct context *ctx, const struct episode_set *set,
	int64_t first, struct months *out)
{
	struct arena_mark mark = arena_mark(ctx->scratch);
	size_t *seen_in = arena_array(ctx->scratch, size_t, set->children_n);
	for (size_t i = 0; i < out->n; i++) {
		out->items[i].month = month_moment(first + (int64_t)i);
		out->items[i].days = days_within(set, out->items[i].month);
	}
	for (size_t i = 0; i < set->n; i++) {
		const struct episode *e = &set->episodes[i];
		size_t m = (size_t)(month_number(e->reported.start_s) - first);
		count_types(&out->items[m], e);
		out->items[m].children += seen_in[e->child] != m + 1;
		seen_in[e->child] = m + 1;
	}
	arena_reset(ctx->scratch, mark);
}

enum err_code months_compute(
	struct work_case *c, const struct episode_set *set, struct months *out)
{
	struct context *ctx = c->ctx;
	*out = (struct months){0};
	if (set->last_day < set->first_day || set->n == 0)
		return ERR_OK;
	int64_t first = month_number(set->first_day * DAY_S);
	int64_t last = month_number(set->last_day * DAY_S);
	out->n = (size_t)(last - first + 1);
	out->items = arena_array(ctx->arena, struct month, out->n);
	count_months(ctx, set, first, out);
	int64_t *count = arena_array(ctx->arena, int64_t, out->n);
	double *days = arena_array(ctx->arena, double, out->n);
	for (size_t i = 0; i < out->n; i++) {
		count[i] = out->items[i].episodes;
		days[i] = (double)out->items[i].days;
	}
	struct control_options o = {.chart = CONTROL_U};
	return control_run(ctx, &out->control, out->n, count, days, &o);
}

/* The parts of a month are episodes whose children are not counted: not for the public,
 * who read them with their children in COUNT. */
static const struct column columns[] = {
	{"month", "Month", 0, AUDIENCE_PUBLIC},
	{"days", NULL, 0, AUDIENCE_PUBLIC},
	{"episodes", "Episodes", 0, AUDIENCE_PUBLIC},
	{"children", "Children", 0, AUDIENCE_PUBLIC},
	{"missing", "Missing", 0, AUDIENCE_PARTNER},
	{"absent", "Absent", 0, AUDIENCE_PARTNER},
	{"no_apparent_risk", "No apparent risk", 0, AUDIENCE_PARTNER},
	{"away", "Away", 0, AUDIENCE_PARTNER},
	{"home", "From home", 0, AUDIENCE_PARTNER},
	{"care", "From care", 0, AUDIENCE_PARTNER},
	{"not_known", "Not known", 0, AUDIENCE_PARTNER},
	{"centre", "Usual", 1, AUDIENCE_PUBLIC},
	{"lower_95", NULL, 1, AUDIENCE_PUBLIC},
	{"upper_95", NULL, 1, AUDIENCE_PUBLIC},
	{"lower_998", "Lower limit", 1, AUDIENCE_PUBLIC},
	{"upper_998", "Upper limit", 1, AUDIENCE_PUBLIC},
	{"signal", "Out of the ordinary", 0, AUDIENCE_PUBLIC},
};

static const char *signal_text(enum control_signal signal)
{
	static const char *const names[] = {NULL, "high", "low", "run_high", "run_low"};
	return names[signal];
}

const struct table *months_table(struct context *ctx, const struct months *x)
{
	struct table *t = TABLE_CREATE(
		ctx->arena, "months", "Episodes by month reported", columns);
	t->reading =
		"Usual and limits are for a month of that many days; a month outside "
		"of them comes by chance less than twice in 1,000. Children who go "
		"repeatedly widen them. Where the number changed they begin anew. "
		"Under six months there are none.";
	for (size_t i = 0; i < x->n; i++) {
		const struct month *m = &x->items[i];
		const struct control_point *p = &x->control.points[i];
		const int64_t from[] = {m->home, m->care, m->unknown};
		double days = (double)m->days;
		cell_moment(t, m->month);
		cell_int(t, m->days);
		cell_episodes(ctx, t, m->episodes, m->children);
		cell_count(ctx, t, m->children);
		for (int type = 0; type < TYPES_N; type++)
			cell_int(t, m->by_type[type]);
		for (int k = 0; k < 3; k++)
			cell_int(t, from[k]);
		cell_real(t, p->centre * days);
		cell_real(t, p->lower_95 * days);
		cell_real(t, p->upper_95 * days);
		cell_real(t, p->lower_998 * days);
		cell_real(t, p->upper_998 * days);
		cell_text(t, signal_text(p->signal));
	}
	static const char *const counts[] = {"episodes", "children", NULL};
	hide_second_row(ctx, t, counts);
	return t;
}
