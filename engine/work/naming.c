#include "work/naming.h"
#include "base/str.h"
#include <ctype.h>
#include <string.h>

static const char *numbered(struct context *ctx, char letter, int64_t number)
{
	return str_printf(ctx->arena, "%c%lld", letter, (long long)number);
}

/* The reference at analyst, else the pseudonym. */
static const char *either(
	struct context *ctx, char letter, int64_t number, const char *reference)
{
	if (ctx->audience < AUDIENCE_ANALYST || str_empty(reference))
		return numbered(ctx, letter, number);
	return str_dup(ctx->arena, reference);
}

const char *naming_child(struct context *ctx, int64_t child_id, const char *child_ref)
{
	return either(ctx, 'C', child_id, child_ref);
}

const char *naming_person(
	struct context *ctx, int64_t person_id, const char *person_ref)
{
	return either(ctx, 'P', person_id, person_ref);
}

const char *naming_home(struct context *ctx, int64_t home_number, const char *urn)
{
	if (ctx->audience < AUDIENCE_PARTNER || str_empty(urn))
		return numbered(ctx, 'H', home_number);
	return str_dup(ctx->arena, urn);
}

const char *naming_adult_name(struct context *ctx, int64_t adult_id, const char *name)
{
	return either(ctx, 'A', adult_id, name);
}

/* Where the last three characters of a text begin; a UTF-8 character is not cut. */
static const char *last_three(const char *text)
{
	const char *p = text + strlen(text);
	for (int i = 0; i < 3 && p > text; i++)
		do
			p--;
		while (p > text && ((unsigned char)*p & 0xc0) == 0x80);
	return p;
}

static size_t characters(const char *text)
{
	size_t n = 0;
	for (; *text; text++)
		n += ((unsigned char)*text & 0xc0) != 0x80;
	return n;
}

/* Three of a handle of six are half of it: short ones show nothing. */
const char *naming_identifier(struct context *ctx, const char *kind, const char *value)
{
	if (ctx->audience == AUDIENCE_ANALYST)
		return str_dup(ctx->arena, str_or_empty(value));
	if (ctx->audience == AUDIENCE_PUBLIC || str_empty(value) ||
		characters(value) < 6)
		return str_dup(ctx->arena, kind);
	return str_printf(ctx->arena, "%s \xe2\x80\xa6%s", kind, last_three(value));
}

bool naming_suppressed(const struct context *ctx, int64_t count)
{
	return ctx->audience == AUDIENCE_PUBLIC && count > 0 && count < 5;
}

/* A short reference counts as a word alone: "K1" is no part of "K12". */
static bool is_there(const char *text, const char *at, const char *word)
{
	size_t n = strlen(word);
	bool before = at > text && isalnum((unsigned char)at[-1]);
	bool after = isalnum((unsigned char)at[n]) != 0;
	return n >= 5 || (!before && !after);
}

const char *naming_row(
	struct context *ctx, const char *ref, int64_t child_id, const char *child_ref)
{
	struct strbuf buf;
	if (ctx->audience == AUDIENCE_ANALYST || !ref || str_empty(child_ref) ||
		!strstr(ref, child_ref))
		return ref;
	strbuf_init(&buf, ctx->arena);
	const char *from = ref;
	for (const char *at; (at = strstr(from, child_ref));) {
		size_t n = strlen(child_ref);
		strbuf_add_n(&buf, from, (size_t)(at - from));
		if (is_there(ref, at, child_ref))
			strbuf_add(&buf, numbered(ctx, 'C', child_id));
		else
			strbuf_add_n(&buf, at, n);
		from = at + n;
	}
	strbuf_add(&buf, from);
	return buf.text;
}
