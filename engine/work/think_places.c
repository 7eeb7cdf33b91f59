/* Where from, where found, journeys. */
#include "work/journeys.h"
#include "work/place_table.h"
#include "work/think_parts.h"
#include <math.h>

/* A point known more coarsely than this says nothing on a map of a town. */
#define COARSE_M 500

static const char *from_code(const struct episode *e)
{
	return e->from_kind;
}

static const char *found_code(const struct episode *e)
{
	return e->found_kind;
}

static const struct think_code from_words[] = {{"home", "their own home"},
	{"childrens_home", "a children's home"}, {"foster", "foster carers"},
	{"supported", "supported accommodation"}, {"school", "school"},
	{"hospital", "hospital"}, {"other", "somewhere else"}, {NULL, "not said"},
	{NULL, NULL}};

static const struct think_code found_words[] = {{"home", "their own home"},
	{"placement", "their placement"}, {"friend", "a friend's"},
	{"relative", "a relative's"}, {"partner", "a partner's"},
	{"associate", "an associate's"}, {"street", "the street"},
	{"transport", "public transport"}, {"hotel", "a hotel"},
	{"licensed", "licensed premises"}, {"custody", "custody"},
	{"hospital", "hospital"}, {"vehicle", "a vehicle"}, {"other", "somewhere else"},
	{NULL, "not said"}, {NULL, NULL}};

struct place_words {
	enum place_role role;
	const char *section, *figure, *what, *come; /* "children go from" */
};

/* In the order of enum hotspot_state. */
static const char *const state_words[] = {
	"new", "growing", "lasting", "fading", "on and off", "nothing of it recently"};

static size_t significant(const struct hotspots *x)
{
	size_t n = 0;
	for (size_t i = 0; i < x->n; i++)
		n += x->items[i].p_value <= THINK_ALPHA;
	return n;
}

static int64_t in_state(const struct hotspots *x, enum hotspot_state state)
{
	int64_t n = 0;
	for (size_t i = 0; i < x->n; i++)
		n += x->items[i].state == state && x->items[i].p_value <= THINK_ALPHA;
	return n;
}

static void say_hotspots(
	struct think *t, const struct hotspots *x, const struct place_words *words)
{
	size_t n = significant(x);
	if (n == 0) {
		html_finding(t->html,
			"No place %s brought more children together than chance "
			"gives",
			words->come);
		if (words->role == ROLE_FOUND)
			think_no_finding(t, words->section,
				"No place where children were found brought more of "
				"them together than chance gives.",
				NULL);
		return;
	}
	const struct hotspot *first = &x->items[0];
	const char *strong = think_text(t,
		"%s %s brought more children together than chance gives.",
		n == 1 ? "One place" : think_text(t, "%zu places", n), words->come);
	const char *rest =
		think_text(t, "The first: %s within %.0f m, %s to %s, %s (%s).",
			think_both(t, first->episodes_n, first->children_n),
			t->ctx->audience == AUDIENCE_PUBLIC
				? fmax(PLACE_SQUARE_M, first->radius_m)
				: fmax(first->radius_m, 10),
			think_day(t, first->from_day), think_day(t, first->to_day),
			state_words[first->state], think_p(t, first->p_value));
	html_finding(t->html, "%s", strong);
	html_say(t->html, "%s", rest);
	int64_t fresh = in_state(x, HOTSPOT_NEW),
		more = in_state(x, HOTSPOT_INTENSIFYING);
	if (fresh)
		html_say(t->html, "%s new: all of it within the last weeks.",
			words_of(t->ctx->arena, fresh, "is", "are"));
	if (more)
		html_say(t->html, "%s growing.",
			words_of(t->ctx->arena, more, "is", "are"));
	think_finding(t, words->section, strong, rest);
}

/* The others are in the table; on the map they would only stand in the way. */
static bool is_significant(const struct table *t, size_t row)
{
	const struct cell *p = table_get(t, row, "p_value");
	return p->kind == CELL_REAL && p->as.real <= THINK_ALPHA;
}

static enum err_code draw_hotspots(struct think *t, const struct result *r,
	const struct place_words *words, const struct hotspots *x)
{
	bool from = words->role == ROLE_FROM;
	/* The public sees gatherings by their kilometre square: no circles. */
	bool all_squares = t->ctx->audience == AUDIENCE_PUBLIC;
	const struct table *circles =
		all_squares ? NULL
			    : think_rows(t, result_find_table(r, "hotspots"),
				      is_significant);
	struct map_layers layers = {.name = words->figure,
		.what = words->what,
		.areas = t->areas,
		.places = result_find_table(r, "places"),
		.square_m = PLACE_SQUARE_M,
		.coarse_m = COARSE_M,
		.homes = from ? t->homes : NULL,
		.circles = circles};
	struct figure figure;
	struct map_left_out left;
	enum err_code err = figure_map(t->ctx, &layers, &figure, &left);
	if (err)
		return err;
	const char *squares =
		t->ctx->audience == AUDIENCE_ANALYST
			? ""
			: " A square is a kilometre of the National Grid with the "
			  "number "
			  "of children in it, so that no child's address can be read "
			  "off.";
	think_figure(t, &figure,
		"Map of %s, %s located. The larger a dot, the more episodes.%s%s%s%s",
		words->what, think_n(t, (int64_t)x->points_n, "episode", "episodes"),
		squares,
		from && t->homes && t->homes->rows_n
			? " Black squares are children's homes."
			: "",
		circles && circles->rows_n
			? " Orange circles are the gatherings that chance does "
			  "not give, by their number in the table below."
			: "",
		think_map_rest(t, &left));
	return ERR_OK;
}

/* Draws of places by their precision; a scan of many points is slow in each. */
#define DRAWS 20
#define SCAN_DRAWN 1500

/* Whether most of the members are those of a gathering that chance doesn't give. */
static bool is_gathering(const struct hotspots *clusters, const struct hotspot *circle)
{
	for (size_t i = 0; i < clusters->n; i++) {
		const struct hotspot *h = &clusters->items[i];
		size_t shared = 0;
		for (uint32_t a = 0; a < circle->episodes_n; a++)
			for (uint32_t b = 0; b < h->episodes_n; b++)
				shared += circle->episodes[a] == h->episodes[b];
		if (h->p_value <= THINK_ALPHA && 2 * shared > circle->episodes_n)
			return true;
	}
	return false;
}

static void say_scan(
	struct think *t, const struct hotspots *clusters, const struct hotspots *scan)
{
	size_t n = significant(scan), also = 0;
	if (scan->scan_left_out) {
		html_say(t->html,
			"The scan of circles and days was left out: there are too many "
			"places for it.");
		return;
	}
	if (n == 0) {
		html_say(t->html,
			"A scan of all circles up to %.0f m and all runs of up to %lld "
			"days finds no place and time with more children than chance "
			"gives.",
			scan->options.scan_radius_m,
			(long long)(scan->options.scan_window_s / DAY_S));
		return;
	}
	for (size_t i = 0; i < scan->n; i++)
		also += scan->items[i].p_value <= THINK_ALPHA &&
			is_gathering(clusters, &scan->items[i]);
	html_say(t->html,
		"A scan of all circles up to %.0f m and all runs of up to %lld days, "
		"in which each child counts once, finds %s with more children than "
		"chance gives; %zu of them %s gatherings above.",
		scan->options.scan_radius_m,
		(long long)(scan->options.scan_window_s / DAY_S),
		n == 1 ? "one place and time"
		       : think_text(t, "%zu places and times", n),
		also, also == 1 ? "is one of the" : "are");
}

/* Beside the clusters: the scan of whole children. */
static enum err_code scan_part(struct think *t, const struct place_words *words,
	const struct hotspots *clusters)
{
	struct hotspots_options o = HOTSPOTS_DEFAULT;
	struct hotspots x;
	struct result *r;
	o.place = words->role;
	o.methods = HOTSPOTS_SCAN;
	o.permutations = t->options->permutations;
	o.draws = clusters->points_n <= SCAN_DRAWN ? DRAWS : 0;
	enum err_code err = hotspots_compute(t->c, &t->set, &o, &x);
	if (!err)
		err = hotspots_result(t->c, &t->set, &x, &r);
	if (err)
		return err;
	const char *name = think_text(t, "%s_scan", words->section);
	think_result(t, name, r);
	say_scan(t, clusters, &x);
	if (x.n == 0)
		return ERR_OK;
	struct table *table = think_hide(
		t, think_table(t, name, r, "hotspots"), "place,method,children_near");
	table->title = think_text(t, "Circles and days of the scan: %s", words->what);
	table->reading = "As above. Days are those of the circle's run; a child counts "
			 "once in it.";
	size_t shown = significant(&x) > 3 ? significant(&x) : 3;
	html_table(t->html, table, shown);
	return ERR_OK;
}

static enum err_code hotspots_part(struct think *t, const struct place_words *words)
{
	struct hotspots_options o = HOTSPOTS_DEFAULT;
	/* Those of places found are what the flags read. */
	struct hotspots other, *x = &other;
	struct result *r;
	if (words->role == ROLE_FOUND)
		x = &t->found.hotspots;
	o.place = words->role;
	o.permutations = t->options->permutations;
	o.draws = DRAWS;
	enum err_code err = hotspots_compute(t->c, &t->set, &o, x);
	if (!err)
		err = hotspots_result(t->c, &t->set, x, &r);
	if (err)
		return err;
	think_result(t, words->section, r);
	say_hotspots(t, x, words);
	err = draw_hotspots(t, r, words, x);
	if (err)
		return err;
	struct table *table = think_hide(t,
		think_table(t, words->section, r, "hotspots"), "place,method,radius_m");
	table->title = think_text(t, "Gatherings: %s", words->what);
	size_t shown = significant(x) > 5 ? significant(x) : 5;
	html_table(t->html, table, shown);
	/* Beside the gatherings it would tell the public of small numbers. */
	if (words->role == ROLE_FOUND && t->ctx->audience != AUDIENCE_PUBLIC)
		err = scan_part(t, words, x);
	if (err)
		return err;
	html_note(t->html,
		"Left out of the gatherings: %s not given, %s not located, %s known "
		"too coarsely, %s where the child belongs.",
		words_count(t->ctx->arena, x->not_given),
		words_count(t->ctx->arena, x->not_located),
		words_count(t->ctx->arena, x->too_coarse),
		words_count(t->ctx->arena, x->where_they_belong));
	return ERR_OK;
}

enum err_code think_from(struct think *t)
{
	static const struct place_words words = {ROLE_FROM, "from", "from",
		"places children went from", "that children went from"};
	html_open(t->html, "from", "Where children go from");
	enum err_code err = think_codes(t, "from", "kinds",
		"Episodes by where the child went from", from_code, from_words);
	return err ? err : hotspots_part(t, &words);
}

enum err_code think_found(struct think *t)
{
	static const struct place_words found = {ROLE_FOUND, "found", "found",
		"places where children were found", "where children were found"};
	static const struct place_words seen = {ROLE_LAST_SEEN, "last_seen",
		"last-seen", "places where children were last seen",
		"where children were last seen"};
	html_open(t->html, "found", "Where children are found");
	enum err_code err = think_codes(t, "found", "kinds",
		"Episodes by where the child was found", found_code, found_words);
	if (!err)
		err = hotspots_part(t, &found);
	if (err)
		return err;
	html_open(t->html, "last_seen", "Where children are last seen");
	return hotspots_part(t, &seen);
}

/* ---- journeys -------------------------------------------------------------------- */

static void say_journeys(struct think *t, const struct journeys *x)
{
	const struct journey_end_figures *found = &x->ends[JOURNEY_FOUND];
	if (found->episodes < THINK_FEW) {
		html_say(t->html,
			"%s both ends located: too few to say how far children go.",
			think_n(t, found->episodes, "episode has", "episodes have"));
		return;
	}
	const char *strong = think_text(t,
		"Half of the children who were found away from where they belong were "
		"within %.1f km of where they went from.",
		found->median_of_children_m / 1000);
	html_finding(t->html, "%s", strong);
	think_finding(t, "journeys", strong,
		think_text(t, "%s with both ends located.",
			think_both(t, found->episodes, found->children)));
	size_t unusual = 0;
	for (size_t i = 0; i < x->flows_n; i++)
		unusual += x->flows[i].q_value <= THINK_ALPHA;
	if (unusual)
		html_say(t->html,
			"%s between a home or neighbourhood and a place more children "
			"than if where they go had nothing to do with where they come "
			"from.",
			unusual == 1 ? "One way took"
				     : think_text(t, "%zu ways took", unusual));
	html_note(t->html,
		"Left out: %s of the ends not known, %s known too coarsely, %s where "
		"the child was found where they belong.",
		words_count(t->ctx->arena, found->not_known),
		words_count(t->ctx->arena, found->too_coarse),
		words_count(t->ctx->arena, found->where_they_belong));
}

enum err_code think_journeys(struct think *t)
{
	struct journeys_options o = JOURNEYS_DEFAULT;
	struct journeys x;
	struct result *r;
	enum err_code err = journeys_compute(t->c, &t->set, &o, &x);
	if (!err)
		err = journeys_result(t->c, &t->set, &x, &r);
	if (err)
		return err;
	think_result(t, "journeys", r);
	html_open(t->html, "journeys", "Journeys");
	say_journeys(t, &x);
	struct map_layers layers = {.name = "journeys",
		.what = "ways that two or more children went",
		.areas = t->areas,
		.flows = result_find_table(r, "flows"),
		.homes = t->homes};
	struct figure figure;
	struct map_left_out left;
	err = figure_map(t->ctx, &layers, &figure, &left);
	if (err)
		return err;
	think_figure(t, &figure,
		"Ways that two or more children went, from where they left to where "
		"they were found, as straight lines; blue and thick from four children "
		"on.%s%s",
		t->homes && t->homes->rows_n ? " Black squares are children's homes."
					     : "",
		think_map_rest(t, &left));
	html_table(t->html, think_table(t, "journeys", r, "flows"), 12);
	html_table(t->html, think_table(t, "journeys", r, "distances"), 0);
	html_table(t->html, think_table(t, "journeys", r, "borders"), 0);
	html_table_folded(
		t->html, think_table(t, "journeys", r, "directions"), "Directions", 0);
	return ERR_OK;
}
