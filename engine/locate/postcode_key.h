/* A postcode as one number, so that a gazetteer of 1.7 million keeps and finds them by
 * integer keys.
 *
 * Seven characters to base 37 (blank 0, figures 1 … 10, letters 11 … 36), outward part
 * first, as in text/postcode.h's `fixed`: 37 bits. The key of a sector or a district is
 * that of its units with blanks for what it lacks, so that all three kinds share one
 * space without collisions and a range of keys is a sector or a district:
 *
 *	PR1       PR1     from the district's key to  + 37^3 - 1
 *	PR1 2     PR1 2   from the sector's key to    + 37^2 - 1
 *	PR1 2RL   PR1 2RL
 *
 * O(1), no memory.
 */
#ifndef LASTSEEN_LOCATE_POSTCODE_KEY_H
#define LASTSEEN_LOCATE_POSTCODE_KEY_H

#include "text/postcode.h"
#include <stdint.h>

#define POSTCODE_KEY_SECTOR INT64_C(1369)    /* 37^2 */
#define POSTCODE_KEY_DISTRICT INT64_C(50653) /* 37^3 */

/* Of a unit, a sector or a district; 0 for none. */
int64_t postcode_key(const struct postcode *postcode);
/* Of seven characters in fixed form ("PR1 2RL", "B1  1BB", "AB101AA"); 0 where they are
 * no unit postcode of a valid shape. */
int64_t postcode_key_fixed(const char fixed[7]);

enum postcode_kind postcode_key_kind(int64_t key);
/* The sector, the district that a key lies in. */
int64_t postcode_key_sector(int64_t key);
int64_t postcode_key_district(int64_t key);

/* "PR1 2RL", "PR1 2", "PR1". */
#define POSTCODE_TEXT_MAX 9
void postcode_key_format(int64_t key, char text[POSTCODE_TEXT_MAX]);

#endif
