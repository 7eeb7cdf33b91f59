#include "base/str.h"
#include "work/import_row.h"

static const char *const role_names[PLACE_ROLES_N] = {
	NULL, "from", "last_seen", "found", "address"};
static const char *const field_names[PLACE_FIELDS_N] = {":address", ":postcode",
	":easting", ":northing", ":lat", ":lon", ":uprn", ":home_urn"};

/* The column of `place` that names the row it belongs to. */
static const char *owner_name(enum import_kind kind)
{
	switch (kind) {
	case KIND_EPISODES:
		return ":episode_id";
	case KIND_HOMES:
		return ":home_id";
	case KIND_PLACEMENTS:
		return ":placement_id";
	case KIND_PEOPLE:
		return ":person_id";
	case KIND_MENTIONS:
		return ":mention_id";
	default:
		return NULL;
	}
}

/* What people would call the row by. */
static const char *ref_of(const struct importer *m, const struct checked_row *row)
{
	size_t i = SIZE_MAX;
	for (size_t k = 0; k < m->set.n && i == SIZE_MAX; k++)
		if (m->set.columns[k].flags & COLUMN_REF)
			i = k;
	if (i == SIZE_MAX)
		i = column_find(m->kind, m->kind == KIND_HOMES ? "urn" : "child_ref");
	return str_or_empty(row->values[i].text);
}

struct place {
	const char *fields[PLACE_FIELDS_N];
	bool given;
};

static void gather(const struct importer *m, const struct checked_row *row,
	struct place places[PLACE_ROLES_N])
{
	for (size_t i = 0; i < m->set.n; i++) {
		const struct column_spec *spec = &m->set.columns[i];
		const char *text = row->values[i].text;
		if (spec->role == PLACE_NONE || !text)
			continue;
		places[spec->role].fields[spec->field] = text;
		places[spec->role].given = true;
	}
	if (m->kind != KIND_MENTIONS)
		return;
	/* An address that is mentioned is a place by itself. */
	const char *kind = row->values[column_find(m->kind, "kind")].text;
	struct place *place = &places[PLACE_ADDRESS];
	if (str_equal(kind, "address") && !place->fields[PLACE_FIELD_ADDRESS]) {
		place->fields[PLACE_FIELD_ADDRESS] =
			row->values[column_find(m->kind, "value")].text;
		place->given = true;
	}
}

enum err_code import_places(
	struct importer *m, const struct checked_row *row, int64_t owner)
{
	struct place places[PLACE_ROLES_N] = {0};
	const char *owner_column = owner_name(m->kind);
	enum err_code err = ERR_OK;
	if (!owner_column)
		return ERR_OK;
	gather(m, row, places);
	for (size_t role = PLACE_FROM; role < PLACE_ROLES_N && !err; role++) {
		struct statement *s;
		if (!places[role].given)
			continue;
		err = store_prepare(m->c->store, &sql_import_place, &s);
		if (err)
			return err;
		bind_int(s, ":source_id", m->at_source);
		bind_int(s, ":row", m->at_row);
		bind_text(s, ":source_kind", import_kind_names[m->kind]);
		bind_text(s, ":ref", ref_of(m, row));
		bind_text(s, ":role", role_names[role]);
		bind_int(s, owner_column, owner);
		for (size_t f = 0; f < PLACE_FIELDS_N; f++)
			bind_text(s, field_names[f], places[role].fields[f]);
		err = statement_run(s);
	}
	return err;
}
