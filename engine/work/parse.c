#include "work/parse.h"
#include "text/date.h"
#include "text/quantity.h"

enum err_code parse_distance(struct context *ctx, const char *what, const char *text,
	bool bare, double *metres)
{
	return length_parse(
		ctx, what, text, bare ? UNIT_OPTIONAL : UNIT_REQUIRED, metres);
}

enum err_code parse_duration(struct context *ctx, const char *what, const char *text,
	bool bare, double *seconds)
{
	return duration_parse(
		ctx, what, text, bare ? UNIT_OPTIONAL : UNIT_REQUIRED, seconds);
}

enum err_code parse_period(
	struct context *ctx, const char *what, const char *text, struct period *period)
{
	enum err_code err = period_parse(ctx, text, period);
	return err ? err_prefix(ctx, "%s", what) : ERR_OK;
}

enum err_code parse_int(struct context *ctx, const char *what, const char *text,
	int64_t least, int64_t *value)
{
	if (!integer_parse(text, value))
		return err_set(
			ctx, ERR_USAGE, "%s: '%s' is no whole number", what, text);
	if (*value < least)
		return err_set(ctx, ERR_USAGE, "%s: %s is less than %lld, the least",
			what, text, (long long)least);
	return ERR_OK;
}

enum err_code parse_real(
	struct context *ctx, const char *what, const char *text, double *value)
{
	if (!real_parse(text, value))
		return err_set(ctx, ERR_USAGE, "%s: '%s' is no number", what, text);
	return ERR_OK;
}
