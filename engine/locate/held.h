/* All unit postcodes in memory, sorted by key. Private to locate/.
 *
 * 25 bytes each; a look-up is a binary search, O(log n).
 */
#ifndef LASTSEEN_LOCATE_HELD_H
#define LASTSEEN_LOCATE_HELD_H

#include "locate/gazetteer.h"

struct held;

MUST_USE enum err_code held_load(struct store *store, struct held **held);
/* Fills what is known of a unit's key; leaves *area alone where it isn't there. */
void held_find(const struct held *held, int64_t key, struct gazetteer_area *area);
/* NULL is allowed. */
void held_free(struct held *held);

#endif
