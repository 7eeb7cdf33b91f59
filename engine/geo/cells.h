/* The occupied cells of anything that was cut into numbered cells and sorted by them.
 *
 * A grid numbers its cells row after row, a space-time grid slot after slot; here are
 * only the numbers (keys). A directory with about four entries a point leads from a key
 * to its cell: O(1) where points are spread evenly, O(log cells) at worst, and never
 * more than O(n) memory, however many of the cells are empty.
 */
#ifndef LASTSEEN_GEO_CELLS_H
#define LASTSEEN_GEO_CELLS_H

#include "base/arena.h"
#include <stdint.h>

struct cells {
	size_t n;            /* occupied ones */
	uint64_t *key;       /* ascending; INT64_MAX after the last */
	uint32_t *start;     /* first place of each among the sorted points; n + 1 */
	uint64_t limit;      /* all keys are below */
	uint32_t *directory; /* first cell whose key >> shift is at least i */
	unsigned shift;
};

/* From the ascending keys of `points` points, each below limit (at most 2^63). O(n). */
void cells_build(struct cells *cells, struct arena *arena, const uint64_t *keys,
	size_t points, uint64_t limit);

/* The same without the directory, for those who go through the cells in order:
 * cells_from() is not for them. O(n). */
void cells_split(
	struct cells *cells, struct arena *arena, const uint64_t *keys, size_t points);

/* The first cell whose key is at least `key`; cells->n where there is none. */
static inline size_t cells_from(const struct cells *cells, uint64_t key)
{
	if (key >= cells->limit)
		return cells->n;
	const uint32_t *entry = cells->directory + (key >> cells->shift);
	size_t low = entry[0], high = entry[1];
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (cells->key[middle] < key)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

#endif
