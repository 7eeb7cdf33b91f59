/* Exhibits: each row that a pack rests on, as it is stored.
 *
 * Below analyst only the columns listed here are open: a column that nobody thought of
 * stays shut. What is shut but filled says so, so that a reader knows to ask.
 */
#include "base/str.h"
#include "work/naming.h"
#include "work/pack_parts.h"
#include <string.h>

#define SHUT "(not for this audience)"

enum { FIRST_VALUE = 10 }; /* columns before it say where the row is from */

struct exhibit_kind {
	const char *name;
	const struct sql *sql;
	const char *open; /* columns that a partner may see, each between blanks */
};

static const struct exhibit_kind kinds[] = {
	{"episode", &sql_pack_episode,
		" episode_ref child_age sex responsible_authority looked_after type "
		"risk "
		"from_kind from_home_urn found_kind found_by "},
	{"mention", &sql_pack_mention,
		" mention_ref episode_ref kind role date grade handling "},
	{"home", &sql_pack_home,
		" urn sector kind authority status registered_places opened closed "
		"rating "
		"rating_date "},
	{"placement", &sql_pack_placement,
		" urn kind start end responsible_authority host_authority "
		"authority_notified police_notified "},
	{"person", &sql_pack_person, " sex grade "},
	{"interview", &sql_pack_interview,
		" episode_ref accepted independent interviewer_role "},
	{"assessment", &sql_pack_assessment, " kind start end episode_ref "},
	{"register", &sql_pack_register, " start end "},
};

static const struct exhibit_kind *kind_of(const char *name)
{
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (strcmp(kinds[i].name, name) == 0)
			return &kinds[i];
	BUG("no such kind of exhibit");
}

static bool is_open(const struct exhibit_kind *kind, const char *column)
{
	char word[64];
	if (str_ends(column, "_utc") || str_ends(column, "_span_s") ||
		str_ends(column, "_precision"))
		return true;
	snprintf(word, sizeof word, " %s ", column);
	return strstr(kind->open, word) != NULL;
}

/* Columns with a name of their own for each audience; NULL: not one of those. */
static const char *renamed(struct pack *p, const struct exhibit_kind *kind,
	const struct exhibit *x, const char *column, const char *value, int64_t own_id,
	uint32_t mention)
{
	if (strcmp(column, "child_ref") == 0)
		return x->child ? x->child : SHUT;
	if (strcmp(column, "episode_ref") == 0)
		return naming_row(p->ctx, value, x->child_id, x->child_ref);
	if (strcmp(column, "person_ref") == 0)
		return naming_person(p->ctx, own_id, value);
	if (strcmp(kind->name, "mention") != 0)
		return NULL;
	if (strcmp(column, "phone") == 0 || strcmp(column, "vehicle") == 0 ||
		strcmp(column, "handle") == 0)
		return naming_identifier(p->ctx, column, value);
	if (strcmp(column, "value") == 0)
		return pack_named(p, mention);
	return NULL;
}

static void add_value(struct exhibit *x, const char *column, const char *value)
{
	cell_text(x->values, column);
	cell_text(x->values, value);
}

/* Empty columns are left out: they say that nothing was recorded. */
static void add_values(struct pack *p, const struct exhibit_kind *kind,
	struct exhibit *x, struct statement *s, uint32_t mention)
{
	int64_t own_id = column_int(s, 8);
	bool analyst = p->ctx->audience == AUDIENCE_ANALYST;
	for (int i = FIRST_VALUE; i < column_count(s); i++) {
		const char *column = str_dup(p->ctx->arena, column_name(s, i));
		const char *value = column_dup(s, i, p->ctx->arena);
		if (str_empty(value) || strcmp(value, "{}") == 0)
			continue;
		if (!analyst) {
			const char *name =
				renamed(p, kind, x, column, value, own_id, mention);
			if (name)
				value = name;
			else if (!is_open(kind, column))
				value = SHUT;
		}
		add_value(x, column, value);
	}
}

/* What was written of a place, and what was made of it. */
static void add_place(struct pack *p, struct exhibit *x, struct statement *s, bool open)
{
	static const char *const written[] = {"address", "postcode", "easting",
		"northing", "lat", "lon", "uprn", "home_urn"};
	static const char *const made[] = {"located_as", "located_by", "precision_m",
		"confidence", "match", "match_easting", "match_northing"};
	struct arena *arena = p->ctx->arena;
	const char *role = column_dup(s, 0, arena);
	for (int i = 0; i < 8; i++)
		if (!column_null(s, 1 + i))
			add_value(x, str_printf(arena, "%s: %s", role, written[i]),
				open || i == 7 ? column_dup(s, 1 + i, arena) : SHUT);
	for (int i = 0; i < 7; i++)
		if (!column_null(s, 9 + i))
			add_value(x, str_printf(arena, "%s: %s", role, made[i]),
				open || i < 4 ? column_dup(s, 9 + i, arena) : SHUT);
}

static bool place_is_open(const struct pack *p, const struct exhibit *x,
	const struct episode *e, struct statement *s)
{
	const char *role = column_text(s, 0);
	if (p->ctx->audience == AUDIENCE_ANALYST)
		return true;
	if (p->kind == PACK_ADDRESS && column_int(s, 16) == p->id)
		return true;
	for (int r = 0; e && r < ROLES_N; r++)
		if (str_equal(role, place_role_names[r]))
			return pack_place_open(p, e, (enum place_role)r);
	struct spot spot = {.address_id = column_int(s, 16),
		.kind = str_dup(p->ctx->arena, str_or_empty(column_text(s, 9)))};
	return strcmp(x->kind, "mention") == 0 && pack_spot_open(p, &spot);
}

static enum err_code add_places(
	struct pack *p, struct exhibit *x, const struct episode *e)
{
	struct statement *s;
	bool row = false;
	enum err_code err = store_prepare(p->c->store, &sql_pack_places, &s);
	if (err)
		return err;
	bind_int(s, ":source_id", x->source_id);
	bind_int(s, ":row", x->row);
	while ((err = statement_step(s, &row)) == ERR_OK && row)
		add_place(p, x, s, place_is_open(p, x, e, s));
	return err;
}

/* e and mention: the episode or the mention that the row is, NULL and NO_EPISODE where
 * it is another. */
static enum err_code add_exhibit(struct pack *p, const char *kind_name, int64_t id,
	const struct episode *e, uint32_t mention)
{
	static const struct column columns[] = {
		{"column", "Column", 0, AUDIENCE_PARTNER},
		{"value", "Value", 0, AUDIENCE_PARTNER},
	};
	const struct exhibit_kind *kind = kind_of(kind_name);
	struct arena *arena = p->ctx->arena;
	struct statement *s;
	bool row = false;
	enum err_code err = store_prepare(p->c->store, kind->sql, &s);
	if (err)
		return err;
	bind_int(s, ":id", id);
	err = statement_step(s, &row);
	if (err || !row)
		return err;
	arena_reserve(arena, p->exhibits, p->exhibits_capacity, p->exhibits_n + 1);
	struct exhibit *x = &p->exhibits[p->exhibits_n++];
	*x = (struct exhibit){.kind = kind->name,
		.id = id,
		.file = column_dup(s, 1, arena),
		.sha256 = column_dup(s, 2, arena),
		.sheet = column_dup(s, 3, arena),
		.mapping = column_dup(s, 4, arena),
		.source_id = column_int(s, 5),
		.row = column_int(s, 6)};
	x->child_id = column_int(s, 7);
	x->child_ref = column_dup(s, 9, arena);
	if (!column_null(s, 7))
		x->child = naming_child(p->ctx, column_int(s, 7), column_text(s, 9));
	x->values = TABLE_CREATE(arena, "values", NULL, columns);
	add_values(p, kind, x, s, mention);
	statement_reset(s);
	return add_places(p, x, e);
}

/* What a partner is not told at all: which registers a child is on, what was assessed.
 */
static bool is_left_out(const struct pack *p, const char *kind)
{
	return p->ctx->audience < AUDIENCE_ANALYST &&
	       (strcmp(kind, "register") == 0 || strcmp(kind, "assessment") == 0);
}

struct other {
	const char *kind;
	int64_t id;
};

/* Rows of other tables; gathered first, since add_exhibit() prepares statements. */
static enum err_code list_others(struct pack *p, struct other **list, size_t *n)
{
	struct statement *s;
	bool row = false;
	size_t capacity = 0;
	*list = NULL;
	*n = 0;
	enum err_code err = store_prepare(p->c->store, &sql_pack_rows, &s);
	if (err)
		return err;
	bind_text(s, ":urn", p->urn);
	if (p->kind == PACK_CHILD)
		bind_int(s, ":child_id", p->id);
	if (p->kind == PACK_ADDRESS)
		bind_int(s, ":address_id", p->id);
	while ((err = statement_step(s, &row)) == ERR_OK && row) {
		if (is_left_out(p, column_text(s, 1)))
			continue;
		arena_reserve(p->ctx->arena, *list, capacity, *n + 1);
		(*list)[*n].kind = column_dup(s, 1, p->ctx->arena);
		(*list)[(*n)++].id = column_int(s, 2);
	}
	return err;
}

static enum err_code add_people(struct pack *p)
{
	enum err_code err = ERR_OK;
	for (size_t i = 0; p->kind == PACK_ADULT && i < p->adults.n; i++) {
		const struct adult *a = &p->adults.items[i];
		for (size_t k = 0; !err && a->id == p->id && k < a->people_n; k++)
			err = add_exhibit(p, "person", a->people[k], NULL, NO_EPISODE);
	}
	return err;
}

enum err_code pack_exhibits(struct pack *p)
{
	struct other *others = NULL;
	size_t others_n = 0;
	enum err_code err = ERR_OK;
	for (size_t i = 0; !err && i < p->episodes_n; i++) {
		const struct episode *e = &p->set.episodes[p->episodes[i]];
		err = add_exhibit(p, "episode", e->id, e, NO_EPISODE);
	}
	for (size_t i = 0; !err && i < p->mentions_n; i++)
		err = add_exhibit(p, "mention",
			p->adults.mentions.items[p->mentions[i]].id, NULL,
			p->mentions[i]);
	if (!err)
		err = add_people(p);
	if (!err)
		err = list_others(p, &others, &others_n);
	for (size_t i = 0; !err && i < others_n; i++)
		err = add_exhibit(p, others[i].kind, others[i].id, NULL, NO_EPISODE);
	return err;
}
