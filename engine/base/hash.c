#include "base/file.h"
#include <errno.h>
#include <sodium.h>
#include <string.h>

_Static_assert(sizeof(crypto_hash_sha256_state) <= 128, "state fits");

static crypto_hash_sha256_state *state_of(struct sha256 *h)
{
	return (crypto_hash_sha256_state *)(void *)h->state;
}

void sha256_init(struct sha256 *h)
{
	crypto_hash_sha256_init(state_of(h));
}

void sha256_add(struct sha256 *h, const void *bytes, size_t n)
{
	crypto_hash_sha256_update(state_of(h), bytes, n);
}

void sha256_hex(struct sha256 *h, char hex[SHA256_HEX])
{
	unsigned char sum[crypto_hash_sha256_BYTES];
	crypto_hash_sha256_final(state_of(h), sum);
	sodium_bin2hex(hex, SHA256_HEX, sum, sizeof sum);
}

void sha256_of(const void *bytes, size_t n, char hex[SHA256_HEX])
{
	struct sha256 h;
	sha256_init(&h);
	sha256_add(&h, bytes, n);
	sha256_hex(&h, hex);
}

/* Feeds a file's bytes to `add`. */
static enum err_code read_through(struct context *ctx, const char *path,
	void (*add)(void *state, const void *bytes, size_t n), void *state,
	int64_t *bytes_n)
{
	unsigned char buffer[1 << 16];
	int64_t total = 0;
	size_t n;
	FILE *f = fopen(path, "rb");
	if (!f)
		return err_set(ctx, errno == ENOENT ? ERR_NOT_FOUND : ERR_IO,
			"%s: cannot be opened: %s", path, strerror(errno));
	while ((n = fread(buffer, 1, sizeof buffer, f)) > 0) {
		add(state, buffer, n);
		total += (int64_t)n;
	}
	bool failed = ferror(f) != 0;
	int why = errno;
	fclose(f);
	if (failed)
		return err_set(
			ctx, ERR_IO, "%s: cannot be read: %s", path, strerror(why));
	if (bytes_n)
		*bytes_n = total;
	return ERR_OK;
}

static void add_256(void *state, const void *bytes, size_t n)
{
	sha256_add(state, bytes, n);
}

static void add_512(void *state, const void *bytes, size_t n)
{
	crypto_hash_sha512_update(state, bytes, n);
}

enum err_code sha256_file(
	struct context *ctx, const char *path, char hex[SHA256_HEX], int64_t *bytes_n)
{
	struct sha256 h;
	sha256_init(&h);
	enum err_code err = read_through(ctx, path, add_256, &h, bytes_n);
	if (!err)
		sha256_hex(&h, hex);
	return err;
}

enum err_code sha512_file(
	struct context *ctx, const char *path, char hex[SHA512_HEX], int64_t *bytes_n)
{
	crypto_hash_sha512_state h;
	unsigned char sum[crypto_hash_sha512_BYTES];
	crypto_hash_sha512_init(&h);
	enum err_code err = read_through(ctx, path, add_512, &h, bytes_n);
	if (err)
		return err;
	crypto_hash_sha512_final(&h, sum);
	sodium_bin2hex(hex, SHA512_HEX, sum, sizeof sum);
	return ERR_OK;
}
