/* What needs a person: a row a text, worst first. */
#include "base/file.h"
#include "base/str.h"
#include "work/geocode_decisions.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Below this, or coarser than this, a location wants a look. */
#define REVIEW_BELOW_01 0.9
#define REVIEW_BEYOND_M 1000.0

/* How unsure the place is, at least: not located at all, contradicting itself, coarse. */
#define NEED_NONE_01 1.0
#define NEED_CONFLICT_01 0.8
#define NEED_COARSE_01 0.6

/* All places of one text; what is told of is the one that needs it most. */
struct text {
	const char *key, *input, *kind, *method, *match, *conflict;
	const struct geocode_decision *decision;
	int64_t place_id, places, episodes;
	double easting_m, northing_m, precision_m, confidence, conflict_m, need_01;
};

struct reviewing {
	struct geocoding *g;
	struct arena *arena;
	struct map keys, seen; /* seen: text and episode */
	struct text *texts;
	size_t capacity;
	const struct text **order; /* worst first, then those that were decided */
	size_t n;
	struct table *table;
};

static const struct column columns[] = {
	{"text_id", NULL, 0, AUDIENCE_PARTNER},
	{"text", NULL, 0, AUDIENCE_PARTNER},
	{"problem", NULL, 0, AUDIENCE_PARTNER},
	{"places", NULL, 0, AUDIENCE_PARTNER},
	{"episodes", NULL, 0, AUDIENCE_PARTNER},
	{"kind", NULL, 0, AUDIENCE_PARTNER},
	{"match", NULL, 0, AUDIENCE_PARTNER},
	{"easting", NULL, 0, AUDIENCE_PARTNER},
	{"northing", NULL, 0, AUDIENCE_PARTNER},
	{"precision_m", NULL, 0, AUDIENCE_PARTNER},
	{"confidence", NULL, 2, AUDIENCE_PARTNER},
	{"conflict_m", NULL, 0, AUDIENCE_PARTNER},
	{"candidate_1", NULL, 0, AUDIENCE_PARTNER},
	{"candidate_1_at", NULL, 0, AUDIENCE_PARTNER},
	{"candidate_2", NULL, 0, AUDIENCE_PARTNER},
	{"candidate_2_at", NULL, 0, AUDIENCE_PARTNER},
	{"candidate_3", NULL, 0, AUDIENCE_PARTNER},
	{"candidate_3_at", NULL, 0, AUDIENCE_PARTNER},
	{"candidate_4", NULL, 0, AUDIENCE_PARTNER},
	{"candidate_4_at", NULL, 0, AUDIENCE_PARTNER},
	{"candidate_5", NULL, 0, AUDIENCE_PARTNER},
	{"candidate_5_at", NULL, 0, AUDIENCE_PARTNER},
	{"decided", NULL, 0, AUDIENCE_PARTNER},
	{"decision", NULL, 0, AUDIENCE_PARTNER},
	{"new_easting", NULL, 0, AUDIENCE_PARTNER},
	{"new_northing", NULL, 0, AUDIENCE_PARTNER},
	{"new_precision_m", NULL, 0, AUDIENCE_PARTNER},
	{"new_text", NULL, 0, AUDIENCE_PARTNER},
	{"why", NULL, 0, AUDIENCE_PARTNER},
	{"who", NULL, 0, AUDIENCE_PARTNER},
};

static double real_or_nan(struct statement *s, int column)
{
	return column_null(s, column) ? NAN : column_real(s, column);
}

static double need_of(const struct text *t)
{
	double unsure = 1 - t->confidence;
	if (str_equal(t->kind, "none"))
		return NEED_NONE_01;
	if (t->conflict_m > 0)
		return fmax(NEED_CONFLICT_01, unsure);
	if (t->precision_m > REVIEW_BEYOND_M)
		return fmax(NEED_COARSE_01, unsure);
	return t->confidence < REVIEW_BELOW_01 ? unsure : 0;
}

static struct text take(struct statement *s, struct arena *arena)
{
	struct text t = {.place_id = column_int(s, 0),
		.kind = column_dup(s, 10, arena),
		.method = column_dup(s, 11, arena),
		.match = column_dup(s, 12, arena),
		.easting_m = real_or_nan(s, 13),
		.northing_m = real_or_nan(s, 14),
		.precision_m = real_or_nan(s, 15),
		.confidence = column_real(s, 16),
		.conflict_m = column_real(s, 17),
		.conflict = column_dup(s, 18, arena),
		.input = column_dup(s, 19, arena)};
	t.need_01 = need_of(&t);
	return t;
}

static void add_place(struct reviewing *r, struct statement *s)
{
	struct arena_mark mark = arena_mark(r->g->ctx->scratch);
	const char *key = geocode_row_key(r->g->ctx->scratch, s);
	int64_t episode = column_int(s, 9);
	if (*key) {
		size_t before = r->keys.n, i = map_intern(&r->keys, key);
		arena_reserve(r->arena, r->texts, r->capacity, i + 1);
		struct text *t = &r->texts[i], now = take(s, r->arena);
		if (i == before || now.need_01 > t->need_01) {
			now.key = r->keys.keys[i];
			now.places = i == before ? 0 : t->places;
			now.episodes = i == before ? 0 : t->episodes;
			now.decision = geocode_decision_of(r->g, key);
			*t = now;
		}
		t->places++;
		const char *pair = str_printf(
			r->g->ctx->scratch, "%zu|%lld", i, (long long)episode);
		size_t seen = r->seen.n;
		if (episode)
			t->episodes += map_intern(&r->seen, pair) == seen;
	}
	arena_reset(r->g->ctx->scratch, mark);
}

/* Those decided last; by the episodes that may be won; then the surer need. */
static int compare(const void *a, const void *b)
{
	const struct text *x = *(const struct text *const *)a;
	const struct text *y = *(const struct text *const *)b;
	double of_x = x->need_01 * (double)x->episodes;
	double of_y = y->need_01 * (double)y->episodes;
	if (!x->decision != !y->decision)
		return x->decision ? 1 : -1;
	if (of_x != of_y)
		return of_x > of_y ? -1 : 1;
	if (x->need_01 != y->need_01)
		return x->need_01 > y->need_01 ? -1 : 1;
	if (x->places != y->places)
		return x->places > y->places ? -1 : 1;
	return strcmp(x->key, y->key);
}

static void put_in_order(struct reviewing *r)
{
	r->order = arena_array(r->arena, const struct text *, r->keys.n);
	for (size_t i = 0; i < r->keys.n; i++)
		if (r->texts[i].need_01 > 0 || r->texts[i].decision)
			r->order[r->n++] = &r->texts[i];
	if (r->n > 1)
		qsort(r->order, r->n, sizeof *r->order, compare);
}

static const char *problem_of(struct arena *arena, const struct text *t)
{
	if (str_equal(t->kind, "none"))
		return str_printf(arena, "not located: %s", t->method);
	if (t->conflict_m > 0)
		return str_printf(arena, "%s are %.1f km apart", t->conflict,
			t->conflict_m / 1000);
	if (t->precision_m > REVIEW_BEYOND_M)
		return str_printf(arena, "known to %.1f km only: %s",
			t->precision_m / 1000, t->method);
	if (t->need_01 > 0)
		return str_printf(arena, "unsure: %s", t->method);
	return t->method;
}

static enum err_code add_candidates(struct reviewing *r, const struct text *t)
{
	struct statement *s;
	bool row = true;
	int n = 0;
	enum err_code err =
		store_prepare(r->g->c->store, &sql_geocode_review_candidates, &s);
	if (err)
		return err;
	bind_int(s, ":place_id", t->place_id);
	bind_int(s, ":most", GEOCODE_REVIEW_CANDIDATES);
	while ((err = statement_step(s, &row)) == ERR_OK && row) {
		cell_text(r->table, column_dup(s, 1, r->arena));
		cell_text(r->table,
			str_printf(r->arena, "%s %.2f %.2f %.0f: %s", column_text(s, 0),
				column_real(s, 2), column_real(s, 3), column_real(s, 4),
				column_text(s, 6)));
		n++;
	}
	for (; n < GEOCODE_REVIEW_CANDIDATES; n++) {
		cell_null(r->table);
		cell_null(r->table);
	}
	return err;
}

static double rounded(double value)
{
	return rint(value * 100) / 100;
}

static enum err_code add_row(struct reviewing *r, const struct text *t)
{
	const struct geocode_decision *d = t->decision;
	cell_text(r->table, geocode_text_id(r->arena, t->key));
	cell_text(r->table, t->input);
	cell_text(r->table, problem_of(r->arena, t));
	cell_int(r->table, t->places);
	cell_int(r->table, t->episodes);
	cell_text(r->table, t->kind);
	cell_text(r->table, t->match);
	cell_real(r->table, rounded(t->easting_m));
	cell_real(r->table, rounded(t->northing_m));
	cell_real(r->table, rounded(t->precision_m));
	cell_real(r->table, rounded(t->confidence));
	cell_real(r->table, t->conflict_m > 0 ? rint(t->conflict_m) : NAN);
	enum err_code err = add_candidates(r, t);
	cell_text(r->table, d ? str_printf(r->arena, "%s by %s on %.10s: %s",
					d->decision, d->who, d->decided_utc, d->why)
			      : NULL);
	for (int i = 0; i < 7; i++)
		cell_null(r->table);
	return err;
}

static enum err_code write_file(struct reviewing *r, const char *path)
{
	struct context *ctx = r->g->ctx;
	struct out_file *file;
	enum err_code err = file_begin(ctx, path, &file);
	if (err)
		return err;
	file_puts(file, emit_csv(ctx, r->table));
	return file_commit(ctx, file, NULL);
}

/* Episodes that hang on the texts that are still open. */
static void count(const struct reviewing *r, struct geocode_review_counts *counts)
{
	struct map episodes;
	map_init(&episodes, r->arena);
	*counts = (struct geocode_review_counts){0};
	for (size_t i = 0; i < r->n; i++) {
		counts->decided += r->order[i]->decision != NULL;
		counts->texts += r->order[i]->decision == NULL;
		counts->places += r->order[i]->decision ? 0 : r->order[i]->places;
	}
	for (size_t i = 0; i < r->seen.n; i++) {
		size_t text = (size_t)strtoull(r->seen.keys[i], NULL, 10);
		const struct text *t = &r->texts[text];
		if (t->need_01 > 0 && !t->decision)
			map_intern(&episodes, strchr(r->seen.keys[i], '|'));
	}
	counts->episodes = (int64_t)episodes.n;
}

/* What the sheet holds is shown to whoever opens it: the chain says that it was made. */
static enum err_code note_export(const struct reviewing *r, const char *path,
	const struct geocode_review_counts *counts)
{
	struct result *detail = result_create(r->arena);
	result_text(detail, "file", file_base(path));
	result_int(detail, "texts", counts->texts);
	result_int(detail, "decided", counts->decided);
	return audit_add(r->g->c->store, AUDIT_DISCLOSURE, "geocode --review",
		emit_json_line(r->g->ctx, detail));
}

enum err_code geocode_review(
	struct geocoding *g, const char *path, struct geocode_review_counts *counts)
{
	struct reviewing r = {.g = g, .arena = g->ctx->arena};
	struct statement *s;
	bool row = false;
	map_init(&r.keys, r.arena);
	map_init(&r.seen, r.arena);
	enum err_code err = store_prepare(g->c->store, &sql_geocode_review, &s);
	while (!err && (err = statement_step(s, &row)) == ERR_OK && row)
		add_place(&r, s);
	if (err)
		return err;
	put_in_order(&r);
	r.table = TABLE_CREATE(r.arena, "review", NULL, columns);
	for (size_t i = 0; !err && i < r.n; i++)
		err = add_row(&r, r.order[i]);
	if (err)
		return err;
	count(&r, counts);
	err = note_export(&r, path, counts);
	return err ? err : write_file(&r, path);
}
