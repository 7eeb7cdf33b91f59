#include "work/people_keys.h"
#include "base/str.h"
#include "text/identifier.h"

struct key_list {
	struct key_identifier *items;
	size_t n, capacity;
};

static void list_add(struct arena *arena, struct key_list *list,
	enum identifier_kind kind, const char *text)
{
	struct identifier parsed = kind == IDENTIFIER_PHONE     ? phone_parse(text)
				   : kind == IDENTIFIER_VEHICLE ? vehicle_parse(text)
								: handle_parse(text);
	if (parsed.outcome != IDENTIFIER_OK && parsed.outcome != IDENTIFIER_ODD)
		return;
	arena_reserve(arena, list->items, list->capacity, list->n + 1);
	list->items[list->n++] =
		(struct key_identifier){kind, str_dup(arena, parsed.key)};
}

/* A cell may hold several, parted by `;`. */
static void cell_add(struct arena *arena, struct key_list *list,
	enum identifier_kind kind, const char *cell)
{
	if (str_empty(cell))
		return;
	struct str_list parts = str_split(arena, cell, ';');
	for (size_t i = 0; i < parts.n; i++)
		list_add(arena, list, kind, parts.items[i]);
}

static int64_t dob_of(const char *text)
{
	int64_t day;
	return day_of_text(text, &day) ? day : KEYS_NO_DOB;
}

static struct person_name first_name_of(struct arena *arena, const char *text)
{
	struct str_list names = name_split_aliases(arena, str_or_empty(text));
	return name_parse(arena, names.n ? names.items[0] : "");
}

static struct key_mention key_of_mention(struct arena *arena, const struct mention *m)
{
	struct key_list list = {0};
	bool person = str_equal(m->kind, "person");
	cell_add(arena, &list, IDENTIFIER_PHONE, m->phone);
	cell_add(arena, &list, IDENTIFIER_VEHICLE, m->vehicle);
	cell_add(arena, &list, IDENTIFIER_HANDLE, m->handle);
	if (str_equal(m->kind, "phone"))
		cell_add(arena, &list, IDENTIFIER_PHONE, m->value);
	if (str_equal(m->kind, "vehicle"))
		cell_add(arena, &list, IDENTIFIER_VEHICLE, m->value);
	if (str_equal(m->kind, "handle"))
		cell_add(arena, &list, IDENTIFIER_HANDLE, m->value);
	return (struct key_mention){
		.name = first_name_of(arena, person ? m->value : NULL),
		.dob_day = person ? dob_of(m->dob) : KEYS_NO_DOB,
		.identifiers = list.items,
		.identifiers_n = list.n};
}

static enum err_code people_take(struct work_case *c, struct people_keys *out)
{
	struct arena *arena = c->ctx->arena;
	size_t keys_capacity = out->n, capacity = 0;
	struct statement *s;
	enum err_code code = store_prepare(c->store, &sql_people_load, &s);
	for (bool row = true; !code;) {
		code = statement_step(s, &row);
		if (code || !row)
			break;
		struct key_list list = {0};
		cell_add(arena, &list, IDENTIFIER_PHONE, column_text(s, 7));
		cell_add(arena, &list, IDENTIFIER_VEHICLE, column_text(s, 8));
		cell_add(arena, &list, IDENTIFIER_HANDLE, column_text(s, 9));
		arena_reserve(arena, out->people, capacity, out->people_n + 1);
		struct person_record *p = &out->people[out->people_n++];
		*p = (struct person_record){.id = column_int(s, 0),
			.source_id = column_int(s, 1),
			.row = column_int(s, 2),
			.ref = column_dup(s, 3, arena),
			.name = column_dup(s, 4, arena),
			.aliases = column_dup(s, 5, arena),
			.dob = column_dup(s, 6, arena)};
		arena_reserve(arena, out->keys, keys_capacity, out->n + 1);
		out->keys[out->n++] = (struct key_mention){.person_ref = p->ref,
			.name = first_name_of(arena, p->name),
			.dob_day = dob_of(p->dob),
			.identifiers = list.items,
			.identifiers_n = list.n};
	}
	return code;
}

enum err_code people_keys_make(struct work_case *c, const struct mention_set *mentions,
	struct people_keys *out)
{
	*out = (struct people_keys){.n = mentions->n, .mentions_n = mentions->n};
	out->keys = arena_array(c->ctx->arena, struct key_mention, mentions->n);
	for (size_t i = 0; i < mentions->n; i++)
		out->keys[i] = key_of_mention(c->ctx->arena, &mentions->items[i]);
	return people_take(c, out);
}
