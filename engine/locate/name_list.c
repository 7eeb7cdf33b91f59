#include "locate/name_list.h"
#include "base/str.h"
#include "locate/score.h"
#include <stdlib.h>
#include <string.h>

/* Each slip puts in one sign and takes out one: two bits at most. */
#define BITS_MOST 4

struct name_list {
	struct arena *arena;
	size_t n, names_capacity, signs_capacity;
	const char **names;
	uint64_t *signs;
};

/* Letters as bits 0 … 25, figures 26 … 35, all else 36. */
static uint64_t signs_of(const char *name)
{
	uint64_t signs = 0;
	for (const char *p = name; *p; p++) {
		if (*p >= 'A' && *p <= 'Z')
			signs |= UINT64_C(1) << (*p - 'A');
		else if (*p >= '0' && *p <= '9')
			signs |= UINT64_C(1) << (26 + *p - '0');
		else if (*p != ' ')
			signs |= UINT64_C(1) << 36;
	}
	return signs;
}

enum err_code name_list_load(
	struct store *store, const struct sql *sql, struct name_list **out)
{
	struct arena *arena = arena_create();
	struct name_list *list = arena_new(arena, struct name_list);
	struct statement *s;
	bool row = false;
	list->arena = arena;
	enum err_code err = store_prepare(store, sql, &s);
	while (!err && (err = statement_step(s, &row)) == ERR_OK && row) {
		arena_reserve(arena, list->names, list->names_capacity, list->n + 1);
		arena_reserve(arena, list->signs, list->signs_capacity, list->n + 1);
		list->names[list->n] = column_dup(s, 0, arena);
		list->signs[list->n] = signs_of(list->names[list->n]);
		list->n++;
	}
	*out = list;
	if (err) {
		arena_free(arena);
		*out = NULL;
	}
	return err;
}

#define WORDS_MOST 12

static int compare_words(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The words of a name in order, without those that say nothing; how many. */
static size_t telling_words(char *text, const char *words[WORDS_MOST])
{
	static const char *const silent[] = {"THE", "AT", "ON", "OF", "IN"};
	size_t n = 0;
	for (char *p = text; *p && n < WORDS_MOST;) {
		size_t length = strcspn(p, " ");
		char *next = p + length + (p[length] == ' ');
		bool says = length > 0;
		p[length] = '\0';
		for (size_t i = 0; i < sizeof silent / sizeof *silent; i++)
			says = says && strcmp(p, silent[i]) != 0;
		if (says)
			words[n++] = p;
		p = next;
	}
	qsort(words, n, sizeof *words, compare_words);
	return n;
}

/* Signs of THE, AT, ON, OF, IN. */
#define SILENT_BITS 8

const char *const *name_list_same_words(const struct name_list *list,
	struct arena *arena, const char *name, size_t most, size_t *n)
{
	const char **found = NULL, *words[WORDS_MOST], *others[WORDS_MOST];
	size_t capacity = 0, words_n = telling_words(str_dup(arena, name), words);
	uint64_t signs = signs_of(name);
	*n = 0;
	for (size_t i = 0; i < list->n && *n < most; i++) {
		if (__builtin_popcountll(signs ^ list->signs[i]) > SILENT_BITS)
			continue;
		struct arena_mark mark = arena_mark(arena);
		size_t m = telling_words(str_dup(arena, list->names[i]), others);
		bool same = m == words_n && m > 1;
		for (size_t k = 0; same && k < m; k++)
			same = strcmp(words[k], others[k]) == 0;
		arena_reset(arena, mark);
		if (!same)
			continue;
		arena_reserve(arena, found, capacity, *n + 1);
		found[(*n)++] = list->names[i];
	}
	return found;
}

const char *const *name_list_alike(const struct name_list *list, struct arena *arena,
	const char *name, size_t most, size_t *n)
{
	const char **found = NULL;
	size_t capacity = 0, fewest = SIZE_MAX - 1;
	uint64_t signs = signs_of(name);
	*n = 0;
	for (size_t i = 0; i < list->n; i++) {
		if (__builtin_popcountll(signs ^ list->signs[i]) > BITS_MOST)
			continue;
		size_t slips = score_slips(name, list->names[i]);
		if (slips == 0 || slips > fewest)
			continue;
		if (slips < fewest)
			*n = 0;
		fewest = slips;
		if (*n == most)
			continue;
		arena_reserve(arena, found, capacity, *n + 1);
		found[(*n)++] = list->names[i];
	}
	return found;
}

/* Shorter names say too little. */
#define STEM_LEAST 4

const char *const *name_list_other_type(
	const struct name_list *list, const char *name, size_t most, size_t *n)
{
	const char *last = strrchr(name, ' ');
	size_t stem = last ? (size_t)(last - name) + 1 : 0, low = 0, high = list->n;
	*n = 0;
	if (stem < STEM_LEAST + 1)
		return NULL;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (strncmp(list->names[middle], name, stem) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	while (low + *n < list->n && *n < most &&
		strncmp(list->names[low + *n], name, stem) == 0)
		(*n)++;
	return list->names + low;
}

void name_list_free(struct name_list *list)
{
	if (list)
		arena_free(list->arena);
}
