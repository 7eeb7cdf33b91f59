#include "intake/lines.h"
#include "base/str.h"
#include <string.h>

enum err_code lines_open(struct context *ctx, const char *path, struct lines *lines)
{
	*lines = (struct lines){.ctx = ctx, .name = file_base(path)};
	return stream_open(ctx, path, &lines->stream);
}

void lines_close(struct lines *lines)
{
	if (lines->stream.arena)
		stream_close(&lines->stream);
}

static size_t without_cr(const char *text, size_t n)
{
	return n > 0 && text[n - 1] == '\r' ? n - 1 : n;
}

static enum err_code keep(struct lines *l, const char *text, size_t n)
{
	if (l->joined_n + n > LINE_MAX_BYTES)
		return err_at(l->ctx, ERR_DATA,
			(struct err_where){.file = l->name, .row = l->row + 1},
			"the line is longer than 1 MiB; this is not a file of the kind "
			"named");
	arena_reserve(l->stream.arena, l->joined, l->joined_capacity, l->joined_n + n);
	memcpy(l->joined + l->joined_n, text, n);
	l->joined_n += n;
	return ERR_OK;
}

enum err_code lines_next(struct lines *l, const char **text, size_t *n)
{
	struct stream *s = &l->stream;
	bool joining = false;
	l->joined_n = 0;
	*text = NULL;
	for (;;) {
		const char *at = s->text + s->at;
		size_t left = s->n - s->at;
		const char *end = left ? memchr(at, '\n', left) : NULL;
		size_t length = end ? (size_t)(end - at) : left;
		s->at += length + (end != NULL);
		if (end && !joining) {
			l->row++;
			*text = at;
			*n = without_cr(at, length);
			return ERR_OK;
		}
		enum err_code err = keep(l, at, length);
		if (!err && !end)
			err = stream_fill(s);
		if (err)
			return err;
		joining = true;
		if (end || s->n == 0)
			break;
	}
	if (l->joined_n == 0 && s->n == 0)
		return ERR_OK;
	l->row++;
	*text = l->joined;
	*n = without_cr(l->joined, l->joined_n);
	return ERR_OK;
}
