/* The order of day, month and year, judged from the cells: one that reads in one order
 * alone decides, one that reads in two tells nothing. Orders are never mixed by guess:
 * what is mixed or ambiguous is said to be.
 */
#ifndef LASTSEEN_INTAKE_SUGGEST_ORDER_H
#define LASTSEEN_INTAKE_SUGGEST_ORDER_H

#include "intake/suggest.h"

struct order_votes {
	size_t alone[3], either; /* cells that one order reads; that two read apart */
};

void order_vote(struct order_votes *votes, const char *cell);
/* Fills order, order_doubtful, order_why. */
void order_judge(struct arena *arena, const struct order_votes *votes,
	struct mapping_suggestion *out);

#endif
