#include "base/context.h"
#include "base/str.h"
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

_Noreturn void bug(const char *file, int line, const char *text)
{
	fprintf(stderr, "lastseen: a fault in the program (%s:%d): %s\n", file, line,
		text);
	abort();
}

void context_init(struct context *ctx)
{
	memset(ctx, 0, sizeof *ctx);
	ctx->arena = arena_create();
	ctx->scratch = arena_create();
	ctx->seed = 1;
	ctx->threads = 1;
	ctx->audience = AUDIENCE_PARTNER;
	ctx->messages = stderr;
}

void context_release(struct context *ctx)
{
	arena_free(ctx->arena);
	arena_free(ctx->scratch);
	ctx->arena = NULL;
	ctx->scratch = NULL;
}

const char *audience_name(enum audience audience)
{
	switch (audience) {
	case AUDIENCE_PUBLIC:
		return "public";
	case AUDIENCE_PARTNER:
		return "partner";
	case AUDIENCE_ANALYST:
		return "analyst";
	}
	BUG("unknown audience");
}

static void set_text(struct context *ctx, const char *format, va_list args)
{
	vsnprintf(ctx->error, sizeof ctx->error, format, args);
	text_for_terminal(ctx->error);
}

enum err_code err_set(struct context *ctx, enum err_code code, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	set_text(ctx, format, args);
	va_end(args);
	ctx->code = code;
	return code;
}

enum err_code err_at(struct context *ctx, enum err_code code, struct err_where where,
	const char *format, ...)
{
	va_list args;
	va_start(args, format);
	set_text(ctx, format, args);
	va_end(args);
	ctx->code = code;
	if (where.column && where.row > 0)
		err_prefix(
			ctx, "row %lld, column %s", (long long)where.row, where.column);
	else if (where.column)
		err_prefix(ctx, "column %s", where.column);
	else if (where.row > 0)
		err_prefix(ctx, "row %lld", (long long)where.row);
	if (where.file)
		err_prefix(ctx, "%s", where.file);
	return code;
}

enum err_code err_prefix(struct context *ctx, const char *format, ...)
{
	char prefix[ERR_TEXT_MAX / 2];
	char rest[ERR_TEXT_MAX];
	va_list args;
	va_start(args, format);
	vsnprintf(prefix, sizeof prefix, format, args);
	va_end(args);
	memcpy(rest, ctx->error, sizeof rest);
	int n = snprintf(ctx->error, sizeof ctx->error, "%s: ", prefix);
	size_t room = sizeof ctx->error - (size_t)n - 1;
	strncat(ctx->error, rest, room);
	text_for_terminal(ctx->error);
	return ctx->code;
}

void err_clear(struct context *ctx)
{
	ctx->code = ERR_OK;
	ctx->error[0] = '\0';
}

void notice(struct context *ctx, const char *format, ...)
{
	if (ctx->quiet || !ctx->messages)
		return;
	char text[ERR_TEXT_MAX];
	va_list args;
	va_start(args, format);
	vsnprintf(text, sizeof text, format, args);
	va_end(args);
	text_for_terminal(text);
	fprintf(ctx->messages, "lastseen: %s\n", text);
}

static uint64_t now_ms(void)
{
	struct timespec now;
	timespec_get(&now, TIME_UTC);
	return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

void progress_begin(
	struct progress *bar, struct context *ctx, const char *label, uint64_t total)
{
	bar->ctx = ctx;
	bar->label = label;
	bar->total = total;
	bar->done = 0;
	bar->drawn_ms = 0;
	progress_step(bar, 0);
}

void progress_step(struct progress *bar, uint64_t done)
{
	enum { WIDTH = 30, EVERY_MS = 100 };
	bar->done = done;
	if (!bar->ctx->progress || bar->ctx->quiet)
		return;
	uint64_t now = now_ms();
	bool last = bar->total > 0 && done >= bar->total;
	if (!last && now - bar->drawn_ms < EVERY_MS)
		return;
	bar->drawn_ms = now;
	if (bar->total == 0) {
		fprintf(bar->ctx->messages, "\r%-24s %llu\x1b[K", bar->label,
			(unsigned long long)done);
	} else {
		char cells[WIDTH + 1];
		double share_01 = (double)done / (double)bar->total;
		if (share_01 > 1)
			share_01 = 1;
		int full = (int)(share_01 * WIDTH);
		memset(cells, '#', (size_t)full);
		memset(cells + full, '.', (size_t)(WIDTH - full));
		cells[WIDTH] = '\0';
		fprintf(bar->ctx->messages, "\r%-24s [%s] %3.0f %%\x1b[K", bar->label,
			cells, 100 * share_01);
	}
	fflush(bar->ctx->messages);
}

void progress_end(struct progress *bar)
{
	if (!bar->ctx->progress || bar->ctx->quiet)
		return;
	fputs("\r\x1b[K", bar->ctx->messages);
	fflush(bar->ctx->messages);
}
