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
const char *audit_action_name(enum audit_action action);

/* Appends an entry in the present transaction. detail: JSON object on one line. `who`
 * is the account that runs the process. */
MUST_USE enum err_code audit_add(struct store *store, enum audit_action action,
	const char *command, const char *detail);

/* Entries are numbered from 1 without gaps. What the chain alone can't show is that its
 * tail was cut off: for that, last_hash must be noted somewhere else. */
struct audit_check {
	int64_t entries;
	bool broken;
	int64_t first_bad;  /* audit_id of the first entry that does not fit */
	int64_t clock_back; /* audit_id of the first entry with a time before that of
			       the one above it; 0 none. A clock that was set, or one
			       that was made to say so: for a person to ask. */
	char last_hash[65]; /* 64 zeros where there is no entry */
};
/* Walks the whole chain, O(entries). A broken one is no error: see broken. */
MUST_USE enum err_code audit_verify(struct store *store, struct audit_check *check);

/* The account's name, and the present time "2026-03-28T21:30:05Z". SOURCE_DATE_EPOCH,
 * if set, is the present time. */
const char *audit_who(struct arena *arena);
void audit_now(char text[32]);
/* Whether SOURCE_DATE_EPOCH says the time: only then may a time of making stand in a
 * file that must come out the same again. */
bool audit_time_given(void);

#endif
