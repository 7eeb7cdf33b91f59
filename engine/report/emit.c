#include "report/emit.h"
#include "report/formats.h"
#include <errno.h>
#include <string.h>

const char *emit_csv(struct context *ctx, const struct table *table)
{
	struct strbuf buf;
	strbuf_init(&buf, ctx->arena);
	csv_add_table(&buf, table, ctx->audience);
	return buf.text;
}

static enum err_code print(struct context *ctx, FILE *out, const char *text, size_t n)
{
	errno = 0;
	if (fwrite(text, 1, n, out) == n && fflush(out) == 0)
		return ERR_OK;
	return err_set(ctx, ERR_IO,
		"the result could not be written: %s; look at where the output goes",
		errno ? strerror(errno) : "unknown reason");
}

static const char *in_format(
	struct context *ctx, enum format format, const struct envelope *envelope)
{
	if (format == FORMAT_JSON)
		return str_printf(ctx->arena, "%s\n", emit_json(ctx, envelope));
	struct strbuf buf;
	strbuf_init(&buf, ctx->arena);
	const struct table *first = result_first_table(envelope->result);
	if (format == FORMAT_TEXT)
		text_add_result(&buf, envelope->result, ctx->audience);
	else if (first)
		csv_add_table(&buf, first, ctx->audience);
	else
		csv_add_result(&buf, envelope->result, ctx->audience);
	return buf.text;
}

enum err_code emit(struct context *ctx, FILE *out, enum format format,
	const struct envelope *envelope)
{
	const char *text = in_format(ctx, format, envelope);
	return print(ctx, out, text, strlen(text));
}
