#include "base/str.h"
#include "text/address.h"
#include "work/geocode_decisions.h"
#include <string.h>

/* Without blanks, in upper case. */
static const char *squeezed(struct arena *arena, const char *text)
{
	char *copy = str_upper(arena, str_or_empty(text));
	size_t n = 0;
	for (const char *p = copy; *p; p++)
		if (!strchr(" \t\r\n", *p))
			copy[n++] = *p;
	copy[n] = '\0';
	return copy;
}

const char *geocode_key(struct arena *arena, const struct geocode_place *place)
{
	const struct mention *m = &place->mention;
	const char *const cells[] = {m->postcode, m->easting, m->northing, m->lat,
		m->lon, m->uprn, place->home_urn};
	enum address_special special = address_special(str_or_empty(m->address));
	struct strbuf key;
	bool any = special == ADDRESS_PLACE;
	strbuf_init(&key, arena);
	if (special == ADDRESS_PLACE)
		strbuf_add(&key, address_normal(arena, m->address));
	for (size_t i = 0; i < sizeof cells / sizeof *cells; i++) {
		const char *cell = squeezed(arena, cells[i]);
		any = any || *cell;
		strbuf_printf(&key, "|%s", cell);
	}
	return any ? key.text : "";
}

const char *geocode_row_key(struct arena *arena, struct statement *s)
{
	struct geocode_place place = {.mention = {.address = column_dup(s, 1, arena),
					      .postcode = column_dup(s, 2, arena),
					      .easting = column_dup(s, 3, arena),
					      .northing = column_dup(s, 4, arena),
					      .lat = column_dup(s, 5, arena),
					      .lon = column_dup(s, 6, arena),
					      .uprn = column_dup(s, 7, arena)},
		.home_urn = column_dup(s, 8, arena)};
	return geocode_key(arena, &place);
}

const char *geocode_text_id(struct arena *arena, const char *key)
{
	char hex[SHA256_HEX];
	sha256_of(key, strlen(key), hex);
	return str_printf(arena, "T%.15s", hex);
}
