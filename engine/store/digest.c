/* The hash of what a run reads: the sources by the hashes of their bytes and mappings,
 * and where each place mention was located. Numbers go in as 8 bytes, high byte first;
 * texts with a line feed after each; NULL as one byte 0.
 */
#include "base/file.h"
#include "store/store.h"
#include <string.h>

_Static_assert(sizeof(double) == 8, "reals are hashed as their 8 bytes");

static void add_u64(struct sha256 *h, uint64_t value)
{
	unsigned char bytes[8];
	for (int i = 0; i < 8; i++)
		bytes[i] = (unsigned char)(value >> (56 - 8 * i));
	sha256_add(h, bytes, sizeof bytes);
}

static void add_real(struct sha256 *h, double value)
{
	uint64_t bits;
	if (value == 0)
		value = 0; /* one zero */
	memcpy(&bits, &value, sizeof bits);
	add_u64(h, bits);
}

static void add_text(struct sha256 *h, const char *text)
{
	if (text)
		sha256_add(h, text, strlen(text));
	sha256_add(h, text ? "\n" : "", 1);
}

static enum err_code add_sources(struct store *store, struct sha256 *h)
{
	struct statement *s;
	bool row = false;
	enum err_code err = store_prepare(store, &sql_run_input_sources, &s);
	while (!err && (err = statement_step(s, &row)) == ERR_OK && row)
		for (int i = 0; i < column_count(s); i++)
			add_text(h, column_text(s, i));
	return err;
}

static enum err_code add_located(struct store *store, struct sha256 *h)
{
	struct statement *s;
	bool row = false;
	enum err_code err = store_prepare(store, &sql_run_input_located, &s);
	while (!err && (err = statement_step(s, &row)) == ERR_OK && row) {
		add_u64(h, (uint64_t)column_int(s, 0));
		add_text(h, column_text(s, 1));
		add_u64(h, (uint64_t)column_int(s, 2));
		for (int i = 3; i < 7; i++) {
			sha256_add(h, column_null(s, i) ? "\0" : "\1", 1);
			if (!column_null(s, i))
				add_real(h, column_real(s, i));
		}
	}
	return err;
}

enum err_code store_input_hash(struct store *store, char hex[65])
{
	struct sha256 h;
	sha256_init(&h);
	enum err_code err = add_sources(store, &h);
	if (!err)
		err = add_located(store, &h);
	sha256_hex(&h, hex);
	return err;
}
