/* Sorting by keys: the order of a plain sort, equal keys as they stood. */
#include "../unit.h"
#include "base/context.h"
#include "base/random.h"
#include "geo/sort.h"

enum { MOST = 3000 };

/* Whether the pairs are those of `was`, in order; ids were 0, 1, 2 … */
static void assert_sorted(
	const uint64_t *was, const uint64_t *keys, const uint32_t *ids, size_t n)
{
	bool seen[MOST] = {false};
	for (size_t i = 0; i < n; i++) {
		assert_true(ids[i] < n && !seen[ids[i]]);
		seen[ids[i]] = true;
		assert_true(keys[i] == was[ids[i]]);
		if (i == 0)
			continue;
		assert_true(keys[i - 1] <= keys[i]);
		assert_true(keys[i - 1] < keys[i] || ids[i - 1] < ids[i]);
	}
}

static void test_keys_of_any_length(void **state)
{
	(void)state;
	struct context ctx;
	context_init(&ctx);
	for (unsigned bits = 1; bits <= 64; bits++) {
		uint64_t was[MOST], keys[MOST];
		uint32_t ids[MOST];
		struct stream s = stream_make(bits, 1, 0);
		size_t n = bits % 7 == 0 ? bits % 3 : MOST - bits;
		for (size_t i = 0; i < n; i++) {
			was[i] = keys[i] = stream_u64(&s) >> (64 - bits);
			ids[i] = (uint32_t)i;
		}
		sort_by_key(ctx.scratch, keys, ids, n, bits);
		assert_sorted(was, keys, ids, n);
		assert_int_equal(arena_used(ctx.scratch), 0);
	}
	context_release(&ctx);
}

/* Keys that differ only above the bits that are looked at stay as they stood. */
static void test_only_the_low_bits(void **state)
{
	(void)state;
	struct context ctx;
	context_init(&ctx);
	uint64_t high[] = {5, 3, UINT64_C(1) << 40 | 3, 4},
		 low[] = {0x105, 3, 0x103, 4};
	uint32_t a[] = {0, 1, 2, 3}, b[] = {0, 1, 2, 3}, none[] = {0, 1, 2, 3};
	sort_by_key(ctx.scratch, high, a, 4, 8);
	sort_by_key(ctx.scratch, low, b, 4, 8);
	const uint32_t want[] = {1, 2, 3, 0};
	for (size_t i = 0; i < 4; i++) {
		assert_int_equal(a[i], want[i]);
		assert_int_equal(b[i], want[i]);
	}
	assert_true(high[1] == (UINT64_C(1) << 40 | 3) && low[1] == 0x103);
	sort_by_key(ctx.scratch, low, none, 4, 0);
	assert_true(low[1] == 0x103 && none[3] == 3);
	context_release(&ctx);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_keys_of_any_length),
		cmocka_unit_test(test_only_the_low_bits),
	};
	return cmocka_run_group_tests_name("sort", tests, NULL, NULL);
}
