/* What a case says of itself: the authority it belongs to, the marking on its pages.
 *
 * Keys in use: "authority", "marking".
 */
#ifndef LASTSEEN_WORK_SETTING_H
#define LASTSEEN_WORK_SETTING_H

#include "work/case.h"

/* The Government Security Classifications' marking for what needs handling with care.
 */
#define MARKING_DEFAULT "OFFICIAL-SENSITIVE"

/* In ctx->arena; NULL where it is not set. */
MUST_USE enum err_code setting_get(
	struct store *store, const char *key, const char **value);
/* Within the present transaction. */
MUST_USE enum err_code setting_set(
	struct store *store, const char *key, const char *value);
/* The marking, or MARKING_DEFAULT. */
MUST_USE enum err_code setting_marking(struct store *store, const char **marking);

#endif
