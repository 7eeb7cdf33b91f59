#include "work/status_quality.h"
#include "base/str.h"
#include "work/cells.h"
#include "work/episodes.h"
#include "work/hotspots.h"
#include "work/journeys.h"
#include "work/naming.h"
#include <stddef.h>

const char *status_band_text(int64_t band)
{
	switch (band) {
	case 25:
		return "up to 25 m";
	case 100:
		return "up to 100 m";
	case 250:
		return "up to 250 m";
	case 1000:
		return "up to 1 km";
	case 0:
		return "coarser";
	default:
		return "not located";
	}
}

/* ---- by month ---------------------------------------------------------------------
 */

enum { FIRST_FLAG = 3, FLAGS_MOST = 40 };

struct month_sums {
	const char *kind; /* NULL: episodes, whose table does not name it */
	int64_t source_id, n, filled[FLAGS_MOST];
	const char *file;
	int year, month; /* year 0: no month is known */
};

static void month_rows(struct work_case *c, struct statement *s,
	const struct month_sums *m, struct table *t)
{
	struct context *ctx = c->ctx;
	for (int i = FIRST_FLAG; m->n > 0 && i < column_count(s); i++) {
		int64_t parts[] = {m->filled[i], m->n - m->filled[i]};
		/* Who lacks what is told by subtraction too. */
		bool hidden = naming_suppressed(ctx, parts[0]) ||
			      naming_suppressed(ctx, parts[1]);
		if (m->kind)
			cell_text(t, m->kind);
		cell_text(t, m->file);
		cell_text(t,
			m->year ? str_printf(ctx->arena, "%04d-%02d", m->year, m->month)
				: NULL);
		cell_text(t, str_dup(ctx->arena, column_name(s, i)));
		cell_count(ctx, t, m->n);
		if (hidden || naming_suppressed(ctx, m->n)) {
			cell_null(t);
			cell_null(t);
		} else {
			cell_int(t, parts[0]);
			cell_real(t, (double)parts[0] / (double)m->n);
		}
	}
}

static void month_add(
	struct work_case *c, struct statement *s, struct month_sums *m, struct table *t)
{
	struct civil day = {0};
	if (!column_null(s, 2))
		day = london_from_utc(column_int(s, 2));
	if (m->n == 0 || m->source_id != column_int(s, 0) || m->year != day.year ||
		m->month != day.month) {
		bool other = m->n == 0 || m->source_id != column_int(s, 0);
		const char *file = other ? column_dup(s, 1, c->ctx->arena) : m->file;
		month_rows(c, s, m, t);
		*m = (struct month_sums){.kind = m->kind,
			.source_id = column_int(s, 0),
			.file = file,
			.year = day.year,
			.month = day.month};
	}
	m->n++;
	for (int i = FIRST_FLAG; i < column_count(s); i++)
		m->filled[i] += column_int(s, i);
}

static enum err_code add_months(
	struct work_case *c, const char *kind, const struct sql *sql, struct table *t)
{
	struct month_sums m = {.kind = kind};
	struct statement *s;
	bool row = false;
	enum err_code err = store_prepare(c->store, sql, &s);
	if (!err && column_count(s) > FLAGS_MOST)
		BUG("more columns than sums");
	while (!err && (err = statement_step(s, &row)) == ERR_OK && row)
		month_add(c, s, &m, t);
	if (!err)
		month_rows(c, s, &m, t);
	return err;
}

enum err_code status_by_month(struct work_case *c, struct result *r)
{
	static const struct column columns[] = {
		{"file", "File", 0, AUDIENCE_PUBLIC},
		{"month", "Month", 0, AUDIENCE_PUBLIC},
		{"column", "Column", 0, AUDIENCE_PUBLIC},
		{"episodes", "Episodes", 0, AUDIENCE_PUBLIC},
		{"filled", "Filled", 0, AUDIENCE_PUBLIC},
		{"share", "Share", 3, AUDIENCE_PUBLIC},
	};
	struct table *t = TABLE_CREATE(c->ctx->arena, "completeness_by_month",
		"How complete the episodes are, by month", columns);
	t->reading = "A column that stops, or starts, in some month is most often a "
		     "change of system, not of what children do.";
	enum err_code err = add_months(c, NULL, &sql_quality_filled, t);
	result_table(r, t);
	return err;
}

enum err_code status_rows_by_month(struct work_case *c, struct result *r)
{
	static const struct column columns[] = {
		{"kind", "Kind", 0, AUDIENCE_PUBLIC},
		{"file", "File", 0, AUDIENCE_PUBLIC},
		{"month", "Month", 0, AUDIENCE_PUBLIC},
		{"column", "Column", 0, AUDIENCE_PUBLIC},
		{"rows", "Rows", 0, AUDIENCE_PUBLIC},
		{"filled", "Filled", 0, AUDIENCE_PUBLIC},
		{"share", "Share", 3, AUDIENCE_PUBLIC},
	};
	static const struct {
		const char *kind;
		const struct sql *sql;
	} kinds[] = {{"interviews", &sql_quality_interviews},
		{"homes", &sql_quality_homes}, {"placements", &sql_quality_placements},
		{"people", &sql_quality_people}, {"mentions", &sql_quality_mentions},
		{"assessments", &sql_quality_assessments},
		{"registers", &sql_quality_registers}};
	struct table *t = TABLE_CREATE(c->ctx->arena, "completeness_of_others",
		"How complete the rows of other kinds are, by month", columns);
	t->reading = "Month: of the day the row speaks of; none for lists of homes and "
		     "people, and where it says no day.";
	enum err_code err = ERR_OK;
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds && !err; i++)
		err = add_months(c, kinds[i].kind, kinds[i].sql, t);
	result_table(r, t);
	return err;
}

/* ---- by source --------------------------------------------------------------------
 */

enum err_code status_by_source(struct work_case *c, struct result *r)
{
	static const struct column columns[] = {
		{"file", "File", 0, AUDIENCE_PUBLIC},
		{"kind", "Rows of", 0, AUDIENCE_PUBLIC},
		{"role", "Place", 0, AUDIENCE_PUBLIC},
		{"precision", "Precision", 0, AUDIENCE_PUBLIC},
		{"places", "Places", 0, AUDIENCE_PUBLIC},
		{"share", "Share", 3, AUDIENCE_PUBLIC},
	};
	struct table *t = TABLE_CREATE(c->ctx->arena, "located_by_source",
		"How well the places of each file are located", columns);
	t->reading = "Share: of the file's places of that role.";
	struct statement *s;
	bool row = false;
	enum err_code err = store_prepare(c->store, &sql_quality_located, &s);
	while (!err && (err = statement_step(s, &row)) == ERR_OK && row) {
		for (int i = 1; i <= 3; i++)
			cell_text(t, column_dup(s, i, c->ctx->arena));
		cell_text(t, status_band_text(column_int(s, 4)));
		cell_count(c->ctx, t, column_int(s, 5));
		cell_figure(c->ctx, t, column_int(s, 5),
			(double)column_int(s, 5) / (double)column_int(s, 6));
	}
	result_table(r, t);
	return err;
}

/* ---- left out ---------------------------------------------------------------------
 */

enum why { USED, NOT_GIVEN, NOT_LOCATED, TOO_COARSE, BELONGS, NO_HOUR, WHYS_N };

static void left_out_row(struct context *ctx, struct table *t, const char *method,
	const char *place, double limit_m, const int64_t counts[WHYS_N])
{
	int64_t n = 0;
	for (size_t i = 0; i < WHYS_N; i++)
		n += counts[i];
	cell_text(t, method);
	cell_text(t, place);
	if (limit_m > 0)
		cell_int(t, (int64_t)limit_m);
	else
		cell_null(t);
	cell_count(ctx, t, n);
	cell_parts(ctx, t, counts, WHYS_N);
}

static void hotspot_rows(
	struct context *ctx, const struct episode_set *set, struct table *t)
{
	struct hotspots_options o = HOTSPOTS_DEFAULT;
	for (size_t role = 0; role < ROLES_N; role++) {
		struct episode_points p;
		episodes_points(ctx->arena, set, (enum place_role)role, o.radius_m,
			role != ROLE_FROM, &p);
		int64_t counts[WHYS_N] = {(int64_t)p.n, p.not_given, p.not_located,
			p.too_coarse, p.where_they_belong, 0};
		left_out_row(
			ctx, t, "hotspots", place_role_names[role], o.radius_m, counts);
	}
}

static enum why journey_why(const struct episode *e, enum place_role to, double limit_m)
{
	const struct spot *a = &e->spots[ROLE_FROM], *b = &e->spots[to];
	if (b->belongs)
		return BELONGS;
	if (a->state == SPOT_NOT_GIVEN || b->state == SPOT_NOT_GIVEN)
		return NOT_GIVEN;
	if (a->state != SPOT_LOCATED || b->state != SPOT_LOCATED)
		return NOT_LOCATED;
	return a->precision_m > limit_m || b->precision_m > limit_m ? TOO_COARSE : USED;
}

static void journey_rows(
	struct context *ctx, const struct episode_set *set, struct table *t)
{
	struct journeys_options o = JOURNEYS_DEFAULT;
	for (size_t role = ROLE_LAST_SEEN; role < ROLES_N; role++) {
		int64_t counts[WHYS_N] = {0};
		for (size_t i = 0; i < set->n; i++)
			counts[journey_why(&set->episodes[i], (enum place_role)role,
				o.precision_m)]++;
		left_out_row(ctx, t, "journeys",
			str_printf(ctx->arena, "from, %s", place_role_names[role]),
			o.precision_m, counts);
	}
}

static enum why address_why(const struct spot *spot)
{
	if (spot->belongs)
		return BELONGS;
	if (spot->state == SPOT_NOT_GIVEN)
		return NOT_GIVEN;
	if (spot->state == SPOT_NOT_LOCATED)
		return NOT_LOCATED;
	return spot->address_id ? USED : TOO_COARSE;
}

static void address_rows(
	struct context *ctx, const struct episode_set *set, struct table *t)
{
	for (size_t role = 0; role < ROLES_N; role++) {
		int64_t counts[WHYS_N] = {0};
		for (size_t i = 0; i < set->n; i++)
			counts[address_why(&set->episodes[i].spots[role])]++;
		left_out_row(ctx, t, "addresses", place_role_names[role], 0, counts);
	}
}

/* The tests on the clock take times known to the hour; the table of hours spreads the
 * others over theirs. */
static void hour_row(struct context *ctx, const struct episode_set *set,
	struct table *t, size_t offset, const char *name)
{
	int64_t counts[WHYS_N] = {0};
	for (size_t i = 0; i < set->n; i++) {
		const struct moment *m =
			(const struct moment *)((const char *)&set->episodes[i] +
						offset);
		counts[m->precision == TIME_NONE   ? NOT_GIVEN
			: m->precision > TIME_HOUR ? NO_HOUR
						   : USED]++;
	}
	left_out_row(ctx, t, "rhythm: tests on the clock", name, 0, counts);
}

/* How long children are gone is told of episodes whose both ends are known to the hour. */
static void duration_row(
	struct context *ctx, const struct episode_set *set, struct table *t)
{
	int64_t counts[WHYS_N] = {0};
	for (size_t i = 0; i < set->n; i++) {
		const struct episode *e = &set->episodes[i];
		bool given = e->gone.precision != TIME_NONE &&
			     e->found.precision != TIME_NONE;
		bool hours = e->gone.precision <= TIME_HOUR &&
			     e->found.precision <= TIME_HOUR;
		counts[!given ? NOT_GIVEN : hours ? USED : NO_HOUR]++;
	}
	left_out_row(ctx, t, "rhythm: how long", "gone, found", 0, counts);
}

/* Rates of homes count episodes that say which home; where they went from, told by its
 * place alone, counts too. Of those who went from elsewhere none is asked. */
static void home_row(
	struct context *ctx, const struct episode_set *set, struct table *t)
{
	int64_t counts[WHYS_N] = {0};
	for (size_t i = 0; i < set->n; i++) {
		const struct episode *e = &set->episodes[i];
		bool home = e->from_home_urn && !str_equal(e->from_kind, "foster");
		if (home)
			counts[USED]++;
		else if (str_equal(e->from_kind, "childrens_home"))
			counts[NOT_GIVEN]++;
	}
	left_out_row(ctx, t, "homes", "home gone from", 0, counts);
}

enum err_code status_left_out(struct work_case *c, struct result *r)
{
	static const struct column columns[] = {
		{"method", "Method", 0, AUDIENCE_PUBLIC},
		{"place", "Place or time", 0, AUDIENCE_PUBLIC},
		{"limit_m", "Known to (m)", 0, AUDIENCE_PUBLIC},
		{"episodes", "Episodes", 0, AUDIENCE_PUBLIC},
		{"used", "Used", 0, AUDIENCE_PUBLIC},
		{"not_given", "Not written", 0, AUDIENCE_PUBLIC},
		{"not_located", "Not located", 0, AUDIENCE_PUBLIC},
		{"too_coarse", "Too coarse", 0, AUDIENCE_PUBLIC},
		{"where_they_belong", "Where they belong", 0, AUDIENCE_PUBLIC},
		{"no_hour", "No hour", 0, AUDIENCE_PUBLIC},
	};
	struct table *t = TABLE_CREATE(c->ctx->arena, "left_out",
		"What the methods can use, with their defaults, and why not more",
		columns);
	t->reading = "A place must be known to the metres given; addresses need one "
		     "that was recognised. Where a child belongs is no find: it is "
		     "left out on purpose.";
	struct episode_set set;
	enum err_code err = episodes_load(c, &set);
	if (err)
		return err;
	if (set.n > 0) {
		hotspot_rows(c->ctx, &set, t);
		journey_rows(c->ctx, &set, t);
		address_rows(c->ctx, &set, t);
		hour_row(c->ctx, &set, t, offsetof(struct episode, gone), "gone");
		hour_row(c->ctx, &set, t, offsetof(struct episode, found), "found");
		duration_row(c->ctx, &set, t);
		home_row(c->ctx, &set, t);
	}
	result_table(r, t);
	return ERR_OK;
}
