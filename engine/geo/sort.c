#include "geo/sort.h"
#include <string.h>

#define DIGIT_BITS 11
#define DIGITS (1u << DIGIT_BITS)
#define PACKED_BITS 32 /* of a key that fits into one number with its id */

unsigned sort_bits(uint64_t largest)
{
	unsigned bits = 0;
	for (; largest; largest >>= 1)
		bits++;
	return bits;
}

struct side {
	uint64_t *keys;
	uint32_t *ids;
};

/* One stable counting pass by the digit at `shift`; false where all keys share it. */
static bool sort_pass(struct side from, struct side to, size_t n, unsigned shift)
{
	uint32_t count[DIGITS] = {0};
	for (size_t i = 0; i < n; i++)
		count[from.keys[i] >> shift & (DIGITS - 1)]++;
	if (count[from.keys[0] >> shift & (DIGITS - 1)] == n)
		return false;
	uint32_t sum = 0;
	for (unsigned d = 0; d < DIGITS; d++) {
		uint32_t here = count[d];
		count[d] = sum;
		sum += here;
	}
	for (size_t i = 0; i < n; i++) {
		uint32_t place = count[from.keys[i] >> shift & (DIGITS - 1)]++;
		to.keys[place] = from.keys[i];
		to.ids[place] = from.ids[i];
	}
	return true;
}

static void sort_pairs(
	struct arena *scratch, uint64_t *keys, uint32_t *ids, size_t n, unsigned bits)
{
	struct side here = {keys, ids};
	struct side there = {
		arena_array(scratch, uint64_t, n), arena_array(scratch, uint32_t, n)};
	for (unsigned shift = 0; shift < bits; shift += DIGIT_BITS)
		if (sort_pass(here, there, n, shift)) {
			struct side kept = here;
			here = there;
			there = kept;
		}
	if (here.keys != keys) {
		memcpy(keys, here.keys, n * sizeof *keys);
		memcpy(ids, here.ids, n * sizeof *ids);
	}
}

/* Short keys and their ids go as one number each: half the memory to move. Digits are
 * as even as may be, and all are counted while the numbers are made. */
static void sort_packed(
	struct arena *scratch, uint64_t *keys, uint32_t *ids, size_t n, unsigned bits)
{
	unsigned passes = (bits + DIGIT_BITS - 1) / DIGIT_BITS;
	unsigned width = passes ? (bits + passes - 1) / passes : 0;
	uint64_t mask = (UINT64_C(1) << width) - 1;
	uint64_t *from = keys, *to = arena_array(scratch, uint64_t, n);
	uint32_t count[PACKED_BITS / DIGIT_BITS + 1][DIGITS] = {0};
	for (size_t i = 0; i < n; i++) {
		for (unsigned p = 0; p < passes; p++)
			count[p][keys[i] >> p * width & mask]++;
		keys[i] = keys[i] << PACKED_BITS | ids[i];
	}
	for (unsigned p = 0; p < passes; p++) {
		unsigned shift = PACKED_BITS + p * width;
		uint32_t sum = 0;
		for (size_t d = 0; d <= mask; d++) {
			uint32_t here = count[p][d];
			count[p][d] = sum;
			sum += here;
		}
		for (size_t i = 0; i < n; i++)
			to[count[p][from[i] >> shift & mask]++] = from[i];
		uint64_t *kept = from;
		from = to;
		to = kept;
	}
	for (size_t i = 0; i < n; i++) {
		ids[i] = (uint32_t)from[i];
		keys[i] = from[i] >> PACKED_BITS;
	}
}

void sort_by_key(
	struct arena *scratch, uint64_t *keys, uint32_t *ids, size_t n, unsigned bits)
{
	uint64_t any = 0;
	struct arena_mark mark = arena_mark(scratch);
	for (size_t i = 0; i < n; i++)
		any |= keys[i];
	if (n > 1 && any >> PACKED_BITS)
		sort_pairs(scratch, keys, ids, n, bits);
	else if (n > 1)
		sort_packed(
			scratch, keys, ids, n, bits < PACKED_BITS ? bits : PACKED_BITS);
	arena_reset(scratch, mark);
}

static void sort_order(struct arena *scratch, uint64_t *keys, uint32_t *order, size_t n)
{
	uint64_t lowest = UINT64_MAX, highest = 0;
	for (size_t i = 0; i < n; i++) {
		order[i] = (uint32_t)i;
		lowest = keys[i] < lowest ? keys[i] : lowest;
		highest = keys[i] > highest ? keys[i] : highest;
	}
	for (size_t i = 0; i < n; i++)
		keys[i] -= lowest;
	sort_by_key(scratch, keys, order, n, n ? sort_bits(highest - lowest) : 0);
}

#define SIGN (UINT64_C(1) << 63)

void sort_order_double(
	struct arena *scratch, const double *values, uint32_t *order, size_t n)
{
	struct arena_mark mark = arena_mark(scratch);
	uint64_t *keys = arena_array(scratch, uint64_t, n);
	for (size_t i = 0; i < n; i++) {
		double value = values[i] + 0.0; /* -0 becomes 0 */
		uint64_t bits;
		memcpy(&bits, &value, sizeof bits);
		/* Doubles sort like whole numbers once negative ones are turned over.
		 */
		keys[i] = bits & SIGN ? ~bits : bits | SIGN;
	}
	sort_order(scratch, keys, order, n);
	arena_reset(scratch, mark);
}

void sort_order_i64(
	struct arena *scratch, const int64_t *values, uint32_t *order, size_t n)
{
	struct arena_mark mark = arena_mark(scratch);
	uint64_t *keys = arena_array(scratch, uint64_t, n);
	for (size_t i = 0; i < n; i++)
		keys[i] = (uint64_t)values[i] ^ SIGN;
	sort_order(scratch, keys, order, n);
	arena_reset(scratch, mark);
}
