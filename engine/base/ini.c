#include "base/ini.h"
#include "base/str.h"
#include <ini.h>

struct reader {
	struct context *ctx;
	struct ini_file *file;
	size_t capacity;
};

static int on_entry(void *user, const char *section, const char *key, const char *value)
{
	struct reader *r = user;
	struct ini_file *file = r->file;
	struct arena *arena = r->ctx->arena;
	arena_reserve(arena, file->entries, r->capacity, file->n + 1);
	file->entries[file->n++] = (struct ini_entry){str_dup(arena, section),
		str_dup(arena, key), str_dup(arena, str_or_empty(value))};
	return 1;
}

enum err_code ini_read(
	struct context *ctx, const char *name, const char *text, struct ini_file *file)
{
	struct reader reader = {ctx, file, 0};
	file->entries = NULL;
	file->n = 0;
	int line = ini_parse_string(text, on_entry, &reader);
	if (line != 0)
		return err_at(ctx, ERR_DATA,
			(struct err_where){.file = name, .row = line},
			"is no INI line; write 'name = value' or '[section]'");
	return ERR_OK;
}

const char *ini_get(const struct ini_file *file, const char *section, const char *key)
{
	for (size_t i = 0; i < file->n; i++)
		if (str_equal_fold(file->entries[i].section, section) &&
			str_equal_fold(file->entries[i].key, key))
			return file->entries[i].value;
	return NULL;
}
