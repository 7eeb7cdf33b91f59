/* One rule at a time, for keys.c: proposed links in, groups joined, refusals out. */
#ifndef LASTSEEN_LINK_KEYS_STAGE_H
#define LASTSEEN_LINK_KEYS_STAGE_H

#include "link/keys.h"

/* Union-find whose groups hold at most one date of birth. */
struct joiner {
	struct arena *arena;
	size_t n;
	uint32_t *parent;
	int64_t *dob_day; /* of a root */
	struct key_link *links;
	size_t links_n, links_capacity;
	struct key_refused *refused;
	size_t refused_n, refused_capacity;
};

struct proposal {
	uint32_t a, b;
	bool done;
};
struct proposals {
	struct arena *arena;
	struct proposal *items;
	size_t n, capacity;
};

void joiner_init(struct joiner *j, struct arena *arena,
	const struct key_mention *mentions, size_t n);
uint32_t joiner_root(struct joiner *j, uint32_t mention);
/* Unconditional; BUG on two dates of birth. Nothing where both are one group already.
 */
void joiner_join(struct joiner *j, uint32_t a, uint32_t b, enum link_reason reason);
void joiner_refuse(struct joiner *j, uint32_t a, uint32_t b, enum link_reason rule,
	enum refused_reason reason);

void propose(struct proposals *p, uint32_t a, uint32_t b);

/* Joins what the proposals allow, whatever their order: first those that bring no new
 * date of birth into a group; then each group without one whose proposals all lead to
 * one and the same date. The rest is refused. */
void joiner_stage(struct joiner *j, struct proposals *p, enum link_reason rule);

#endif
