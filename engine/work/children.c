#include "work/children.h"
#include "base/str.h"
#include "stats/circular.h"
#include "stats/rates.h"
#include "work/cells.h"
#include "work/naming.h"
#include <math.h>
#include <stdlib.h>

const char *const child_trend_names[] = {"steady", "rising", "falling"};

static bool to_the_hour(struct moment m)
{
	return m.precision >= TIME_SECOND && m.precision <= TIME_HOUR;
}

static int compare_double(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

static double median(double *values, size_t n)
{
	if (n == 0)
		return NAN;
	qsort(values, n, sizeof *values, compare_double);
	return n % 2 ? values[n / 2] : (values[n / 2 - 1] + values[n / 2]) / 2;
}

/* The text that comes most often (the first of equals), and how often. */
static const char *most_common(
	struct arena *scratch, const char *const *texts, size_t n, uint32_t *times)
{
	struct map seen;
	map_init(&seen, scratch);
	uint32_t *counts = arena_array(scratch, uint32_t, n);
	size_t best = 0;
	*times = 0;
	for (size_t i = 0; i < n; i++)
		if (texts[i])
			counts[map_intern(&seen, texts[i])]++;
	for (size_t k = 0; k < seen.n; k++)
		if (counts[k] > *times) {
			*times = counts[k];
			best = k;
		}
	for (size_t i = 0; i < n && *times; i++)
		if (texts[i] && str_equal(texts[i], seen.keys[best]))
			return texts[i];
	return NULL;
}

static void usual_places(
	struct arena *scratch, const struct episode_set *set, struct child_pattern *p)
{
	const char **from = arena_array(scratch, const char *, p->episodes_n);
	const char **found = arena_array(scratch, const char *, p->episodes_n);
	struct map homes;
	map_init(&homes, scratch);
	for (uint32_t i = 0; i < p->episodes_n; i++) {
		const struct episode *e = &set->episodes[p->episodes[i]];
		const struct spot *spot = &e->spots[ROLE_FOUND];
		from[i] = e->from_home_urn ? e->from_home_urn : e->from_kind;
		if (e->from_home_urn)
			map_intern(&homes, e->from_home_urn);
		if (spot->belongs)
			continue;
		found[i] = spot->address_id ? str_printf(scratch, "%lld",
						      (long long)spot->address_id)
					    : e->found_kind;
	}
	p->homes_n = (uint32_t)homes.n;
	p->usual_from = most_common(scratch, from, p->episodes_n, &p->usual_from_n);
	const char *key = most_common(scratch, found, p->episodes_n, &p->usual_found_n);
	for (uint32_t i = 0; key && i < p->episodes_n; i++) {
		const struct episode *e = &set->episodes[p->episodes[i]];
		if (!str_equal(found[i], key))
			continue;
		p->usual_address_id = e->spots[ROLE_FOUND].address_id;
		p->usual_found = p->usual_address_id ? e->spots[ROLE_FOUND].label
						     : e->found_kind;
		p->usual_found_kind = e->found_kind;
		break;
	}
}

static enum err_code times_of(
	struct context *ctx, const struct episode_set *set, struct child_pattern *p)
{
	double *hour = arena_array(ctx->scratch, double, p->episodes_n);
	double *length = arena_array(ctx->scratch, double, p->episodes_n);
	double *gap = arena_array(ctx->scratch, double, p->episodes_n);
	size_t hours_n = 0, lengths_n = 0, gaps_n = 0;
	for (uint32_t i = 0; i < p->episodes_n; i++) {
		const struct episode *e = &set->episodes[p->episodes[i]];
		if (i)
			gap[gaps_n++] = fabs((double)(e->gone.start_s -
						      set->episodes[p->episodes[i - 1]]
							      .gone.start_s)) /
					(double)DAY_S;
		if (!to_the_hour(e->gone))
			continue;
		struct civil c = london_from_utc(e->gone.start_s + e->gone.span_s / 2);
		hour[hours_n++] = c.hour + c.minute / 60.0;
		if (to_the_hour(e->found))
			length[lengths_n++] = fmax(
				0, (double)(e->found.start_s - e->gone.start_s) / 3600);
	}
	p->median_gap_days = median(gap, gaps_n);
	p->median_hours = median(length, lengths_n);
	p->longest_hours = lengths_n ? length[lengths_n - 1] : NAN;
	p->mean_hour = p->hour_strength = NAN;
	if (hours_n == 0)
		return ERR_OK;
	struct circular clock;
	enum err_code code = circular_run(ctx, &clock, hours_n, hour, NULL, 24);
	if (!code) {
		p->mean_hour = clock.mean;
		p->hour_strength = clock.resultant;
	}
	return code;
}

/* The first episode opens the span, so that it tells nothing of the halves. */
static enum child_trend trend_of(
	const struct episode_set *set, const struct child_pattern *p)
{
	int64_t span = set->last_day - p->first_day + 1, later = 0;
	if (p->episodes_n < 4 || span < 28)
		return CHILD_STEADY;
	for (uint32_t i = 1; i < p->episodes_n; i++) {
		const struct episode *e = &set->episodes[p->episodes[i]];
		later += (london_day(e->reported.start_s) - p->first_day) * 2 >= span;
	}
	struct interval likely = share_interval(later, p->episodes_n - 1, 0.8);
	if (likely.lower > 0.5)
		return CHILD_RISING;
	return likely.upper < 0.5 ? CHILD_FALLING : CHILD_STEADY;
}

static enum err_code pattern_make(struct context *ctx, const struct episode_set *set,
	const struct groups *by_child, uint32_t child, struct child_pattern *p)
{
	struct arena_mark mark = arena_mark(ctx->scratch);
	*p = (struct child_pattern){.child = child,
		.age = -1,
		.episodes = groups_items(by_child, child),
		.episodes_n = (uint32_t)groups_size(by_child, child)};
	for (uint32_t i = 0; i < p->episodes_n; i++) {
		const struct episode *e = &set->episodes[p->episodes[i]];
		int64_t day = london_day(e->reported.start_s);
		p->by_type[e->type]++;
		p->first_day = i ? p->first_day : day;
		p->last_day = day;
		p->last_28 += day > set->last_day - 28;
		p->last_90 += day > set->last_day - 90;
		p->age = e->age >= 0 ? e->age : p->age;
	}
	usual_places(ctx->scratch, set, p);
	enum err_code code = times_of(ctx, set, p);
	p->trend = trend_of(set, p);
	arena_reset(ctx->scratch, mark);
	return code;
}

static int compare_patterns(const void *a, const void *b)
{
	const struct child_pattern *x = a, *y = b;
	if (x->episodes_n != y->episodes_n)
		return x->episodes_n > y->episodes_n ? -1 : 1;
	return (x->child > y->child) - (x->child < y->child);
}

enum err_code children_compute(struct work_case *c, const struct episode_set *set,
	const struct children_options *o, struct children *out)
{
	struct context *ctx = c->ctx;
	*out = (struct children){.options = *o, .children = (int64_t)set->children_n};
	struct groups by_child = groups_by_child(ctx->arena, set);
	out->items = arena_array(ctx->arena, struct child_pattern, set->children_n);
	enum err_code code = ERR_OK;
	for (uint32_t i = 0; !code && i < set->children_n; i++)
		if (set->children[i].episodes_n >= o->min_episodes)
			code = pattern_make(
				ctx, set, &by_child, i, &out->items[out->n++]);
	qsort(out->items, out->n, sizeof *out->items, compare_patterns);
	return code;
}

static const struct column columns[] = {
	{"child", "Child", 0, AUDIENCE_PARTNER},
	{"age", "Age", 0, AUDIENCE_PARTNER},
	{"episodes", "Episodes", 0, AUDIENCE_PARTNER},
	{"missing", NULL, 0, AUDIENCE_PARTNER},
	{"absent", NULL, 0, AUDIENCE_PARTNER},
	{"no_apparent_risk", NULL, 0, AUDIENCE_PARTNER},
	{"away", NULL, 0, AUDIENCE_PARTNER},
	{"first", "First", 0, AUDIENCE_PARTNER},
	{"last", "Last", 0, AUDIENCE_PARTNER},
	{"last_28_days", "Last 28 days", 0, AUDIENCE_PARTNER},
	{"last_90_days", NULL, 0, AUDIENCE_PARTNER},
	{"homes", "Homes", 0, AUDIENCE_PARTNER},
	{"usual_from", "Mostly from", 0, AUDIENCE_PARTNER},
	{"usual_from_episodes", NULL, 0, AUDIENCE_PARTNER},
	{"usual_found", "Mostly found", 0, AUDIENCE_PARTNER},
	{"usual_found_episodes", "Times", 0, AUDIENCE_PARTNER},
	{"usual_found_address_id", NULL, 0, AUDIENCE_PARTNER},
	{"mean_hour", "Mean hour", 1, AUDIENCE_PARTNER},
	{"hour_strength", NULL, 2, AUDIENCE_PARTNER},
	{"median_hours", "Usual length (h)", 1, AUDIENCE_PARTNER},
	{"longest_hours", "Longest (h)", 1, AUDIENCE_PARTNER},
	{"median_gap_days", "Usual gap (days)", 1, AUDIENCE_PARTNER},
	{"trend", "Trend", 0, AUDIENCE_PARTNER},
};

/* A kind is shown as it is, a home by its name before the audience. */
static const char *from_shown(
	struct context *ctx, const struct map *numbers, const char *from)
{
	size_t number;
	if (from && map_get(numbers, from, &number))
		return naming_home(ctx, (int64_t)number, from);
	return from;
}

static void child_row(struct context *ctx, const struct episode_set *set,
	const struct map *numbers, const struct child_pattern *p, struct table *t)
{
	cell_text(t, child_name(ctx, set, p->child));
	if (p->age < 0)
		cell_null(t);
	else
		cell_int(t, p->age);
	cell_int(t, p->episodes_n);
	for (int type = 0; type < TYPES_N; type++)
		cell_int(t, p->by_type[type]);
	cell_day(t, p->first_day);
	cell_day(t, p->last_day);
	cell_int(t, p->last_28);
	cell_int(t, p->last_90);
	cell_int(t, p->homes_n);
	cell_text(t, from_shown(ctx, numbers, p->usual_from));
	cell_int(t, p->usual_from_n);
	/* One child's address is for analysts: others read what kind of place it is. */
	bool exact = ctx->audience == AUDIENCE_ANALYST;
	cell_text(t, exact ? p->usual_found : p->usual_found_kind);
	cell_int(t, p->usual_found_n);
	if (p->usual_address_id && exact)
		cell_int(t, p->usual_address_id);
	else
		cell_null(t);
	cell_real(t, p->mean_hour);
	cell_real(t, p->hour_strength);
	cell_real(t, p->median_hours);
	cell_real(t, p->longest_hours);
	cell_real(t, p->median_gap_days);
	cell_text(t, child_trend_names[p->trend]);
}

enum err_code children_result(struct work_case *c, const struct episode_set *set,
	const struct children *x, struct result **out)
{
	struct context *ctx = c->ctx;
	struct map numbers;
	enum err_code code = homes_number(c, &numbers);
	if (code)
		return code;
	struct table *t = TABLE_CREATE(
		ctx->arena, "children", "Children who go repeatedly", columns);
	t->reading =
		"One child a row. Mostly found leaves out where they belong; Times "
		"is how often they were found there; below audience analyst the kind "
		"of place alone is shown. Trend sets the later half of a "
		"child's time in the period against the earlier one.";
	for (size_t i = 0; i < x->n && ctx->audience > AUDIENCE_PUBLIC; i++)
		child_row(ctx, set, &numbers, &x->items[i], t);
	struct result *r = result_create(ctx->arena);
	result_table(r, t);
	if (naming_suppressed(ctx, x->children))
		result_text(r, "children_in_all", NULL);
	else
		result_int(r, "children_in_all", x->children);
	*out = r;
	return ERR_OK;
}

enum err_code work_children(struct context *ctx, const struct work_options *options,
	const struct children_options *o)
{
	struct work_case c;
	struct episode_set set;
	struct children x;
	struct result *result = NULL;
	enum err_code code = case_open(ctx, options, STORE_WRITE, &c);
	if (code)
		return code;
	code = episodes_load(&c, &set);
	if (!code)
		code = children_compute(&c, &set, o, &x);
	if (!code)
		code = children_result(&c, &set, &x, &result);
	struct result *parameters = case_parameters(&c);
	result_int(parameters, "min_episodes", o->min_episodes);
	return analysis_finish(&c, code, "children", parameters, result);
}
