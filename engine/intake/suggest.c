#include "intake/suggest.h"
#include "intake/reading.h"
#include "intake/suggest_order.h"
#include "intake/suggest_sample.h"
#include "text/quantity.h"
#include <string.h>

enum { VALUES_MOST = 40 };

/* ---- the order of dates -----------------------------------------------------------
 */

static void judge_order(struct sample *s)
{
	struct mapping_suggestion *out = s->out;
	struct order_votes votes = {{0}, 0};
	for (size_t k = 0; k < s->set.n; k++) {
		enum column_type type = s->set.columns[k].type;
		size_t column = out->columns[k].column;
		if (column == SIZE_MAX || (type != COLUMN_TIME && type != COLUMN_DAY &&
						  type != COLUMN_NOTICE))
			continue;
		for (size_t i = s->header + 1; i < s->n; i++)
			if (sample_cell(s, i, column)[0])
				order_vote(&votes, sample_cell(s, i, column));
	}
	order_judge(s->arena, &votes, out);
}

/* ---- codes ------------------------------------------------------------------------
 */

static const char *value_of(
	struct arena *arena, const struct column_spec *spec, const char *cell)
{
	return spec->type == COLUMN_CODE ? suggest_code(arena, spec, cell)
					 : suggest_yes_no(arena, cell);
}

static bool is_plain_yes_no(const struct column_spec *spec, const char *cell)
{
	bool value;
	return spec->type == COLUMN_YES_NO && yes_no_parse(cell, &value);
}

static void gather_values(struct sample *s, size_t k)
{
	const struct column_spec *spec = &s->set.columns[k];
	size_t column = s->out->columns[k].column, capacity = 0;
	struct suggested_value *values = NULL;
	size_t n = 0;
	for (size_t i = s->header + 1; i < s->n; i++) {
		const char *cell = sample_cell(s, i, column);
		size_t v = 0;
		if (*cell == '\0' || strlen(cell) > VALUE_LENGTH_MOST ||
			is_plain_yes_no(spec, cell))
			continue;
		while (v < n && !str_equal_fold(values[v].from, cell))
			v++;
		if (v == n && n == VALUES_MOST)
			continue;
		if (v == n) {
			arena_reserve(s->arena, values, capacity, n + 1);
			values[n++] = (struct suggested_value){
				cell, value_of(s->arena, spec, cell), 0};
		}
		values[v].cells++;
	}
	s->out->values[k] = values;
	s->out->values_n[k] = n;
}

static void gather_all_values(struct sample *s)
{
	s->out->values = arena_array(s->arena, struct suggested_value *, s->set.n);
	s->out->values_n = arena_array(s->arena, size_t, s->set.n);
	for (size_t k = 0; k < s->set.n; k++)
		if ((s->set.columns[k].type == COLUMN_CODE ||
			    s->set.columns[k].type == COLUMN_YES_NO) &&
			s->out->columns[k].column != SIZE_MAX)
			gather_values(s, k);
}

/* ---- the whole --------------------------------------------------------------------
 */

/* What the built-in mapping takes, in place of what was proposed. */
static void take_builtin(struct sample *s, const struct binding *b)
{
	struct mapping_suggestion *out = s->out;
	const char *why = str_printf(
		s->arena, "the built-in mapping '%s' reads it so", out->builtin);
	for (size_t c = 0; c < out->names_n; c++)
		s->used[c] = true;
	for (size_t i = 0; i < b->unknown_n; i++)
		s->used[b->unknown[i]] = false;
	for (size_t k = 0; k < s->set.n; k++) {
		struct suggested_column *to = &out->columns[k];
		*to = (struct suggested_column){.column = SIZE_MAX};
		out->values_n[k] = 0;
		if (b->sources_n[k] == 0)
			continue;
		const struct bound_source *source = &b->sources[k][0];
		to->confidence_01 = 1;
		to->why = why;
		for (size_t p = 0; p < source->source->n; p++) {
			size_t column = source->columns[p];
			if (column == SIZE_MAX)
				continue;
			if (to->column == SIZE_MAX) {
				to->column = column;
			} else if (to->parts_n < SUGGESTED_PARTS_MOST) {
				to->joins[to->parts_n] = " ";
				to->parts[to->parts_n++] = column;
			}
		}
	}
	out->assumed_type = NULL;
	out->missing.n = 0;
}

static enum err_code find_builtin(struct sample *s)
{
	const struct table_row *header = &s->rows[s->header];
	struct binding binding, best = {.bound_n = 0};
	for (const struct mapping_builtin *b = mapping_builtins; b->name; b++) {
		struct mapping *mapping = arena_new(s->arena, struct mapping);
		if (!mapping_serves(s->ctx, b, s->out->kind))
			continue;
		enum err_code err =
			mapping_read(s->ctx, b->name, b->text, s->out->kind, mapping);
		if (err)
			return err;
		binding_make(
			s->arena, mapping, header->cells, header->cells_n, &binding);
		if (binding_fits(&binding) && binding.signed_for &&
			mapping->signature.n > 0 && binding.bound_n > best.bound_n) {
			best = binding;
			s->out->builtin = b->name;
			s->out->builtin_text = b->text;
		}
	}
	if (s->out->builtin)
		take_builtin(s, &best);
	return ERR_OK;
}

static void find_missing(struct sample *s)
{
	const char **missing = arena_array(s->arena, const char *, s->set.n);
	for (size_t k = 0; k < s->set.n; k++)
		if (s->set.columns[k].flags & COLUMN_REQUIRED &&
			s->out->columns[k].column == SIZE_MAX &&
			!(s->out->assumed_type &&
				strcmp(s->set.columns[k].name, "type") == 0))
			missing[s->out->missing.n++] = s->set.columns[k].name;
	s->out->missing.items = missing;
}

enum err_code mapping_suggest(struct context *ctx, const char *path,
	enum import_kind kind, const char *sheet, struct mapping_suggestion *out)
{
	struct sample s = {.ctx = ctx,
		.arena = ctx->arena,
		.out = out,
		.set = column_set_of(kind)};
	*out = (struct mapping_suggestion){.kind = kind, .sheet = "", .order_why = ""};
	/* A block that stays through the resets. */
	arena_alloc(ctx->scratch, 1, 1);
	s.book = suggest_book_make(ctx->arena, s.set);
	enum err_code err = sample_read(&s, path, sheet, reading_xml_record(kind));
	if (err)
		return err;
	sample_cells(&s);
	sample_match(&s);
	sample_join(&s);
	sample_make_up(&s);
	judge_order(&s);
	gather_all_values(&s);
	find_missing(&s);
	out->used = s.used;
	return find_builtin(&s);
}
