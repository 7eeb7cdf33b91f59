#include "../unit.h"
#include "base/random.h"
#include <math.h>

/* Known answer of Philox 4x32-10 with key and counter zero (Random123, kat_vectors). */
static void philox_known_answer(void **state)
{
	(void)state;
	struct stream s = stream_make(0, 0, 0);
	assert_int_equal(stream_u32(&s), 0x6627e8d5);
	assert_int_equal(stream_u32(&s), 0xe169c58d);
	assert_int_equal(stream_u32(&s), 0xbc57ac4c);
	assert_int_equal(stream_u32(&s), 0x9b00dbd8);
}

static void streams_differ(void **state)
{
	(void)state;
	struct stream a = stream_make(1, 1, 0), b = stream_make(1, 1, 1);
	struct stream c = stream_make(1, 2, 0), d = stream_make(2, 1, 0);
	uint64_t x = stream_u64(&a);
	assert_true(x != stream_u64(&b));
	assert_true(x != stream_u64(&c));
	assert_true(x != stream_u64(&d));
}

/* Chi-square of 6 faces with 5 degrees of freedom: 20.5 is the 0.1 % point. */
static void below_is_even(void **state)
{
	(void)state;
	enum { N = 600000 };
	struct stream s = stream_make(7, 3, 0);
	double count[6] = {0}, chi = 0;
	for (int i = 0; i < N; i++)
		count[stream_below(&s, 6)]++;
	for (int i = 0; i < 6; i++)
		chi += (count[i] - N / 6.0) * (count[i] - N / 6.0) / (N / 6.0);
	assert_true(chi < 20.5);
}

/* Each of the 24 orders of four; 23 degrees of freedom: 49.7 is the 0.1 % point. */
static void shuffles_are_even(void **state)
{
	(void)state;
	enum { N = 240000 };
	struct stream s = stream_make(8, 4, 0);
	double count[256] = {0}, chi = 0;
	for (int i = 0; i < N; i++) {
		uint32_t v[4] = {0, 1, 2, 3};
		stream_shuffle_u32(&s, v, 4);
		count[v[0] * 64 + v[1] * 16 + v[2] * 4 + v[3]]++;
	}
	int seen = 0;
	for (int i = 0; i < 256; i++) {
		if (count[i] == 0)
			continue;
		seen++;
		chi += (count[i] - N / 24.0) * (count[i] - N / 24.0) / (N / 24.0);
	}
	assert_int_equal(seen, 24);
	assert_true(chi < 49.7);
}

static void normal_has_its_moments(void **state)
{
	(void)state;
	enum { N = 200000 };
	struct stream s = stream_make(9, 5, 0);
	double sum = 0, squares = 0;
	for (int i = 0; i < N; i++) {
		double x = stream_normal(&s);
		sum += x;
		squares += x * x;
	}
	assert_true(fabs(sum / N) < 4 / sqrt(N));
	assert_true(fabs(squares / N - 1) < 4 * sqrt(2.0 / N));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(philox_known_answer),
		cmocka_unit_test(streams_differ),
		cmocka_unit_test(below_is_even),
		cmocka_unit_test(shuffles_are_even),
		cmocka_unit_test(normal_has_its_moments),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
