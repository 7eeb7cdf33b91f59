/* The audit chain: who did what to the case, each entry hashed with the one before.
 *
 * hash = SHA-256 of previous, utc, who, action, command and detail, each followed by a
 * line feed (detail is JSON on one line). The first entry's previous is 64 zeros. What
 * is written: every look at names, import, change, export. Never a name itself.
 */
#ifndef LASTSEEN_STORE_AUDIT_H
#define LASTSEEN_STORE_AUDIT_H

#include "store/store.h"

/* After the Data Protection Act 2018, section 62. */
enum audit_action {
	AUDIT_COLLECTION,
	AUDIT_ALTERATION,
	AUDIT_CONSULTATION,
	AUDIT_DISCLOSURE,
	AUDIT_COMBINATION,
	AUDIT_ERASURE,
};

/* Appends an entry in the present transaction. detail: JSON object on one line. `who`
 * is the account that runs the process. */
MUST_USE enum err_code audit_add(struct store *store, enum audit_action action,
	const char *command, const char *detail);

struct audit_check {
	int64_t entries;
	int64_t first_bad; /* audit_id of the first entry that does not fit; 0 none */
	char last_hash[65];
};
MUST_USE enum err_code audit_verify(struct store *store, struct audit_check *check);

/* The account's name, and the present time "2026-03-28T21:30:05Z". SOURCE_DATE_EPOCH,
 * if set, is the present time. */
const char *audit_who(struct arena *arena);
void audit_now(char text[32]);

#endif
