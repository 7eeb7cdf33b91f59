/* The ways in which a text may be taken apart, given the names that the gazetteer knows.
 * Private to locate/.
 */
#ifndef LASTSEEN_LOCATE_GUIDE_H
#define LASTSEEN_LOCATE_GUIDE_H

#include "locate/evidence.h"
#include "locate/vocabulary.h"

#define GUIDE_WAYS_MOST 24

struct guide {
	struct address_words words;
	/* Each with a street of the gazetteer; the likeliest first. */
	struct address ways[GUIDE_WAYS_MOST];
	bool whole[GUIDE_WAYS_MOST]; /* false: the street's kind is not written */
	size_t n;
	/* The last town that the text names, and the rest of it; "" for none. */
	const char *town, *rest;
	/* Two addresses stand in the text: the second way is the other's. */
	bool several;
};

/* All texts are in ctx->scratch. */
MUST_USE enum err_code guide_make(
	struct geocoder *g, const char *text, struct guide *guide);

/* The way that finds the written street in the addresses of a postcode; false where
 * none does. `a` is what the rules made of the text. */
bool guide_within(struct arena *arena, const char *text,
	const struct gazetteer_addresses *listed, struct address *a);

#endif
