/* Postcodes: unit (PR1 2RL), sector (PR1 2), district (PR1).
 *
 * Shapes of the outward part: A9 A99 AA9 AA99 A9A AA9A, of the inward part 9AA without
 * the letters C I K M O V, and GIR 0AA; the last A of an outward part is never I or O
 * (Royal Mail, Programmers' Guide to the PAF; BS 7666). Any letters make an area:
 * whether it exists is for the gazetteer to say. O and 0, I and 1 are never put right
 * silently: such a text is no postcode, and what it may have meant stands in
 * `suggested`. O(length), no memory.
 *
 * "SD53" is a district and a grid square alike, "B1 2" a sector and the end of an
 * address alike: the caller decides what a column may hold.
 */
#ifndef LASTSEEN_TEXT_POSTCODE_H
#define LASTSEEN_TEXT_POSTCODE_H

#include <stdbool.h>
#include <stddef.h>

enum postcode_kind {
	POSTCODE_NONE,
	POSTCODE_UNIT,
	POSTCODE_SECTOR,
	POSTCODE_DISTRICT,
};

/* Upper case; what a kind does not have is "". */
struct postcode {
	enum postcode_kind kind;
	char area[3];      /* PR */
	char district[5];  /* PR1, the whole outward part (SW1A) */
	char sector[7];    /* PR1 2 */
	char unit[9];      /* PR1 2RL */
	char fixed[8];     /* seven characters as in Code-Point: "PR1 2RL", "PR112RL" */
	char suggested[9]; /* a unit that O/0 or I/1 put right would give; kind is NONE
			    */
};

/* The whole of text as a postcode, in any case, spacing or punctuation. A sector needs
 * a blank before its last digit. Text may be NULL. */
enum postcode_kind postcode_parse(const char *text, struct postcode *postcode);

/* Why text is none, and what to do: static, "" where it is one. */
const char *postcode_reason(const char *text);

/* The last unit postcode in free text; its bytes are text[*start … *end - 1]. Inside
 * free text each half must be in one piece. Ordinals before a word of an address
 * ("A6 5th Avenue") are not taken for one. */
bool postcode_find(
	const char *text, struct postcode *postcode, size_t *start, size_t *end);

#endif
