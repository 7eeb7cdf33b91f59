#include "evidence/tags.h"
#include "base/str.h"
#include "evidence/verify.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* Lines end with LF, CR or both. The text is cut up in place. */
struct lines {
	char *next, *end;
	int64_t number;
};

static char *next_line(struct lines *l)
{
	if (l->next >= l->end)
		return NULL;
	char *line = l->next;
	size_t n = strcspn(line, "\r\n");
	char *stop = line + n;
	l->next = stop + 1;
	if (stop < l->end && stop[0] == '\r' && stop[1] == '\n')
		l->next++;
	*stop = '\0';
	l->number++;
	return line;
}

static enum err_code check_text(struct context *ctx, const char *bag, const char *file,
	const char *text, size_t n)
{
	if (memchr(text, 0, n) || !utf8_valid(text, n))
		return err_set(ctx, ERR_DATA, "%s: %s is no UTF-8 text", bag, file);
	return ERR_OK;
}

/* %0A, %0D and %25, in either case; any other % stays as it is (RFC 8493, 2.1.3). */
static void decode(char *path)
{
	char *to = path;
	for (char *from = path; *from; from++) {
		char c = *from;
		if (c == '%' && str_starts(from, "%25"))
			from += 2;
		else if (c == '%' && from[1] == '0' && from[2] && strchr("Aa", from[2]))
			c = '\n', from += 2;
		else if (c == '%' && from[1] == '0' && from[2] && strchr("Dd", from[2]))
			c = '\r', from += 2;
		*to++ = c;
	}
	*to = '\0';
}

/* No way out of the bag: no absolute path, no `..`, no home folder, no drive. */
static bool leads_out(const char *path)
{
	if (*path == '/' || *path == '~' || strchr(path, '\\') ||
		(path[0] && path[1] == ':'))
		return true;
	for (const char *part = path;;) {
		size_t n = strcspn(part, "/");
		if (n == 2 && strncmp(part, "..", 2) == 0)
			return true;
		if (!part[n])
			return false;
		part += n + 1;
	}
}

/* A path's one spelling: no "./", no empty parts. */
static bool canonical(const char *path)
{
	for (const char *part = path;;) {
		size_t n = strcspn(part, "/");
		if (n == 0 || (n == 1 && *part == '.'))
			return false;
		if (!part[n])
			return true;
		part += n + 1;
	}
}

static bool is_sum(const char *text, size_t n, size_t digits)
{
	return n > 0 && (digits == 0 || n == digits) &&
	       strspn(text, "0123456789abcdefABCDEF") == n;
}

static enum err_code add_line(struct context *ctx, const char *bag, char *line,
	int64_t number, bool payload, size_t digits, struct manifest *m)
{
	size_t known, n = strcspn(line, " \t");
	char *path = line + n + strspn(line + n, " \t");
	if (!is_sum(line, n, digits) || path == line + n || !*path)
		return err_set(ctx, ERR_DATA,
			"%s: %s, line %lld: is not a checksum and a path", bag, m->file,
			(long long)number);
	line[n] = '\0';
	while (str_starts(path, "./"))
		path += 2;
	decode(path);
	if (leads_out(path))
		return err_set(ctx, ERR_DATA,
			"%s: %s, line %lld: the path leads out of the bag", bag,
			m->file, (long long)number);
	if (!canonical(path) || str_starts(path, "data/") != payload)
		return err_set(ctx, ERR_DATA,
			"%s: %s, line %lld: the path must %s in data/", bag, m->file,
			(long long)number, payload ? "lie" : "not lie");
	if (map_get(&m->paths, path, &known))
		return err_set(ctx, ERR_DATA,
			"%s: %s, line %lld: the path comes a second time", bag, m->file,
			(long long)number);
	map_set(&m->paths, path, m->n);
	m->lines[m->n++] = (struct manifest_line){str_lower(ctx->arena, line), path};
	return ERR_OK;
}

enum err_code manifest_read(struct context *ctx, const char *bag, const char *text,
	size_t n, bool payload, size_t digits, struct manifest *m)
{
	size_t capacity = 1;
	enum err_code err = check_text(ctx, bag, m->file, text, n);
	for (const char *p = text; *p; p++)
		capacity += *p == '\n' || *p == '\r';
	char *copy = str_dup_n(ctx->arena, text, n);
	struct lines l = {copy, copy + n, 0};
	m->lines = arena_array(ctx->arena, struct manifest_line, capacity);
	m->n = 0;
	map_init(&m->paths, ctx->arena);
	for (char *line; !err && (line = next_line(&l));)
		if (*line)
			err = add_line(ctx, bag, line, l.number, payload, digits, m);
	return err;
}

enum err_code declaration_read(struct context *ctx, const char *bag, const char *text,
	size_t n, const char **version)
{
	static const char first[] = "BagIt-Version: ";
	static const char second[] = "Tag-File-Character-Encoding: ";
	enum err_code err = check_text(ctx, bag, "bagit.txt", text, n);
	if (err)
		return err;
	char *copy = str_dup_n(ctx->arena, text, n);
	struct lines l = {copy, copy + n, 0};
	const char *line = next_line(&l), *other = next_line(&l);
	if (!line || !other || next_line(&l) || !str_starts(line, first) ||
		!str_starts(other, second))
		return err_set(ctx, ERR_DATA,
			"%s: bagit.txt must be the two lines \"%s1.0\" and \"%sUTF-8\"",
			bag, first, second);
	*version = str_trim(ctx->arena, line + sizeof first - 1);
	if (!str_equal(*version, "1.0") && !str_equal(*version, "0.97"))
		return err_set(ctx, ERR_UNSUPPORTED,
			"%s: is of the BagIt version \"%.20s\"; this lastseen reads "
			"1.0 "
			"and 0.97",
			bag, *version);
	if (!str_equal_fold(str_trim(ctx->arena, other + sizeof second - 1), "UTF-8"))
		return err_set(ctx, ERR_UNSUPPORTED,
			"%s: its tag files are not in UTF-8; this lastseen reads UTF-8",
			bag);
	return ERR_OK;
}

/* "bytes.files", nothing else. */
static bool read_oxum(const char *text, struct bag_info *info)
{
	char *end;
	size_t whole = strspn(text, "0123456789");
	errno = 0;
	if (whole == 0 || text[whole] != '.')
		return false;
	info->bytes = strtoll(text, &end, 10);
	const char *files = text + whole + 1;
	size_t n = strspn(files, "0123456789");
	if (n == 0 || files[n])
		return false;
	info->files = strtoll(files, &end, 10);
	return errno == 0;
}

enum err_code info_read(struct context *ctx, const char *bag, const char *text,
	size_t n, struct bag_info *info)
{
	*info = (struct bag_info){0};
	enum err_code err = check_text(ctx, bag, "bag-info.txt", text, n);
	if (err)
		return err;
	char *copy = str_dup_n(ctx->arena, text, n);
	struct lines l = {copy, copy + n, 0};
	for (char *line; (line = next_line(&l));) {
		size_t label_n = strcspn(line, ":");
		/* A line that begins with a blank goes on with the one before. */
		if (!*line || strchr(" \t", *line))
			continue;
		if (!line[label_n])
			return err_set(ctx, ERR_DATA,
				"%s: bag-info.txt, line %lld: is not a label, a colon "
				"and a value",
				bag, (long long)l.number);
		line[label_n] = '\0';
		const char *value = str_trim(ctx->arena, line + label_n + 1);
		if (str_equal_fold(line, "Bag-Software-Agent"))
			info->ours |= str_starts(value, BAG_AGENT " ");
		if (!str_equal_fold(line, "Payload-Oxum"))
			continue;
		if (info->has_oxum || !read_oxum(value, info))
			return err_set(ctx, ERR_DATA,
				"%s: bag-info.txt, line %lld: Payload-Oxum must be "
				"given once, as bytes.files",
				bag, (long long)l.number);
		info->has_oxum = true;
	}
	return ERR_OK;
}
