#include "work/points_survival.h"
#include "base/map.h"
#include "base/str.h"
#include "stats/cox.h"
#include "stats/km.h"
#include "stats/logrank.h"
#include "work/points_columns.h"
#include "work/points_result.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { AT_TIME, AT_EVENT, AT_OTHERS, WANTED_MOST = 3 + COX_COVARIATES_MOST };

static const struct column curve_columns[] = {
	{"group", "Group", 0, AUDIENCE_PUBLIC},
	{"time", "Time", 4, AUDIENCE_PUBLIC},
	{"at_risk", "Watched", 0, AUDIENCE_PUBLIC},
	{"events", "Events", 0, AUDIENCE_PUBLIC},
	{"survival", "Not yet", 4, AUDIENCE_PUBLIC},
	{"se", "Standard error", 4, AUDIENCE_PUBLIC},
	{"lower", "at least", 4, AUDIENCE_PUBLIC},
	{"upper", "at most", 4, AUDIENCE_PUBLIC},
};
static const struct column group_columns[] = {
	{"group", "Group", 0, AUDIENCE_PUBLIC},
	{"n", "Rows", 0, AUDIENCE_PUBLIC},
	{"events", "Events", 0, AUDIENCE_PUBLIC},
	{"expected", "Expected", 2, AUDIENCE_PUBLIC},
	{"median", "Median", 2, AUDIENCE_PUBLIC},
	{"median_lower", "at least", 2, AUDIENCE_PUBLIC},
	{"median_upper", "at most", 2, AUDIENCE_PUBLIC},
};
static const struct column cox_columns[] = {
	{"covariate", "Covariate", 0, AUDIENCE_PUBLIC},
	{"coefficient", "Coefficient", 4, AUDIENCE_PUBLIC},
	{"se", "Standard error", 4, AUDIENCE_PUBLIC},
	{"ratio", "Ratio", 3, AUDIENCE_PUBLIC},
	{"lower", "at least", 3, AUDIENCE_PUBLIC},
	{"upper", "at most", 3, AUDIENCE_PUBLIC},
	{"p_value", "p", 4, AUDIENCE_PUBLIC},
};

struct survival {
	struct context *ctx;
	struct columns_read read;
	const double *time;
	uint8_t *event;
	uint32_t *group;
	const char **names; /* of the groups, in the order of their names */
	size_t groups;
	struct km *km; /* one a group */
	struct logrank logrank;
	struct cox cox;
	const char *const *covariates;
	size_t covariates_n;
};

static int by_name(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Groups by name, so that the order of the rows does not matter. */
static enum err_code group_rows(struct survival *s, const char **of_row)
{
	struct arena *arena = s->ctx->arena;
	size_t n = s->read.n;
	struct map seen;
	s->group = arena_array(arena, uint32_t, n);
	if (!of_row) {
		s->names = arena_array(arena, const char *, 1);
		s->names[0] = "all";
		s->groups = 1;
		return ERR_OK;
	}
	map_init(&seen, arena);
	for (size_t i = 0; i < n; i++)
		map_intern(&seen, of_row[i]);
	if (seen.n > LOGRANK_GROUPS_MOST)
		return err_set(s->ctx, ERR_DATA,
			"--group: %zu groups are more than %d: name a column with "
			"fewer different values",
			seen.n, (int)LOGRANK_GROUPS_MOST);
	s->groups = seen.n;
	s->names = arena_array(arena, const char *, seen.n);
	memcpy(s->names, seen.keys, seen.n * sizeof *s->names);
	qsort(s->names, seen.n, sizeof *s->names, by_name);
	for (size_t i = 0; i < n; i++) {
		const char **found = bsearch(
			&of_row[i], s->names, s->groups, sizeof *s->names, by_name);
		s->group[i] = (uint32_t)(found - s->names);
	}
	return ERR_OK;
}

static enum err_code follow_groups(struct survival *s)
{
	struct arena *arena = s->ctx->arena;
	double *time = arena_array(arena, double, s->read.n);
	uint8_t *event = arena_array(arena, uint8_t, s->read.n);
	enum err_code err = ERR_OK;
	s->km = arena_array(arena, struct km, s->groups);
	for (size_t g = 0; !err && g < s->groups; g++) {
		size_t n = 0;
		for (size_t i = 0; i < s->read.n; i++)
			if (s->group[i] == g) {
				time[n] = s->time[i];
				event[n++] = s->event[i];
			}
		err = km_run(s->ctx, &s->km[g], n, time, event);
	}
	if (!err && s->groups > 1)
		err = logrank_run(s->ctx, &s->logrank, s->read.n, s->time, s->event,
			s->group, s->groups);
	return err;
}

static enum err_code regress(struct survival *s, double *const *columns)
{
	size_t p = s->covariates_n;
	if (p == 0)
		return ERR_OK;
	double *x = arena_array(s->ctx->arena, double, s->read.n *p);
	for (size_t i = 0; i < s->read.n; i++)
		for (size_t j = 0; j < p; j++)
			x[i * p + j] = columns[j][i];
	return cox_run(s->ctx, &s->cox, s->read.n, s->time, s->event, x, p);
}

/* ---- the result -------------------------------------------------------------------- */

static const struct table *curve_table(struct survival *s)
{
	struct table *t = TABLE_CREATE(s->ctx->arena, "curve",
		"Share to whom it has not happened", curve_columns);
	t->reading = "A row a time at which it happened: the share to whom it had not "
		     "happened by then (Kaplan-Meier), with its 95 % interval.";
	for (size_t g = 0; g < s->groups; g++)
		for (size_t i = 0; i < s->km[g].steps_n; i++) {
			const struct km_step *step = &s->km[g].steps[i];
			cell_text(t, s->names[g]);
			cell_real(t, step->time);
			cell_int(t, (int64_t)step->at_risk);
			cell_int(t, (int64_t)step->events);
			cell_real(t, step->survival);
			cell_real(t, step->se);
			cell_real(t, step->lower);
			cell_real(t, step->upper);
		}
	return t;
}

static const struct table *groups_table(struct survival *s)
{
	struct table *t =
		TABLE_CREATE(s->ctx->arena, "groups", "Groups", group_columns);
	t->reading = "Median: by then it had happened to half. Without one it happened "
		     "to fewer than half while they were watched.";
	for (size_t g = 0; g < s->groups; g++) {
		const struct km *km = &s->km[g];
		cell_text(t, s->names[g]);
		cell_int(t, (int64_t)km->n);
		cell_int(t, (int64_t)km->events_n);
		cell_real(t, s->groups > 1 ? s->logrank.expected[g] : NAN);
		cell_real(t, km->median);
		cell_real(t, km->median_lower);
		cell_real(t, km->median_upper);
	}
	return t;
}

static const struct result *cox_result(struct survival *s)
{
	struct result *r = result_create(s->ctx->arena);
	struct table *t = TABLE_CREATE(s->ctx->arena, "terms",
		"Ratios of hazards, for one more of the covariate", cox_columns);
	result_bool(r, "converged", s->cox.converged);
	result_real(r, "log_likelihood_null", s->cox.log_likelihood_null);
	result_real(r, "log_likelihood", s->cox.log_likelihood);
	if (!s->cox.converged)
		result_text(r, "note",
			"No ratio can be given: a covariate does not vary, is made of "
			"the others, or one of its values has no events.");
	for (size_t i = 0; i < s->cox.terms_n; i++) {
		const struct cox_term *term = &s->cox.terms[i];
		cell_text(t, s->covariates[i]);
		cell_real(t, term->coefficient);
		cell_real(t, term->se);
		cell_real(t, term->ratio);
		cell_real(t, term->lower);
		cell_real(t, term->upper);
		cell_real(t, term->p_value);
	}
	result_table(r, t);
	return r;
}

static enum err_code survival_print(struct survival *s,
	const struct work_options *options, const struct points_file *file,
	const struct points_survival_options *o, bool *left_out)
{
	struct context *ctx = s->ctx;
	struct result *p = result_create(ctx->arena), *r = result_create(ctx->arena);
	size_t events = 0;
	for (size_t i = 0; i < s->read.n; i++)
		events += s->event[i];
	result_text(p, "t", file->t ? file->t : "t");
	result_text(p, "event", o->event);
	result_text(p, "group", o->group);
	result_text(p, "covariates", o->covariates);
	result_table(r, curve_table(s));
	result_int(r, "n", (int64_t)s->read.n);
	result_int(r, "events", (int64_t)events);
	result_table(r, groups_table(s));
	if (s->groups > 1) {
		struct result *l = result_create(ctx->arena);
		result_real(l, "chi_square", s->logrank.chi_square);
		result_int(l, "freedom", s->logrank.freedom);
		result_real(l, "p_value", s->logrank.p_value);
		result_result(r, "log_rank", l);
	}
	if (s->covariates_n > 0)
		result_result(r, "cox", cox_result(s));
	return points_finish(
		ctx, options, "points survival", &s->read.events, p, r, left_out);
}

enum err_code work_points_survival(struct context *ctx,
	const struct work_options *options, const struct points_file *file,
	const struct points_survival_options *o, bool *left_out)
{
	struct column_wanted wanted[WANTED_MOST] = {
		{file->t ? file->t : "t", "t", COLUMN_LENGTH},
		{o->event, "event", COLUMN_YES_NO},
	};
	struct survival s = {.ctx = ctx};
	size_t n = AT_OTHERS;
	if (o->covariates) {
		struct str_list list = str_split(ctx->arena, o->covariates, ',');
		if (list.n > COX_COVARIATES_MOST)
			return err_set(ctx, ERR_USAGE, "--covariates: at most %d",
				(int)COX_COVARIATES_MOST);
		s.covariates_n = list.n;
		for (size_t i = 0; i < list.n; i++)
			list.items[i] = str_trim(ctx->arena, list.items[i]);
		s.covariates = list.items;
		for (size_t i = 0; i < list.n; i++)
			wanted[n++] = (struct column_wanted){
				list.items[i], "covariates", COLUMN_NUMBER};
	}
	if (o->group)
		wanted[n++] = (struct column_wanted){o->group, "group", COLUMN_TEXT};
	enum err_code err = columns_read(ctx, file->path, wanted, n, &s.read);
	if (err)
		return err;
	s.time = s.read.numbers[AT_TIME];
	s.event = arena_array(ctx->arena, uint8_t, s.read.n);
	for (size_t i = 0; i < s.read.n; i++)
		s.event[i] = s.read.numbers[AT_EVENT][i] > 0;
	err = group_rows(&s, o->group ? s.read.texts[n - 1] : NULL);
	if (!err)
		err = follow_groups(&s);
	if (!err)
		err = regress(&s, s.read.numbers + AT_OTHERS);
	return err ? err : survival_print(&s, options, file, o, left_out);
}
