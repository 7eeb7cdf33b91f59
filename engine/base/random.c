#include "base/random.h"
#include <Random123/philox.h>
#include <math.h>

struct stream stream_make(uint64_t seed, uint32_t purpose, uint64_t k)
{
	/* The seed's two halves make the key; purpose and k the upper three counter
	 * words, so that each stream has 2^32 blocks of four numbers. */
	struct stream s = {{(uint32_t)seed, (uint32_t)(seed >> 32)},
		{0, purpose, (uint32_t)k, (uint32_t)(k >> 32)}, {0}, 0};
	return s;
}

uint32_t stream_u32(struct stream *s)
{
	if (s->left == 0) {
		philox4x32_ctr_t counter = {
			{s->counter[0], s->counter[1], s->counter[2], s->counter[3]}};
		philox4x32_key_t key = {{s->key[0], s->key[1]}};
		philox4x32_ctr_t out = philox4x32(counter, key);
		for (int i = 0; i < 4; i++)
			s->out[i] = out.v[i];
		s->counter[0]++;
		s->left = 4;
	}
	return s->out[4 - s->left--];
}

uint64_t stream_u64(struct stream *s)
{
	uint64_t high = stream_u32(s);
	return high << 32 | stream_u32(s);
}

double stream_01(struct stream *s)
{
	return (double)(stream_u64(s) >> 11) * 0x1p-53;
}

uint32_t stream_below(struct stream *s, uint32_t n)
{
	uint64_t product = (uint64_t)stream_u32(s) * n;
	uint32_t low = (uint32_t)product;
	if (low < n) {
		uint32_t threshold = (uint32_t)-n % n;
		while (low < threshold) {
			product = (uint64_t)stream_u32(s) * n;
			low = (uint32_t)product;
		}
	}
	return (uint32_t)(product >> 32);
}

double stream_normal(struct stream *s)
{
	double u = 1 - stream_01(s), v = stream_01(s);
	return sqrt(-2 * log(u)) * cos(2 * acos(-1) * v);
}

/* NOLINTBEGIN(bugprone-macro-parentheses): a type stands in none */
#define SHUFFLE(name, type)                                                            \
	void name(struct stream *s, type *values, size_t n)                            \
	{                                                                              \
		for (size_t i = n; i > 1; i--) {                                       \
			size_t j = stream_below(s, (uint32_t)i);                       \
			type kept = values[i - 1];                                     \
			values[i - 1] = values[j];                                     \
			values[j] = kept;                                              \
		}                                                                      \
	}

SHUFFLE(stream_shuffle_u32, uint32_t)
SHUFFLE(stream_shuffle_i64, int64_t)
SHUFFLE(stream_shuffle_double, double)
/* NOLINTEND(bugprone-macro-parentheses) */
