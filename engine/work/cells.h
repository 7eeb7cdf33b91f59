/* What the tables of all analyses have in common: counts, references and days as an
 * audience may see them, and episodes gathered by what they share.
 */
#ifndef LASTSEEN_WORK_CELLS_H
#define LASTSEEN_WORK_CELLS_H

#include "base/map.h"
#include "work/episodes.h"

/* A count; null where the audience is the public and it is under 5 (and not 0). */
void cell_count(const struct context *ctx, struct table *t, int64_t n);
/* A count of episodes of so many children: null where either must not be shown. */
void cell_episodes(
	const struct context *ctx, struct table *t, int64_t episodes, int64_t children);
/* The parts of a total that may be shown beside them: where one part must be hidden, so
 * is the next smallest, so that nobody can tell it by subtraction. */
void cell_parts(
	const struct context *ctx, struct table *t, const int64_t *parts, size_t n);
/* A figure that rests on `n` children or episodes: null where n must not be shown. */
void cell_figure(const struct context *ctx, struct table *t, int64_t n, double value);
/* "2026-03-28" */
void cell_day(struct table *t, int64_t day);
/* Local, to its precision; null where it is not known. */
void cell_moment(struct table *t, struct moment m);

/* In ctx->arena. */
const char *day_text(struct context *ctx, int64_t day);
const char *child_name(
	struct context *ctx, const struct episode_set *set, uint32_t child);
/* References of the files' episodes, in the order given. */
const char *episode_name(
	struct context *ctx, const struct episode_set *set, uint32_t episode);
struct texts episode_refs(struct context *ctx, const struct episode_set *set,
	const uint32_t *episodes, size_t n);

/* Items 0 … n-1 gathered by key: those of key k are items[start[k]] … up to
 * items[start[k + 1]], in their order. O(n + keys). A key of NO_KEY is in no group. */
#define NO_KEY UINT32_MAX
struct groups {
	size_t n; /* of keys */
	uint32_t *start, *items;
};
struct groups groups_make(
	struct arena *arena, const uint32_t *keys, size_t n, size_t keys_n);
static inline size_t groups_size(const struct groups *g, size_t key)
{
	return g->start[key + 1] - g->start[key];
}
static inline const uint32_t *groups_items(const struct groups *g, size_t key)
{
	return g->items + g->start[key];
}
/* The episodes of each child, by child index, in order of time. */
struct groups groups_by_child(struct arena *arena, const struct episode_set *set);

/* Every URN of the case with the number that naming_home() wants, from 1. */
MUST_USE enum err_code homes_number(struct work_case *c, struct map *numbers);

/* Base names of the files that rows came from, by source_id (0 … *n - 1). */
MUST_USE enum err_code source_files(
	struct work_case *c, const char ***files, size_t *n);

/* An analysis saved and printed: what each work_X() ends with. */
MUST_USE enum err_code analysis_finish(struct work_case *c, enum err_code code,
	const char *command, const struct result *parameters,
	const struct result *result);

#endif
