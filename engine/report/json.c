#include "report/formats.h"
#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Keys stand as they were put in: jansson keeps the order of insertion. */
enum {
	ONE_LINE = JSON_REAL_PRECISION(15) | JSON_COMPACT,
	INDENTED = JSON_REAL_PRECISION(15) | JSON_INDENT(1)
};

static json_t *sure(json_t *value)
{
	if (!value)
		BUG("jansson could not make a value");
	return value;
}

static void put(json_t *object, const char *name, json_t *value)
{
	if (json_object_set_new(object, name, value) != 0)
		BUG("a field's name is no UTF-8");
}

static void append(json_t *array, json_t *value)
{
	if (json_array_append_new(array, value) != 0)
		BUG("jansson could not add a value");
}

/* Text of a case is UTF-8 since its import; a file name need not be. */
static json_t *text_json(struct arena *arena, const char *text)
{
	if (!text)
		return json_null();
	size_t n = strlen(text);
	if (!utf8_valid(text, n))
		text = utf8_from_1252(arena, text, n);
	return sure(json_string(text));
}

static json_t *texts_json(struct arena *arena, struct texts texts)
{
	json_t *array = sure(json_array());
	for (size_t i = 0; i < texts.n; i++)
		append(array, text_json(arena, texts.items[i]));
	return array;
}

static json_t *ids_json(struct texts ids)
{
	json_t *array = sure(json_array());
	for (size_t i = 0; i < ids.n; i++)
		append(array, sure(json_integer(strtoll(ids.items[i], NULL, 10))));
	return array;
}

static json_t *table_json(
	struct arena *arena, const struct table *t, enum audience audience);
static json_t *result_json(
	struct arena *arena, const struct result *r, enum audience audience);

/* Depth is that of the tables' definitions in the program, never of the input. */
static json_t *cell_json(
	struct arena *arena, const struct cell *cell, enum audience audience)
{
	switch (cell->kind) {
	case CELL_NULL:
		return json_null();
	case CELL_TEXT:
		return text_json(arena, cell->as.text);
	case CELL_INT:
		return sure(json_integer(cell->as.integer));
	case CELL_REAL:
		return isfinite(cell->as.real) ? sure(json_real(cell->as.real + 0.0))
					       : json_null();
	case CELL_BOOL:
		return json_boolean(cell->as.boolean);
	case CELL_TEXTS:
		return texts_json(arena, cell->as.texts);
	case CELL_IDS:
		return ids_json(cell->as.texts);
	case CELL_TABLE:
		return table_json(arena, cell->as.table, audience);
	case CELL_RESULT:
		return result_json(arena, cell->as.result, audience);
	}
	BUG("unknown kind of cell");
}

static json_t *table_json(
	struct arena *arena, const struct table *t, enum audience audience)
{
	json_t *array = sure(json_array());
	for (size_t row = 0; row < t->rows_n; row++) {
		json_t *object = sure(json_object());
		for (size_t i = 0; i < t->columns_n; i++)
			if (audience >= t->columns[i].clearance)
				put(object, t->columns[i].name,
					cell_json(
						arena, table_at(t, row, i), audience));
		append(array, object);
	}
	return array;
}

static json_t *result_json(
	struct arena *arena, const struct result *r, enum audience audience)
{
	json_t *object = sure(json_object());
	for (size_t i = 0; r && i < r->n; i++)
		put(object, r->fields[i].name,
			cell_json(arena, &r->fields[i].value, audience));
	return object;
}

static const char *dump(struct arena *arena, json_t *value, size_t flags)
{
	char *text = json_dumps(value, flags);
	if (!text)
		BUG("jansson could not write a value");
	const char *copy = str_dup(arena, text);
	free(text);
	json_decref(value);
	return copy;
}

const char *json_of_table(
	struct arena *arena, const struct table *t, enum audience audience)
{
	return dump(arena, table_json(arena, t, audience), ONE_LINE);
}

const char *json_of_result(
	struct arena *arena, const struct result *r, enum audience audience)
{
	return dump(arena, result_json(arena, r, audience), ONE_LINE);
}

const char *emit_json_result(struct context *ctx, const struct result *result)
{
	return dump(
		ctx->arena, result_json(ctx->arena, result, ctx->audience), INDENTED);
}

const char *emit_json_line(struct context *ctx, const struct result *result)
{
	return json_of_result(ctx->arena, result, ctx->audience);
}

const char *emit_json(struct context *ctx, const struct envelope *envelope)
{
	json_t *object = sure(json_object());
	put(object, "tool", sure(json_string("lastseen")));
	put(object, "version", sure(json_string(LASTSEEN_VERSION)));
	put(object, "command", text_json(ctx->arena, envelope->command));
	put(object, "parameters",
		result_json(ctx->arena, envelope->parameters, ctx->audience));
	put(object, "seed", sure(json_integer((json_int_t)ctx->seed)));
	put(object, "input", result_json(ctx->arena, envelope->input, ctx->audience));
	put(object, "result", result_json(ctx->arena, envelope->result, ctx->audience));
	return dump(ctx->arena, object, INDENTED);
}
