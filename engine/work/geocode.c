#include "work/geocode.h"
#include "base/file.h"
#include "base/str.h"
#include "work/geocode_decisions.h"

/* The locations of one row and of the row above it. */
struct walk {
	struct geocoding *g;
	struct arena *arenas[2];
	int now;                           /* the arena of the present row */
	int64_t source_id, row, above_row; /* above_row 0: none in this source */
	bool there[GEOCODE_ROLES], there_above[GEOCODE_ROLES];
	struct location located[GEOCODE_ROLES], above[GEOCODE_ROLES];
};

static void next_row(struct walk *w, const struct geocode_place *p)
{
	bool follows = p->source_id == w->source_id && p->row == w->row + 1;
	for (int i = 0; i < GEOCODE_ROLES; i++) {
		w->there_above[i] = follows && w->there[i];
		w->above[i] = w->located[i];
		w->there[i] = false;
	}
	w->now = !w->now;
	arena_free(w->arenas[w->now]);
	w->arenas[w->now] = arena_create();
	w->source_id = p->source_id;
	w->row = p->row;
}

/* The same place under another method; no candidates, they are the other's. */
static struct location borrowed(struct arena *arena, const char *why,
	const struct location *of, double confidence_01)
{
	struct location l = *of;
	l.method = str_printf(arena, "%s: %s", why, of->method);
	l.confidence_01 *= confidence_01;
	l.candidates = NULL;
	l.candidates_n = 0;
	l.conflict_m = 0;
	l.conflict = NULL;
	return l;
}

/* What "as above" means here; false where nothing stands before it. */
static bool above_of(
	const struct walk *w, const struct geocode_place *p, struct location *l)
{
	struct arena *arena = w->arenas[w->now];
	for (int role = (int)p->role - 1; role >= 0 && p->role < GEOCODE_ADDRESS;
		role--)
		if (w->there[role]) {
			*l = borrowed(arena, "as above", &w->located[role], 1);
			return true;
		}
	if (!w->there_above[p->role])
		return false;
	*l = borrowed(arena, "as in the row above", &w->above[p->role], 0.95);
	return true;
}

static bool in_care(const char *from_kind)
{
	return str_equal(from_kind, "childrens_home") ||
	       str_equal(from_kind, "foster") || str_equal(from_kind, "supported");
}

/* What "home" or "placement" means here: where the row's child went from, if it lives
 * there; else its placement of that day. A child in care that was found at "home", and
 * not at its placement, was found with its family: that is known from other rows, if at
 * all. */
static enum err_code own_of(const struct walk *w, const struct geocode_place *p,
	enum own_place own, struct location *l)
{
	struct arena *arena = w->arenas[w->now];
	const struct location *from = &w->located[GEOCODE_FROM];
	bool has_from = p->role != GEOCODE_FROM && w->there[GEOCODE_FROM] &&
			from->kind != LOCATED_NONE;
	bool care = in_care(p->from_kind), family = str_equal(p->from_kind, "home");
	if (own == OWN_HOME && care && str_equal(p->found_kind, "home"))
		return geocode_family(w->g, arena, p, l);
	if (has_from && (care || (family && own == OWN_HOME))) {
		/* "Home" may be the family's, where it isn't said that it was not. */
		bool sure = own == OWN_PLACEMENT || family ||
			    str_equal(p->found_kind, "placement");
		*l = borrowed(arena, "the place gone from", from, sure ? 0.95 : 0.6);
		return ERR_OK;
	}
	if (own == OWN_HOME && family)
		return geocode_family(w->g, arena, p, l);
	return geocode_placement(w->g, arena, p, l);
}

static enum err_code locate_place(struct walk *w, struct geocode_place *p)
{
	struct geocoding *g = w->g;
	struct arena *arena = w->arenas[w->now];
	static const struct location no_home = {
		.kind = LOCATED_NONE, .method = "URN without a located home"};
	struct location above, own = location_none("");
	struct location *out = &w->located[p->role];
	enum own_place meant = geocoder_own_place(&p->mention);
	enum err_code err = ERR_OK;
	if (above_of(w, p, &above))
		p->mention.above = &above;
	if (meant != OWN_NONE)
		err = own_of(w, p, meant, &own);
	if (own.kind != LOCATED_NONE)
		p->mention.own = &own;
	p->mention.home = geocode_home(g, arena, p);
	if (!p->mention.home && !str_empty(p->home_urn))
		p->mention.home = &no_home;
	if (!err)
		err = geocoder_locate(g->geocoder, arena, &p->mention, out);
	if (!err && str_empty(p->home_urn))
		geocode_propose_homes(g, arena, p, out);
	if (!err)
		err = geocode_decide(g, arena, p, out);
	w->there[p->role] = true;
	return err ? err : geocode_write(g, arena, p, out);
}

static enum err_code locate_kind(
	struct geocoding *g, const char *source_kind, struct progress *bar)
{
	struct walk w = {.g = g, .arenas = {arena_create(), arena_create()}};
	struct arena *batch = arena_create();
	struct geocode_place *places;
	size_t n = 0;
	enum err_code err;
	do {
		err = geocode_batch(
			g, batch, source_kind, w.source_id, w.row, &places, &n);
		for (size_t i = 0; !err && i < n; i++) {
			if (places[i].source_id != w.source_id ||
				places[i].row != w.row)
				next_row(&w, &places[i]);
			err = locate_place(&w, &places[i]);
		}
		progress_step(bar, (uint64_t)g->places);
		arena_free(batch);
		batch = arena_create();
	} while (!err && n > 0);
	arena_free(batch);
	arena_free(w.arenas[0]);
	arena_free(w.arenas[1]);
	return err;
}

static enum err_code locate_all(struct geocoding *g)
{
	static const char *const kinds[] = {
		"homes", "placements", "people", "episodes", "mentions"};
	struct progress bar;
	enum err_code err = ERR_OK;
	map_init(&g->by_urn.keys, g->ctx->arena);
	map_init(&g->by_name.keys, g->ctx->arena);
	map_init(&g->addresses, g->ctx->arena);
	progress_begin(&bar, g->ctx, "locating places", 0);
	for (size_t i = 0; !err && i < sizeof kinds / sizeof *kinds; i++) {
		err = locate_kind(g, kinds[i], &bar);
		if (!err && i == 0)
			err = geocode_load_homes(g);
		/* Once more, now that what they looked for is located. */
		if (!err && g->looked_ahead) {
			int64_t places = g->places;
			err = locate_kind(g, kinds[i], &bar);
			g->places = places;
			g->looked_ahead = false;
		}
	}
	progress_end(&bar);
	return err;
}

static struct result *input_of(
	const struct geocoding *g, const struct projection_info *projection)
{
	struct result *r = result_create(g->ctx->arena);
	result_text(r, "gazetteer_sha256", g->gazetteer_sha256);
	result_text(r, "projection", projection->name);
	result_real(r, "projection_accuracy_m", projection->accuracy_m);
	return r;
}

static enum err_code write_review(struct geocoding *g, const char *path)
{
	struct geocode_review_counts counts;
	struct result *r = result_create(g->ctx->arena);
	enum err_code err = geocode_review(g, path, &counts);
	if (err)
		return err;
	result_text(r, "file", file_base(path));
	result_int(r, "texts", counts.texts);
	result_int(r, "places", counts.places);
	result_int(r, "episodes", counts.episodes);
	result_int(r, "decided", counts.decided);
	g->review = r;
	notice(g->ctx,
		"%s: %lld texts need a person; it holds places as they were written: "
		"keep it as safe as the case",
		file_base(path), (long long)counts.texts);
	return ERR_OK;
}

static enum err_code run(struct geocoding *g, const struct geocode_options *o)
{
	const struct result *counts;
	struct result *parameters = case_parameters(g->c);
	struct result *input = input_of(g, geocoder_projection(g->geocoder));
	result_result(parameters, "gazetteer", input);
	enum err_code err = store_begin(g->c->store);
	if (!err && o->apply)
		err = geocode_apply(g, o->apply);
	if (!err)
		err = geocode_load_decisions(g);
	if (!err)
		err = locate_all(g);
	if (!err && o->review)
		err = write_review(g, o->review);
	if (!err)
		err = geocode_print(g, parameters, input, &counts);
	if (!err)
		err = case_save_run(
			g->c, "geocode", AUDIT_ALTERATION, parameters, counts, NULL);
	if (!err)
		notice(g->ctx, "%lld places, %lld of them located anew or otherwise",
			(long long)g->places, (long long)g->changed);
	return err;
}

static enum err_code open_gazetteer(struct context *ctx,
	const struct work_options *options, struct gazetteer **gazetteer)
{
	const char *path = case_gazetteer_path(ctx, options);
	*gazetteer = NULL;
	if (!options->gazetteer_path && !file_exists(path)) {
		notice(ctx,
			"there is no gazetteer (%s): only coordinates and grid "
			"references are located; make one with 'lastseen gazetteer "
			"add', or name one with --gazetteer",
			file_base(path));
		return ERR_OK;
	}
	return gazetteer_open(ctx, path, STORE_READ, gazetteer);
}

enum err_code work_geocode(struct context *ctx, const struct work_options *options,
	const struct geocode_options *o, bool *set_aside)
{
	struct work_case c;
	struct gazetteer *gazetteer = NULL;
	struct geocoding g = {.c = &c, .ctx = ctx};
	if (o->review && ctx->audience == AUDIENCE_PUBLIC)
		return err_set(ctx, ERR_USAGE,
			"--review writes places as they were written; that is not for "
			"the public (leave out --audience public)");
	enum err_code err = case_open(ctx, options, STORE_WRITE, &c);
	if (err)
		return err;
	err = open_gazetteer(ctx, options, &gazetteer);
	if (!err)
		err = geocoder_create(ctx, gazetteer, o->grid, &g.geocoder);
	if (!err) {
		g.gazetteer_sha256 = gazetteer ? gazetteer_sha256(gazetteer) : NULL;
		err = run(&g, o);
	}
	geocoder_free(g.geocoder);
	gazetteer_close(gazetteer);
	case_close(&c);
	*set_aside = g.set_aside > 0;
	return err;
}
