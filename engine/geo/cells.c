#include "geo/cells.h"

static void build_directory(struct cells *cells, struct arena *arena, size_t points)
{
	cells->shift = 0;
	while (cells->limit >> cells->shift > 4 * (uint64_t)points + 64)
		cells->shift++;
	size_t entries = (size_t)(cells->limit >> cells->shift) + 2;
	cells->directory = arena_array(arena, uint32_t, entries);
	size_t next = 0;
	for (size_t cell = 0; cell < cells->n; cell++)
		while (next <= cells->key[cell] >> cells->shift)
			cells->directory[next++] = (uint32_t)cell;
	while (next < entries)
		cells->directory[next++] = (uint32_t)cells->n;
}

void cells_split(
	struct cells *cells, struct arena *arena, const uint64_t *keys, size_t points)
{
	*cells = (struct cells){.limit = UINT64_MAX};
	for (size_t i = 0; i < points; i++)
		cells->n += i == 0 || keys[i] != keys[i - 1];
	cells->key = arena_array(arena, uint64_t, cells->n + 1);
	cells->start = arena_array(arena, uint32_t, cells->n + 1);
	size_t cell = 0;
	/* Written at each point and not only where a cell begins, which is no more
	 * often than not and can't be foreseen. */
	for (size_t i = 0; i < points; i++) {
		cell += i == 0 || keys[i] != keys[i - 1];
		cells->key[cell - 1] = keys[i];
		cells->start[cell] = (uint32_t)i + 1;
	}
	cells->key[cells->n] = INT64_MAX;
}

void cells_build(struct cells *cells, struct arena *arena, const uint64_t *keys,
	size_t points, uint64_t limit)
{
	cells_split(cells, arena, keys, points);
	cells->limit = limit;
	build_directory(cells, arena, points);
}
