/* Streets of a name and their addresses, for names.c and meeting.c. Private to locate/.
 */
#ifndef LASTSEEN_LOCATE_NAMES_H
#define LASTSEEN_LOCATE_NAMES_H

#include "locate/evidence.h"

/* The streets of a name, or else of names alike: those that agree most with the text's
 * town and locality, *town whether any does. In ctx->scratch. */
MUST_USE enum err_code names_streets_of(struct geocoder *g, const struct address *a,
	const char *name, const struct postcode *area,
	struct gazetteer_street **streets, size_t *n, bool *town);
/* All their addresses, those in `area` where it is one. In ctx->scratch. */
MUST_USE enum err_code names_addresses_of(struct geocoder *g,
	const struct gazetteer_street *streets, size_t n, const struct postcode *area,
	struct gazetteer_addresses *all);
/* Whether the streets are not one and the same, in pieces. */
bool names_far_apart(const struct gazetteer_street *streets, size_t n);

/* Where street and street2 come closest; LOCATED_NONE where that is nowhere near. */
MUST_USE enum err_code names_meeting(struct geocoder *g, struct arena *out,
	const struct address *a, const struct postcode *area, struct location *l);

#endif
