/* Phones, vehicles, handles and e-mail addresses: the key under which each recurs.
 *
 * A key is plain ASCII or folded UTF-8 without blanks; two texts name the same thing
 * where their keys are equal. What is too short or a placeholder is refused with its
 * reason: a key that many share by accident would tie strangers together.
 * O(length), no memory.
 */
#ifndef LASTSEEN_TEXT_IDENTIFIER_H
#define LASTSEEN_TEXT_IDENTIFIER_H

#define IDENTIFIER_MAX 96

enum identifier_outcome {
	IDENTIFIER_OK,
	IDENTIFIER_ODD,     /* has a key, but not a shape known in the UK */
	IDENTIFIER_REFUSED, /* no key: see the reason */
	IDENTIFIER_EMPTY,   /* blank, or a word for "not known" */
};

struct identifier {
	enum identifier_outcome outcome;
	const char *reason; /* static; "" for OK */
	char key[IDENTIFIER_MAX];
};

/* "+44 (0)7700 900123", "0044 7700 900123", "7700900123": 07700900123. Abroad:
 * "+353861234567". Ten figures from 1, 2, 3 or 7 lost their 0 in a spreadsheet. One
 * figure throughout, 0123456789 runs, too few figures, and "4.47E+11" are refused.
 * Words and extensions after the number are dropped. UK lengths: Ofcom, National
 * Telephone Numbering Plan. */
struct identifier phone_parse(const char *text);

/* "ab12 cde": AB12CDE. Shapes: 2001 on AA99AAA, prefix A999AAA, suffix AAA999A,
 * dateless and Northern Irish ones from five characters on (DVLA INF104); O/0 and I/1
 * are not put right. A part of a plate ("AB12", "AB12 ???") is refused: it would fit
 * thousands. Other shapes from five characters on are IDENTIFIER_ODD. */
struct identifier vehicle_parse(const char *text);

/* "@Foo": foo. "snap: Foo", "IG @foo", "https://www.instagram.com/foo/": with the
 * platform's name before, "snapchat:foo", "instagram:foo". Blanks inside are refused.
 */
struct identifier handle_parse(const char *text);

/* Lower case; one @, a dot in the domain. */
struct identifier email_parse(const char *text);

#endif
