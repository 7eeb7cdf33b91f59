/* A map from byte strings to numbers: open addressing, insertion order kept.
 *
 * O(1) expected a look-up; the hash (FNV-1a) is fixed, and iteration goes by insertion,
 * so that results never depend on addresses.
 */
#ifndef LASTSEEN_BASE_MAP_H
#define LASTSEEN_BASE_MAP_H

#include "base/arena.h"
#include <stdbool.h>
#include <stdint.h>

struct map {
	struct arena *arena;
	size_t n, keys_capacity; /* entries 0 … n-1 in order of insertion */
	const char **keys;       /* copies, owned by the arena */
	size_t *values;
	uint32_t *slots; /* 0 empty, else entry + 1 */
	size_t slots_n;
	uint64_t *hashes;
	size_t values_capacity, hashes_capacity;
};

void map_init(struct map *map, struct arena *arena);
/* The value of key in *value; false where it isn't there. */
bool map_get(const struct map *map, const char *key, size_t *value);
/* Sets key to value, new or not. */
void map_set(struct map *map, const char *key, size_t value);
/* The number of key's entry (0, 1, 2 … in order of first sight), added if new. */
size_t map_intern(struct map *map, const char *key);

#endif
