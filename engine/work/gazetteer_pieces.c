#define _POSIX_C_SOURCE 200809L
#include "work/gazetteer_pieces.h"
#include "base/str.h"
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

typedef bool has_data(const struct piece *piece);

/* Of a folder: the hash over the names and hashes of its files. */
static enum err_code hash_folder(
	struct context *ctx, has_data *data, struct gazetteer_pieces *p)
{
	struct sha256 h;
	sha256_init(&h);
	for (size_t i = 0; i < p->n; i++) {
		struct file_facts one;
		if (!data(&p->all[i]))
			continue;
		enum err_code err = file_facts_read(ctx, p->all[i].path, &one);
		if (err)
			return err;
		const char *line = str_printf(
			ctx->scratch, "%s  %s\n", one.sha256, p->all[i].name);
		sha256_add(&h, line, strlen(line));
		p->facts.bytes += one.bytes;
	}
	sha256_hex(&h, p->facts.sha256);
	return ERR_OK;
}

static const char *folder_name(struct context *ctx, const char *path)
{
	char *name = str_dup(ctx->arena, path);
	size_t n = strlen(name);
	while (n > 1 && name[n - 1] == '/')
		name[--n] = '\0';
	return file_base(name);
}

static bool is_folder(const char *path)
{
	struct stat s;
	return stat(path, &s) == 0 && S_ISDIR(s.st_mode);
}

static bool is_zip(const char *path)
{
	char head[4] = "";
	FILE *file = fopen(path, "rb");
	if (!file)
		return false;
	size_t n = fread(head, 1, sizeof head, file);
	fclose(file);
	return n == 4 && memcmp(head, "PK\3\4", 4) == 0;
}

static enum err_code one_file(
	struct context *ctx, const char *path, struct gazetteer_pieces *p)
{
	enum err_code err = file_facts_read(ctx, path, &p->facts);
	struct piece *one = arena_new(ctx->arena, struct piece);
	*one = (struct piece){str_dup(ctx->arena, path), p->facts.name, p->facts.bytes};
	p->all = one;
	p->n = 1;
	p->bytes = (uint64_t)p->facts.bytes;
	return err;
}

enum err_code gazetteer_pieces_list(struct context *ctx, const char *path,
	has_data *data, const char *wants, struct gazetteer_pieces *p)
{
	size_t found = 0;
	bool folder = is_folder(path);
	*p = (struct gazetteer_pieces){0};
	if (!folder && !is_zip(path) && file_exists(path) && str_ends(path, ".csv"))
		return one_file(ctx, path, p);
	enum err_code err = pieces_list(ctx, path, "", &p->all, &p->n);
	for (size_t i = 0; !err && i < p->n; i++)
		if (data(&p->all[i])) {
			found++;
			p->bytes += (uint64_t)p->all[i].bytes;
		}
	if (!err && found == 0)
		return err_at(ctx, ERR_DATA,
			(struct err_where){.file = file_base(path)}, "%s", wants);
	if (err || !folder)
		return err ? err : file_facts_read(ctx, path, &p->facts);
	p->facts.name = folder_name(ctx, path);
	return hash_folder(ctx, data, p);
}
