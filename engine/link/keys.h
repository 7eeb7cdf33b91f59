/* Which mentions mean the same adult: explainable rules, no score.
 *
 * A mention is one row's naming of a person, in the normal forms of text/name.h and
 * text/identifier.h. keys_link() joins mentions by these rules, strongest first:
 *
 *   LINK_REF         the same person_ref
 *   LINK_NAME_DOB    the same full name and the same date of birth
 *   LINK_NAME_SHARED the same name and a shared phone, vehicle or handle
 *   LINK_DOB_SIMILAR the same date of birth and a similar full name
 *   LINK_PHONE_NAME  a shared phone or handle and a similar name (name_similar())
 *   LINK_NAME_ONLY   the same full name, where nothing else is known: marked weak
 *
 * What never happens:
 * - Two dates of birth never come into one group, by whatever chain. A mention without
 *   one that would tie two together is tied to neither (refused, REFUSED_AMBIGUOUS).
 * - A name alone joins only mentions that carry neither date of birth nor identifier,
 *   and only where no two dates of birth are known under that name
 *   (REFUSED_COMMON_NAME); to one group that has more, only if there is exactly one.
 * - An identifier shared by more than identifier_names_max different names (the phone
 * of a home) joins nobody by LINK_PHONE_NAME (REFUSED_SHARED).
 *
 * The result does not depend on the order of the mentions but for the numbers of the
 * groups, which go by first member. O(n log n) beside the name pairs of one identifier.
 */
#ifndef LASTSEEN_LINK_KEYS_H
#define LASTSEEN_LINK_KEYS_H

#include "base/context.h"
#include "text/name.h"

#define KEYS_NO_DOB INT64_MIN

enum identifier_kind { IDENTIFIER_PHONE, IDENTIFIER_VEHICLE, IDENTIFIER_HANDLE };

struct key_identifier {
	enum identifier_kind kind;
	const char *value; /* the key of text/identifier.h */
};

struct key_mention {
	const char *person_ref;  /* NULL or "": none */
	struct person_name name; /* key NULL or "": none; its aliases are not used */
	int64_t dob_day;         /* days since 1970, or KEYS_NO_DOB */
	const struct key_identifier *identifiers;
	size_t identifiers_n;
};

enum link_reason {
	LINK_REF,
	LINK_NAME_DOB,
	LINK_NAME_SHARED,
	LINK_DOB_SIMILAR,
	LINK_PHONE_NAME,
	LINK_NAME_ONLY,
};
enum refused_reason {
	REFUSED_DIFFERENT_DOB,
	REFUSED_AMBIGUOUS,
	REFUSED_COMMON_NAME,
	REFUSED_SHARED,
};

/* a < b are mentions; reason is true of the two themselves. */
struct key_link {
	uint32_t a, b;
	enum link_reason reason;
};
struct key_refused {
	uint32_t a, b;
	enum link_reason rule; /* which would have joined them */
	enum refused_reason reason;
};

struct key_options {
	bool no_weak; /* leave LINK_NAME_ONLY out */
	size_t identifier_names_max;
};
#define KEY_OPTIONS_DEFAULT ((struct key_options){false, 12})

/* Groups are numbered 0 … by their first member, in the order of the mentions. */
struct key_groups {
	size_t n;
	uint32_t *group_of; /* per mention, weak links included */
	uint32_t
		*strong_of; /* per mention, numbered likewise, without the weak links */
	size_t strong_n;
	bool *weak;             /* per group: holds a weak link */
	int64_t *dob_day;       /* per group, KEYS_NO_DOB where none is known */
	struct key_link *links; /* sorted by (reason, a, b); a spanning forest */
	size_t links_n;
	struct key_refused *refused; /* sorted by (rule, a, b) */
	size_t refused_n;
};

/* options NULL: the default. Results in ctx->arena. n below 2^32 - 1. */
MUST_USE enum err_code keys_link(struct context *ctx,
	const struct key_mention *mentions, size_t n, const struct key_options *options,
	struct key_groups *groups);

/* Each identifier with the mentions that carry it, sorted by kind, then value; the
 * mentions ascending, each once. Results in ctx->arena. O(n log n). */
struct key_recurring {
	struct key_identifier identifier;
	uint32_t *mentions;
	size_t mentions_n;
};
void keys_identifiers(struct context *ctx, const struct key_mention *mentions, size_t n,
	struct key_recurring **recurring, size_t *recurring_n);

const char *link_reason_text(enum link_reason reason);
const char *refused_reason_text(enum refused_reason reason);

#endif
