#include "text/quantity.h"
#include "base/str.h"
#include "text/scan.h"
#include <math.h>
#include <string.h>

#define NUMBER_MAX 64

struct unit {
	const char *name;
	double factor;
};

struct dimension {
	const struct unit *units; /* ends with a NULL name */
	double bare;              /* what a number without a unit counts */
	const char *forms;
};

static const struct unit length_units[] = {{"m", 1}, {"km", 1000}, {NULL, 0}};
static const struct unit time_units[] = {
	{"s", 1}, {"min", 60}, {"h", 3600}, {"d", 86400}, {"w", 604800}, {NULL, 0}};
static const struct dimension length = {
	length_units, 1, "a length with its unit, as in 250m or 1.5km"};
static const struct dimension duration = {time_units, 86400,
	"a duration with its unit (s, min, h, d, w), as in 14d, 6h or 30min"};

/* Figures, at most one point with figures on both sides; nothing else. */
static bool plain_number(const char *text, size_t n, double *value)
{
	char buffer[NUMBER_MAX];
	size_t points = 0;
	if (n == 0 || n >= sizeof buffer || !is_digit(text[0]) ||
		!is_digit(text[n - 1]))
		return false;
	for (size_t i = 0; i < n; i++) {
		points += text[i] == '.';
		if (!is_digit(text[i]) && text[i] != '.')
			return false;
	}
	memcpy(buffer, text, n);
	buffer[n] = '\0';
	if (points > 1)
		return false;
	return real_parse(buffer, value);
}

/* false where text is no quantity; *unit NULL where none is written. */
static bool split(const char *text, const struct dimension *d, double *number,
	const struct unit **unit)
{
	size_t n = strspn(text, "0123456789.");
	const char *name = text + n + strspn(text + n, " ");
	*unit = NULL;
	if (!plain_number(text, n, number))
		return false;
	if (!*name)
		return true;
	for (const struct unit *u = d->units; u->name && !*unit; u++)
		if (str_equal_fold(u->name, name))
			*unit = u;
	return *unit != NULL;
}

static enum err_code refuse(struct context *ctx, const char *option, const char *text,
	const struct dimension *d)
{
	return err_set(ctx, ERR_USAGE, "%s \"%s\": give %s", option, text, d->forms);
}

static enum err_code quantity_parse(struct context *ctx, const char *option,
	const char *text, enum unit_rule rule, const struct dimension *d, double *value)
{
	double number;
	const struct unit *unit;
	const char *trimmed = str_trim(ctx->arena, str_or_empty(text));
	if (!split(trimmed, d, &number, &unit) || (!unit && rule == UNIT_REQUIRED))
		return refuse(ctx, option, trimmed, d);
	*value = number * (unit ? unit->factor : d->bare);
	return ERR_OK;
}

/* The unit of the last piece serves the others that have none. */
static enum err_code list_parse(struct context *ctx, const char *option,
	const char *text, enum unit_rule rule, const struct dimension *d,
	struct quantity_list *list)
{
	const struct unit *last = NULL, *unit;
	double number;
	struct str_list pieces = str_split(ctx->arena, str_or_empty(text), ',');
	if (pieces.n == 0 || !split(pieces.items[pieces.n - 1], d, &number, &last) ||
		(!last && rule == UNIT_REQUIRED))
		return refuse(ctx, option, str_or_empty(text), d);
	list->values = arena_array(ctx->arena, double, pieces.n);
	list->n = pieces.n;
	for (size_t i = 0; i < pieces.n; i++) {
		if (!split(pieces.items[i], d, &number, &unit))
			return refuse(ctx, option, pieces.items[i], d);
		unit = unit ? unit : last;
		list->values[i] = number * (unit ? unit->factor : d->bare);
		if (i > 0 && !(list->values[i] > list->values[i - 1]))
			return err_set(ctx, ERR_USAGE,
				"%s \"%s\": each value must be larger than the one "
				"before",
				option, text);
	}
	return ERR_OK;
}

enum err_code length_parse(struct context *ctx, const char *option, const char *text,
	enum unit_rule rule, double *metres)
{
	return quantity_parse(ctx, option, text, rule, &length, metres);
}

enum err_code duration_parse(struct context *ctx, const char *option, const char *text,
	enum unit_rule rule, double *seconds)
{
	return quantity_parse(ctx, option, text, rule, &duration, seconds);
}

enum err_code length_list_parse(struct context *ctx, const char *option,
	const char *text, enum unit_rule rule, struct quantity_list *metres)
{
	return list_parse(ctx, option, text, rule, &length, metres);
}

enum err_code duration_list_parse(struct context *ctx, const char *option,
	const char *text, enum unit_rule rule, struct quantity_list *seconds)
{
	return list_parse(ctx, option, text, rule, &duration, seconds);
}
