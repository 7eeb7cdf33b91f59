/* INI files, read by inih: sections, keys, values, in their order. */
#ifndef LASTSEEN_BASE_INI_H
#define LASTSEEN_BASE_INI_H

#include "base/context.h"

struct ini_entry {
	const char *section, *key, *value; /* section "" before the first */
};
struct ini_file {
	struct ini_entry *entries;
	size_t n;
};
/* name: for messages. Keys keep their case. A line that is no INI is ERR_DATA with its
 * number. */
MUST_USE enum err_code ini_read(
	struct context *ctx, const char *name, const char *text, struct ini_file *file);
/* The first value of section/key, or NULL. */
const char *ini_get(const struct ini_file *file, const char *section, const char *key);

#endif
