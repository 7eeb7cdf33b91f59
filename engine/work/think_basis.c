#include "work/status.h"
#include "work/think_parts.h"
#include <string.h>

struct role_count {
	int64_t given, located, close;
};

static struct role_count count_role(const struct episode_set *set, enum place_role role)
{
	struct role_count count = {0};
	for (size_t i = 0; i < set->n; i++) {
		const struct spot *spot = &set->episodes[i].spots[role];
		count.given += spot->state != SPOT_NOT_GIVEN;
		count.located += spot->state == SPOT_LOCATED;
		count.close += spot->state == SPOT_LOCATED && spot->precision_m <= 100;
	}
	return count;
}

static double share(int64_t part, int64_t whole)
{
	return whole ? (double)part / (double)whole : 0.0 / 0.0;
}

static const struct table *located_table(struct think *t)
{
	static const struct column columns[] = {
		{"place", "Place", 0, AUDIENCE_PUBLIC},
		{"episodes", "Episodes", 0, AUDIENCE_PUBLIC},
		{"given", "Given", 0, AUDIENCE_PUBLIC},
		{"located", "Located", 0, AUDIENCE_PUBLIC},
		{"within_100_m", "To 100 m", 0, AUDIENCE_PUBLIC},
		{"share_within_100_m", "To 100 m, of those given", 2, AUDIENCE_PUBLIC},
	};
	static const char *const names[ROLES_N] = {"Gone from", "Last seen", "Found"};
	struct table *table = TABLE_CREATE(t->ctx->arena, "places",
		"How well the places of these episodes are located", columns);
	for (int r = 0; r < ROLES_N; r++) {
		struct role_count count = count_role(&t->set, (enum place_role)r);
		cell_text(table, names[r]);
		cell_int(table, (int64_t)t->set.n);
		cell_int(table, count.given);
		cell_int(table, count.located);
		cell_int(table, count.close);
		cell_real(table, share(count.close, count.given));
	}
	return table;
}

static void say_numbers(struct think *t)
{
	struct arena *arena = t->ctx->arena;
	struct role_count found = count_role(&t->set, ROLE_FOUND);
	const struct html_number numbers[] = {
		{words_count(arena, (int64_t)t->set.n), "episodes"},
		{naming_suppressed(t->ctx, (int64_t)t->set.children_n)
				? "under 5"
				: words_count(arena, (int64_t)t->set.children_n),
			"children"},
		{think_percent(t, share(found.given, (int64_t)t->set.n)),
			"of episodes say where the child was found"},
		{think_percent(t, share(found.close, found.given)),
			"of those places are known to 100 m"},
	};
	html_numbers(t->html, numbers, sizeof numbers / sizeof *numbers);
}

/* What a kind of input that is not there means for the report. */
static const struct {
	const char *kind, *means;
} wanted[] = {
	{"homes", "No list of homes was imported: homes have no registered places."},
	{"placements", "No placements were imported: nights in homes are registered "
		       "places times days, more than were slept."},
	{"interviews", "No return home interviews were imported: nothing is said of "
		       "them."},
	{"mentions",
		"No mentions of adults, phones, vehicles or handles were imported: "
		"the sections on them rest on nothing."},
	{"assessments", "No assessments were imported: what follows an episode is not "
			"known."},
	{"registers", "No registers were imported: there is nothing to cross-reference "
		      "with."},
	{"boundaries", "No boundaries were imported: the maps have no outlines, and "
		       "borders can't be told."},
};

static bool has_source(const struct table *sources, const char *kind)
{
	for (size_t i = 0; i < sources->rows_n; i++) {
		const struct cell *cell = table_get(sources, i, "kind");
		if (cell->kind == CELL_TEXT && strcmp(cell->as.text, kind) == 0)
			return true;
	}
	return false;
}

static void note_missing(struct think *t, const struct table *sources)
{
	for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++)
		if (!has_source(sources, wanted[i].kind))
			think_caveat(t, "%s", wanted[i].means);
}

static int64_t sum_of(const struct table *table, const char *column)
{
	int64_t total = 0;
	for (size_t i = 0; i < table->rows_n; i++) {
		const struct cell *cell = table_get(table, i, column);
		total += cell->kind == CELL_INT ? cell->as.integer : 0;
	}
	return total;
}

enum err_code think_basis(struct think *t)
{
	struct html *h = t->html;
	struct result *r = result_create(t->ctx->arena);
	result_table(r, located_table(t));
	const char *projection = NULL;
	enum err_code err = status_result(t->c, NULL, r);
	if (!err)
		err = status_projection_text(t->c, &projection);
	if (err)
		return err;
	think_result(t, "basis", r);
	const struct table *sources = think_table(t, "basis", r, "sources");
	const struct table *aside = think_table(t, "basis", r, "set_aside");
	html_open(h, "basis", "What this report rests on");
	say_numbers(t);
	html_say(h,
		"It counts %s, reported from %s to %s. An episode belongs to the day "
		"it "
		"was reported.",
		think_both(t, (int64_t)t->set.n, (int64_t)t->set.children_n),
		think_day(t, t->set.first_day), think_day(t, t->set.last_day));
	html_table(h, think_table(t, "basis", r, "places"), 0);
	html_say(h, "%s", projection);
	html_table_folded(h, think_table(t, "basis", r, "left_out"),
		"What each method leaves out because of it", 0);
	html_table_folded(h, think_table(t, "basis", r, "located_by_source"),
		"How well the places of each file are located", 20);
	html_table(h, sources, 12);
	int64_t rows = sum_of(sources, "rows"), left = sum_of(aside, "n");
	if (left)
		html_note(h,
			"Of %s read, %s or cells could not be taken and were set aside "
			"with their reasons.",
			words_of(t->ctx->arena, rows, "row", "rows"),
			words_of(t->ctx->arena, left, "row", "rows"));
	html_table_folded(h, aside, "What was set aside, and why", 20);
	html_table_folded(h, think_table(t, "basis", r, "completeness"),
		"How complete each column is", 0);
	html_table_folded(h, think_table(t, "basis", r, "completeness_by_month"),
		"How complete each column is, by month", 24);
	note_missing(t, sources);
	struct role_count found = count_role(&t->set, ROLE_FOUND);
	if (found.given < (int64_t)t->set.n)
		think_caveat(t,
			"%s of the episodes do not say where the child was "
			"found.",
			think_percent(t, share((int64_t)t->set.n - found.given,
						 (int64_t)t->set.n)));
	if (found.located < found.given)
		think_caveat(t,
			"%s of the places where children were found could not "
			"be located.",
			think_percent(
				t, share(found.given - found.located, found.given)));
	return ERR_OK;
}
