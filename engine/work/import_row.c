#include "work/import_row.h"
#include "base/str.h"
#include <math.h>
#include <string.h>

/* ---- parameters of the insert statement -------------------------------------------
 */

static const struct sql *insert_of(enum import_kind kind)
{
	static const struct sql *const inserts[IMPORT_KINDS_N] = {
		&sql_import_episodes,
		&sql_import_interviews,
		&sql_import_homes,
		&sql_import_placements,
		&sql_import_people,
		&sql_import_mentions,
		&sql_import_assessments,
		&sql_import_registers,
		&sql_import_boundaries,
		&sql_import_benchmarks,
	};
	return inserts[kind];
}

enum err_code import_rows_begin(struct importer *m)
{
	struct arena *arena = m->ctx->arena;
	m->parameters = arena_array(arena, const char *, 4 * m->set.n);
	for (size_t i = 0; i < m->set.n; i++) {
		const struct column_spec *spec = &m->set.columns[i];
		const char **p = &m->parameters[4 * i];
		if (!spec->stored)
			continue;
		bool time = spec->type == COLUMN_TIME;
		p[0] = str_printf(arena, ":%s%s", spec->stored, time ? "_s" : "");
		if (!time)
			continue;
		p[1] = str_printf(arena, ":%s_span_s", spec->stored);
		p[2] = str_printf(arena, ":%s_precision", spec->stored);
		p[3] = str_printf(arena, ":%s_text", spec->stored);
	}
	enum err_code err = store_prepare(m->c->store, insert_of(m->kind), &m->insert);
	return err ? err : import_pending(m);
}

static void bind_time(
	struct statement *s, const char *const names[4], const struct value *value)
{
	if (value->moment.precision == TIME_NONE) {
		for (size_t i = 0; i < 4; i++)
			bind_null(s, names[i]);
		return;
	}
	bind_int(s, names[0], value->moment.start_s);
	bind_int(s, names[1], value->moment.span_s);
	bind_text(s, names[2], time_precision_name(value->moment.precision));
	bind_text(s, names[3], value->text);
}

static void bind_figure(struct statement *s, const struct value *value)
{
	bool symbol = value->text && value->integer;
	bind_real(s, ":value", value->text && !symbol ? value->real : NAN);
	bind_text(s, ":symbol", symbol ? value->text : NULL);
}

static void bind_value(struct statement *s, const struct column_spec *spec,
	const char *const names[4], const struct value *value)
{
	switch (spec->type) {
	case COLUMN_TIME:
		bind_time(s, names, value);
		break;
	case COLUMN_YES_NO:
	case COLUMN_AGE:
	case COLUMN_COUNT:
		if (value->text)
			bind_int(s, names[0], value->integer);
		else
			bind_null(s, names[0]);
		break;
	case COLUMN_FIGURE:
		bind_figure(s, value);
		break;
	default:
		bind_text(s, names[0], value->text);
	}
}

/* ---- the hash of what a row says --------------------------------------------------
 */

/* Two rows that say the same have one hash, however they write it: moments, codes and
 * numbers go in as what they mean. Columns nobody knew stay out, so that an extract
 * with one more column is still the same. */
static void add_integer(struct strbuf *buf, int64_t value)
{
	/* Bytes in a fixed order: the same hash on every machine. */
	char bytes[8];
	for (size_t i = 0; i < 8; i++)
		bytes[i] = (char)((uint64_t)value >> (8 * i) & 0xFF);
	strbuf_add_n(buf, bytes, sizeof bytes);
}

static void add_value(struct strbuf *buf, const struct column_spec *spec,
	const struct value *value, const char *written)
{
	strbuf_char(buf, '\x1F');
	if (!value->text) {
		strbuf_add(buf, written);
		return;
	}
	switch (spec->type) {
	case COLUMN_TIME:
		add_integer(buf, value->moment.start_s);
		add_integer(buf, value->moment.span_s);
		add_integer(buf, value->moment.precision);
		break;
	case COLUMN_YES_NO:
	case COLUMN_AGE:
	case COLUMN_COUNT:
	case COLUMN_UPRN:
		add_integer(buf, value->integer);
		break;
	case COLUMN_EASTING:
	case COLUMN_NORTHING:
	case COLUMN_LAT:
	case COLUMN_LON:
		strbuf_printf(buf, "%.15g", value->real);
		break;
	default:
		strbuf_add(buf, value->text);
	}
}

static void hash_row(struct importer *m, const struct checked_row *row,
	const struct ogr_outline *outline, char hex[SHA256_HEX])
{
	struct strbuf buf;
	strbuf_init(&buf, m->ctx->scratch);
	strbuf_add(&buf, import_kind_names[m->kind]);
	for (size_t i = 0; i < m->set.n; i++) {
		const struct column_spec *spec = &m->set.columns[i];
		if (!(spec->flags & COLUMN_BESIDE))
			add_value(&buf, spec, &row->values[i], row->written[i]);
	}
	if (outline->n)
		strbuf_add_n(&buf, (const char *)outline->wkb, outline->n);
	sha256_of(buf.text, buf.n, hex);
}

/* ---- set aside --------------------------------------------------------------------
 */

static void list(
	struct importer *m, int64_t row, const struct fault *fault, const char *raw)
{
	struct arena *arena = m->ctx->arena;
	cell_int(m->set_aside, row);
	cell_text(m->set_aside, str_dup(arena, fault->column));
	cell_text(m->set_aside, str_dup(arena, fault->reason));
	cell_text(m->set_aside, str_dup(arena, raw));
	cell_bool(m->set_aside, fault->whole);
}

enum err_code import_set_aside(
	struct importer *m, int64_t row, const struct fault *fault, const char *raw)
{
	struct statement *s;
	enum err_code err = store_prepare(m->c->store, &sql_import_set_aside, &s);
	if (err)
		return err;
	if (!m->row_text)
		m->row_text = binding_row_json(
			m->ctx->scratch, reading_binding(m->reading), m->table_row);
	bind_int(s, ":source_id", m->at_source);
	bind_int(s, ":row", m->at_row);
	bind_text(s, ":column", fault->column);
	bind_text(s, ":reason", fault->reason);
	bind_text(s, ":raw", raw);
	bind_int(s, ":whole", fault->whole);
	bind_text(s, ":rule", fault->rule);
	bind_text(s, ":row_text", m->row_text);
	bind_int(s, ":again", m->at_source != m->source_id);
	if (m->whole + m->cells < IMPORT_LISTED_MOST)
		list(m, row, fault, raw);
	if (fault->whole)
		m->whole++;
	else
		m->cells++;
	return statement_run(s);
}

void import_add_fault(struct importer *m, struct checked_row *row, struct fault fault)
{
	arena_reserve(
		m->ctx->scratch, row->faults, row->faults_capacity, row->faults_n + 1);
	row->faults[row->faults_n++] = fault;
}

void import_add_remark(
	struct importer *m, struct checked_row *row, struct row_remark remark)
{
	arena_reserve(m->ctx->scratch, row->remarks, row->remarks_capacity,
		row->remarks_n + 1);
	row->remarks[row->remarks_n++] = remark;
}

static enum err_code keep_remarks(struct importer *m, const struct checked_row *row)
{
	enum err_code err = ERR_OK;
	for (size_t i = 0; i < row->remarks_n && !err; i++) {
		const struct row_remark *remark = &row->remarks[i];
		struct statement *s;
		err = store_prepare(m->c->store, &sql_import_remark, &s);
		if (err)
			return err;
		bind_int(s, ":source_id", m->at_source);
		bind_int(s, ":row", m->at_row);
		bind_text(s, ":column", remark->column);
		bind_text(s, ":rule", remark->rule);
		bind_text(s, ":note", remark->text);
		err = statement_run(s);
	}
	return err;
}

/* ---- references -------------------------------------------------------------------
 */

enum reference { REF_NEW, REF_SAME, REF_OTHER };

/* Where the row stands that has the reference. */
struct holder {
	enum reference found;
	int64_t source_id, row;
};

static const struct sql *find_of(enum import_kind kind)
{
	switch (kind) {
	case KIND_EPISODES:
		return &sql_import_find_episode;
	case KIND_PEOPLE:
		return &sql_import_find_person;
	case KIND_MENTIONS:
		return &sql_import_find_mention;
	default:
		return NULL;
	}
}

static size_t ref_column(const struct importer *m)
{
	for (size_t i = 0; i < m->set.n; i++)
		if (m->set.columns[i].flags & COLUMN_REF)
			return i;
	return SIZE_MAX;
}

/* Whether the row's reference is there already; *fault where it means another row. */
static enum err_code look_up_ref(struct importer *m, const struct checked_row *row,
	const char *hash, struct holder *holder, struct fault *fault)
{
	const struct sql *sql = find_of(m->kind);
	const char *ref = sql ? row->values[ref_column(m)].text : NULL;
	struct statement *s;
	bool there = false;
	*holder = (struct holder){REF_NEW, 0, 0};
	if (!ref)
		return ERR_OK;
	enum err_code err = store_prepare(m->c->store, sql, &s);
	if (err)
		return err;
	bind_text(s, ":ref", ref);
	err = statement_step(s, &there);
	if (!err && there) {
		bool same = str_equal(column_text(s, 0), hash);
		*holder = (struct holder){same ? REF_SAME : REF_OTHER, column_int(s, 4),
			column_int(s, 2)};
		*fault = (struct fault){
			binding_column_name(reading_binding(m->reading), ref_column(m)),
			str_printf(m->ctx->scratch,
				"the same reference is already that of row %lld of %s, "
				"which says something else; give each its own "
				"reference, or correct one",
				(long long)column_int(s, 2), column_text(s, 1)),
			"reference_twice", NULL, true};
	}
	statement_reset(s);
	return err;
}

/* ---- the row ----------------------------------------------------------------------
 */

static bool stores(const struct importer *m, enum child_field field)
{
	for (size_t i = 0; i < m->set.n; i++)
		if (m->set.columns[i].child == field)
			return true;
	return false;
}

static enum err_code insert(struct importer *m, const struct checked_row *row,
	const char *hash, int64_t child_id, const struct ogr_outline *outline)
{
	struct statement *s = m->insert;
	bind_int(s, ":source_id", m->at_source);
	bind_int(s, ":row", m->at_row);
	bind_text(s, ":row_hash", hash);
	bind_text(s, ":extra", row->extra);
	for (size_t i = 0; i < m->set.n; i++) {
		if (m->set.columns[i].child == CHILD_REF)
			bind_int(s, ":child_id", child_id);
		if (m->parameters[4 * i])
			bind_value(s, &m->set.columns[i], &m->parameters[4 * i],
				&row->values[i]);
	}
	if (m->kind == KIND_BOUNDARIES)
		bind_blob(s, ":outline", outline->wkb, outline->n);
	return statement_run(s);
}

/* Puts the row in. What it replaces (old_id, 0 none) is out of the tables already. */
static enum err_code put(struct importer *m, struct checked_row *row, const char *hash,
	const struct ogr_outline *outline, int64_t old_id)
{
	int64_t child_id = 0;
	enum err_code err = ERR_OK;
	if (stores(m, CHILD_REF))
		err = import_child(m, row, &child_id);
	if (!err)
		err = insert(m, row, hash, child_id, outline);
	if (err)
		return err;
	if (store_changes(m->c->store) == 0) {
		m->unchanged++;
		return ERR_OK;
	}
	int64_t id = store_last_id(m->c->store);
	if (old_id) {
		m->updated++;
		err = import_renumber(m, old_id);
		id = old_id;
	} else {
		m->added++;
	}
	if (!err)
		err = import_places(m, row, id);
	return err ? err : keep_remarks(m, row);
}

/* The row's reference is another row's: what to do with it. *fault stays where the row
 * must be set aside. */
static enum err_code settle(struct importer *m, const char *hash, struct holder *h,
	bool *replaces, struct fault **fault)
{
	bool before = false;
	enum err_code err = ERR_OK;
	*replaces = false;
	if (m->at_source != m->source_id && h->source_id == m->at_source &&
		h->row == m->at_row) {
		*replaces = true; /* the row that is mended */
		*fault = NULL;
		return ERR_OK;
	}
	/* A file that was read before says what was replaced since. */
	if (!m->source_is_new)
		err = import_was_replaced(m, hash, &before);
	if (before) {
		h->found = REF_SAME;
		*fault = NULL;
	} else if (m->update && h->source_id != m->source_id) {
		*replaces = true;
		*fault = NULL;
	}
	return err;
}

/* A mended row replaces the row that was kept without the cell. */
static enum err_code replace_own(
	struct importer *m, const char *hash, int64_t *old_id, enum reference *ref)
{
	bool same = false;
	enum err_code err =
		import_replace(m, m->at_source, m->at_row, hash, old_id, &same);
	if (same)
		*ref = REF_SAME;
	return err;
}

static enum err_code keep(struct importer *m, struct checked_row *row, const char *hash,
	const struct ogr_outline *outline, const struct holder *holder, bool replaces)
{
	enum err_code err = ERR_OK;
	enum reference ref = holder->found;
	int64_t old_id = 0, child_id = 0;
	bool same = false;
	if (m->at_source != m->source_id)
		err = replace_own(m, hash, &old_id, &ref);
	else if (replaces)
		err = import_replace(
			m, holder->source_id, holder->row, NULL, &old_id, &same);
	if (!err && ref != REF_SAME) {
		err = put(m, row, hash, outline, old_id);
		/* Left out when the file was read before, taken now. */
		if (!err && !m->source_is_new && m->at_source == m->source_id)
			err = import_resolve(m, m->at_source, m->at_row);
	} else if (!err) {
		if (stores(m, CHILD_REF))
			err = import_child(m, row, &child_id);
		m->unchanged++;
	}
	if (!err && m->at_source == m->source_id)
		err = import_mended(m, row);
	m->mended += m->at_source != m->source_id;
	for (size_t i = 0; i < row->faults_n && !err; i++)
		err = import_set_aside(
			m, row->row, &row->faults[i], row->faults[i].raw);
	return err;
}

/* Sets *whole where the row can't be taken. */
static enum err_code judge(struct importer *m, struct checked_row *row,
	const char *hash, struct holder *holder, bool *replaces, struct fault *fault)
{
	enum err_code err = look_up_ref(m, row, hash, holder, fault);
	struct fault *whole = fault;
	if (err || holder->found != REF_OTHER)
		return err;
	err = settle(m, hash, holder, replaces, &whole);
	row->whole = whole;
	return err;
}

enum err_code import_row(
	struct importer *m, const struct table_row *table, struct checked_row *row)
{
	struct ogr_outline outline = {0};
	struct fault fault = {.column = "geometry", .rule = "geometry", .whole = true};
	struct fault stray = {
		.column = "set_aside_row", .rule = "stray", .whole = true};
	struct holder holder = {REF_NEW, 0, 0};
	bool replaces = false;
	char hash[SHA256_HEX];
	m->table_row = table;
	m->row_text = NULL;
	enum err_code err = import_mended_at(m, row, &stray);
	if (!err && !row->whole && m->kind == KIND_BOUNDARIES) {
		err = reading_outline(m->reading, &outline);
		fault.reason = outline.fault;
		row->whole = outline.fault ? &fault : NULL;
	}
	if (!err && !row->whole) {
		hash_row(m, row, &outline, hash);
		err = judge(m, row, hash, &holder, &replaces, &fault);
	}
	if (err)
		return err;
	if (row->whole)
		return import_set_aside(m, row->row, row->whole,
			table_row_text(m->ctx->scratch, table));
	return keep(m, row, hash, &outline, &holder, replaces);
}
