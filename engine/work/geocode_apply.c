/* Decisions that come back from a spreadsheet. */
#include "base/file.h"
#include "base/str.h"
#include "geo/project.h"
#include "intake/table_reader.h"
#include "text/address.h"
#include "text/quantity.h"
#include "work/geocode_decisions.h"
#include <math.h>
#include <string.h>

/* Of a point that no precision was given for. */
#define POINT_PRECISION_M 50.0

enum {
	TEXT_ID,
	DECISION,
	WHY,
	WHO,
	KIND,
	MATCH,
	EASTING,
	NORTHING,
	PRECISION,
	NEW_EASTING,
	NEW_NORTHING,
	NEW_PRECISION,
	NEW_TEXT,
	CANDIDATE, /* and its place, five times */
	COLUMNS_N = CANDIDATE + 2 * GEOCODE_REVIEW_CANDIDATES
};
static const char *const names[COLUMNS_N] = {"text_id", "decision", "why", "who",
	"kind", "match", "easting", "northing", "precision_m", "new_easting",
	"new_northing", "new_precision_m", "new_text", "candidate_1", "candidate_1_at",
	"candidate_2", "candidate_2_at", "candidate_3", "candidate_3_at", "candidate_4",
	"candidate_4_at", "candidate_5", "candidate_5_at"};

static const struct column aside_columns[] = {
	{"row", "Row", 0, AUDIENCE_PUBLIC},
	{"column", "Column", 0, AUDIENCE_PUBLIC},
	{"reason", "Why", 0, AUDIENCE_PUBLIC},
};

struct applying {
	struct geocoding *g;
	struct context *ctx;
	struct table_reader *reader;
	struct map ids; /* text_id to the number of its key */
	const char **keys, **inputs;
	size_t keys_capacity, inputs_capacity;
	size_t at[COLUMNS_N];
	struct table_row row;
	bool header;
};

/* What a row asks for. */
struct wish {
	const char *decision, *kind, *match, *why, *who;
	struct point at;
	double precision_m; /* 0: no point */
};

static enum err_code load_texts(struct applying *a)
{
	struct arena *arena = a->ctx->arena;
	struct statement *s;
	bool row = false;
	map_init(&a->ids, arena);
	enum err_code err = store_prepare(a->g->c->store, &sql_geocode_review, &s);
	while (!err && (err = statement_step(s, &row)) == ERR_OK && row) {
		const char *key = geocode_row_key(a->ctx->scratch, s);
		if (!*key)
			continue;
		size_t n = a->ids.n;
		size_t i = map_intern(&a->ids, geocode_text_id(a->ctx->scratch, key));
		if (i < n)
			continue;
		arena_reserve(arena, a->keys, a->keys_capacity, i + 1);
		arena_reserve(arena, a->inputs, a->inputs_capacity, i + 1);
		a->keys[i] = str_dup(arena, key);
		a->inputs[i] = column_dup(s, 19, arena);
	}
	return err;
}

/* Trimmed, and without the apostrophe that keeps a spreadsheet from running a cell. */
static const char *cell(const struct applying *a, int column)
{
	size_t i = a->at[column];
	if (i >= a->row.cells_n)
		return "";
	const char *text = str_trim(a->ctx->arena, a->row.cells[i]);
	return text[0] == '\'' && text[1] && strchr("=+-@", text[1]) ? text + 1 : text;
}

static void set_aside(struct applying *a, int column, const char *reason)
{
	a->g->set_aside++;
	cell_int(a->g->aside, a->row.row);
	cell_text(a->g->aside, names[column]);
	cell_text(a->g->aside, reason);
}

static bool find_header(struct applying *a)
{
	for (int c = 0; c < COLUMNS_N; c++) {
		a->at[c] = SIZE_MAX;
		for (size_t i = 0; i < a->row.cells_n; i++)
			if (a->at[c] == SIZE_MAX &&
				str_equal_fold(
					str_trim(a->ctx->scratch, a->row.cells[i]),
					names[c]))
				a->at[c] = i;
	}
	return a->at[TEXT_ID] != SIZE_MAX && a->at[DECISION] != SIZE_MAX;
}

static bool kind_known(const char *kind)
{
	for (int i = 1; i < LOCATED_KINDS; i++)
		if (str_equal(kind, location_kind_names[i]))
			return true;
	return false;
}

static bool point_of(const char *easting, const char *northing, struct point *at)
{
	return real_parse(easting, &at->x_m) && real_parse(northing, &at->y_m) &&
	       in_british_grid(at->x_m, at->y_m);
}

/* "address 463020.00 813010.00 10: why it was there" */
static bool read_at(struct applying *a, const char *text, struct wish *w)
{
	char *copy = str_dup(a->ctx->arena, text);
	copy[strcspn(copy, ":")] = '\0';
	struct str_list words = str_split(a->ctx->arena, copy, ' ');
	if (words.n != 4 || !kind_known(words.items[0]))
		return false;
	w->kind = words.items[0];
	return point_of(words.items[1], words.items[2], &w->at) &&
	       real_parse(words.items[3], &w->precision_m) && w->precision_m > 0;
}

static bool wish_candidate(struct applying *a, int number, struct wish *w)
{
	int column = CANDIDATE + 2 * (number - 1);
	w->decision = "candidate";
	w->match = cell(a, column);
	if (read_at(a, cell(a, column + 1), w))
		return true;
	set_aside(a, column + 1, "there is no candidate of this number");
	return false;
}

static bool wish_accept(struct applying *a, struct wish *w)
{
	w->match = cell(a, MATCH);
	w->kind = cell(a, KIND);
	bool good = kind_known(w->kind) &&
		    point_of(cell(a, EASTING), cell(a, NORTHING), &w->at) &&
		    real_parse(cell(a, PRECISION), &w->precision_m) &&
		    w->precision_m > 0;
	if (!good)
		set_aside(a, DECISION, "nothing was located that could be accepted");
	return good;
}

static bool wish_point(struct applying *a, struct wish *w)
{
	const char *precision = cell(a, NEW_PRECISION);
	w->kind = "coordinate";
	w->match = cell(a, NEW_TEXT);
	w->precision_m = POINT_PRECISION_M;
	if (!point_of(cell(a, NEW_EASTING), cell(a, NEW_NORTHING), &w->at)) {
		set_aside(a, NEW_EASTING,
			"new_easting and new_northing are no point of the National "
			"Grid");
		return false;
	}
	if (*precision && (!real_parse(precision, &w->precision_m) ||
				  !(w->precision_m > 0 && w->precision_m < 1e6))) {
		set_aside(a, NEW_PRECISION, "is no number of metres");
		return false;
	}
	return true;
}

static bool wish_text(struct applying *a, struct wish *w)
{
	w->kind = "none";
	w->match = cell(a, NEW_TEXT);
	if (address_special(w->match) == ADDRESS_PLACE)
		return true;
	set_aside(a, NEW_TEXT, "says no place");
	return false;
}

/* false: there is nothing to do, or it was set aside. */
static bool read_wish(struct applying *a, struct wish *w)
{
	const char *d = str_lower(a->ctx->arena, cell(a, DECISION));
	*w = (struct wish){.decision = d,
		.kind = "none",
		.match = "",
		.why = cell(a, WHY),
		.who = cell(a, WHO)};
	if (!*w->who)
		w->who = audit_who(a->ctx->arena);
	if (str_empty(d))
		return false;
	if (str_equal(d, "undo"))
		return true;
	if (!*w->why) {
		set_aside(a, WHY, "a decision needs its reason");
		return false;
	}
	const char *number = str_starts(d, "candidate") ? d + strlen("candidate") : d;
	number += strspn(number, " _");
	if (number[0] >= '1' && number[0] <= '0' + GEOCODE_REVIEW_CANDIDATES &&
		!number[1])
		return wish_candidate(a, number[0] - '0', w);
	if (str_equal(d, "accept"))
		return wish_accept(a, w);
	if (str_equal(d, "point"))
		return wish_point(a, w);
	if (str_equal(d, "text"))
		return wish_text(a, w);
	if (str_equal(d, "none"))
		return true;
	set_aside(a, DECISION, "is none of accept, 1 to 5, point, text, none, undo");
	return false;
}

static bool same(const struct geocode_decision *d, const struct wish *w)
{
	bool point = w->precision_m > 0;
	return d && str_equal(d->decision, w->decision) &&
	       str_equal(d->kind, w->kind) && str_equal(d->match, w->match) &&
	       str_equal(d->why, w->why) &&
	       (!point || (d->at.x_m == w->at.x_m && d->at.y_m == w->at.y_m &&
				  d->precision_m == w->precision_m));
}

static enum err_code withdraw(
	struct applying *a, const char *key, const struct wish *w, const char *why)
{
	struct statement *s;
	char now[32];
	enum err_code err =
		store_prepare(a->g->c->store, &sql_geocode_decision_withdraw, &s);
	if (err)
		return err;
	audit_now(now);
	bind_text(s, ":key", key);
	bind_text(s, ":withdrawn_utc", now);
	bind_text(s, ":withdrawn_by", w->who);
	bind_text(s, ":withdrawn_why", why);
	a->g->withdrawn++;
	return statement_run(s);
}

static enum err_code keep(struct applying *a, size_t text, const struct wish *w)
{
	struct statement *s;
	char now[32];
	enum err_code err =
		store_prepare(a->g->c->store, &sql_geocode_decision_put, &s);
	if (err)
		return err;
	audit_now(now);
	bind_text(s, ":key", a->keys[text]);
	bind_text(s, ":input", a->inputs[text]);
	bind_text(s, ":decision", w->decision);
	bind_text(s, ":kind", w->kind);
	bind_text(s, ":match", w->match);
	bool point = w->precision_m > 0;
	bind_real(s, ":easting", point ? w->at.x_m : NAN);
	bind_real(s, ":northing", point ? w->at.y_m : NAN);
	bind_real(s, ":precision_m", point ? w->precision_m : NAN);
	bind_text(s, ":why", w->why);
	bind_text(s, ":who", w->who);
	bind_text(s, ":decided_utc", now);
	bind_text(s, ":account", audit_who(a->ctx->scratch));
	a->g->decided++;
	return statement_run(s);
}

static enum err_code apply_row(struct applying *a)
{
	struct wish w;
	size_t text;
	if (a->row.fault) {
		set_aside(a, TEXT_ID, a->row.fault);
		return ERR_OK;
	}
	if (!a->header) {
		a->header = find_header(a);
		return ERR_OK;
	}
	if (!read_wish(a, &w))
		return ERR_OK;
	if (!map_get(&a->ids, cell(a, TEXT_ID), &text)) {
		set_aside(a, TEXT_ID, "no place of the case has this text");
		return ERR_OK;
	}
	const struct geocode_decision *old = geocode_decision_of(a->g, a->keys[text]);
	bool undo = str_equal(w.decision, "undo");
	if (undo && !old)
		set_aside(a, DECISION, "nothing is decided that could be undone");
	if (!undo && same(old, &w))
		a->g->unchanged++;
	if (undo ? !old : same(old, &w))
		return ERR_OK;
	enum err_code err = ERR_OK;
	if (old)
		err = withdraw(a, a->keys[text], &w,
			undo && *w.why ? w.why
			: undo         ? "undone"
				       : "replaced");
	if (!err && !undo)
		err = keep(a, text, &w);
	/* A second row on the same text meets what the first one left. */
	return err ? err : geocode_load_decisions(a->g);
}

static enum err_code read_file(struct applying *a, const char *path)
{
	bool more = true;
	enum err_code err = ERR_OK;
	while (!err && more) {
		err = table_next(a->reader, &a->row, &more);
		if (!err && more)
			err = apply_row(a);
	}
	if (!err && !a->header)
		err = err_at(a->ctx, ERR_DATA,
			(struct err_where){.file = file_base(path)},
			"has no columns text_id and decision; give the file that "
			"'lastseen geocode --review' wrote");
	return err;
}

static enum err_code note(struct applying *a, const struct file_facts *facts)
{
	struct result *r = result_create(a->ctx->arena);
	result_text(r, "file", facts->name);
	result_text(r, "sha256", facts->sha256);
	result_int(r, "decided", a->g->decided);
	result_int(r, "withdrawn", a->g->withdrawn);
	result_int(r, "unchanged", a->g->unchanged);
	result_int(r, "set_aside", a->g->set_aside);
	return audit_add(a->g->c->store, AUDIT_ALTERATION, "geocode --apply",
		emit_json_line(a->ctx, r));
}

enum err_code geocode_apply(struct geocoding *g, const char *path)
{
	struct applying a = {.g = g, .ctx = g->ctx};
	struct file_facts facts;
	struct table_options options = {0};
	g->aside = TABLE_CREATE(g->ctx->arena, "set_aside",
		"Decisions that could not be used", aside_columns);
	enum err_code err = file_facts_read(g->ctx, path, &facts);
	if (!err)
		err = geocode_load_decisions(g);
	if (!err)
		err = load_texts(&a);
	if (!err)
		err = table_open(g->ctx, path, &facts, &options, &a.reader);
	if (!err)
		err = read_file(&a, path);
	table_close(a.reader);
	if (!err)
		err = note(&a, &facts);
	if (!err)
		notice(g->ctx,
			"%s: %lld decisions taken, %lld withdrawn, %lld set aside",
			facts.name, (long long)g->decided, (long long)g->withdrawn,
			(long long)g->set_aside);
	return err;
}
