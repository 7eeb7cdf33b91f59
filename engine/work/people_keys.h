/* Mentions and people of a case in the normal forms that link/keys.h compares. */
#ifndef LASTSEEN_WORK_PEOPLE_KEYS_H
#define LASTSEEN_WORK_PEOPLE_KEYS_H

#include "link/keys.h"
#include "work/mentions.h"

struct person_record {
	int64_t id, source_id, row;
	const char *ref, *name, *aliases, *dob;
};

/* Keys 0 … mentions_n - 1 are the mentions, those after them the people. A mention that
 * is no person's has no name, and joins nothing. */
struct people_keys {
	struct key_mention *keys;
	size_t n, mentions_n;
	struct person_record *people;
	size_t people_n;
};

MUST_USE enum err_code people_keys_make(struct work_case *c,
	const struct mention_set *mentions, struct people_keys *out);

#endif
