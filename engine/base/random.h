/* Seeded streams of random numbers: Philox 4x32-10, counter-based.
 *
 * Salmon, Moraes, Dror, Shaw: Parallel random numbers: as easy as 1, 2, 3. SC 2011,
 * doi 10.1145/2063384.2063405 (Random123). Stream k of a purpose is the same whatever
 * the number of threads and whatever was drawn before: the key is (seed, purpose), the
 * counter (k, position).
 */
#ifndef LASTSEEN_BASE_RANDOM_H
#define LASTSEEN_BASE_RANDOM_H

#include <stddef.h>
#include <stdint.h>

struct stream {
	uint32_t key[2];
	uint32_t counter[4];
	uint32_t out[4];
	unsigned left;
};

/* purpose: any constant that keeps two uses of the seed apart. */
struct stream stream_make(uint64_t seed, uint32_t purpose, uint64_t k);
uint32_t stream_u32(struct stream *s);
uint64_t stream_u64(struct stream *s);
/* Uniform in [0, 1), 53 bits. */
double stream_01(struct stream *s);
/* Uniform in 0 … n-1 without bias (Lemire, doi 10.1145/3230636); n >= 1. */
uint32_t stream_below(struct stream *s, uint32_t n);
/* Standard normal (Box-Muller). */
double stream_normal(struct stream *s);
/* Fisher-Yates. */
void stream_shuffle_u32(struct stream *s, uint32_t *values, size_t n);
void stream_shuffle_i64(struct stream *s, int64_t *values, size_t n);
void stream_shuffle_double(struct stream *s, double *values, size_t n);

#endif
