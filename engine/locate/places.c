/* Places by their names: own ones, and those of public lists. */
#include "base/str.h"
#include "locate/evidence.h"
#include "locate/vocabulary.h"
#include <math.h>
#include <string.h>

static void place_propose(struct arena *out, struct location *l,
	const struct gazetteer_place *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		location_propose(out, l,
			(struct candidate){.kind = LOCATED_PLACE,
				.match = p[i].name,
				.at = p[i].at,
				.precision_m = p[i].radius_m,
				.confidence_01 = 0.9 / (double)n,
				.reason = "one of several places of this name"});
}

static void place_take(struct arena *out, struct location *l,
	const struct gazetteer_place *p, size_t n)
{
	double farthest_m = 0;
	for (size_t i = 1; i < n; i++)
		farthest_m = fmax(farthest_m, point_distance_m(p[0].at, p[i].at));
	if (farthest_m > GEOCODER_CONFLICT_M) {
		*l = location_none("several places of this name");
		place_propose(out, l, p, n);
		return;
	}
	*l = (struct location){.kind = LOCATED_PLACE,
		.at = p[0].at,
		.precision_m = p[0].radius_m + farthest_m,
		.confidence_01 = 0.9,
		.method =
			n == 1 ? "place of this name" : "places of this name, close by",
		.match = str_dup(out, p[0].name)};
}

/* Of places that are far from `near` none is left. */
static size_t places_near(
	struct gazetteer_place *p, size_t n, const struct location *near)
{
	size_t kept = 0;
	for (size_t i = 0; i < n; i++)
		if (point_distance_m(p[i].at, near->at) <=
			fmax(GEOCODER_CONFLICT_M, near->precision_m + p[i].radius_m))
			p[kept++] = p[i];
	return kept;
}

/* Own places go before those of public lists. Of a name beside a street only they
 * count: ELM COTTAGE may be a hamlet somewhere, but is a house here. */
static size_t places_own(struct gazetteer_place *p, size_t n, bool own_only)
{
	size_t kept = 0;
	for (size_t i = 0; i < n; i++)
		own_only = own_only || p[i].own;
	for (size_t i = 0; i < n; i++)
		if (p[i].own || !own_only)
			p[kept++] = p[i];
	return kept;
}

/* Settlements stand for themselves, not for what is named beside them. */
static bool is_settlement(const struct gazetteer_place *p)
{
	static const char *const kinds[] = {"City", "Town", "Village", "Hamlet",
		"Suburban Area", "Other Settlement"};
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (str_equal(p->kind, kinds[i]))
			return true;
	return false;
}

/* A town's name before others says where, not what. */
static size_t places_but_settlements(struct gazetteer_place *p, size_t n)
{
	size_t kept = 0;
	for (size_t i = 0; i < n; i++)
		if (!is_settlement(&p[i]))
			p[kept++] = p[i];
	return kept;
}

/* What is left of a confidence where the name is a slip away. */
#define ALIKE_LEAVES_01 0.8

/* Places whose name is a slip away: "Skavermuoth station". One name only: where two are
 * alike, neither is meant surely. */
static enum err_code read_place_alike(struct geocoder *g, struct arena *out,
	const char *name, const struct location *near, struct location *l)
{
	struct arena *scratch = g->ctx->scratch;
	const struct gazetteer_place *found = NULL;
	const char *const *names = NULL;
	size_t n = 0, names_n = 0;
	enum err_code err =
		gazetteer_places_alike(g->gazetteer, scratch, name, &names, &names_n);
	if (err || names_n != 1)
		return err;
	err = gazetteer_places(g->gazetteer, scratch, names[0], &found, &n);
	struct gazetteer_place *places =
		arena_array(scratch, struct gazetteer_place, n);
	for (size_t k = 0; k < n; k++)
		places[k] = found[k];
	n = places_own(places, n, false);
	if (near && near->kind != LOCATED_NONE)
		n = places_near(places, n, near);
	if (err || n == 0)
		return err;
	place_take(out, l, places, n);
	l->confidence_01 *= ALIKE_LEAVES_01;
	l->method = str_printf(out, "%s, spelt otherwise", l->method);
	return ERR_OK;
}

enum err_code read_place(struct geocoder *g, struct arena *out, const struct address *a,
	const struct location *near, struct location *l)
{
	const char *const names[] = {a->normal, a->building};
	struct arena *scratch = g->ctx->scratch;
	struct arena_mark mark = arena_mark(scratch);
	enum err_code err = ERR_OK;
	*l = location_none("no place of this name");
	for (int i = 0; !err && i < 2 && l->kind == LOCATED_NONE; i++) {
		const struct gazetteer_place *found = NULL;
		size_t n = 0;
		if (str_empty(names[i]) || l->candidates_n > 0)
			continue;
		err = gazetteer_places(g->gazetteer, scratch, names[i], &found, &n);
		struct gazetteer_place *places =
			arena_array(scratch, struct gazetteer_place, n);
		for (size_t k = 0; k < n; k++)
			places[k] = found[k];
		n = places_own(places, n, i == 1 && !str_empty(a->street));
		if (i == 1 && !str_equal(a->normal, a->building))
			n = places_but_settlements(places, n);
		if (near && near->kind != LOCATED_NONE)
			n = places_near(places, n, near);
		if (!err && n > 0)
			place_take(out, l, places, n);
	}
	if (!err && l->kind == LOCATED_NONE && l->candidates_n == 0 &&
		str_empty(a->street) && str_empty(a->number))
		err = read_place_alike(g, out, a->normal, near, l);
	arena_reset(scratch, mark);
	return err;
}

#define OF_TOWN_01 0.9
/* A place may lie this far outside the streets of its town. */
#define OF_TOWN_M 3000.0

static enum err_code places_of_town(struct geocoder *g, struct arena *out,
	const char *name, const char *town, struct location *l)
{
	struct arena *scratch = g->ctx->scratch;
	const struct gazetteer_place *found = NULL;
	const struct vocabulary *v = NULL;
	size_t n = 0, kept = 0;
	enum err_code err = gazetteer_places(g->gazetteer, scratch, name, &found, &n);
	const char *saint = strstr(name, "SAINT ");
	/* Inside a name ST is read as STREET. */
	if (!err && n == 0 && saint)
		err = gazetteer_places(g->gazetteer, scratch,
			str_printf(scratch, "%.*sSTREET %s", (int)(saint - name), name,
				saint + 6),
			&found, &n);
	if (!err)
		err = gazetteer_vocabulary(g->gazetteer, &v);
	struct gazetteer_place *places =
		arena_array(scratch, struct gazetteer_place, n);
	for (size_t i = 0; !err && i < n; i++)
		if (!is_settlement(&found[i]) &&
			(!*town ||
				vocabulary_town_near(v, town, found[i].at, OF_TOWN_M)))
			places[kept++] = found[i];
	kept = places_own(places, kept, false);
	if (!err && kept > 0)
		place_take(out, l, places, kept);
	if (!err && l->kind == LOCATED_PLACE)
		l->confidence_01 = fmin(l->confidence_01, OF_TOWN_01);
	return err;
}

/* Without the words before and after the name: "… GENERAL HOSPITAL A AND E". */
#define TRIMMED_01 0.8
static enum err_code place_within(struct geocoder *g, struct arena *out,
	const char *name, const char *town, struct location *l)
{
	struct arena *scratch = g->ctx->scratch;
	enum err_code err = ERR_OK;
	char *part = str_dup(scratch, name);
	const char *from = name;
	for (int i = 0; !err && i < 4 && l->kind == LOCATED_NONE; i++) {
		char *last = strrchr(part, ' ');
		if (!last || !strchr(part, ' '))
			break;
		*last = '\0';
		if (strchr(part, ' '))
			err = places_of_town(g, out, part, town, l);
	}
	for (int i = 0; !err && i < 3 && l->kind == LOCATED_NONE; i++) {
		const char *next = strchr(from, ' ');
		if (!next || !strchr(next + 1, ' '))
			break;
		from = next + 1;
		err = places_of_town(g, out, from, town, l);
	}
	l->confidence_01 = fmin(l->confidence_01, TRIMMED_01);
	return err;
}

enum err_code read_place_of_town(struct geocoder *g, struct arena *out,
	const char *name, const char *town, struct location *l)
{
	struct arena *scratch = g->ctx->scratch;
	struct arena_mark mark = arena_mark(scratch);
	enum err_code err = ERR_OK;
	*l = location_none("no place of this name");
	const char *const forms[] = {name, str_printf(scratch, "THE %s", name),
		str_printf(scratch, "%s %s", name, town),
		str_printf(scratch, "%s %s", town, name),
		str_printf(scratch, "THE %s %s", name, town)};
	size_t n = *town ? sizeof forms / sizeof *forms : 2;
	for (size_t i = 0; !err && i < n && l->kind == LOCATED_NONE; i++)
		err = places_of_town(g, out, forms[i], town, l);
	if (!err && l->kind == LOCATED_NONE)
		err = read_place_alike(g, out, *town ? forms[2] : name, NULL, l);
	if (!err && l->kind == LOCATED_NONE)
		err = place_within(g, out, name, town, l);
	for (int i = 2; !err && i < 4 && l->kind == LOCATED_NONE && *town; i++)
		err = place_within(g, out, forms[i], town, l);
	arena_reset(scratch, mark);
	return err;
}

#define TOWN_ALONE_01 0.6

enum err_code read_town(
	struct geocoder *g, struct arena *out, const char *town, struct location *l)
{
	struct arena *scratch = g->ctx->scratch;
	struct arena_mark mark = arena_mark(scratch);
	const struct gazetteer_place *found = NULL;
	size_t n = 0, kept = 0;
	enum err_code err = gazetteer_places(g->gazetteer, scratch, town, &found, &n);
	struct gazetteer_place *places =
		arena_array(scratch, struct gazetteer_place, n);
	for (size_t i = 0; !err && i < n; i++)
		if (is_settlement(&found[i]))
			places[kept++] = found[i];
	if (!err && kept > 0) {
		place_take(out, l, places, kept);
		if (l->kind == LOCATED_PLACE) {
			l->confidence_01 = TOWN_ALONE_01;
			l->method = "its town alone, nothing finer is known";
		}
	}
	arena_reset(scratch, mark);
	return err;
}
