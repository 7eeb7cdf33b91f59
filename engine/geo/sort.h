/* Sorting numbers by 64-bit keys: least significant digit first, 11 bits a pass.
 *
 * Stable, O(n * bits / 11), no comparisons: what the grids are built with.
 */
#ifndef LASTSEEN_GEO_SORT_H
#define LASTSEEN_GEO_SORT_H

#include "base/arena.h"
#include <stdbool.h>
#include <stdint.h>

/* Sorts n keys ascending and carries `ids` with them; equal keys keep their order. Only
 * the low `bits` bits are looked at. Scratch memory is taken from the arena and given
 * back. */
void sort_by_key(
	struct arena *scratch, uint64_t *keys, uint32_t *ids, size_t n, unsigned bits);

/* The order of n values, ascending; equal values by index. order has room for n. NaN is
 * a fault of the caller. O(n). */
void sort_order_double(
	struct arena *scratch, const double *values, uint32_t *order, size_t n);
void sort_order_i64(
	struct arena *scratch, const int64_t *values, uint32_t *order, size_t n);

/* Bits needed to write `largest`; 0 for 0. */
unsigned sort_bits(uint64_t largest);

#endif
