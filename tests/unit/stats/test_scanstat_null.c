/* Without clusters the p-values of each null are even: few towns here, a thousand in
 * tests/bench/bench_scanstat.c. */
#include "../unit.h"
#include "scanstat_null.h"

enum { TOWNS = 120 };

static void test_even(void **state)
{
	(void)state;
	for (int what = 0; what < WHATS; what++) {
		double p[TOWNS];
		for (int k = 0; k < TOWNS; k++)
			p[k] = p_of((enum what)what, (uint64_t)(1000 + k));
		double apart = uneven(p, TOWNS);
		print_message("%s: distance %.4f of %.4f\n", what_names[what], apart,
			1.63 / sqrt(TOWNS));
		assert_true(apart < 1.63 / sqrt(TOWNS));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_even)};
	return cmocka_run_group_tests_name("scan without clusters", tests, NULL, NULL);
}
