#include "locate/codepoint.h"
#include "locate/postcode_key.h"
#include "text/gridref.h"
#include <string.h>

struct fields {
	const char *at, *end;
};

/* The next field without its quotes; false at the end of the line. */
static bool next(struct fields *f, const char **text, size_t *n)
{
	if (!f->at)
		return false;
	const char *start = f->at, *stop;
	if (start < f->end && *start == '"') {
		start++;
		stop = memchr(start, '"', (size_t)(f->end - start));
		if (!stop)
			return false;
		f->at = stop + 1;
	} else {
		stop = memchr(start, ',', (size_t)(f->end - start));
		stop = stop ? stop : f->end;
		f->at = stop;
	}
	*text = start;
	*n = (size_t)(stop - start);
	if (f->at >= f->end)
		f->at = NULL;
	else if (*f->at++ != ',')
		return false;
	return true;
}

static bool number(const char *text, size_t n, int32_t *value)
{
	*value = 0;
	if (n == 0 || n > 7)
		return false;
	for (size_t i = 0; i < n; i++) {
		if (text[i] < '0' || text[i] > '9')
			return false;
		*value = *value * 10 + (text[i] - '0');
	}
	return true;
}

static int64_t key_of(const char *text, size_t n)
{
	char fixed[8] = "       ";
	struct postcode p;
	if (n == 7) {
		int64_t key = postcode_key_fixed(text);
		if (key)
			return key;
	}
	/* Older and hand-made files write it otherwise. */
	if (n < 5 || n > 8)
		return 0;
	char copy[9] = "";
	memcpy(copy, text, n);
	if (postcode_parse(copy, &p) != POSTCODE_UNIT)
		return 0;
	memcpy(fixed, p.fixed, 7);
	return postcode_key_fixed(fixed);
}

const char *codepoint_parse(const char *line, size_t n, struct codepoint *row)
{
	struct fields f = {line, line + n};
	const char *text[CODEPOINT_FIELDS];
	size_t length[CODEPOINT_FIELDS];
	int32_t quality;
	int count = 0;
	while (count < CODEPOINT_FIELDS && next(&f, &text[count], &length[count]))
		count++;
	if (count < 4)
		return "fewer than the fields of Code-Point Open (postcode, quality, "
		       "easting, northing, …)";
	row->key = key_of(text[0], length[0]);
	if (!row->key)
		return "the postcode has not the shape of a unit postcode";
	if (!number(text[1], length[1], &quality) || quality > CODEPOINT_NO_POSITION)
		return "the positional quality is no number from 10 to 90";
	row->quality = (int)quality;
	row->terminated = 0;
	if (!number(text[2], length[2], &row->easting_m) ||
		!number(text[3], length[3], &row->northing_m))
		return "easting or northing are no whole metres";
	if (row->easting_m == 0 && row->northing_m == 0)
		row->quality = CODEPOINT_NO_POSITION;
	if (row->easting_m > GRID_EAST_MAX_M || row->northing_m > GRID_NORTH_MAX_M)
		return "easting or northing are outside the National Grid";
	return NULL;
}

double codepoint_quality_m(int quality)
{
	if (quality <= 20)
		return 0;
	if (quality <= 40)
		return 50;
	return quality <= 50 ? 100 : 2000;
}
