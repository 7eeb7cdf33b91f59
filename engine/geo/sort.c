#include "geo/sort.h"
#include <string.h>

#define DIGIT_BITS 11
#define DIGITS (1u << DIGIT_BITS)

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

void sort_by_key(
	struct arena *scratch, uint64_t *keys, uint32_t *ids, size_t n, unsigned bits)
{
	if (n < 2)
		return;
	struct arena_mark mark = arena_mark(scratch);
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
