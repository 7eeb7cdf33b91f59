#include "report/table.h"
#include <string.h>

struct table *table_create(struct arena *arena, const char *name, const char *title,
	const struct column *columns, size_t columns_n)
{
	if (columns_n == 0)
		BUG("a table without columns");
	struct table *t = arena_new(arena, struct table);
	t->arena = arena;
	t->name = name;
	t->title = title;
	t->columns = columns;
	t->columns_n = columns_n;
	return t;
}

static struct cell *next_cell(struct table *t, enum cell_kind kind)
{
	arena_reserve(t->arena, t->cells, t->cells_capacity, t->cells_n + 1);
	struct cell *cell = &t->cells[t->cells_n++];
	cell->kind = kind;
	t->rows_n = t->cells_n / t->columns_n;
	return cell;
}

void cell_null(struct table *t)
{
	next_cell(t, CELL_NULL);
}

void cell_text(struct table *t, const char *text)
{
	next_cell(t, text ? CELL_TEXT : CELL_NULL)->as.text = text;
}

void cell_int(struct table *t, int64_t value)
{
	next_cell(t, CELL_INT)->as.integer = value;
}

void cell_real(struct table *t, double value)
{
	next_cell(t, CELL_REAL)->as.real = value;
}

void cell_bool(struct table *t, bool value)
{
	next_cell(t, CELL_BOOL)->as.boolean = value;
}

void cell_texts(struct table *t, struct texts texts)
{
	next_cell(t, CELL_TEXTS)->as.texts = texts;
}

void cell_ids(struct table *t, struct texts ids)
{
	next_cell(t, CELL_IDS)->as.texts = ids;
}

void cell_table(struct table *t, const struct table *nested)
{
	next_cell(t, nested ? CELL_TABLE : CELL_NULL)->as.table = nested;
}

void cell_result(struct table *t, const struct result *nested)
{
	next_cell(t, nested ? CELL_RESULT : CELL_NULL)->as.result = nested;
}

const struct cell *table_at(const struct table *t, size_t row, size_t column)
{
	if (row >= t->rows_n || column >= t->columns_n)
		BUG("a cell outside its table");
	return &t->cells[row * t->columns_n + column];
}

bool table_column(const struct table *t, const char *name, size_t *column)
{
	for (size_t i = 0; i < t->columns_n; i++) {
		if (strcmp(t->columns[i].name, name) == 0) {
			*column = i;
			return true;
		}
	}
	return false;
}

const struct cell *table_get(const struct table *t, size_t row, const char *name)
{
	static const struct cell none = {.kind = CELL_NULL};
	size_t column;
	return table_column(t, name, &column) ? table_at(t, row, column) : &none;
}

struct result *result_create(struct arena *arena)
{
	struct result *r = arena_new(arena, struct result);
	r->arena = arena;
	return r;
}

static struct cell *next_field(struct result *r, const char *name, enum cell_kind kind)
{
	arena_reserve(r->arena, r->fields, r->capacity, r->n + 1);
	struct field *field = &r->fields[r->n++];
	field->name = name;
	field->value.kind = kind;
	return &field->value;
}

void result_text(struct result *r, const char *name, const char *text)
{
	next_field(r, name, text ? CELL_TEXT : CELL_NULL)->as.text = text;
}

void result_int(struct result *r, const char *name, int64_t value)
{
	next_field(r, name, CELL_INT)->as.integer = value;
}

void result_real(struct result *r, const char *name, double value)
{
	next_field(r, name, CELL_REAL)->as.real = value;
}

void result_bool(struct result *r, const char *name, bool value)
{
	next_field(r, name, CELL_BOOL)->as.boolean = value;
}

void result_texts(struct result *r, const char *name, struct texts texts)
{
	next_field(r, name, CELL_TEXTS)->as.texts = texts;
}

void result_table(struct result *r, const struct table *table)
{
	next_field(r, table->name, CELL_TABLE)->as.table = table;
}

void result_result(struct result *r, const char *name, const struct result *nested)
{
	next_field(r, name, nested ? CELL_RESULT : CELL_NULL)->as.result = nested;
}

const struct table *result_first_table(const struct result *r)
{
	for (size_t i = 0; i < r->n; i++)
		if (r->fields[i].value.kind == CELL_TABLE)
			return r->fields[i].value.as.table;
	return NULL;
}

const struct table *result_find_table(const struct result *r, const char *name)
{
	for (size_t i = 0; i < r->n; i++)
		if (r->fields[i].value.kind == CELL_TABLE &&
			strcmp(r->fields[i].name, name) == 0)
			return r->fields[i].value.as.table;
	return NULL;
}

const struct cell *result_get(const struct result *r, const char *name)
{
	for (size_t i = 0; i < r->n; i++)
		if (strcmp(r->fields[i].name, name) == 0)
			return &r->fields[i].value;
	return NULL;
}
