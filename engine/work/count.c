#include "work/count.h"
#include "base/str.h"
#include "work/cells.h"
#include "work/months.h"
#include <math.h>
#include <stdlib.h>

const char *const count_line_names[COUNT_LINES_N] = {"missing", "absent",
	"no_apparent_risk", "away_without_authorisation", "all_types",
	"missing_from_placement", "early_help_after", "s17_after", "s47_after",
	"strategy_after", "nrm_after", "own_children_placed_elsewhere",
	"own_children_elsewhere_notified", "others_children_placed_here",
	"others_children_here_notified", "children_with_one_episode",
	"children_with_two_episodes", "children_with_three_or_more", "median_hours"};
const char *const count_part_names[COUNT_PARTS_N] = {
	"home", "care", "in_area", "out_of_area", "not_known", "all"};

/* One thing counted: sorted, those of one cell lie together, children beside children.
 */
struct entry {
	uint8_t line, part;
	uint32_t month; /* from the first of the period, 0; after it the children */
	int64_t child_id;
	double value;
};

struct counter {
	struct work_case *c;
	const struct episode_set *set;
	const struct count_options *o;
	struct count *out;
	struct placed_list placed;
	struct assessed_list assessed;
	int64_t first_month;
	struct entry *entries;
	size_t n, capacity;
};

static void add(struct counter *k, enum count_line line, enum count_part part,
	int64_t month, int64_t child_id, double value)
{
	arena_reserve(k->c->ctx->arena, k->entries, k->capacity, k->n + 1);
	k->entries[k->n++] = (struct entry){.line = (uint8_t)line,
		.part = (uint8_t)part,
		.month = (uint32_t)(month - k->first_month),
		.child_id = child_id,
		.value = value};
}

static enum count_part part_of(const struct episode *e)
{
	int care = episode_from_care(e);
	return care < 0 ? COUNT_NOT_KNOWN : care ? COUNT_CARE : COUNT_HOME;
}

/* Where a child in care was placed when they went: 1 out of the area, 0 in it. */
static int out_of_area(const struct counter *k, const struct episode *e)
{
	const struct placed *p = placed_on(
		&k->placed, k->set->children[e->child].id, london_day(e->gone.start_s));
	if (!p)
		return -1;
	const char *own = k->o->authority  ? k->o->authority
			  : p->responsible ? p->responsible
					   : e->authority;
	int same = same_authority(own, p->host);
	return same < 0 ? -1 : !same;
}

static double hours_of(const struct episode *e)
{
	const struct moment *a = &e->gone, *b = &e->found;
	if (a->precision < TIME_SECOND || a->precision > TIME_HOUR ||
		b->precision < TIME_SECOND || b->precision > TIME_HOUR)
		return NAN;
	return fmax(0, (double)(b->start_s - a->start_s) / 3600);
}

static void count_episode(struct counter *k, const struct episode *e)
{
	static const enum count_line by_type[TYPES_N] = {
		COUNT_MISSING, COUNT_ABSENT, COUNT_NO_APPARENT_RISK, COUNT_AWAY};
	int64_t month = month_number(e->reported.start_s);
	int64_t child_id = k->set->children[e->child].id;
	enum count_part part = part_of(e);
	double hours = hours_of(e);
	add(k, by_type[e->type], part, month, child_id, NAN);
	add(k, COUNT_ALL_TYPES, part, month, child_id, NAN);
	if (part == COUNT_CARE && e->type == TYPE_MISSING) {
		int out = out_of_area(k, e);
		add(k, COUNT_FROM_PLACEMENT,
			out < 0 ? COUNT_NOT_KNOWN
			: out   ? COUNT_OUT_OF_AREA
				: COUNT_IN_AREA,
			month, child_id, NAN);
	}
	unsigned kinds = assessed_after(&k->assessed, k->set, e);
	for (unsigned kind = 0; kind < ASSESSMENT_KINDS_N; kind++)
		if (kinds & 1u << kind)
			add(k, (enum count_line)(COUNT_EARLY_HELP + kind), part, month,
				child_id, NAN);
	if (isfinite(hours))
		add(k, COUNT_MEDIAN_HOURS, part, month, child_id, hours);
}

/* A date or a yes is a notification. */
static bool notified(const char *text)
{
	return !str_empty(text) && !str_equal_fold(text, "n") &&
	       !str_equal_fold(text, "no");
}

static void count_placement(struct counter *k, const struct placed *p)
{
	const char *own = k->o->authority;
	if (p->from_day < k->set->first_day || p->from_day > k->set->last_day)
		return;
	int64_t month = month_number(p->from_day * DAY_S);
	int here = same_authority(own ? own : p->responsible, p->host);
	int ours = own ? same_authority(own, p->responsible) : 1;
	if (here < 0 || ours < 0 || ours == here)
		return;
	bool told = notified(p->authority_notified);
	add(k, ours ? COUNT_PLACED_ELSEWHERE : COUNT_PLACED_HERE, COUNT_ALL, month,
		p->child_id, NAN);
	if (told)
		add(k, ours ? COUNT_ELSEWHERE_NOTIFIED : COUNT_HERE_NOTIFIED, COUNT_ALL,
			month, p->child_id, NAN);
}

static int compare_entries(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;
	if (x->line != y->line)
		return x->line < y->line ? -1 : 1;
	if (x->part != y->part)
		return x->part < y->part ? -1 : 1;
	if (x->month != y->month)
		return x->month < y->month ? -1 : 1;
	if (x->child_id != y->child_id)
		return x->child_id < y->child_id ? -1 : 1;
	return (x->value > y->value) - (x->value < y->value);
}

static int compare_child(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
	return (x > y) - (x < y);
}

static int compare_double(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

/* The cell of entries[0 … n): of one line and part. */
static struct count_cell cell_of(
	struct counter *k, const struct entry *entries, size_t n, int64_t month)
{
	struct arena *scratch = k->c->ctx->scratch;
	struct arena_mark mark = arena_mark(scratch);
	int64_t *ids = arena_array(scratch, int64_t, n);
	double *values = arena_array(scratch, double, n);
	struct count_cell cell = {.line = (enum count_line)entries[0].line,
		.part = (enum count_part)entries[0].part,
		.month = month,
		.episodes = (int64_t)n,
		.value = NAN};
	for (size_t i = 0; i < n; i++) {
		ids[i] = entries[i].child_id;
		values[i] = entries[i].value;
	}
	qsort(ids, n, sizeof *ids, compare_child);
	for (size_t i = 0; i < n; i++)
		cell.children += i == 0 || ids[i] != ids[i - 1];
	if (cell.line == COUNT_MEDIAN_HOURS) {
		qsort(values, n, sizeof *values, compare_double);
		cell.value = (values[(n - 1) / 2] + values[n / 2]) / 2;
	}
	arena_reset(scratch, mark);
	return cell;
}

/* Children by their number of episodes in the month, or in the period: from the entries
 * of all types of one part, which are in order of month and child. */
static void frequencies(struct counter *k, const struct entry *entries, size_t n,
	int64_t month, size_t *capacity)
{
	struct arena *arena = k->c->ctx->arena;
	struct arena_mark mark = arena_mark(k->c->ctx->scratch);
	int64_t *ids = arena_array(k->c->ctx->scratch, int64_t, n);
	struct count_cell cells[3];
	for (int i = 0; i < 3; i++)
		cells[i] = (struct count_cell){
			.line = (enum count_line)(COUNT_CHILDREN_ONCE + i),
			.part = (enum count_part)entries[0].part,
			.month = month,
			.value = NAN};
	for (size_t i = 0; i < n; i++)
		ids[i] = entries[i].child_id;
	qsort(ids, n, sizeof *ids, compare_child);
	for (size_t i = 0, end; i < n; i = end) {
		for (end = i; end < n && ids[end] == ids[i];)
			end++;
		struct count_cell *cell = &cells[end - i >= 3 ? 2 : end - i - 1];
		cell->children++;
		cell->episodes += (int64_t)(end - i);
	}
	arena_reset(k->c->ctx->scratch, mark);
	for (int i = 0; i < 3; i++) {
		arena_reserve(arena, k->out->cells, *capacity, k->out->n + 1);
		k->out->cells[k->out->n++] = cells[i];
	}
}

static int compare_cells(const void *a, const void *b)
{
	const struct count_cell *x = a, *y = b;
	if (x->line != y->line)
		return x->line < y->line ? -1 : 1;
	if (x->part != y->part)
		return x->part < y->part ? -1 : 1;
	return (x->month > y->month) - (x->month < y->month);
}

static void cell_add(struct counter *k, const struct entry *entries, size_t n,
	int64_t month, size_t *capacity)
{
	struct count_cell cell = cell_of(k, entries, n, month);
	arena_reserve(k->c->ctx->arena, k->out->cells, *capacity, k->out->n + 1);
	k->out->cells[k->out->n++] = cell;
	if (cell.line == COUNT_ALL_TYPES)
		frequencies(k, entries, n, month, capacity);
}

static void gather(struct counter *k)
{
	size_t capacity = 0;
	if (k->n)
		qsort(k->entries, k->n, sizeof *k->entries, compare_entries);
	for (size_t i = 0, end; i < k->n; i = end) {
		const struct entry *e = &k->entries[i];
		for (end = i; end < k->n && k->entries[end].line == e->line &&
			      k->entries[end].part == e->part;)
			end++;
		cell_add(k, e, end - i, -1, &capacity);
		for (size_t m = i, month_end; m < end; m = month_end) {
			for (month_end = m;
				month_end < end &&
				k->entries[month_end].month == k->entries[m].month;)
				month_end++;
			cell_add(k, &k->entries[m], month_end - m,
				k->first_month + k->entries[m].month, &capacity);
		}
	}
	if (k->out->n)
		qsort(k->out->cells, k->out->n, sizeof *k->out->cells, compare_cells);
}

static void say_what_is_missing(struct counter *k)
{
	struct count *out = k->out;
	bool hosts = false;
	for (size_t i = 0; i < k->placed.n; i++)
		hosts |= k->placed.items[i].host != NULL;
	const char *placements =
		k->placed.n == 0 ? "no placements in the case: import placements"
		: hosts          ? NULL
				 : "no placement has a host authority";
	out->missing[COUNT_FROM_PLACEMENT] = placements;
	for (int line = COUNT_PLACED_ELSEWHERE; line <= COUNT_HERE_NOTIFIED; line++)
		out->missing[line] = placements;
	if (!placements && !k->o->authority)
		out->missing[COUNT_PLACED_HERE] = out->missing[COUNT_HERE_NOTIFIED] =
			"whose area is meant is not known: give --authority";
	for (int kind = 0; kind < ASSESSMENT_KINDS_N; kind++)
		if (k->assessed.n == 0)
			out->missing[COUNT_EARLY_HELP + kind] =
				"no assessments in the case: import assessments";
	bool hours = false;
	for (size_t i = 0; i < k->n; i++)
		hours |= k->entries[i].line == COUNT_MEDIAN_HOURS;
	if (!hours)
		out->missing[COUNT_MEDIAN_HOURS] =
			"no episode has both its times to the hour";
}

enum err_code count_compute(struct work_case *c, const struct episode_set *set,
	const struct count_options *o, struct count *out)
{
	*out = (struct count){.options = *o};
	struct counter k = {.c = c,
		.set = set,
		.o = o,
		.out = out,
		.first_month = month_number(set->first_day * DAY_S)};
	enum err_code code = placed_load(c, &k.placed);
	if (!code)
		code = assessed_load(c, &k.assessed);
	if (code)
		return code;
	for (size_t i = 0; i < set->n; i++) {
		const struct episode *e = &set->episodes[i];
		if (o->authority && same_authority(o->authority, e->authority) != 1)
			out->other_authorities++;
		else
			count_episode(&k, e);
	}
	for (size_t i = 0; i < k.placed.n; i++)
		count_placement(&k, &k.placed.items[i]);
	gather(&k);
	say_what_is_missing(&k);
	return ERR_OK;
}
