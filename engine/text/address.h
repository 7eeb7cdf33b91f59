/* Addresses as people write them: into parts, and into keys for exact look-ups.
 *
 * address_parse() drops what systems and remarks leave in a cell (entities, line ends
 * written out, telephone numbers, dates, times), folds the text to upper case, takes the
 * postcode out, drops punctuation, expands abbreviations (ST is STREET or SAINT by its
 * place) and names the parts by rules alone: it sees no gazetteer, so that what it can't
 * tell apart (locality from town without commas) stays together in `town`; with the
 * names of a gazetteer address_spans.h does. The gazetteer passes its own rows through
 * the same function: two texts of one address then give one key. O(length).
 *
 *	o/s Flat B, 153 Some Rd, Ashby, Millport PR1 2RL
 *	relation  sub_building "FLAT B"  number "153"  street "SOME ROAD"
 *	OUTSIDE   locality "ASHBY"  town "MILLPORT"  postcode PR1 2RL
 *
 * Keys join parts with '|', an absent one empty: ADDRESS_ALL gives
 * "FLAT B|153|SOME ROAD". Match within a postcode from the fullest key to the barest.
 */
#ifndef LASTSEEN_TEXT_ADDRESS_H
#define LASTSEEN_TEXT_ADDRESS_H

#include "base/str.h"
#include "text/postcode.h"

enum address_special {
	ADDRESS_PLACE,     /* not special: see the parts */
	ADDRESS_EMPTY,     /* blank */
	ADDRESS_NO_ABODE,  /* "NFA", "no fixed abode", "homeless" */
	ADDRESS_UNKNOWN,   /* "unknown", "not known", "n/k", "tbc", "?" */
	ADDRESS_AS_ABOVE,  /* "as above", "same", "ditto" */
	ADDRESS_HOME,      /* "home", "home address", "h/a" */
	ADDRESS_PLACEMENT, /* "placement", "the placement" */
};

enum address_relation {
	RELATION_AT,       /* none written */
	RELATION_OUTSIDE,  /* o/s outside */
	RELATION_NEAR,     /* near nr close to by vicinity of area of next to */
	RELATION_OPPOSITE, /* opp opposite */
	RELATION_BEHIND,   /* behind rear of r/o back of */
	RELATION_JUNCTION, /* jct j/w junction corner of: street and street2 */
	RELATION_BETWEEN,  /* between A and B: street and street2 */
};

/* Texts are upper case, in the arena, "" where absent, never NULL. */
struct address {
	enum address_special special;
	enum address_relation relation;
	struct postcode postcode; /* kind POSTCODE_NONE where there is none */
	const char *sub_building; /* FLAT B, FLAT FIRST FLOOR, UNIT 7 */
	const char *building; /* house, business or place: ASHTON COURT, TESCO EXTRA */
	const char *number;   /* 153, 12A, 12-14, 92-92A */
	int number_from, number_to; /* 12 and 14; equal for one; 0 for none */
	const char *street;         /* SOME ROAD */
	const char *street2;        /* the other road of a junction */
	const char *locality;
	const char *town;
	const char *normal; /* the whole, expanded, without relation and postcode */
};

struct address address_parse(struct arena *arena, const char *text);

/* What the whole of text says if it is no place; ADDRESS_PLACE otherwise. */
enum address_special address_special(const char *text);

enum address_key_part {
	ADDRESS_SUB = 1,      /* sub-building */
	ADDRESS_PREMISES = 2, /* number, or the building where there is no number */
	ADDRESS_STREET = 4,
	ADDRESS_ALL = 7,
};
/* "SUB|PREMISES|STREET" of the parts asked for; NULL where one asked for by
 * ADDRESS_PREMISES or ADDRESS_STREET is absent (a key without it would match too much).
 */
const char *address_key(
	struct arena *arena, const struct address *address, unsigned parts);

/* Text in the normal form of street and building names ("St. John's Rd": SAINT JOHNS
 * ROAD), for a gazetteer's names. */
const char *address_normal(struct arena *arena, const char *text);

const char *address_special_name(enum address_special special);
const char *address_relation_name(enum address_relation relation);

#endif
