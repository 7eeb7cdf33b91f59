/* Memory of one command: allocate often, release once.
 *
 * An arena hands out zeroed, 16-byte aligned memory in O(1) and gives all of it
 * back together. A command has two: one for its results, and a scratch arena whose
 * use is bracketed by arena_mark() and arena_reset().
 *
 * Allocation never returns NULL. When the machine has no memory left, or when a size
 * overflows, the process says so on stderr and exits with status 1, as git does: a
 * transaction that was not committed is undone by the store, a file that was not
 * committed never gets its name, so that nothing is left half done.
 */
#ifndef LASTSEEN_BASE_ARENA_H
#define LASTSEEN_BASE_ARENA_H

#include <stddef.h>

struct arena;

struct arena_mark {
	void *block;
	size_t used;
};

struct arena *arena_create(void);
void arena_free(struct arena *arena);

/* n * size bytes, zeroed; exits on overflow. n == 0 gives a valid pointer. */
void *arena_alloc(struct arena *arena, size_t n, size_t size);

/* The array for n elements of T. */
#define arena_array(arena, T, n) ((T *)arena_alloc((arena), (n), sizeof(T)))
#define arena_new(arena, T) arena_array(arena, T, 1)

/* Makes room for `need` elements in a growing array: returns `old` where *capacity
 * suffices, else a copy at least twice as large (the old one stays in the arena).
 * The new elements are zeroed. */
void *arena_grow(struct arena *arena, const void *old, size_t *capacity, size_t need,
	size_t size);
#define arena_reserve(arena, array, capacity, need)                                    \
	((array) = arena_grow((arena), (array), &(capacity), (need), sizeof *(array)))

struct arena_mark arena_mark(const struct arena *arena);

/* Gives back all that was allocated since the mark. */
void arena_reset(struct arena *arena, struct arena_mark mark);

/* Bytes handed out and not given back. */
size_t arena_used(const struct arena *arena);

#endif
