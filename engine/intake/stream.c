/* For the stat that GDAL's header names. */
#define _LARGEFILE64_SOURCE
#include "intake/stream.h"
#include "base/str.h"
#include "intake/connection.h"
#include <cpl_vsi.h>
#include <errno.h>
#include <string.h>

enum { CHUNK = 1 << 18 };

/* A virtual path may nest others, as in /vsizip//vsicurl/…: each must be harmless. */
static bool path_is_local(const char *path)
{
	static const char *const allowed[] = {"/vsizip/", "/vsigzip/", "/vsimem/"};
	if (strstr(path, "://"))
		return false;
	for (const char *p = strstr(path, "/vsi"); p; p = strstr(p + 1, "/vsi")) {
		bool known = false;
		for (size_t i = 0; i < 3 && !known; i++)
			known = str_starts(p, allowed[i]);
		/* A folder of the user's own may be called /vsix: it has no second
		 * slash. */
		if (!known && (p == path || p[-1] == '/'))
			return false;
	}
	return true;
}

static enum err_code check_path(
	struct context *ctx, const char *path, struct err_where where)
{
	VSIStatBufL stat;
	if (str_empty(path))
		return err_set(ctx, ERR_USAGE, "no file was named; name one");
	if (!path_is_local(path))
		return err_at(ctx, ERR_USAGE, where,
			"leads into the network; nothing is fetched from there, give a "
			"file on this machine");
	if (VSIStatL(path, &stat) != 0)
		return err_at(ctx, ERR_NOT_FOUND, where,
			"there is no such file; check its name and folder");
	if (VSI_ISDIR(stat.st_mode))
		return err_at(ctx, ERR_IO, where, "is a folder; name a file inside it");
	if (!VSI_ISREG(stat.st_mode))
		return err_at(ctx, ERR_IO, where,
			"is no ordinary file; copy its data into one");
	return ERR_OK;
}

static enum err_code hash_all(struct context *ctx, VSILFILE *file,
	struct err_where where, struct file_facts *facts)
{
	struct arena_mark mark = arena_mark(ctx->scratch);
	unsigned char *chunk = arena_array(ctx->scratch, unsigned char, CHUNK);
	struct sha256 hash;
	size_t n;
	sha256_init(&hash);
	while ((n = VSIFReadL(chunk, 1, CHUNK, file)) > 0) {
		if (facts->bytes == 0) {
			facts->head_n = n < sizeof facts->head ? n : sizeof facts->head;
			memcpy(facts->head, chunk, facts->head_n);
		}
		sha256_add(&hash, chunk, n);
		facts->bytes += (int64_t)n;
	}
	arena_reset(ctx->scratch, mark);
	sha256_hex(&hash, facts->sha256);
	if (facts->bytes == 0)
		return err_at(ctx, ERR_DATA, where,
			"is empty; export it again from its system");
	return ERR_OK;
}

enum err_code file_facts_read(
	struct context *ctx, const char *path, struct file_facts *facts)
{
	*facts = (struct file_facts){.name = file_base(str_or_empty(path))};
	if (connection_is(path)) {
		/* Its hash is that of its rows: table_connection_hash(). */
		facts->name = connection_name(ctx->arena, path);
		facts->connection = true;
		return ERR_OK;
	}
	struct err_where where = {.file = facts->name};
	enum err_code err = check_path(ctx, path, where);
	if (err)
		return err;
	errno = 0;
	VSILFILE *file = VSIFOpenL(path, "rb");
	if (!file)
		return err_at(ctx, ERR_IO, where, "can't be opened: %s",
			errno ? strerror(errno) : "it is damaged or locked");
	err = hash_all(ctx, file, where, facts);
	VSIFCloseL(file);
	return err;
}

enum err_code stream_open(struct context *ctx, const char *path, struct stream *stream)
{
	unsigned char mark[3];
	*stream = (struct stream){0};
	VSILFILE *file = VSIFOpenL(path, "rb");
	if (!file)
		return err_at(ctx, ERR_IO, (struct err_where){.file = file_base(path)},
			"can't be opened any more");
	size_t n = VSIFReadL(mark, 1, sizeof mark, file), skip = 0;
	if (n == 3 && memcmp(mark, "\xEF\xBB\xBF", 3) == 0) {
		skip = 3;
	} else if (n >= 2 && mark[0] == 0xFF && mark[1] == 0xFE) {
		stream->encoding = STREAM_UTF16_LE;
		skip = 2;
	} else if (n >= 2 && mark[0] == 0xFE && mark[1] == 0xFF) {
		stream->encoding = STREAM_UTF16_BE;
		skip = 2;
	}
	VSIFSeekL(file, skip, SEEK_SET);
	stream->file = file;
	stream->arena = arena_create();
	if (stream->encoding != STREAM_UTF8)
		stream->bytes = arena_array(stream->arena, unsigned char, CHUNK);
	/* A UTF-16 unit of two bytes gives three bytes of UTF-8 at most. */
	stream->capacity = stream->encoding == STREAM_UTF8 ? CHUNK : CHUNK / 2 * 3;
	stream->text = arena_array(stream->arena, char, stream->capacity);
	return ERR_OK;
}

static size_t utf8_put(char *to, uint32_t c)
{
	if (c < 0x80) {
		to[0] = (char)c;
		return 1;
	}
	if (c < 0x800) {
		to[0] = (char)(0xC0 | c >> 6);
		to[1] = (char)(0x80 | (c & 0x3F));
		return 2;
	}
	if (c < 0x10000) {
		to[0] = (char)(0xE0 | c >> 12);
		to[1] = (char)(0x80 | (c >> 6 & 0x3F));
		to[2] = (char)(0x80 | (c & 0x3F));
		return 3;
	}
	to[0] = (char)(0xF0 | c >> 18);
	to[1] = (char)(0x80 | (c >> 12 & 0x3F));
	to[2] = (char)(0x80 | (c >> 6 & 0x3F));
	to[3] = (char)(0x80 | (c & 0x3F));
	return 4;
}

static uint32_t unit_at(const struct stream *s, size_t i)
{
	uint32_t a = s->bytes[i], b = s->bytes[i + 1];
	return s->encoding == STREAM_UTF16_LE ? b << 8 | a : a << 8 | b;
}

/* Turns s->bytes[0 … n - 1] into text; a surrogate without its other half becomes
 * U+FFFD, half a unit or half a pair at the end is kept for the next chunk. */
static void from_utf16(struct stream *s, size_t n, bool last)
{
	size_t i = 0;
	for (; i + 2 <= n; i += 2) {
		uint32_t c = unit_at(s, i);
		if (c >= 0xD800 && c < 0xDC00) {
			if (i + 4 > n && !last)
				break;
			uint32_t low = i + 4 <= n ? unit_at(s, i + 2) : 0;
			if (low >= 0xDC00 && low < 0xE000) {
				c = 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
				i += 2;
			} else {
				c = 0xFFFD;
			}
		} else if (c >= 0xDC00 && c < 0xE000) {
			c = 0xFFFD;
		}
		s->n += utf8_put(s->text + s->n, c);
	}
	s->kept = n - i;
	memmove(s->bytes, s->bytes + i, s->kept);
}

enum err_code stream_fill(struct stream *s)
{
	s->at = s->n = 0;
	if (s->encoding == STREAM_UTF8) {
		s->n = VSIFReadL(s->text, 1, CHUNK, s->file);
		s->done += (int64_t)s->n;
		return ERR_OK;
	}
	size_t room = CHUNK - s->kept;
	size_t n = VSIFReadL(s->bytes + s->kept, 1, room, s->file);
	s->done += (int64_t)n;
	if (n > 0)
		from_utf16(s, s->kept + n, n < room);
	return ERR_OK;
}

void stream_push_back(struct stream *s, const char *text, size_t n)
{
	size_t left = s->n - s->at;
	arena_reserve(s->arena, s->text, s->capacity, s->at + n + left);
	memmove(s->text + n, s->text + s->at, left);
	memcpy(s->text, text, n);
	s->at = 0;
	s->n = n + left;
}

void stream_close(struct stream *s)
{
	if (s->file)
		VSIFCloseL(s->file);
	arena_free(s->arena);
	*s = (struct stream){0};
}
