#include "intake/suggest_sample.h"
#include <string.h>

static size_t canonical(const struct sample *s, const char *name)
{
	return column_find(s->out->kind, name);
}

/* ---- times of day in a column of their own ----------------------------------------
 */

static bool is_clock_column(const struct sample *s, size_t column)
{
	return !s->used[column] && s->cells[column].clocks >= 0.9;
}

/* The clock whose header has the words of the date's; else the one to its right. */
static size_t clock_of(const struct sample *s, size_t date)
{
	const char *core = s->grouped[date].core;
	for (size_t c = 0; c < s->out->names_n; c++)
		if (is_clock_column(s, c) && *core &&
			strcmp(s->grouped[c].core, core) == 0)
			return c;
	size_t next = date + 1;
	if (next < s->out->names_n && is_clock_column(s, next) &&
		s->cells[date].moments < 0.5)
		return next;
	return SIZE_MAX;
}

static void add_part(struct suggested_column *column, const char *join, size_t part)
{
	column->joins[column->parts_n] = join;
	column->parts[column->parts_n++] = part;
}

static void join_times(struct sample *s)
{
	for (size_t k = 0; k < s->set.n; k++) {
		struct suggested_column *column = &s->out->columns[k];
		if (s->set.columns[k].type != COLUMN_TIME || column->column == SIZE_MAX)
			continue;
		size_t clock = clock_of(s, column->column);
		if (clock == SIZE_MAX)
			continue;
		add_part(column, " ", clock);
		column->why = str_printf(s->arena, "%s; '%s' holds its times of day",
			column->why, s->out->names[clock]);
		s->used[clock] = true;
	}
}

/* ---- names in two parts -----------------------------------------------------------
 */

static size_t name_part(const struct sample *s, const char *words)
{
	for (size_t c = 0; c < s->out->names_n; c++) {
		struct arena_mark mark = arena_mark(s->ctx->scratch);
		const char *plain = s->words[c].plain;
		struct str_list list = str_split(s->ctx->scratch, words, '|');
		bool is = false;
		for (size_t i = 0; i < list.n && !is; i++)
			is = str_ends(plain, list.items[i]);
		arena_reset(s->ctx->scratch, mark);
		if (is && s->cells[c].letters >= 0.5)
			return c;
	}
	return SIZE_MAX;
}

/* A forename and a surname are one name; neither alone is. */
static void join_names(struct sample *s)
{
	size_t k = canonical(s, "child_name");
	if (k == SIZE_MAX && s->out->kind == KIND_PEOPLE)
		k = canonical(s, "name");
	if (k == SIZE_MAX)
		return;
	size_t first = name_part(s, "forename|forenames|forename s|first "
				    "name|firstname|given name|given names");
	size_t last = name_part(s, "surname|last name|lastname|family name");
	struct suggested_column *column = &s->out->columns[k];
	bool taken = column->column != SIZE_MAX && column->column != first &&
		     column->column != last;
	if (first == SIZE_MAX || last == SIZE_MAX || taken)
		return;
	*column = (struct suggested_column){.column = first,
		.confidence_01 = 0.9,
		.why = "forename and surname, in columns of their own"};
	add_part(column, " ", last);
	s->used[first] = s->used[last] = true;
}

/* ---- addresses over several columns -----------------------------------------------
 */

static bool is_address_line(struct arena *scratch, const char *name)
{
	static const char *const words[] = {"address", "line", "street", "locality",
		"village", "town", "city", "county"};
	const char *lower = str_lower(scratch, name);
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (strstr(lower, words[i]))
			return true;
	return false;
}

static void join_lines(struct sample *s)
{
	for (size_t k = 0; k < s->set.n; k++) {
		struct suggested_column *column = &s->out->columns[k];
		if (s->set.columns[k].role == PLACE_NONE ||
			s->set.columns[k].field != PLACE_FIELD_ADDRESS ||
			column->column == SIZE_MAX)
			continue;
		const char *name = s->out->names[column->column];
		if (!strchr(name, '1') &&
			!strstr(s->words[column->column].plain, "line"))
			continue;
		for (size_t c = column->column + 1;
			c < s->out->names_n && !s->used[c] &&
			s->words[c].class != CLASS_POSTCODE &&
			is_address_line(s->ctx->scratch, s->out->names[c]);
			c++) {
			s->used[c] = true;
			column->lines_n++;
		}
	}
}

void sample_join(struct sample *s)
{
	join_times(s);
	join_names(s);
	join_lines(s);
}

/* ---- what must be filled and no column gives ---------------------------------------
 */

/* The one column of dates that nothing takes; SIZE_MAX where there are none or two. */
static size_t only_date(const struct sample *s)
{
	size_t found = SIZE_MAX;
	for (size_t c = 0; c < s->out->names_n; c++) {
		if (s->used[c] || s->cells[c].dates < 0.8)
			continue;
		if (found != SIZE_MAX)
			return SIZE_MAX;
		found = c;
	}
	return found;
}

/* Where nothing says when an episode was reported, its start stands for it; else the
 * only date there is. */
static void make_up_reported(struct sample *s)
{
	struct suggested_column *to = &s->out->columns[canonical(s, "reported_time")];
	size_t date = only_date(s);
	const struct suggested_column *from =
		&s->out->columns[canonical(s, "last_seen_time")];
	if (to->column != SIZE_MAX)
		return;
	if (from->column == SIZE_MAX && date != SIZE_MAX) {
		*to = (struct suggested_column){.column = date,
			.confidence_01 = 0.5,
			.why = "ASSUMED: it is the only column of dates"};
		s->used[date] = true;
	}
	if (from->column == SIZE_MAX)
		return;
	*to = *from;
	to->confidence_01 = 0.5;
	to->why = "ASSUMED: no column says when it was reported, and the start of the "
		  "episode stands for it";
}

/* A child and a moment are an episode where nothing numbers them. */
static void make_up_ref(struct sample *s)
{
	struct suggested_column *to = &s->out->columns[canonical(s, "episode_ref")];
	const struct suggested_column *child =
		&s->out->columns[canonical(s, "child_ref")];
	const struct suggested_column *when =
		&s->out->columns[canonical(s, "reported_time")];
	if (to->column != SIZE_MAX || child->column == SIZE_MAX ||
		when->column == SIZE_MAX || child->parts_n > 0)
		return;
	*to = (struct suggested_column){.column = child->column,
		.confidence_01 = 0.5,
		.why = "ASSUMED: no column numbers the episodes, and the child and the "
		       "time together stand for it; two files that write a time "
		       "differently would make two episodes of one"};
	add_part(to, "/", when->column);
	for (size_t i = 0; i < when->parts_n && to->parts_n < SUGGESTED_PARTS_MOST; i++)
		add_part(to, when->joins[i], when->parts[i]);
}

static bool speaks_of_missing(const struct sample *s)
{
	static const char *const words[] = {"missing", "misper", "mfh"};
	struct arena *scratch = s->ctx->scratch;
	const char *title = header_words(scratch, s->out->file.name).plain;
	for (size_t w = 0; w < sizeof words / sizeof *words; w++) {
		if (strstr(title, words[w]))
			return true;
		for (size_t i = 0; i <= s->header; i++)
			for (size_t c = 0; c < s->rows[i].cells_n; c++)
				if (strstr(str_lower(scratch, sample_cell(s, i, c)),
					    words[w]))
					return true;
	}
	return false;
}

/* A file of missing episodes needs no column to say of each that it is one. */
static void make_up_type(struct sample *s)
{
	struct arena_mark mark = arena_mark(s->ctx->scratch);
	size_t k = canonical(s, "type");
	if (s->out->columns[k].column == SIZE_MAX && speaks_of_missing(s))
		s->out->assumed_type = "missing";
	arena_reset(s->ctx->scratch, mark);
}

void sample_make_up(struct sample *s)
{
	if (s->out->kind != KIND_EPISODES)
		return;
	make_up_reported(s);
	make_up_ref(s);
	make_up_type(s);
}
