#include "work/cells.h"
#include "base/str.h"
#include "work/naming.h"
#include <math.h>

void cell_count(const struct context *ctx, struct table *t, int64_t n)
{
	if (naming_suppressed(ctx, n))
		cell_null(t);
	else
		cell_int(t, n);
}

void cell_episodes(
	const struct context *ctx, struct table *t, int64_t episodes, int64_t children)
{
	if (naming_suppressed(ctx, children) || naming_suppressed(ctx, episodes))
		cell_null(t);
	else
		cell_int(t, episodes);
}

void cell_parts(
	const struct context *ctx, struct table *t, const int64_t *parts, size_t n)
{
	size_t hidden = 0, second = n;
	for (size_t i = 0; i < n; i++)
		hidden += naming_suppressed(ctx, parts[i]);
	for (size_t i = 0; i < n && hidden == 1; i++)
		if (parts[i] && !naming_suppressed(ctx, parts[i]) &&
			(second == n || parts[i] < parts[second]))
			second = i;
	for (size_t i = 0; i < n; i++)
		if (i == second)
			cell_null(t);
		else
			cell_count(ctx, t, parts[i]);
}

void cell_figure(const struct context *ctx, struct table *t, int64_t n, double value)
{
	if (naming_suppressed(ctx, n) || !isfinite(value))
		cell_null(t);
	else
		cell_real(t, value);
}

void cell_day(struct table *t, int64_t day)
{
	char text[CIVIL_TEXT_MAX];
	day_format(day, text);
	cell_text(t, str_dup(t->arena, text));
}

void cell_moment(struct table *t, struct moment m)
{
	char text[CIVIL_TEXT_MAX];
	if (m.precision == TIME_NONE) {
		cell_null(t);
		return;
	}
	moment_format(m, text);
	cell_text(t, str_dup(t->arena, text));
}

const char *day_text(struct context *ctx, int64_t day)
{
	char text[CIVIL_TEXT_MAX];
	day_format(day, text);
	return str_dup(ctx->arena, text);
}

const char *child_name(
	struct context *ctx, const struct episode_set *set, uint32_t child)
{
	return naming_child(ctx, set->children[child].id, set->children[child].ref);
}

const char *episode_name(
	struct context *ctx, const struct episode_set *set, uint32_t episode)
{
	const struct episode *e = &set->episodes[episode];
	const struct episode_child *child = &set->children[e->child];
	return naming_row(ctx, e->ref, child->id, child->ref);
}

struct texts episode_refs(struct context *ctx, const struct episode_set *set,
	const uint32_t *episodes, size_t n)
{
	const char **items = arena_array(ctx->arena, const char *, n);
	for (size_t i = 0; i < n; i++)
		items[i] = episode_name(ctx, set, episodes[i]);
	return (struct texts){items, n};
}

struct groups groups_make(
	struct arena *arena, const uint32_t *keys, size_t n, size_t keys_n)
{
	struct groups g = {.n = keys_n,
		.start = arena_array(arena, uint32_t, keys_n + 1),
		.items = arena_array(arena, uint32_t, n)};
	for (size_t i = 0; i < n; i++)
		if (keys[i] != NO_KEY)
			g.start[keys[i]]++;
	uint32_t at = 0;
	for (size_t k = 0; k < keys_n; k++) {
		uint32_t size = g.start[k];
		g.start[k] = at;
		at += size;
	}
	for (size_t i = 0; i < n; i++)
		if (keys[i] != NO_KEY)
			g.items[g.start[keys[i]]++] = (uint32_t)i;
	for (size_t k = keys_n; k > 0; k--)
		g.start[k] = g.start[k - 1];
	g.start[0] = 0;
	return g;
}

struct groups groups_by_child(struct arena *arena, const struct episode_set *set)
{
	uint32_t *keys = arena_array(arena, uint32_t, set->n);
	for (size_t i = 0; i < set->n; i++)
		keys[i] = set->episodes[i].child;
	return groups_make(arena, keys, set->n, set->children_n);
}

enum err_code homes_number(struct work_case *c, struct map *numbers)
{
	map_init(numbers, c->ctx->arena);
	struct statement *s;
	enum err_code code = store_prepare(c->store, &sql_home_urns, &s);
	for (bool row = true; !code;) {
		code = statement_step(s, &row);
		if (code || !row)
			break;
		map_set(numbers, column_text(s, 0), numbers->n + 1);
	}
	return code;
}

enum err_code source_files(struct work_case *c, const char ***files, size_t *n)
{
	size_t capacity = 0;
	struct statement *s;
	*files = NULL;
	*n = 0;
	enum err_code code = store_prepare(c->store, &sql_source_files, &s);
	for (bool row = true; !code;) {
		code = statement_step(s, &row);
		if (code || !row)
			break;
		size_t id = (size_t)column_int(s, 0);
		arena_reserve(c->ctx->arena, *files, capacity, id + 1);
		(*files)[id] = column_dup(s, 1, c->ctx->arena);
		*n = id + 1;
	}
	return code;
}

enum err_code analysis_finish(struct work_case *c, enum err_code code,
	const char *command, const struct result *parameters,
	const struct result *result)
{
	if (!code)
		code = case_finish(c, command, parameters, result);
	case_close(c);
	return code;
}
