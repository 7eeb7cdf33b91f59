/* Distinct names in memory, to be searched by likeness. Private to locate/.
 *
 * A name stands beside a set of the letters and figures that are in it: a slip changes
 * at most two of them, so that most names are passed over by one comparison of 64 bits,
 * without a look at their letters. 16 bytes a name and its text; O(names) a search.
 */
#ifndef LASTSEEN_LOCATE_NAME_LIST_H
#define LASTSEEN_LOCATE_NAME_LIST_H

#include "store/store.h"

struct name_list;

/* sql gives the names in its first column, in the order in which they are found. */
MUST_USE enum err_code name_list_load(
	struct store *store, const struct sql *sql, struct name_list **list);
/* The names with the fewest slips (score.h) between them and a name, at least one; the
 * first `most` of them. */
const char *const *name_list_alike(const struct name_list *list, struct arena *arena,
	const char *name, size_t most, size_t *n);
/* The names of the same words in any order, THE, AT, ON, OF and IN left out; the first
 * `most`. */
const char *const *name_list_same_words(const struct name_list *list,
	struct arena *arena, const char *name, size_t most, size_t *n);
/* The names of streets that are the same but for their last word, what kind of street it
 * is (RAINBOW LANE, RAINBOW ROAD); the first `most`. The list is in order of bytes.
 * O(log names). */
const char *const *name_list_other_type(
	const struct name_list *list, const char *name, size_t most, size_t *n);
/* NULL is allowed. */
void name_list_free(struct name_list *list);

#endif
