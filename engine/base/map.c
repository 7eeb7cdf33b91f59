#include "base/map.h"
#include "base/str.h"
#include <string.h>

static uint64_t hash_of(const char *key)
{
	uint64_t h = UINT64_C(0xcbf29ce484222325);
	for (; *key; key++)
		h = (h ^ (unsigned char)*key) * UINT64_C(0x100000001b3);
	return h ^ h >> 29;
}

void map_init(struct map *map, struct arena *arena)
{
	memset(map, 0, sizeof *map);
	map->arena = arena;
}

/* The slot of key, or the empty slot where it would go. */
static size_t slot_of(const struct map *map, const char *key, uint64_t hash)
{
	size_t mask = map->slots_n - 1, i = (size_t)hash & mask;
	while (map->slots[i]) {
		size_t entry = map->slots[i] - 1;
		if (map->hashes[entry] == hash && strcmp(map->keys[entry], key) == 0)
			break;
		i = (i + 1) & mask;
	}
	return i;
}

static void rehash(struct map *map)
{
	map->slots_n = map->slots_n ? map->slots_n * 2 : 16;
	map->slots = arena_array(map->arena, uint32_t, map->slots_n);
	for (size_t entry = 0; entry < map->n; entry++) {
		size_t i = slot_of(map, map->keys[entry], map->hashes[entry]);
		map->slots[i] = (uint32_t)(entry + 1);
	}
}

bool map_get(const struct map *map, const char *key, size_t *value)
{
	if (map->n == 0)
		return false;
	size_t i = slot_of(map, key, hash_of(key));
	if (!map->slots[i])
		return false;
	*value = map->values[map->slots[i] - 1];
	return true;
}

/* The entry of key, added with `value` if new. */
static size_t entry_of(struct map *map, const char *key, size_t value)
{
	if ((map->n + 1) * 2 > map->slots_n)
		rehash(map);
	uint64_t hash = hash_of(key);
	size_t i = slot_of(map, key, hash);
	if (map->slots[i])
		return map->slots[i] - 1;
	if (map->n >= UINT32_MAX - 1)
		BUG("too many keys for one map");
	size_t entry = map->n++;
	arena_reserve(map->arena, map->keys, map->keys_capacity, map->n);
	arena_reserve(map->arena, map->values, map->values_capacity, map->n);
	arena_reserve(map->arena, map->hashes, map->hashes_capacity, map->n);
	map->keys[entry] = str_dup(map->arena, key);
	map->values[entry] = value;
	map->hashes[entry] = hash;
	map->slots[i] = (uint32_t)(entry + 1);
	return entry;
}

void map_set(struct map *map, const char *key, size_t value)
{
	/* Adding may move the values: first the entry, then where they are. */
	size_t entry = entry_of(map, key, value);
	map->values[entry] = value;
}

size_t map_intern(struct map *map, const char *key)
{
	return entry_of(map, key, map->n);
}
