#define _DEFAULT_SOURCE /* madvise */
#include "base/arena.h"
#include <stdalign.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

/* Blocks grow with the arena, so that their number stays logarithmic; the list runs
 * from the newest to the oldest, and only the newest is filled. */
#define BLOCK_FIRST ((size_t)1 << 16)
#define BLOCK_MOST ((size_t)1 << 26)
#define ALIGNMENT ((size_t)16)
/* Large blocks lie on pages of 2 MiB where the system has them: the first touch of 4 KiB
 * at a time costs a method of a few hundred milliseconds a third of its time. */
#define HUGE_PAGE ((size_t)1 << 21)
#define HUGE_LEAST (2 * HUGE_PAGE)

struct block {
	struct block *older;
	size_t size, used;
	alignas(16) unsigned char bytes[];
};

struct arena {
	struct block *newest;
	size_t next_size;
};

static _Noreturn void die_memory(size_t bytes)
{
	fprintf(stderr,
		"lastseen: out of memory (%zu more bytes were asked for). Nothing was "
		"saved; close other programs or take a shorter period.\n",
		bytes);
	_Exit(1);
}

struct arena *arena_create(void)
{
	struct arena *arena = calloc(1, sizeof *arena);
	if (!arena)
		die_memory(sizeof *arena);
	arena->next_size = BLOCK_FIRST;
	return arena;
}

void arena_free(struct arena *arena)
{
	if (!arena)
		return;
	while (arena->newest) {
		struct block *older = arena->newest->older;
		free(arena->newest);
		arena->newest = older;
	}
	free(arena);
}

/* *bytes may grow to whole pages. */
static struct block *block_create(size_t *bytes)
{
	if (*bytes < HUGE_LEAST || *bytes > SIZE_MAX - HUGE_PAGE)
		return malloc(*bytes);
	*bytes = (*bytes + HUGE_PAGE - 1) & ~(HUGE_PAGE - 1);
	struct block *block = aligned_alloc(HUGE_PAGE, *bytes);
	/* Where it is refused, the pages are small ones. */
	if (block)
		(void)madvise(block, *bytes, MADV_HUGEPAGE);
	return block;
}

static void add_block(struct arena *arena, size_t need)
{
	size_t size = arena->next_size > need ? arena->next_size : need;
	size_t bytes = sizeof(struct block) + size;
	struct block *block = block_create(&bytes);
	if (!block)
		die_memory(size);
	size = bytes - sizeof *block;
	block->older = arena->newest;
	block->size = size;
	block->used = 0;
	arena->newest = block;
	if (arena->next_size < BLOCK_MOST)
		arena->next_size *= 2;
}

void *arena_alloc(struct arena *arena, size_t n, size_t size)
{
	if (size != 0 && n > (SIZE_MAX - sizeof(struct block) - ALIGNMENT) / size)
		die_memory(SIZE_MAX);
	size_t bytes = (n * size + ALIGNMENT - 1) & ~(ALIGNMENT - 1);
	struct block *block = arena->newest;
	if (!block || block->size - block->used < bytes) {
		add_block(arena, bytes);
		block = arena->newest;
	}
	void *memory = block->bytes + block->used;
	block->used += bytes;
	memset(memory, 0, bytes);
	return memory;
}

void *arena_grow(struct arena *arena, const void *old, size_t *capacity, size_t need,
	size_t size)
{
	/* Only a NULL array of no capacity may be returned as it is. */
	if (need <= *capacity && old)
		return (void *)(uintptr_t)old;
	size_t wanted = *capacity < 8 ? 8 : *capacity;
	while (wanted < need) {
		if (wanted > SIZE_MAX / 2)
			die_memory(SIZE_MAX);
		wanted *= 2;
	}
	void *grown = arena_alloc(arena, wanted, size);
	if (old)
		memcpy(grown, old, *capacity * size);
	*capacity = wanted;
	return grown;
}

struct arena_mark arena_mark(const struct arena *arena)
{
	struct arena_mark mark = {
		arena->newest, arena->newest ? arena->newest->used : 0};
	return mark;
}

/* The first block stays, emptied, where the mark was made before there was any: a loop
 * of mark and reset on a fresh arena then asks the system for memory once. */
void arena_reset(struct arena *arena, struct arena_mark mark)
{
	while (arena->newest && arena->newest != mark.block) {
		struct block *older = arena->newest->older;
		if (!older && !mark.block)
			break;
		free(arena->newest);
		arena->newest = older;
	}
	if (arena->newest)
		arena->newest->used = mark.used;
}

size_t arena_used(const struct arena *arena)
{
	size_t used = 0;
	for (const struct block *b = arena->newest; b; b = b->older)
		used += b->used;
	return used;
}
